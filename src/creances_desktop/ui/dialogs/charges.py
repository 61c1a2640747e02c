"""Whether interest and indemnity of an invoice are claimed, given up or paid: a decision with its reason."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QWidget

from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import short_date
from creances_desktop.services import claims
from creances_desktop.services.breakdown import InvoiceBreakdown
from creances_desktop.services.changes import Changes
from creances_desktop.ui.dialogs.holds import HoldDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.fields import Field

STATUSES = (
    ("pursued", "Réclamer", "Réclamer les intérêts et l’indemnité"),
    ("waived", "Renoncer", "Renoncer aux intérêts et à l’indemnité"),
    ("settled", "Réglés", "Les noter comme réglés"),
)
"""Status, short word, verb of the button."""


class ChargesDialog(HoldDialog):
    """A decision on the charges of one invoice, kept with the figures of its day."""

    @classmethod
    def ask(
        cls, parent: QWidget | None, session: Session, one: InvoiceBreakdown, day: date
    ) -> Changes | None:
        """The decision kept; None when the user gave up."""
        return cls(session, parent, one, day).run()

    def __init__(self, session: Session, parent: QWidget | None, one: InvoiceBreakdown, day: date) -> None:
        result = one.result
        super().__init__(
            "Réclamer ou renoncer",
            STATUSES[0][2],
            f"Facture {one.invoice.number}\u00a0: {format_cents(result.charges)} d’intérêts, d’indemnité "
            f"et de frais au {short_date(day)}",
            "La décision est gardée dans l’historique avec ces montants\u00a0; vous pourrez en changer.",
            parent,
        )
        self._session, self._invoice_id, self._day = session, one.invoice.id, day
        self.status = QComboBox(self)
        for value, _, words in STATUSES:
            self.status.addItem(words, value)
        self.reason = Field(self)
        self.form.add("status", "&Décision", self.status)
        self.form.add("reason", "&Motif", self.reason, "Geste commercial, accord du 12/03…")
        self.status.activated.connect(self._on_status_chosen)
        self.status.setFocus()

    @Slot()
    def _on_status_chosen(self) -> None:
        self.accept_button.setText(self.status.currentText())

    def save(self) -> Changes | None:
        return claims.decide(
            self._session.store,
            self._invoice_id,
            self.status.currentData(),
            self.reason.text().strip(),
            self._day,
        )
