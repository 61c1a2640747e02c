"""*Envoyés*: everything that was issued, found again as it left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.services import archive, emails, followups, letters, registered
from creances_desktop.services.assembly import Store
from creances_desktop.services.changes import Changes, changed
from creances_desktop.services.letters import StoredLetter
from creances_desktop.services.registered import PostalLine
from creances_desktop.ui import file_dialogs, messages
from creances_desktop.ui.dialogs.breakdown import BreakdownDialog
from creances_desktop.ui.dialogs.email_draft import EmailDraftDialog
from creances_desktop.ui.dialogs.letter_life import LetterLifeDialog
from creances_desktop.ui.dialogs.reason import ReasonDialog
from creances_desktop.ui.executor import Lane
from creances_desktop.ui.pages.followups_columns import letter_columns
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.chips import Chips
from creances_desktop.ui.widgets.flow import FlowLayout
from creances_desktop.ui.widgets.pdf_view import PdfPreview
from creances_desktop.ui.widgets.search import SearchField
from creances_desktop.ui.widgets.splitter import KeptSplitter
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import PagedModel

Voiding = Callable[[Store, int, str, date], Changes]
RETURNED = "Elle reste dans les lettres envoyées\u00a0; son étape sera proposée de nouveau."
CANCELLED = "Elle ne partira pas\u00a0; son étape sera proposée de nouveau."


FILTERS = (
    ("all", "Toutes"),
    ("registered", "Recommandés en cours"),
    ("missing", "Accusés manquants"),
    ("emails", "E-mails à envoyer"),
)


def found_letters(store: Store, words: str, chosen: str, day: date) -> list[int]:
    """The ids of the letters that contain the words and pass the filter, newest first."""
    ids = letters.search(store, words)
    if chosen == "all":
        return ids
    if chosen == "emails":
        wanted = {letter.id for letter in emails.waiting(store)}
    else:
        wanted = set(registered.awaited(store, day, missing_only=chosen == "missing"))
    return [letter_id for letter_id in ids if letter_id in wanted]


class Sent(QWidget):
    """The letters issued, newest first, each shown exactly as it was drawn.

    Signals:
        data_changed(Changes): a letter was cancelled or came back.
        reprint_requested(int): print this letter again.
        client_chosen(int): open this client.
    """

    data_changed = Signal(object)
    reprint_requested = Signal(int)
    client_chosen = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._steps: dict[str, str] = {}
        self._wanted = -1
        self._postal: dict[int, PostalLine] = {}
        self._texts: dict[int, str] = {}
        self.search = SearchField("Rechercher un client ou une référence", self)
        self.table = Table("followups_sent", self)
        self.model = PagedModel(
            letter_columns(self._steps, self._postal, self._texts),
            self._load,
            lambda one: one.id,
            parent=self,
        )
        self.chips = Chips(FILTERS, self, exclusive=True, name="Filtrer les lettres")
        self.chips.set_chosen(("all",))
        self.life_button = push_button(
            "&Suivi et pièces…", self, icon="stamp", tooltip="Recommandé, e-mails, réponses, pièces, archive"
        )
        self.email_button = push_button(
            "E-mail…", self, icon="send", tooltip="Un brouillon de cette lettre pour votre messagerie"
        )
        self.preview = PdfPreview(self)
        self.print_button = push_button(
            "Réi&mprimer…", self, icon="printer", tooltip="Imprimer cette lettre telle qu’elle est partie"
        )
        self.save_button = push_button(
            "&Enregistrer le PDF…", self, icon="save", tooltip="Copier le PDF de cette lettre dans un fichier"
        )
        self.returned_button = push_button(
            "Marquer re&venue…", self, icon="undo-2",
            tooltip="La lettre est revenue : son étape pourra être refaite",
        )  # fmt: skip
        self.cancel_button = push_button(
            "Annu&ler la lettre…", self, icon="ban",
            tooltip="La lettre n’est pas partie et ne partira pas : son étape pourra être refaite",
        )  # fmt: skip
        self.breakdown_button = push_button(
            "Déco&mpte…",
            self,
            icon="scale",
            tooltip="Intérêts et indemnité de ses factures, au jour de la lettre",
        )
        self._build()
        disable_if_reading(session, self.email_button, self.returned_button, self.cancel_button)
        self._connect()

    def reload(self) -> None:
        """Read the list again."""
        store, words, day = self._session.store, self.search.text(), self._session.today()
        chosen = next(iter(self.chips.chosen()), "all")
        self._session.executor.submit(
            lambda _: (found_letters(store, words, chosen, day), followups.step_names(store)),
            lambda found: self._show(*found),
            lambda error: messages.show_error(error, self),
            key="followups_sent",
            owner=self,
        )

    def show_letter(self, letter_id: int) -> None:
        """Make this letter current, whatever was searched for before."""
        self._wanted = letter_id
        self.chips.set_chosen(("all",))
        if self.search.text():
            self.search.set_text("")
        else:
            self.reload()
        self.table.setFocus()

    def show_filter(self, chosen: str) -> None:
        """Show only the letters that pass one of the filters."""
        self.chips.set_chosen((chosen,))
        self.reload()

    def current(self) -> StoredLetter | None:
        """The letter of the current line."""
        position = self.model.position_of(self.table.current_id())
        return self.model.row_at(position) if position >= 0 else None

    def _build(self) -> None:
        self.table.setAccessibleName("Lettres envoyées")
        self.table.set_rows_model(self.model)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.email_button)
        top.addWidget(self.life_button)
        column.addLayout(top)
        column.addWidget(self.chips)
        column.addWidget(self.table, 1)
        between = QWidget(left)
        buttons = FlowLayout(None, 6, wide=between)
        for widget in (
            *(self.cancel_button, self.returned_button, between),
            *(self.breakdown_button, self.save_button, self.print_button),
        ):
            buttons.addWidget(widget)
        column.addLayout(buttons)
        halves = KeptSplitter("sent_preview", Qt.Orientation.Horizontal, self)
        halves.addWidget(left)
        halves.addWidget(self.preview)
        halves.share(860, 460)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(halves)
        self._on_current_changed()

    def _connect(self) -> None:
        self.search.search_requested.connect(lambda _: self.reload())
        self.chips.chosen_changed.connect(self._on_filtered)
        self.life_button.clicked.connect(lambda: self._open_life(self.table.current_id()))
        self.email_button.clicked.connect(lambda: self._write_email())  # noqa: PLW0108 - drops the bool
        self.search.list_wanted.connect(self.table.enter)
        self.table.current_changed.connect(self._on_current_changed)
        self.table.activated_row.connect(self._on_activated)
        self.print_button.clicked.connect(lambda: self.reprint_requested.emit(self.table.current_id()))
        self.breakdown_button.clicked.connect(
            lambda: BreakdownDialog.ask(self, self._session, letter_id=self.table.current_id())
        )
        self.save_button.clicked.connect(lambda: self._save())  # noqa: PLW0108 - drops the bool
        self.returned_button.clicked.connect(
            lambda: self._void(letters.returned, "Lettre revenue", "Marquer revenue", RETURNED)
        )
        self.cancel_button.clicked.connect(
            lambda: self._void(letters.cancel, "Lettre annulée", "Annuler la lettre", CANCELLED)
        )

    def _show(self, ids: list[int], steps: dict[str, str]) -> None:
        self._steps.update(steps)
        if self.search.text() or self.chips.chosen() != ("all",):
            self.table.set_empty_message(
                "Aucune lettre trouvée.", "Cherchez un nom de client ou une référence, sans souci d’accents."
            )
        else:
            self.table.set_empty_message(
                "Aucune lettre n’est encore partie.",
                "Ce que vous émettez dans l’onglet À envoyer se retrouve ici, tel qu’il est parti.",
            )
        self.model.set_ids(ids)
        if self._wanted >= 0:
            self.table.select_id(self._wanted)
            self._wanted = -1
        elif ids and self.table.current_id() < 0:
            self.table.select_id(ids[0])
        self._on_current_changed()

    @Slot()
    def _on_current_changed(self) -> None:
        letter = self.current()
        self.print_button.setEnabled(letter is not None and letter.pdf_sha256 is not None)
        self.save_button.setEnabled(letter is not None)
        self.life_button.setEnabled(letter is not None)
        self.email_button.setEnabled(letter is not None and letter.pdf_sha256 is not None)
        self.breakdown_button.setEnabled(letter is not None)
        self.returned_button.setEnabled(letter is not None and letter.status == letters.DELIVERED)
        self.cancel_button.setEnabled(letter is not None and letter.status in letters.NOT_LEFT)
        if letter is None:
            self._session.executor.forget("followups_sent_preview")
            self.preview.clear("Choisissez une lettre pour la revoir telle qu’elle est partie.")
            return
        store, letter_id = self._session.store, letter.id
        self._session.executor.submit(
            lambda _: letters.pdf(store, letter_id),
            self.preview.show_pdf,
            lambda error: self.preview.clear(messages.sentence_of(error)),
            lane=Lane.PDF,
            key="followups_sent_preview",
            owner=self,
        )

    def _load(self, ids: list[int]) -> list[StoredLetter]:
        self._postal |= registered.lines(self._session.store, ids, self._session.today())
        self._texts |= archive.texts(self._session.store, ids)
        return letters.page(self._session.store, ids)

    @Slot(int)
    def _on_activated(self, letter_id: int) -> None:
        """Show what became of the letter."""
        self._open_life(letter_id)

    def _open_life(self, letter_id: int) -> None:
        if letter_id >= 0:
            LetterLifeDialog.ask(self, self._session, letter_id, self.data_changed.emit)

    def _write_email(self) -> None:
        letter = self.current()
        if letter is not None:
            EmailDraftDialog.ask(self, self._session, letter.id, self.data_changed.emit)

    @Slot(tuple)
    def _on_filtered(self, chosen: tuple[str, ...]) -> None:
        if not chosen:
            self.chips.set_chosen(("all",))
        self.reload()

    def _save(self) -> None:
        letter = self.current()
        if letter is None:
            return
        path = file_dialogs.file_to_write(
            self, "Enregistrer la lettre", "PDF (*.pdf)", letter.file_name, suffix="pdf"
        )
        if path is None:
            return
        try:
            letters.write_file(path, letters.pdf(self._session.store, letter.id))
        except DomainError as error:
            messages.show_error(error, self)
        else:
            self.data_changed.emit(changed(message=f"Lettre enregistrée\u00a0: {path}"))

    def _void(self, action: Voiding, title: str, verb: str, result: str) -> None:
        letter = self.current()
        if letter is None:
            return
        text = f"Lettre {letter.reference} — {letter.client_name}\n{result}\n\nMotif\u00a0:"
        reason = ReasonDialog.ask(self, title, text, verb)
        if reason is None:
            return
        try:
            changes = action(self._session.store, letter.id, reason, self._session.today())
        except DomainError as error:
            messages.show_error(error, self)
        else:
            self.data_changed.emit(changes)
