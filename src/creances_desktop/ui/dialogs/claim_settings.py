"""The settings of interest and of allocation: what the law leaves to the user, with the law beside."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from creances_desktop.domain.allocation import AllocationOrder
from creances_desktop.domain.claim_facts import InsolvencyStop
from creances_desktop.domain.regimes import FloorChoice
from creances_desktop.domain.settlement import Priority
from creances_desktop.services import breakdown, payments, plans
from creances_desktop.services.breakdown import ClaimSettings
from creances_desktop.services.changes import Changes
from creances_desktop.services.payments import AllocationSettings
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.dialogs.plan import PlanDialog
from creances_desktop.ui.dialogs.rates import RatesDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.fields import AmountField
from creances_desktop.ui.widgets.number_field import ClauseField, DaysField

Choice = FloorChoice | InsolvencyStop | AllocationOrder | Priority
NOTE_LETTERS = 44
CLAUSE_LAW = (
    "Taux de vos conditions de vente\u00a0: 12\u00a0%, BCE + 10, 3 fois le taux légal… Vide\u00a0: le taux "
    "par défaut, BCE + 10 points (C. com., art. L441-10 II)."
)
FLOOR_LAW = (
    "Une clause ne peut aller sous 3 fois le taux d’intérêt légal\u00a0; le texte ne dit pas ce qui "
    "s’applique alors (C. com., art. L441-10 II)."
)
STOP_LAW = (
    "Le jugement d’ouverture arrête les intérêts\u00a0; le texte ne dit pas si ce jour compte encore "
    "(C. com., art. L622-28)."
)
LIMIT_LAW = "Au-delà, un reste ne se solde que par un avoir."
GAP_LAW = "Jours entre deux lettres à un même client\u00a0; 0\u00a0: aucun."


class ClaimSettingsDialog(FormDialog):
    """Every choice on one page; plans and legal rates are one click away."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> Changes | None:
        """What was changed; None when the user gave up and changed no plan or rate meanwhile."""
        dialog = cls(session, parent)
        return dialog.run() or dialog.meanwhile

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            "Réglages des intérêts et des imputations", "Enregistrer les réglages", parent, width=52
        )
        self._session = session
        self.meanwhile: Changes | None = None
        self.company_rate = ClauseField(self)
        self.floor_choice = _choices(FloorChoice, self)
        self.insolvency_stop = _choices(InsolvencyStop, self)
        self.order = _choices(AllocationOrder, self)
        self.priority = _choices(Priority, self)
        self.write_off_limit = AmountField(self, required="Indiquez la limite.", minimum=0, maximum=1_000_00)
        self.gap = DaysField(self, required="Indiquez un nombre de jours.", maximum=plans.MOST_GAP_DAYS)
        self._add_lines()
        self._show()
        self.order.activated.connect(self._on_rules_chosen)
        self.priority.activated.connect(self._on_rules_chosen)
        self.plans_button.clicked.connect(self._on_plans)
        self.rates_button.clicked.connect(self._on_rates)
        self.company_rate.setFocus()

    def _add_lines(self) -> None:
        form = self.form = add_form(self)
        form.add_heading("Intérêts de retard")
        form.add("company_rate", "&Taux de la société", self.company_rate, CLAUSE_LAW)
        form.add("floor_choice", "Taux sous le &plancher", self.floor_choice, FLOOR_LAW)
        form.add("insolvency_stop", "Procédure coll&ective", self.insolvency_stop, STOP_LAW)
        form.add_heading("Imputation des règlements")
        form.add("allocation_order", "&Ordre des factures", self.order)
        form.add("settlement_priority", "Sur &chaque facture", self.priority)
        form.add("write_off_limit", "&Limite des écarts", self.write_off_limit, LIMIT_LAW)
        form.add_heading("Relances")
        form.add("minimum_gap_days", "Écart &minimal", self.gap, GAP_LAW)
        form.set_column_widths(0, self.fontMetrics().averageCharWidth() * NOTE_LETTERS)
        self.plans_button = push_button("Plans de &relance…", self, icon="list")
        self.plans_button.setToolTip("Jours, délais, minimums, et les étapes qui réclament les intérêts")
        self.rates_button = push_button("Taux lé&gaux…", self, icon="scale")
        row = QHBoxLayout()
        row.addWidget(self.plans_button)
        row.addWidget(self.rates_button)
        row.addStretch(1)
        self.body.addWidget(form)
        self.body.addLayout(row)
        self.body.addStretch(1)

    def _show(self) -> None:
        store = self._session.store
        claim, allocation = breakdown.claim_settings(store), payments.allocation_settings(store)
        self.company_rate.set_value(claim.company_rate or None)
        for box, value in (
            (self.floor_choice, claim.floor_choice),
            (self.insolvency_stop, claim.insolvency_stop),
            (self.order, allocation.order),
            (self.priority, allocation.priority),
        ):
            box.setCurrentIndex(box.findData(value.value))
        self.write_off_limit.set_value(allocation.write_off_limit)
        self.gap.set_value(plans.minimum_gap_days(store))
        self._on_rules_chosen()

    def save(self) -> Changes | None:
        store = self._session.store
        done = [
            plans.save_minimum_gap_days(store, self.gap.value()),
            payments.save_allocation_settings(
                store,
                AllocationSettings(
                    AllocationOrder(self.order.currentData()),
                    Priority(self.priority.currentData()),
                    self.write_off_limit.value(),
                ),
            ),
            breakdown.save_claim_settings(
                store,
                ClaimSettings(
                    self.company_rate.value() or "",
                    FloorChoice(self.floor_choice.currentData()),
                    InsolvencyStop(self.insolvency_stop.currentData()),
                ),
            ),
        ]
        subjects = frozenset(subject for one in done for subject in one.subjects)
        return Changes(subjects, "Réglages enregistrés.", done[-1].entry_id)

    @Slot()
    def _on_rules_chosen(self) -> None:
        """Tell the law's rule beside the choice."""
        self.form.set_hint("allocation_order", AllocationOrder(self.order.currentData()).rule)
        rule = Priority(self.priority.currentData()).rule
        self.form.set_hint("settlement_priority", f"{rule} Un règlement importé suit son fichier.")

    @Slot()
    def _on_plans(self) -> None:
        self._note(PlanDialog.ask(self, self._session))

    @Slot()
    def _on_rates(self) -> None:
        self._note(RatesDialog.ask(self, self._session))

    def _note(self, changes: Changes | None) -> None:
        if changes is not None:
            self.meanwhile = changes
            self.banner.show_success(changes.message)


def _choices(values: Iterable[Choice], parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    for value in values:
        box.addItem(value.label, value.value)
    return box
