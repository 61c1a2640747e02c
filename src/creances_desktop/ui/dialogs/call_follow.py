"""What follows at once from a call: a promise with its amount and day, or invoices in dispute."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.promises import PromiseState
from creances_desktop.services.calls import CallSheet, PromiseMade
from creances_desktop.services.promises import PromiseNow
from creances_desktop.ui.dialogs.invoice_ticks import SEVERAL, TICK_ONE, InvoiceTicks, by_invoice
from creances_desktop.ui.widgets.fields import AmountField, DateField, LabelledForm

CONFIRM_KEY = "F8"
"""Works while an amount or a day is typed, where a letter would be text."""


class PromiseForm(LabelledForm):
    """How much, for when, and on what; the amount follows what is chosen until the user types his own."""

    def __init__(self, sheet: CallSheet, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = sheet.card
        self._typed = False
        whole = card.overdue or card.outstanding
        self._amounts: list[Cents] = [whole]
        self.amount = AmountField(self, required="Indiquez le montant promis.", minimum=1)
        self.day = DateField(today, self, required="Indiquez le jour promis.")
        self.about = QComboBox(self)
        words = "Ce qui est échu" if card.overdue else "Tout le compte"
        self.about.addItem(f"{words} ({format_cents(whole)})", None)
        rows = by_invoice(card.open_items)
        for invoice_id, items in rows.items():
            left = sum(item.outstanding for item in items)
            self.about.addItem(f"{items[0].number} ({format_cents(left)})", invoice_id)
            self._amounts.append(left)
        if len(rows) > 1:
            self.about.addItem("Plusieurs factures, à cocher", SEVERAL)
        self.ticks = InvoiceTicks("call_promised", list(rows.values()), "Factures promises", self)
        self._running = [one for one in sheet.promises if one.status.state is PromiseState.RUNNING]
        self.replaces = QCheckBox(self)
        self.replaces.setChecked(True)
        self.confirm = QCheckBox(f"par une lettre (&K, ou {CONFIRM_KEY} depuis un champ)", self)
        self.add("amount", "Mo&ntant promis", self.amount)
        self.add("promised_on", "&Date promise", self.day)
        self.add("about", "&Concerne", self.about)
        self.add("ticks", "Factures promises", self.ticks)
        self.add("replaces", "Remplace", self.replaces)
        self.add("confirm", "Confirmer", self.confirm)
        key = QShortcut(QKeySequence(CONFIRM_KEY), self, context=Qt.ShortcutContext.WindowShortcut)
        key.activated.connect(self.confirm.toggle)
        self._show_about()
        self.amount.set_value(whole or None)
        self.amount.value_edited.connect(self._on_typed)
        self.about.activated.connect(self._on_about)
        self.ticks.invoices.ticks_changed.connect(self._on_about)

    def made(self) -> PromiseMade:
        """The promise as typed. Raises InvalidValue when the amount or the day is missing."""
        amount, day = self.amount.value(), self.day.value()
        if amount is None:
            raise InvalidValue("amount", "Indiquez le montant promis.")
        if day is None:
            raise InvalidValue("promised_on", "Indiquez le jour promis.")
        about = self._invoices()
        if self._is_several() and not about:
            raise InvalidValue("ticks", TICK_ONE)
        replaced = self._replaced() if self.replaces.isChecked() else []
        return PromiseMade(amount, day, about, tuple(one.stored.promise.id for one in replaced))

    def fields(self) -> tuple[QWidget, ...]:
        """The fields, in the order of the keyboard."""
        return self.amount, self.day, self.about, self.ticks, self.replaces, self.confirm

    def _replaced(self) -> list[PromiseNow]:
        """The running promises about the same: a new word about it takes their place."""
        about = set(self._invoices())
        if self._is_several() and not about:
            return []
        return [
            one
            for one in self._running
            if not about or not one.stored.promise.invoice_ids or about & set(one.stored.promise.invoice_ids)
        ]

    def _is_several(self) -> bool:
        return bool(self.about.currentData() == SEVERAL)

    def _invoices(self) -> tuple[int, ...]:
        """The invoices promised; none for the account."""
        if self._is_several():
            return self.ticks.chosen()
        about = self.about.currentData()
        return () if about is None else (about,)

    def _show_about(self) -> None:
        self.set_line_visible("ticks", self._is_several())
        replaced = self._replaced()
        self.set_line_visible("replaces", bool(replaced))
        if replaced:
            self.replaces.setText(
                f"celle de {replaced[0].words}" if len(replaced) == 1 else "les précédentes"
            )

    def check(self) -> bool:
        """True when the form is right, or not shown: then nothing was promised."""
        return self.isHidden() or super().check()

    @Slot(object)
    def _on_typed(self) -> None:
        self._typed = True

    @Slot()
    def _on_about(self) -> None:
        self._show_about()
        if not self._typed:
            owed = self.ticks.owed() if self._is_several() else self._amounts[self.about.currentIndex()]
            self.amount.set_value(owed or None)


class ContestedInvoices(QWidget):
    """The open invoices; those ticked are marked as disputed."""

    def __init__(self, sheet: CallSheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        disputed = {one.invoice_id for one in sheet.card.disputes}
        self._rows = [
            items for key, items in by_invoice(sheet.card.open_items).items() if key not in disputed
        ]
        self.table = InvoiceTicks("call_contested", self._rows, "Factures contestées", self)
        self.table.set_empty_message("Aucune facture ouverte à contester.")
        text = QLabel(
            "Factures contestées (Espace coche)\u00a0; la suite se remplit à l’enregistrement\u00a0:", self
        )
        text.setBuddy(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(text)
        layout.addWidget(self.table)
        entry = sheet.entry
        named = entry.invoice_id if entry is not None else None
        if named is not None or len(self._rows) == 1:
            known = {items[0].invoice_id for items in self._rows}
            self.table.choose(known if named is None else known & {named})

    def chosen(self) -> tuple[int, ...]:
        """The invoices to mark as disputed."""
        return self.table.chosen()
