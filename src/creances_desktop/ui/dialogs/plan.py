"""The editor of a follow-up plan: when each step comes, what it grants, whether it claims interest."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QWidget

from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.plans import Plan, Step
from creances_desktop.domain.text import plural
from creances_desktop.services import plans
from creances_desktop.services.changes import Changes
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.columns import RIGHT, Column
from creances_desktop.ui.widgets.fields import AmountField, Field
from creances_desktop.ui.widgets.number_field import DaysField, OffsetField
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel


def _when(step: Step) -> str:
    if step.days == 0:
        return "le jour même"
    return f"{plural(abs(step.days), 'jour')} {'après' if step.days > 0 else 'avant'}"


STEP_COLUMNS: tuple[Column[Step], ...] = (
    Column("name", "Étape", lambda step: step.name, width=18, stretch=True, sortable=False),
    Column("days", "Échéance", _when, width=15, sortable=False),
    Column("channel", "Canal", lambda step: step.channel.label, width=21, sortable=False),
    Column(
        "deadline",
        "Délai accordé",
        lambda step: "" if step.is_call else plural(step.deadline_days, "jour"),
        RIGHT,
        width=13,
        sortable=False,
    ),
    Column(
        "minimum",
        "Minimum",
        lambda step: format_cents(step.minimum) if step.minimum else "",
        RIGHT,
        width=11,
        sortable=False,
    ),
    Column(
        "charges",
        "Intérêts et indemnité",
        lambda step: "" if step.is_call else "Réclamés" if step.claims_charges else "Non réclamés",
        icon=lambda step: "check" if step.claims_charges else None,
        width=19,
        sortable=False,
    ),
)


class PlanDialog(FormDialog):
    """The steps of a plan above, the one chosen below; all is saved at once."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, plan_id: int | None = None) -> Changes | None:
        """The plan saved; None when the user gave up."""
        return cls(session, parent, plan_id).run()

    def __init__(self, session: Session, parent: QWidget | None = None, plan_id: int | None = None) -> None:
        super().__init__("Plans de relance", "Enregistrer le plan", parent, width=54, height=32)
        self._session = session
        self._plans = {plan.id: plan for plan in plans.all_plans(session.store)}
        self._current: str | None = None
        self._steps: dict[str, Step] = {}
        self.plan_form = add_form(self)
        self.plan = QComboBox(self)
        for one in self._plans.values():
            self.plan.addItem(one.name, one.id)
        self.plan.addItem("Nouveau plan, copié du premier", 0)
        self.name = Field(self, required="Indiquez le nom du plan.")
        self.plan_form.add("plan", "P&lan", self.plan)
        self.plan_form.add("name", "&Nom du plan", self.name)
        self.steps = Table("plan_steps", self)
        self.model: ListModel[Step] = ListModel(STEP_COLUMNS, parent=self)
        self.steps.set_rows_model(self.model)
        self.steps.setAccessibleName("Étapes du plan")
        self.steps.setMinimumHeight(self.fontMetrics().height() * 9)
        self._add_step_form()
        for widget in (self.plan_form, self.steps, self.step_title, self.form):
            self.body.addWidget(widget, int(widget is self.steps))
        self.plan.activated.connect(self._on_plan_chosen)
        self.steps.current_changed.connect(self._on_step_chosen)
        self.plan.setCurrentIndex(max(self.plan.findData(plan_id), 0))
        self._on_plan_chosen()
        self.steps.setFocus()

    def _add_step_form(self) -> None:
        self.step_title = QLabel(self)
        self.step_title.setProperty("heading", True)
        form = self.form = add_form(self)
        self.step_name = Field(self, required="Indiquez le nom de l’étape.")
        self.days = OffsetField(self, required="Indiquez un nombre de jours.")
        self.deadline_days = DaysField(self, required="Indiquez le délai accordé.", maximum=180)
        self.consumer_deadline_days = DaysField(self, maximum=180)
        self.minimum = AmountField(self, minimum=0)
        self.claims_charges = QCheckBox("&Réclamer intérêts et indemnité dans la lettre", self)
        form.add("step_name", "Nom de l’é&tape", self.step_name)
        form.add("days", "&Jours après l’échéance", self.days, "Négatif\u00a0: avant l’échéance.")
        form.add("deadline_days", "Délai accor&dé (jours)", self.deadline_days, "Compté de la lettre.")
        form.add(
            "consumer_deadline_days",
            "Délai d’un parti&culier",
            self.consumer_deadline_days,
            "Vide\u00a0: le même.",
        )
        form.add("minimum", "&Montant minimal", self.minimum, "En dessous, rien ne part.")
        form.add("claims_charges", "Pénalités", self.claims_charges, "Le décompte est joint à la lettre.")
        for field in (
            self.step_name, self.days, self.deadline_days, self.consumer_deadline_days, self.minimum,
        ):  # fmt: skip
            field.value_edited.connect(self._on_step_edited)
        self.claims_charges.clicked.connect(self._on_step_edited)

    def draft(self) -> Plan:
        """The plan as the form says."""
        return Plan(int(self.plan.currentData() or 0), self.name.text().strip(), tuple(self._steps.values()))

    def save(self) -> Changes | None:
        return plans.save(self._session.store, self.draft())

    def show_step(self, step_id: str) -> None:
        """Choose this step in the list."""
        self.steps.select_id(list(self._steps).index(step_id))

    @Slot()
    def _on_plan_chosen(self) -> None:
        chosen = self._plans.get(self.plan.currentData())
        source = chosen or next(iter(self._plans.values()))
        self.name.set_value(chosen.name if chosen else None)
        self._steps = {step.id: step for step in sorted(source.steps, key=lambda step: step.position)}
        self._current = None
        self._show_steps()
        self.steps.select_id(0)
        if chosen is None:
            self.name.setFocus()

    def _show_steps(self) -> None:
        self.model.set_rows(self._steps.values())

    @Slot(int)
    def _on_step_chosen(self, row: int) -> None:
        step = self.model.row_of(row)
        if step is None:
            return
        self._current = step.id
        written = not step.is_call
        self.step_title.setText(f"{step.name} ({step.channel.label.lower()})")
        self.step_name.set_value(step.name)
        self.days.set_value(step.days)
        self.deadline_days.set_value(step.deadline_days)
        self.consumer_deadline_days.set_value(step.consumer_deadline_days)
        self.minimum.set_value(step.minimum or None)
        self.claims_charges.setChecked(step.claims_charges)
        for name in ("deadline_days", "consumer_deadline_days", "minimum", "claims_charges"):
            self.form.set_line_visible(name, written)

    @Slot()
    def _on_step_edited(self) -> None:
        """Take what is right; what is not yet waits for its reproach when the form is accepted."""
        if self._current is None:
            return
        step = self._steps[self._current]
        days, deadline = self.days.value(), self.deadline_days.value()
        self._steps[self._current] = replace(
            step,
            name=self.step_name.text().strip() or step.name,
            days=step.days if days is None else days,
            deadline_days=step.deadline_days if deadline is None else deadline,
            consumer_deadline_days=self.consumer_deadline_days.value(),
            minimum=self.minimum.value() or 0,
            claims_charges=self.claims_charges.isChecked(),
        )
        self._show_steps()

    def show_refusal(self, error: DomainError | OSError) -> None:
        """Beside the field, and in full: the sentence names the steps that do not follow each other."""
        super().show_refusal(error)
        if isinstance(error, InvalidValue) and error.field not in ("name", "step_name"):
            self.banner.show_warning(str(error))
