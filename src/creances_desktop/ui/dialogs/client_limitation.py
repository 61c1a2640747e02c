"""The form of the limitation period of one client's debts: the law's, another one, or his contract's."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.limitation_periods import Period
from creances_desktop.services import clients, limitation_rules
from creances_desktop.services.changes import Changes
from creances_desktop.services.limitation_rules import NOT_OF_A_DEBT, ClientPeriod
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.fields import Field
from creances_desktop.ui.widgets.number_field import DaysField

LAW = "Celui de la loi pour ce client"
EXPLAINED = (
    "Entre professionnels, un contrat peut fixer la prescription entre 1 et 10 ans, sauf pour les sommes "
    "payables par périodes (C. civ., art. 2254)\u00a0; avec un particulier ou un organisme public, il ne le "
    "peut pas. Un texte particulier peut aussi prévoir un délai plus court, un an pour le transport\u00a0; "
    "dans le doute, retenez le plus court et demandez conseil."
)


class ClientLimitationDialog(FormDialog):
    """Which period applies to a client's debts, with what it makes of an invoice due today."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, client_id: int) -> Changes | None:
        """What was kept; None when the user gave up."""
        return cls(session, parent, client_id).run()

    def __init__(self, session: Session, parent: QWidget | None, client_id: int) -> None:
        client = clients.get(session.store, client_id)
        super().__init__(f"Délai de prescription — {client.name}", "Enregistrer le délai", parent, width=44)
        self._session, self._client_id = session, client_id
        known = limitation_rules.client_period(session.store, client_id)
        self.period = QComboBox(self)
        self.period.addItem(LAW, "")
        for period in Period:
            if period not in NOT_OF_A_DEBT:
                self.period.addItem(period.label, period.value)
        self.years = DaysField(self, maximum=40)
        self.clause = Field(self)
        self.period.setCurrentIndex(self.period.findData(known.period.value if known.period else ""))
        self.years.set_value(known.years)
        self.clause.set_value(known.clause or None)
        form = self.form = add_form(self)
        form.add("period", "&Délai", self.period)
        form.add("limitation", "A&nnées fixées par le contrat", self.years, "Vide\u00a0: aucune.")
        form.add("clause", "&Clause", self.clause, "CGV, art. 9…")
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setAccessibleName("Ce qui s’applique")
        explained = QLabel(EXPLAINED, self)
        explained.setProperty("tone", "muted")
        explained.setWordWrap(True)
        for widget in (explained, form, self.told):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.period.activated.connect(self._on_edited)
        for field in (self.years, self.clause):
            field.value_edited.connect(self._on_edited)
        self._on_edited()
        self.period.setFocus()

    def chosen(self) -> ClientPeriod:
        """What the form says."""
        period = self.period.currentData()
        return ClientPeriod(
            Period(period) if period else None, self.years.value(), self.clause.text().strip()
        )

    def save(self) -> Changes | None:
        return limitation_rules.save_client_period(self._session.store, self._client_id, self.chosen())

    @Slot()
    def _on_edited(self) -> None:
        """Say what the choice makes of an invoice due today, or nothing while it is not right yet."""
        try:
            self.told.setText(
                limitation_rules.told(
                    self._session.store, self._client_id, self._session.today(), self.chosen()
                )
            )
        except DomainError:
            self.told.setText("")
