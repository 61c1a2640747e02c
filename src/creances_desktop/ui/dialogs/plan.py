"""The editor of the follow-up plans: which there are, which is the default, what each step does and when."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.plans import Step
from creances_desktop.domain.text import plural
from creances_desktop.services import plans
from creances_desktop.services.changes import Changes
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.dialogs.plan_draft import PlansDraft
from creances_desktop.ui.dialogs.plan_steps import StepForm, step_columns
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.fields import Field
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel


class PlanDialog(FormDialog):
    """The plans, then the steps of the one shown, then the step chosen; all is saved at once."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, plan_id: int | None = None) -> Changes | None:
        """The plans saved; None when the user gave up."""
        return cls(session, parent, plan_id).run()

    def __init__(self, session: Session, parent: QWidget | None = None, plan_id: int | None = None) -> None:
        super().__init__("Plans de relance", "Enregistrer les plans", parent, width=58, height=30)
        self._session = session
        templates = plans.template_choices()
        self.draft = PlansDraft(plans.arrangement(session.store), templates[0][0])
        self._add_plan_row()
        self.steps = Table("plan_steps", self)
        self.model: ListModel[Step] = ListModel(step_columns(dict(templates)), parent=self)
        self.steps.set_rows_model(self.model)
        self.steps.set_empty_message("Aucune étape", "Ajoutez la première\u00a0: une lettre ou un appel.")
        self.steps.setAccessibleName("Étapes du plan")
        self.steps.setMinimumHeight(self.fontMetrics().height() * 8)
        self.body.addWidget(self.steps, 1)
        self._add_step_row()
        self.step_title = QLabel(self)
        self.step_title.setProperty("heading", True)
        self.step_form = StepForm(templates, self)
        self.forms += [self.step_form.left, self.step_form.right]
        self.body.addWidget(self.step_title)
        self.body.addWidget(self.step_form)
        self.steps.current_changed.connect(self._on_step_chosen)
        self.step_form.step_edited.connect(self._on_step_edited)
        known = [plan.id for plan in self.draft.plans]
        self.draft.current = known.index(plan_id) if plan_id in known else 0
        self._show_plan()
        self.steps.setFocus()

    def _add_plan_row(self) -> None:
        self.plan_form = add_form(self)
        self.plan = QComboBox(self)
        self.name = Field(self, required="Indiquez le nom du plan.")
        self.is_default = QCheckBox("Plan par dé&faut, pour tout client qui n’en a pas un autre", self)
        self.plan_form.add("plan", "P&lan", self.plan)
        self.plan_form.add("name", "&Nom du plan", self.name)
        self.plan_form.add("default", "Défaut", self.is_default)
        self.new_plan = push_button("Nou&veau plan", self, icon="plus", tooltip="Un plan d’une étape")
        self.copy_plan = push_button("Co&pier ce plan", self, icon="copy", tooltip="Les mêmes étapes")
        self.remove_plan = push_button("&Supprimer ce plan", self, icon="trash-2")
        self.body.addWidget(self.plan_form)
        self.body.addLayout(_row(self.new_plan, self.copy_plan, self.remove_plan))
        self.plan.activated.connect(self._on_plan_chosen)
        self.name.value_edited.connect(self._on_renamed)
        self.is_default.clicked.connect(self._on_default)
        self.new_plan.clicked.connect(self._on_new_plan)
        self.copy_plan.clicked.connect(self._on_copy_plan)
        self.remove_plan.clicked.connect(self._on_remove_plan)

    def _add_step_row(self) -> None:
        swap = "L’étape prend la place et le nombre de jours de l’autre"
        self.add_step = push_button("&Ajouter une étape", self, icon="plus", tooltip="Après l’étape choisie")
        self.up = push_button("Mont&er", self, icon="chevron-up", tooltip=f"{swap} (Alt+Haut)")
        self.down = push_button("&Descendre", self, icon="chevron-down", tooltip=f"{swap} (Alt+Bas)")
        self.remove_step = push_button("Ret&irer l’étape", self, icon="trash-2")
        for keys, by in (("Alt+Up", -1), ("Alt+Down", 1)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self._move, by))
        self.body.addLayout(_row(self.add_step, self.up, self.down, self.remove_step))
        self.add_step.clicked.connect(self._on_add_step)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.remove_step.clicked.connect(self._on_remove_step)

    def save(self) -> Changes | None:
        self._check_names()
        try:
            self.draft.check()
        except InvalidValue:
            self._show_plan(self._place())
            raise
        return plans.arrange(self._session.store, self.draft.wanted())

    def _check_names(self) -> None:
        """A plan without a name is shown, to be given one."""
        for place, plan in enumerate(self.draft.plans):
            if not plan.name.strip():
                self.draft.current = place
                self._show_plan()
                raise InvalidValue("name", "Indiquez le nom du plan.")

    def show_step(self, step_id: str) -> None:
        """Choose this step in the list."""
        self.steps.select_id([step.id for step in self.draft.plan.steps].index(step_id))

    def _place(self) -> int:
        return max(self.steps.current_id(), 0)

    def _show_plan(self, place: int = 0) -> None:
        draft = self.draft
        self.plan.clear()
        for number, plan in enumerate(draft.plans):
            name = plan.name or "(sans nom)"
            self.plan.addItem(f"{name} (par défaut)" if number == draft.default else name)
        self.plan.setCurrentIndex(draft.current)
        self.name.set_value(draft.plan.name or None)
        is_default = draft.current == draft.default
        self.is_default.setChecked(is_default)
        self.is_default.setEnabled(not is_default)
        self.remove_plan.setEnabled(not is_default)
        self.remove_plan.setToolTip(
            "Choisissez d’abord un autre plan par défaut" if is_default else "Ce qui a été fait reste"
        )
        followed = plural(draft.followers, "client l’a choisi", "clients l’ont choisi")
        self.plan_form.set_hint("plan", followed if draft.followers else "Aucun client ne l’a choisi")
        self._show_steps(place)

    def _show_steps(self, place: int) -> None:
        self.model.set_rows(self.draft.plan.steps)
        if self.draft.plan.steps:
            self.steps.select_id(min(place, len(self.draft.plan.steps) - 1))
        self._on_step_chosen(self.steps.current_id())

    @Slot(int)
    def _on_plan_chosen(self, place: int) -> None:
        self.draft.current = place
        self._show_plan()

    @Slot()
    def _on_renamed(self) -> None:
        self.draft.rename(self.name.text().strip())
        name = self.draft.plan.name or "(sans nom)"
        is_default = self.draft.current == self.draft.default
        self.plan.setItemText(self.draft.current, f"{name} (par défaut)" if is_default else name)

    @Slot()
    def _on_default(self) -> None:
        self.draft.default = self.draft.current
        self._show_plan(self._place())

    @Slot()
    def _on_new_plan(self) -> None:
        self.draft.add_plan()
        self._show_plan()
        self.name.setFocus()

    @Slot()
    def _on_copy_plan(self) -> None:
        self.draft.copy_plan()
        self._show_plan()
        self.name.setFocus()

    @Slot()
    def _on_remove_plan(self) -> None:
        draft = self.draft
        plan, followed = draft.plan, draft.followers
        moved = ""
        if followed:
            moved = (
                f"{plural(followed, 'client le suit et suivra', 'clients le suivent et suivront')} le plan "
                f"par défaut, «\u00a0{draft.plans[draft.default].name}\u00a0». "
            )
        draft.remove_plan()
        self._show_plan()
        self.banner.show_information(
            f"Le plan «\u00a0{plan.name or 'sans nom'}\u00a0» est retiré une fois cette fenêtre enregistrée. "
            f"{moved}Les lettres et les appels déjà faits restent dans l’historique."
        )

    @Slot(int)
    def _on_step_chosen(self, row: int) -> None:
        step = self.model.row_of(row)
        last = len(self.draft.plan.steps) - 1
        self.up.setEnabled(step is not None and row > 0)
        self.down.setEnabled(step is not None and row < last)
        self.remove_step.setEnabled(step is not None)
        self.step_form.show_step(step)
        self._show_title(step)

    def _show_title(self, step: Step | None) -> None:
        if step is None:
            self.step_title.setText("")
            return
        label = step.channel.label
        times = self.draft.times_done(step)
        done = f" — déjà faite pour {plural(times, 'échéance')}" if times else ""
        self.step_title.setText(f"{step.name} ({label[:1].lower()}{label[1:]}){done}")

    @Slot()
    def _on_step_edited(self) -> None:
        step = self.step_form.step
        if step is not None:
            self.draft.change_step(self._place(), step)
            self.model.set_rows(self.draft.plan.steps)
            self._show_title(step)

    @Slot()
    def _on_add_step(self) -> None:
        self._show_steps(self.draft.add_step(self.steps.current_id()))
        self.step_form.step_name.setFocus()
        self.step_form.step_name.selectAll()

    @Slot()
    def _on_remove_step(self) -> None:
        place = self._place()
        self.draft.remove_step(place)
        self._show_steps(place)

    def _move(self, by: int) -> None:
        self._show_steps(self.draft.move_step(self._place(), by))

    def show_refusal(self, error: DomainError | OSError) -> None:
        """Beside the field, and in full: the sentence names the steps that do not follow each other."""
        super().show_refusal(error)
        if isinstance(error, InvalidValue) and error.field not in ("name", "step_name"):
            self.banner.show_warning(str(error))


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
