"""Granting an instalment plan: what is divided and how on the left, the agreement on the right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.instalment_plan_letters import wants_mention
from creances_desktop.domain.instalment_plan_parts import FEWEST, MOST, Charges, Interval, Shape
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import plural, short_date
from creances_desktop.domain.working_days import next_working_day
from creances_desktop.services import (
    clients,
    instalment_plan_agreements,
    instalment_plan_drafts,
    working_days,
)
from creances_desktop.services.changes import Changes
from creances_desktop.services.instalment_plan_drafts import Draft, Proposal
from creances_desktop.services.letter_checks import CheckedLetter
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.form_dialog import FormDialog
from creances_desktop.ui.dialogs.invoice_ticks import InvoiceTicks, by_invoice
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.executor import Lane
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.facts import Warnings
from creances_desktop.ui.widgets.fields import DateField, LabelledForm
from creances_desktop.ui.widgets.number_field import CountField
from creances_desktop.ui.widgets.pdf_view import PdfPreview
from creances_desktop.ui.widgets.splitter import KeptSplitter
from creances_desktop.ui.widgets.text_box import TextBox

PAUSE_MS = 350
USUAL_COUNT = 3
FIRST_DAYS = 15
LINES_SHOWN = 4
_CHANNELS = (Channel.LETTER, Channel.REGISTERED_LETTER, Channel.EMAIL)


class InstalmentPlanDialog(FormDialog):
    """A plan for one client, seen as the agreement that he will sign."""

    @classmethod
    def ask(
        cls, parent: QWidget | None, session: Session, client_id: int, *, invoice_ids: Sequence[int] = ()
    ) -> Changes | None:
        """The plan granted; None when the user gave up. Without `invoice_ids` what is overdue is ticked."""
        return cls(session, parent, client_id, invoice_ids=invoice_ids).run()

    def __init__(
        self, session: Session, parent: QWidget | None, client_id: int, *, invoice_ids: Sequence[int] = ()
    ) -> None:
        card = clients.card(session.store, client_id, session.today())
        super().__init__(f"Accorder un échéancier à {card.client.name}", "&Proposer l’échéancier", parent)
        self._session, self._client_id = session, client_id
        rows = by_invoice(card.open_items)
        self.ticks = InvoiceTicks("planned", list(rows.values()), "Factures à étaler", self)
        today = session.today()
        late = [one for one, items in rows.items() if any(item.days_late(today) > 0 for item in items)]
        self.ticks.choose(invoice_ids or late or list(rows))
        self.shape, self.interval = QComboBox(self), QComboBox(self)
        self.charges, self.channel = QComboBox(self), QComboBox(self)
        self.first = DateField(today, self, required="Indiquez le jour de la première échéance.")
        self.count = CountField(self, required="Indiquez en combien de fois.", fewest=FEWEST, most=MOST)
        self.typed = TextBox(
            LINES_SHOWN, self, placeholder="15/12/2026 400,00\n15/01/2027 400,00\n15/02/2027 solde"
        )
        self.lapse_clause = QCheckBox("&Déchéance du terme", self)
        self.by_hand = QCheckBox("&Mention écrite de sa main", self)
        self.by_hand.setChecked(wants_mention(card.client.nature))
        self.summary, self.notes = QLabel(self), Warnings(self)
        self.preview = PdfPreview(self)
        self.form = LabelledForm(self)
        self.forms = [self.form]
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._build()
        self._connect()
        self._on_shape()

    def draft(self) -> Draft:
        """What is asked for, as the form stands; InvalidValue for a day or a number that cannot be read."""
        typed = Shape(self.shape.currentData()) is Shape.TYPED
        return Draft(
            self._client_id,
            self.ticks.chosen(),
            None if typed else self.first.value(),
            self.count.value() or 0,
            Interval(self.interval.currentData()),
            Shape(self.shape.currentData()),
            self.typed.value() if typed else "",
            Charges(self.charges.currentData()),
            self.lapse_clause.isChecked(),
            self.by_hand.isChecked(),
            Channel(self.channel.currentData()),
        )

    def save(self) -> Changes | None:
        return instalment_plan_agreements.grant(self._session.store, self.draft(), self._session.today())

    def _build(self) -> None:
        _fill(self.shape, Shape)
        _fill(self.interval, Interval)
        _fill(self.charges, Charges)
        _fill(self.channel, _CHANNELS)
        today, holidays = self._session.today(), working_days.of(self._session.store)
        self.first.set_value(next_working_day(today + timedelta(days=FIRST_DAYS), 0, holidays=holidays))
        self.count.set_value(USUAL_COUNT)
        self.lapse_clause.setChecked(True)
        self.lapse_clause.setToolTip(
            "Une échéance manquée, et huit jours après une mise en demeure, tout devient exigible\u00a0: "
            "sans clause, ce n’est pas le cas (C. civ., art. 1305-4)."
        )
        self.by_hand.setToolTip(
            "La somme en lettres et en chiffres, écrite par celui qui s’engage (C. civ., art. 1376). "
            "Inutile entre commerçants\u00a0; un artisan ou une profession libérale ne l’est pas."
        )
        lines = (
            ("invoice_ids", "&Factures", self.ticks),
            ("shape", "P&arts", self.shape),
            ("first", "Première é&chéance", self.first),
            ("count", "&Nombre", self.count),
            ("interval", "&Rythme", self.interval),
            ("typed", "É&chéances", self.typed),
            ("charges", "&Intérêts", self.charges),
            ("lapse_clause", "Clauses", self.lapse_clause),
            ("by_hand", "Si non-commerçant", self.by_hand),
            ("channel", "En&voi", self.channel),
        )
        for name, label, field in lines:
            self.form.add(name, label, field)
        self._lay_out()

    def _lay_out(self) -> None:
        self.summary.setWordWrap(True)
        self.summary.setProperty("heading", True)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 6, 0)
        for widget in (self.form, self.summary, self.notes):
            column.addWidget(widget)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(left)
        self.preview.setMinimumWidth(320)
        halves = KeptSplitter("instalment_plan", Qt.Orientation.Horizontal, self)
        halves.addWidget(scroll)
        halves.addWidget(self.preview)
        halves.share(620, 460)
        self.body.addWidget(halves, 1)
        self.resize(fitting(self))

    def _connect(self) -> None:
        self.shape.activated.connect(self._on_shape)
        for box in (self.interval, self.charges, self.channel):
            box.activated.connect(self._draw_soon)
        self.ticks.invoices.ticks_changed.connect(self._draw_soon)
        self.first.textEdited.connect(self._draw_soon)
        self.count.textEdited.connect(self._draw_soon)
        self.typed.textChanged.connect(self._draw_soon)
        for tick in (self.lapse_clause, self.by_hand):
            tick.clicked.connect(self._draw_soon)
        self._pause.timeout.connect(self._draw)

    @Slot()
    def _on_shape(self) -> None:
        typed = Shape(self.shape.currentData()) is Shape.TYPED
        for name in ("first", "count", "interval"):
            self.form.set_line_visible(name, not typed)
        self.form.set_line_visible("typed", typed)
        if typed and not self.typed.value():
            self._fill_typed()
        self._draw()

    def _fill_typed(self) -> None:
        """Begin with the parts as they stood: a few days or amounts are then changed."""
        try:
            draft = Draft(self._client_id, self.ticks.chosen(), self.first.value(), self.count.value() or 0)
            found = instalment_plan_drafts.work_out(self._session.store, draft, self._session.today())
        except DomainError:
            return
        lines = [f"{short_date(one.day)} {format_cents(one.amount, symbol=False)}" for one in found.parts]
        self.typed.set_value("\n".join(lines))

    @Slot()
    def _draw_soon(self) -> None:
        self._pause.start()

    @Slot()
    def _draw(self) -> None:
        store, day = self._session.store, self._session.today()
        try:
            draft = self.draft()
            found = instalment_plan_drafts.work_out(store, draft, day)
        except DomainError as error:
            self._on_undrawn(error)
            return
        self._say(found)
        self._session.executor.submit(
            lambda _: instalment_plan_drafts.checked(store, draft, day),
            self._on_drawn,
            self._on_undrawn,
            lane=Lane.PDF,
            key="instalment_plan",
            owner=self,
        )

    def _say(self, found: Proposal) -> None:
        """What is divided, and what to know of it."""
        known, parts = found.figures, found.parts
        self.banner.clear()
        self.summary.setText(
            f"{format_cents(found.total)} en {plural(len(parts), 'échéance')}, du {short_date(parts[0].day)} "
            f"au {short_date(parts[-1].day)}."
        )
        charges = known.interest + known.indemnity
        self.form.set_hint("charges", f"{format_cents(charges)} à ce jour" if charges else "aucun à ce jour")
        self.notes.show_warnings([("info", note, Tone.MUTED) for note in found.notes])

    def _on_drawn(self, letter: CheckedLetter) -> None:
        self.preview.show_pdf(letter.pdf)

    def _on_undrawn(self, error: Exception) -> None:
        """A plan that is not whole yet says what it waits for, where it will be seen."""
        self.summary.setText("")
        self.notes.show_warnings([])
        self.preview.clear(messages.sentence_of(error))

    def show_refusal(self, error: DomainError | OSError) -> None:
        """What is wrong with the invoices is said in the banner, above them."""
        if isinstance(error, InvalidValue) and error.field == "invoice_ids":
            messages.show_error(error, self, self.banner)
            return
        super().show_refusal(error)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 66, line * 40)


def _fill(box: QComboBox, choices: Iterable[Shape | Interval | Charges | Channel]) -> None:
    for one in choices:
        box.addItem(one.label, one.value)
