"""What one needs under the eyes while calling: whom to reach, what is owed, what was said last."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain import insolvency
from creances_desktop.domain.clients import Client
from creances_desktop.domain.invoices import OpenItem
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.promises import PromiseState
from creances_desktop.domain.text import plural, short_date
from creances_desktop.services.calls import CallSheet
from creances_desktop.services.history import Event, sentence
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.columns import Column, amount_column, date_column, number_column
from creances_desktop.ui.widgets.facts import Warned, Warnings
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

NEXT = "\u00a0; "


class CallSheetPanel(QWidget):
    """Telephone numbers, totals, open invoices and last contacts of one client."""

    def __init__(self, sheet: CallSheet, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = sheet.card
        self._items = card.open_items
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(_telephones(card.client, self))
        layout.addWidget(_ways(sheet, self))
        layout.addWidget(_totals(sheet, self))
        self.warnings = Warnings(self)
        self.warnings.show_warnings(_warned(sheet, today))
        layout.addWidget(self.warnings)
        if sheet.entry is not None and sheet.entry.note:
            why = QLabel(sheet.entry.note, self)
            why.setWordWrap(True)
            why.setTextFormat(Qt.TextFormat.PlainText)
            why.setProperty("tone", "muted")
            layout.addWidget(why)
        self.invoices = Table("call_invoices", self)
        self.invoices.set_rows_model(
            ListModel(
                _invoice_columns(today),
                card.open_items,
                row_id=lambda item: item.due_item_id,
                checkable=True,
                parent=self,
            )
        )
        self.invoices.setAccessibleName("Factures ouvertes")
        self.invoices.setToolTip("Espace coche les factures dont il a été question")
        self.invoices.set_empty_message("Ce client ne doit rien aujourd’hui.")
        self.contacts = Table("call_contacts", self)
        self.contacts.set_rows_model(ListModel(_contact_columns(), sheet.contacts, parent=self))
        self.contacts.setAccessibleName("Derniers contacts")
        self.contacts.set_empty_message("Aucun contact noté jusqu’ici.")
        for title, table, share in (
            ("Ce qu’il doit — cochez ce dont il a été question", self.invoices, 3),
            ("Derniers contacts", self.contacts, 2),
        ):
            heading = QLabel(title, self)
            heading.setProperty("heading", True)
            layout.addWidget(heading)
            layout.addWidget(table, share)

    def spoken_of(self) -> tuple[int, ...]:
        """The invoices ticked: those that were spoken of; none for the whole account."""
        ticked = set(self.invoices.rows_model().ticked())
        return tuple(dict.fromkeys(item.invoice_id for item in self._items if item.due_item_id in ticked))


def _telephones(client: Client, parent: QWidget) -> QLabel:
    """The numbers to dial, the preferred contact first."""
    people = sorted(client.contacts, key=lambda one: not one.preferred)
    lines = [
        "\u00a0: ".join((" — ".join(part for part in (one.name, one.role) if part), one.phone))
        for one in people
        if one.phone
    ]
    if client.phone:
        lines.append(f"{client.name}\u00a0: {client.phone}" if lines else client.phone)
    text = QLabel("\n".join(lines) or "Aucun numéro de téléphone connu.", parent)
    text.setTextFormat(Qt.TextFormat.PlainText)
    text.setWordWrap(True)
    text.setProperty("heading", bool(lines))
    text.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    text.setAccessibleName("Téléphone")
    return text


def _ways(sheet: CallSheet, parent: QWidget) -> QLabel:
    """What was tried already, and the way to try next."""
    reach = sheet.reach
    tried = [f"{way.channel.inline} {way.point} ({way.tried})" for way in reach.ways if way.tries]
    lines = [f"Essayés\u00a0: {NEXT.join(tried)}."] if tried else []
    if reach.next_way is not None:
        way = reach.next_way
        again = "réessayer" if way.tries else "essayer"
        lines.append(f"À {again}\u00a0: {way.channel.inline}, {way.words}.")
    text = QLabel("\n".join(lines), parent)
    text.setTextFormat(Qt.TextFormat.PlainText)
    text.setWordWrap(True)
    text.setProperty("tone", "muted")
    text.setVisible(bool(lines))
    text.setAccessibleName("Canaux essayés")
    return text


def _warned(sheet: CallSheet, today: date) -> list[Warned]:
    """What to know before speaking: courtesy, broken promises, the reason told last."""
    found: list[Warned] = []
    judgment = insolvency.opened(sheet.card.client.insolvency_judgment, today)
    if judgment is not None:
        found.append(("gavel", insolvency.warning(judgment), Tone.DANGER))
    relation = sheet.card.known.relation
    if relation.no_delivery:
        found.append(("truck", f"{relation.no_delivery_words}.", Tone.DANGER))
    if relation.cared:
        found.append(("star", "Client à ménager.", Tone.ACCENT))
    if sheet.reach.advice:
        found.append(("bell", sheet.reach.advice, Tone.WARNING))
    if sheet.incidents:
        last = sheet.incidents[0]
        found.append(("triangle-alert", f"{last.text}, revenu le {short_date(last.day)}.", Tone.DANGER))
    broken = [one for one in sheet.promises if one.status.state is PromiseState.BROKEN]
    found += [("handshake", f"Promesse non tenue\u00a0: {one.words}.", Tone.DANGER) for one in broken[:2]]
    found += [
        ("banknote", f"{one.words}.", Tone.DANGER if one.status.missed else Tone.ACCENT)
        for one in sheet.card.plans
        if one.status.state.is_under_way
    ]
    words = [sheet.word.words] if sheet.word.count else []
    if sheet.reason is not None:
        words.append(f"dernier motif\u00a0: {sheet.reason.label.lower()}")
    if words:
        line = ", ".join(words)
        found.append(("info", f"{line[0].upper()}{line[1:]}.", Tone.MUTED))
    return found


def _totals(sheet: CallSheet, parent: QWidget) -> QFrame:
    card = sheet.card
    frame = QFrame(parent)
    frame.setProperty("card", True)
    grid = QGridLayout(frame)
    grid.setContentsMargins(10, 6, 10, 6)
    figures = [("Échu", card.overdue), ("Reste dû", card.outstanding)]
    if card.credits:
        figures.append(("Non imputé", card.credits))
    for column, (name, cents) in enumerate(figures):
        caption = QLabel(name, frame)
        caption.setProperty("tone", "muted")
        amount = QLabel(format_cents(cents), frame)
        amount.setProperty("heading", True)
        grid.addWidget(caption, 0, column)
        grid.addWidget(amount, 1, column)
    held = [f"{plural(len(card.disputes), 'facture')} en litige"] if card.disputes else []
    if card.promises:
        last = card.promises[-1]
        held.append(f"a promis {format_cents(last.amount)} pour le {short_date(last.promised_on)}")
    if held:
        words = ", ".join(held)
        line = QLabel(words[0].upper() + words[1:], frame)
        line.setWordWrap(True)
        grid.addWidget(line, 2, 0, 1, len(figures))
    return frame


def _invoice_columns(today: date) -> list[Column[OpenItem]]:
    def late(item: OpenItem) -> int | None:
        return max(item.days_late(today), 0) or None

    return [
        Column("number", "Facture", lambda item: item.number, width=14, stretch=True),
        date_column("due", "Échéance", lambda item: item.due_date, estimated=lambda item: item.estimated),
        number_column(
            "late",
            "Retard",
            late,
            tone=lambda item: Tone.DANGER if late(item) else Tone.NORMAL,
            title_tooltip="Jours de retard",
        ),
        amount_column("outstanding", "Reste dû", lambda item: item.outstanding, bold=lambda _: True),
    ]


def _contact_columns() -> list[Column[Event]]:
    return [
        date_column("day", "Le", lambda event: event.day),
        Column(
            "text", "Ce qui s’est passé", sentence, width=30, stretch=True, sortable=False, tooltip=sentence
        ),
    ]
