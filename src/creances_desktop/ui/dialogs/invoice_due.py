"""When an invoice falls due, in its form: terms, due date or parts, discount, what the law says of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, Slot

from creances_desktop.domain.invoices import DueItemDraft
from creances_desktop.domain.money import Cents
from creances_desktop.services.terms import DueProposal
from creances_desktop.ui.dialogs.due_items import DueItemsGrid
from creances_desktop.ui.widgets.fields import DateField, Field, LabelledForm
from creances_desktop.ui.widgets.terms_box import TermsBox, ToldTerms

Propose = Callable[[str, str], DueProposal | None]
"""The proposal for these terms and this discount; None while the client or the date is missing."""
Warn = Callable[[date], tuple[str, ...]]
"""What the law says of a due date fixed by hand."""


class InvoiceDue(QObject):
    """The lines of the due dates: they follow the terms until the user fixes them by hand."""

    def __init__(self, form: LabelledForm, today: date, propose: Propose, warn: Warn) -> None:
        """Adds its lines to `form`."""
        super().__init__(form)
        self._form, self._propose, self._warn = form, propose, warn
        self._proposal: DueProposal | None = None
        self._known: tuple[DueItemDraft, ...] = ()
        self.by_hand = False
        self.terms = TermsBox(self._told, form)
        self.terms.line.setPlaceholderText("Vide\u00a0: celles du client")
        self.due_date = DateField(today, form, required="Indiquez l’échéance.")
        self.parts = DueItemsGrid(today, form)
        self.early_payment = Field(form)
        form.add("terms", "Cond&itions", self.terms, "30\u00a0% à la commande, solde à 30 jours…")
        form.add("due_date", "Échéanc&e", self.due_date, "+30, fm…")
        form.add("due_items", "Échéanc&es", self.parts)
        form.set_line_visible("due_items", False)
        self.terms.edited.connect(self._on_terms_edited)
        self.due_date.value_edited.connect(self._on_due_date_edited)
        self.parts.edited.connect(self._on_parts_edited)
        self.early_payment.value_edited.connect(lambda _: self.terms.retell())

    def add_early_payment(self) -> None:
        """Add the line of the discount, below the amounts that it is taken from."""
        hint = "2\u00a0% à 10 jours, ou rien."
        self._form.add("early_payment", "Esco&mpte", self.early_payment, hint)

    def set_visible(self, visible: bool) -> None:
        """Show or hide every line."""
        for name in ("terms", "due_date", "early_payment"):
            self._form.set_line_visible(name, visible)

    def set_known(self, items: Sequence[DueItemDraft], terms: str, early_payment: str) -> None:
        """Show what an invoice has; it stays until the user types other terms."""
        self._known = tuple(items)
        self.by_hand = True
        self._show(self._known)
        self.early_payment.set_value(early_payment or None)
        self.terms.set_text(terms)

    def refresh(self, issued: date | None) -> None:
        """Count again, after the client, the date or the amount has changed."""
        self.due_date.set_base(issued)
        self.terms.retell()
        if self.by_hand:
            return
        if self._proposal is not None:
            self._show(self._proposal.due_items)
        else:
            self._show(())

    def items(self, gross: Cents) -> tuple[DueItemDraft, ...]:
        """The due items of an invoice of `gross` cents as the form says."""
        if self._has_parts():
            return self.parts.items()
        due: date = self.due_date.value()
        estimated = any(item.estimated and item.due_date == due for item in self._known)
        return (DueItemDraft(due, gross, estimated),)

    def _has_parts(self) -> bool:
        return not self.parts.isHidden()

    def _show(self, items: Sequence[DueItemDraft]) -> None:
        several = len(items) > 1
        self._form.set_line_visible("due_items", several)
        self._form.set_line_visible("due_date", not several)
        if several:
            self.parts.set_items(items)
        else:
            self.due_date.set_value(items[0].due_date if items else None)

    def _told(self, text: str) -> ToldTerms:
        self._proposal = None
        proposal = self._proposal = self._propose(text, self.early_payment.text())
        if proposal is None:
            return ToldTerms("")
        if self.by_hand and not self._has_parts():
            due = self.due_date.value()
            warnings = () if due is None else self._warn(due)
            sentence = "" if self._known else "Échéance fixée à la main."
        else:
            warnings = tuple(one.message for one in proposal.warnings)
            words = proposal.words
            sentence = f"{words[:1].upper()}{words[1:]} ({proposal.origin})."
        return ToldTerms(" ".join(part for part in (sentence, proposal.early_payment) if part), warnings)

    @Slot()
    def _on_terms_edited(self) -> None:
        self.by_hand = False
        self.refresh(self.due_date.base())

    @Slot(object)
    def _on_due_date_edited(self, due: date | None) -> None:
        self.by_hand = due is not None
        self.terms.retell()

    @Slot()
    def _on_parts_edited(self) -> None:
        self.by_hand = True
