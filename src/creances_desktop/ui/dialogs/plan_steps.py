"""The list of the steps of a plan, and the form of the one chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.letter_tones import Tone
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.plans import MISE_EN_DEMEURE, Step
from creances_desktop.domain.text import plural
from creances_desktop.ui.widgets.columns import RIGHT, Column
from creances_desktop.ui.widgets.fields import AmountField, Field
from creances_desktop.ui.widgets.form import LabelledForm
from creances_desktop.ui.widgets.number_field import DaysField, OffsetField

PROOF = "D’ordinaire en recommandé\u00a0: la preuve de sa réception."


def _when(step: Step) -> str:
    if step.days == 0:
        return "le jour même"
    return f"{plural(abs(step.days), 'jour')} {'après' if step.days > 0 else 'avant'}"


def step_columns(templates: Mapping[str, str]) -> tuple[Column[Step], ...]:
    """The columns of the list; `templates` gives the name of each text by its id."""
    return (
        Column("name", "Étape", lambda step: step.name, width=18, stretch=True, sortable=False),
        Column("days", "Échéance", _when, width=15, sortable=False),
        Column("channel", "Canal", lambda step: step.channel.label, width=21, sortable=False),
        Column(
            "template",
            "Texte",
            lambda step: templates.get(step.template, step.template),
            width=17,
            sortable=False,
        ),
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


class StepForm(QWidget):
    """What one step is: what leaves on the left, what it grants and claims on the right.

    Signals:
        step_edited(): the user changed something; `step` gives the step as it now is.
    """

    step_edited = Signal()

    def __init__(self, templates: Sequence[tuple[str, str]], parent: QWidget) -> None:
        """`templates`: the id and the name of each text."""
        super().__init__(parent)
        self._step: Step | None = None
        self._templates = dict(templates)
        self.left, self.right = LabelledForm(self), LabelledForm(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        for form in (self.left, self.right):
            form.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(form, 1, Qt.AlignmentFlag.AlignTop)
        self.step_name = Field(self, required="Indiquez le nom de l’étape.")
        self.channel, self.template = QComboBox(self), QComboBox(self)
        for channel in Channel:
            self.channel.addItem(channel.label, channel.value)
        self.tone = QComboBox(self)
        for tone in Tone:
            self.tone.addItem(tone.label, tone.value)
        self.days = OffsetField(self, required="Indiquez un nombre de jours.")
        self.deadline_days = DaysField(self, required="Indiquez le délai accordé.", maximum=180)
        self.consumer_deadline_days = DaysField(self, maximum=180)
        self.minimum = AmountField(self, minimum=0)
        self.claims_charges = QCheckBox("&Réclamer intérêts et indemnité", self)
        left, right = self.left, self.right
        left.add("step_name", "Nom de l’é&tape", self.step_name)
        left.add("days", "&Jours après l’échéance", self.days, "Négatif\u00a0: avant.")
        left.add("channel", "&Canal", self.channel)
        left.add("template", "Te&xte de la lettre", self.template)
        left.add("tone", "Ton", self.tone, "Celui du client prime.")
        right.add("deadline_days", "Délai acc&ordé (jours)", self.deadline_days, "Compté de la lettre.")
        right.add(
            "consumer_deadline_days",
            "Délai d’un partic&ulier",
            self.consumer_deadline_days,
            "Vide\u00a0: le même.",
        )
        right.add("minimum", "&Montant minimal", self.minimum, "Sinon, rien ne part.")
        right.add("claims_charges", "Pénalités", self.claims_charges, "Décompte joint.")
        for field in (
            self.step_name, self.days, self.deadline_days, self.consumer_deadline_days, self.minimum,
        ):  # fmt: skip
            field.value_edited.connect(self._on_edited)
        for box in (self.channel, self.template, self.tone):
            box.activated.connect(self._on_edited)
        self.claims_charges.clicked.connect(self._on_edited)

    @property
    def step(self) -> Step | None:
        """The step as the form says; a value that is not right yet stays what it was."""
        return self._step

    def show_step(self, step: Step | None) -> None:
        """Show this step; None: there is none to change."""
        self._step = step
        self.setEnabled(step is not None)
        for form in (self.left, self.right):
            form.clear_errors()
        if step is None:
            return
        self.step_name.set_value(step.name)
        self.channel.setCurrentIndex(self.channel.findData(step.channel.value))
        self._fill_templates(step)
        self.tone.setCurrentIndex(self.tone.findData(step.tone.value))
        self.days.set_value(step.days)
        self.deadline_days.set_value(step.deadline_days)
        self.consumer_deadline_days.set_value(step.consumer_deadline_days)
        self.minimum.set_value(step.minimum or None)
        self.claims_charges.setChecked(step.claims_charges)
        self._show_what_applies(step)

    def _fill_templates(self, step: Step) -> None:
        self.template.clear()
        for template_id, name in self._templates.items():
            self.template.addItem(name, template_id)
        if step.template and step.template not in self._templates:
            self.template.addItem(f"{step.template} (texte introuvable)", step.template)
        self.template.setCurrentIndex(max(self.template.findData(step.template), 0))

    def _show_what_applies(self, step: Step) -> None:
        self.left.set_line_visible("template", not step.is_call)
        self.left.set_line_visible("tone", not step.is_call)
        self.right.setVisible(not step.is_call)
        summons = step.template.startswith(MISE_EN_DEMEURE) and step.channel is not Channel.REGISTERED_LETTER
        self.left.set_hint("channel", PROOF if summons else "")

    @Slot()
    def _on_edited(self) -> None:
        step = self._step
        if step is None:
            return
        channel = Channel(self.channel.currentData())
        days, deadline = self.days.value(), self.deadline_days.value()
        self._step = step = replace(
            step,
            name=self.step_name.text().strip() or step.name,
            channel=channel,
            template="" if channel is Channel.PHONE else str(self.template.currentData()),
            tone=Tone(self.tone.currentData()),
            days=step.days if days is None else days,
            deadline_days=step.deadline_days if deadline is None else deadline,
            consumer_deadline_days=self.consumer_deadline_days.value(),
            minimum=self.minimum.value() or 0,
            claims_charges=self.claims_charges.isChecked() and channel is not Channel.PHONE,
        )
        self._show_what_applies(step)
        self.step_edited.emit()
