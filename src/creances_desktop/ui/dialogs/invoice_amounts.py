"""Net, VAT and gross in a form: each typed one fills the others."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QComboBox

from creances_desktop.domain import vat
from creances_desktop.domain.money import Cents
from creances_desktop.ui.widgets.fields import AmountField, LabelledForm


class InvoiceAmounts(QObject):
    """The four lines of the amounts of an invoice.

    Signals:
        gross_changed(): the gross amount is another one.
    """

    gross_changed = Signal()

    def __init__(self, form: LabelledForm, rates: tuple[Decimal, ...]) -> None:
        """Adds its lines to `form`; `rates` in percent, the usual one first."""
        super().__init__(form)
        self._rates = rates
        self._from_gross = False
        self.net = AmountField(form, minimum=0)
        self.rate = QComboBox(form)
        for rate in rates:
            self.rate.addItem(rate_text(rate), rate)
        self.rate.addItem("Autre, ou plusieurs taux", None)
        self.vat = AmountField(form, minimum=0)
        self.gross = AmountField(form, required="Indiquez le montant TTC.", minimum=1)
        form.add("net", "Montant &HT", self.net)
        form.add("vat_rate", "Tau&x de TVA", self.rate)
        form.add("vat", "Montant de la T&VA", self.vat)
        form.add("gross", "Montant &TTC", self.gross, "Un seul des trois montants suffit.")
        self.net.value_edited.connect(self._on_net)
        self.vat.value_edited.connect(self._on_vat)
        self.gross.value_edited.connect(self._on_gross)
        self.rate.activated.connect(self._on_rate)

    def values(self) -> tuple[Cents | None, Cents | None, Cents]:
        """Net, VAT and gross in cents as typed; both first are None when nothing was typed there."""
        return self.net.value(), self.vat.value(), self.gross.value() or 0

    def set_values(self, net: Cents | None, tax: Cents | None, gross: Cents) -> None:
        """Show these amounts and the rate that they have."""
        self.net.set_value(net)
        self.vat.set_value(tax)
        self.gross.set_value(gross)
        rate = None if net is None or tax is None else vat.rate_between(net, tax, self._rates)
        self._choose_rate(rate)

    def set_read_only(self, read_only: bool) -> None:
        """Forbid or allow changes."""
        for field in (self.net, self.vat, self.gross):
            field.setReadOnly(read_only)
        self.rate.setEnabled(not read_only)

    def _rate(self) -> Decimal | None:
        chosen = self.rate.currentData()
        return chosen if isinstance(chosen, Decimal) else None

    def _choose_rate(self, rate: Decimal | None) -> None:
        self.rate.setCurrentIndex(self._rates.index(rate) if rate is not None else len(self._rates))

    def _show(self, amounts: vat.Amounts, typed: AmountField) -> None:
        for field, value in ((self.net, amounts.net), (self.vat, amounts.vat), (self.gross, amounts.gross)):
            if field is not typed:
                field.set_value(value)
        self.gross_changed.emit()

    @Slot(object)
    def _on_net(self, net: Cents | None) -> None:
        self._from_gross = False
        rate = self._rate()
        if net is None:
            return
        if rate is not None:
            self._show(vat.from_net(net, rate), self.net)
        elif (tax := self.vat.value()) is not None:
            self._show(vat.Amounts(net, tax, net + tax), self.net)

    @Slot(object)
    def _on_vat(self, tax: Cents | None) -> None:
        net, gross = self.net.value(), self.gross.value()
        if tax is None:
            return
        if self._from_gross and gross is not None:
            net = gross - tax
            self._show(vat.Amounts(net, tax, gross), self.vat)
        elif net is not None:
            self._show(vat.Amounts(net, tax, net + tax), self.vat)
        if net is not None:
            self._choose_rate(vat.rate_between(net, tax, self._rates))

    @Slot(object)
    def _on_gross(self, gross: Cents | None) -> None:
        self._from_gross = True
        rate = self._rate()
        if gross is not None and rate is not None:
            self._show(vat.from_gross(gross, rate), self.gross)
        else:
            self.gross_changed.emit()

    @Slot()
    def _on_rate(self) -> None:
        rate, net, gross = self._rate(), self.net.value(), self.gross.value()
        if rate is None:
            return
        if self._from_gross and gross is not None:
            self._show(vat.from_gross(gross, rate), self.gross)
        elif net is not None:
            self._show(vat.from_net(net, rate), self.net)


def rate_text(rate: Decimal) -> str:
    """The rate as the list shows it: `20 %`, `5,5 %`, `Sans TVA`."""
    if not rate:
        return "Sans TVA"
    return f"{rate.normalize():f}".replace(".", ",") + "\u00a0%"
