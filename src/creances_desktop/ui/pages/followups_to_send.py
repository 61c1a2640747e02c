"""*À envoyer*: the letters of the day with their preview, and what is set aside with its reason."""

from __future__ import annotations

from datetime import date
from html import escape

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.followups import LetterProposal, Proposals
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import long_date, short_date
from creances_desktop.services import followups
from creances_desktop.services import today as mornings
from creances_desktop.services.letter_checks import CheckedLetter
from creances_desktop.ui import messages
from creances_desktop.ui.executor import Lane
from creances_desktop.ui.pages.followups_columns import excluded_columns, letters_counted, proposal_columns
from creances_desktop.ui.pages.followups_lines import LineActions
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.facts import Warnings
from creances_desktop.ui.widgets.flow import FlowLayout
from creances_desktop.ui.widgets.letter_checks import checks_of
from creances_desktop.ui.widgets.pdf_view import PdfPreview
from creances_desktop.ui.widgets.splitter import KeptSplitter
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel


class ToSend(QWidget):
    """The proposals of the day, ticked unless the user unticks them.

    Signals:
        print_requested(): issue what is ticked, then print it.
        saving_requested(): issue what is ticked, into a folder.
        client_chosen(int): open this client.
        data_changed(Changes): a client or an invoice was set aside.
        choice_changed(int, object): number of ticked letters, and their sum in cents.
    """

    print_requested = Signal()
    saving_requested = Signal()
    client_chosen = Signal(int)
    data_changed = Signal(object)
    choice_changed = Signal(int, object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._known: set[int] = set()
        self._wanted: set[int] | None = None
        self._previewed: LetterProposal | None = None
        self.known_until = QLabel(self)
        self.proposals = Table("followups_to_send", self)
        self.proposal_model = ListModel(
            proposal_columns(), row_id=lambda one: one.client_id, checkable=True, parent=self
        )
        self.excluded = Table("followups_excluded", self)
        self.excluded_model = ListModel(excluded_columns(), parent=self)
        self.excluded_title = QLabel(self)
        self.choice = QLabel(self)
        self.why = QLabel(self)
        self.checks = Warnings(self)
        self.preview = PdfPreview(self)
        self.print_button = push_button(
            "É&mettre et imprimer…", self, icon="printer", primary=True,
            tooltip="Choisir l’imprimante, puis émettre les lettres cochées et les imprimer (Ctrl+P)",
        )  # fmt: skip
        self.save_button = push_button(
            "&Enregistrer les PDF…", self, icon="file-text",
            tooltip="Émettre ce qui est coché dans un dossier : un PDF par lettre et un fichier pour toutes",
        )  # fmt: skip
        self.lines = LineActions(session, self.current, self.proposals)
        self._build()
        disable_if_reading(session, self.print_button, self.save_button)
        self._connect()

    def reload(self) -> None:
        """Read the proposals of the day again; what the user unticked stays so."""
        self._previewed = None  # the company, a text or a tone may have changed
        store, day = self._session.store, self._session.today()
        self._session.executor.submit(
            lambda _: (followups.prepare(store, day), mornings.bank_known_until(store)),
            lambda found: self._show(*found),
            lambda error: messages.show_error(error, self),
            key="followups",
            owner=self,
        )

    def choose(self, client_ids: set[int]) -> None:
        """Tick the letters of these clients only, now and at the next reading."""
        self._wanted = set(client_ids)
        self._tick_wanted()

    def ticked(self) -> list[LetterProposal]:
        """The proposals that are ticked, in the order shown."""
        rows = (self.proposal_model.row_of(row_id) for row_id in self.proposal_model.ticked())
        return [row for row in rows if row is not None]

    def current(self) -> LetterProposal | None:
        """The proposal of the current line."""
        return self.proposal_model.row_of(self.proposals.current_id())

    def _build(self) -> None:
        self.proposals.setAccessibleName("Lettres proposées aujourd’hui")
        self.proposals.set_rows_model(self.proposal_model)
        self.excluded.setAccessibleName("Factures mises de côté")
        self.excluded.set_rows_model(self.excluded_model)
        self.excluded.set_empty_message("Rien n’est mis de côté.")
        self.excluded_title.setProperty("heading", True)
        top = QWidget(self)
        upper = QVBoxLayout(top)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.addWidget(self.known_until)
        upper.addWidget(self.proposals, 1)
        upper.addLayout(self.lines.buttons(top))
        upper.addLayout(self._buttons())
        bottom = QWidget(self)
        lower = QVBoxLayout(bottom)
        lower.setContentsMargins(0, 4, 0, 0)
        lower.addWidget(self.excluded_title)
        lower.addWidget(self.excluded, 1)
        lists = KeptSplitter("followups_lists", Qt.Orientation.Vertical, self)
        lists.addWidget(top)
        lists.addWidget(bottom)
        lists.setStretchFactor(0, 5)
        lists.setStretchFactor(1, 3)
        halves = KeptSplitter("followups_preview", Qt.Orientation.Horizontal, self)
        halves.addWidget(lists)
        halves.addWidget(self._preview_side())
        lists.share()
        halves.share(870, 470)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(halves)

    def _preview_side(self) -> QWidget:
        self.why.setWordWrap(True)
        self.why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(4, 0, 0, 0)
        column.addWidget(self.why)
        column.addWidget(self.checks)
        column.addWidget(self.preview, 1)
        return side

    def _buttons(self) -> FlowLayout:
        row = FlowLayout(None, 6, wide=self.choice)
        row.addWidget(self.choice)
        row.addWidget(self.save_button)
        row.addWidget(self.print_button)
        return row

    def _connect(self) -> None:
        self.proposals.current_changed.connect(self._preview_current)
        self.proposals.activated_row.connect(self.client_chosen)
        self.lines.client_chosen.connect(self.client_chosen)
        self.lines.data_changed.connect(self.data_changed)
        self.excluded.current_changed.connect(self._on_excluded_current)
        self.proposal_model.ticks_changed.connect(self._show_choice)
        self.excluded.activated_row.connect(self._on_excluded_activated)
        self.print_button.clicked.connect(lambda: self.print_requested.emit())  # noqa: PLW0108 - drops the bool
        self.save_button.clicked.connect(lambda: self.saving_requested.emit())  # noqa: PLW0108 - drops the bool

    def _show(self, proposals: Proposals, known_until: date | None) -> None:
        day = self._session.today()
        bank = (
            f"Règlements connus jusqu’au {short_date(known_until)}."
            if known_until
            else "Aucun règlement connu."
        )
        self.known_until.setText(f"Lettres du {long_date(day)}. {bank}")
        self._show_empty(proposals)
        self.proposal_model.set_rows(proposals.to_do)
        rows = {one.client_id for one in proposals.to_do}
        self.proposal_model.set_ticked(rows - self._known, ticked=True)
        self._known = rows
        self._tick_wanted()
        ordered = sorted(proposals.excluded, key=lambda one: (one.reason.label, one.client_name))
        self.excluded_model.set_rows(ordered)
        self.excluded_title.setText(f"Mis de côté ({len(ordered)})")
        if rows and self.proposals.current_id() < 0:
            self.proposals.select_id(self.proposal_model.id_at(0))
        self._previewed = None
        self._preview_current()
        self._show_choice()

    def _show_empty(self, proposals: Proposals) -> None:
        hint = "Les relances se proposent ici quand une échéance est dépassée du nombre de jours prévu."
        if proposals.excluded:
            hint = "Ce qui pourrait l’être est mis de côté, avec le motif, dans la liste du dessous."
        self.proposals.set_empty_message("Aucune lettre à émettre aujourd’hui.", hint)

    def _tick_wanted(self) -> None:
        if self._wanted is None or not self._known:
            return
        wanted = self._wanted & self._known
        self._wanted = None
        self.proposal_model.set_ticked(self._known - wanted, ticked=False)
        self.proposal_model.set_ticked(wanted, ticked=True)
        first = next((row_id for row_id in self.proposal_model.ids if row_id in wanted), None)
        if first is not None:
            self.proposals.select_id(first)
        self.proposals.setFocus()

    @Slot()
    def _show_choice(self) -> None:
        ticked = self.ticked()
        amount = sum(one.claimed for one in ticked)
        words = f"{letters_counted(len(ticked))} sur {self.proposal_model.rowCount()}"
        self.choice.setText(
            f"{words} : {format_cents(amount)} réclamés" if ticked else "Aucune lettre cochée"
        )
        self.print_button.setEnabled(bool(ticked))
        self.save_button.setEnabled(bool(ticked))
        self.choice_changed.emit(len(ticked), amount)

    @Slot()
    def _preview_current(self) -> None:
        """Draw the letter of the current line; a result that comes too late is dropped by the executor."""
        proposal = self.current()
        if proposal == self._previewed and proposal is not None:
            return
        self._previewed = proposal
        self.checks.show_warnings([])
        self.why.setText(_why(proposal) if proposal else "")
        if proposal is None:
            self._session.executor.forget("followups_preview")
            self.preview.clear("Choisissez une lettre pour la voir telle qu’elle sera imprimée.")
            return
        store, day = self._session.store, self._session.today()
        self._session.executor.submit(
            lambda _: followups.checked(store, proposal, day),
            self._on_checked,
            self._on_preview_failed,
            lane=Lane.PDF,
            key="followups_preview",
            owner=self,
        )

    def _on_checked(self, letter: CheckedLetter) -> None:
        self.preview.show_pdf(letter.pdf)
        self.checks.show_warnings(checks_of(letter))

    def _on_preview_failed(self, error: Exception) -> None:
        self.checks.show_warnings([])
        self.preview.clear(messages.sentence_of(error))

    @Slot(int)
    def _on_excluded_current(self, row_id: int) -> None:
        """Say in full why there is no letter; the line of a proposal shows its letter again."""
        line = self.excluded_model.row_of(row_id)
        if line is None:
            return
        self.proposals.clearSelection()
        self.proposals.setCurrentIndex(QModelIndex())
        self._session.executor.forget("followups_preview")
        self.checks.show_warnings([])
        title = f"{line.client_name}, facture {line.invoice_number} — {line.reason.label}"
        self.why.setText(f"<b>{escape(title)}</b><br>{escape(line.message)}")
        self.preview.clear("Pas de lettre pour cette facture aujourd’hui.")

    @Slot(int)
    def _on_excluded_activated(self, row_id: int) -> None:
        line = self.excluded_model.row_of(row_id)
        if line is not None:
            self.client_chosen.emit(line.client_id)


def _why(proposal: LetterProposal) -> str:
    """Why the letter leaves today, and why in another tone than its step says."""
    text = f"<b>Pourquoi aujourd’hui</b>\u00a0: {escape(proposal.why)}"
    if proposal.tone_why:
        tone = proposal.tone.label.lower()
        text += f"<br><b>Pourquoi ce ton ({tone})</b>\u00a0: {escape(proposal.tone_why)}"
    return text
