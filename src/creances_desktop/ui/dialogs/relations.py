"""The relation with a client: sparing him, and no longer delivering to him."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialogButtonBox, QLabel, QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.plans import SOFT_PLAN
from creances_desktop.domain.relations import Waiting
from creances_desktop.domain.rhythm import ENOUGH, LATEST, LONGEST_WAIT
from creances_desktop.services import clients, plans, relations
from creances_desktop.services.changes import Changes
from creances_desktop.ui.dialogs.holds import HoldDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import SideButton
from creances_desktop.ui.widgets.fields import DateField, Field, Lean
from creances_desktop.ui.widgets.text_box import TextBox

NEW_SOFT = "soft"
NO_RHYTHM = (
    f"Aucun rythme appris\u00a0: il faut au moins {ENOUGH} factures réglées. La première relance vient donc "
    "au jour du plan."
)
WHY = (
    f"Calculé sur ses {LATEST} derniers règlements au plus\u00a0: le délai médian après l’échéance, et le "
    "jour du mois autour duquel tombent au moins 6 règlements sur 10. La première relance attend ce jour, "
    f"plus 2 jours pour la banque, et jamais plus de {LONGEST_WAIT} jours après l’échéance\u00a0; les "
    "étapes suivantes gardent leurs délais."
)


class RelationDialog(HoldDialog):
    """Whether a client is spared, by which plan, and whether his first step waits for his usual day."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, client_id: int) -> Changes | None:
        """The relation kept; None when the user gave up."""
        return cls(session, parent, client_id).run()

    def __init__(self, session: Session, parent: QWidget | None, client_id: int) -> None:
        client = clients.get(session.store, client_id)
        self._known = relations.of(session.store, client_id, session.today())
        super().__init__(
            "Relation et rythme de règlement",
            "Enregistrer la relation",
            client.name,
            self._known.rhythm_words or NO_RHYTHM,
            parent,
        )
        self._session, self._client_id, self._plan_id = session, client_id, client.plan_id
        self.cared = QCheckBox("Client à &ménager", self)
        self.plan = QComboBox(self)
        self.waits = QComboBox(self)
        for one in Waiting:
            self.waits.addItem(one.label, one.value)
        self._fill_plans()
        self.form.add("cared", "Relation", self.cared)
        self.form.add("plan", "&Plan de relance", self.plan)
        self.form.add("waits", "P&remière relance", self.waits)
        self.lesson = TextBox(2, self)
        self.lesson.set_value(self._known.relation.lesson)
        self.form.add("lesson", "&Leçon à retenir", self.lesson, "Rappelée sur sa fiche et à sa facture.")
        self._offer_advice()
        for text, heading in (("Pourquoi\u00a0?", True), (WHY, False), (self._known.advice, False)):
            if text:
                self._say(text, heading=heading)
        self.cared.setChecked(self._known.relation.cared)
        self.waits.setCurrentIndex(self.waits.findData(self._known.relation.waits.value))
        self.cared.clicked.connect(self._on_cared)
        self.cared.setFocus()

    def save(self) -> Changes | None:
        chosen = self.plan.currentData()
        return relations.spare(
            self._session.store,
            self._client_id,
            cared=self.cared.isChecked(),
            waits=Waiting(self.waits.currentData()),
            plan_id=None if chosen == NEW_SOFT else chosen,
            with_soft_plan=chosen == NEW_SOFT,
            lesson=self.lesson.value(),
        )

    def _offer_advice(self) -> None:
        """A button that keeps what his rhythm teaches as the lesson."""
        self.keep_advice = SideButton("Retenir le &conseil", self)
        self.keep_advice.setToolTip(self._known.advice)
        self.keep_advice.clicked.connect(lambda: self.lesson.set_value(self._known.advice))
        self.buttons.addButton(self.keep_advice, QDialogButtonBox.ButtonRole.ResetRole)
        self.keep_advice.setVisible(bool(self._known.advice) and not self._known.relation.lesson)

    def _fill_plans(self) -> None:
        known = plans.all_plans(self._session.store)
        default, *others = known
        self.plan.addItem(f"{default.name} (habituel)", None)
        for plan in others:
            self.plan.addItem(plan.name, plan.id)
        if SOFT_PLAN.name not in {plan.name for plan in known}:
            self.plan.addItem(f"{SOFT_PLAN.name} (à créer)", NEW_SOFT)
        self.plan.setCurrentIndex(max(self.plan.findData(self._plan_id), 0))

    def _say(self, text: str, *, heading: bool) -> None:
        label = QLabel(text, self)
        label.setWordWrap(True)
        label.setProperty("heading" if heading else "tone", True if heading else "muted")
        self.body.insertWidget(self.body.count() - 1, label)

    @Slot(bool)
    def _on_cared(self, cared: bool) -> None:
        """Propose the soft plan to whom has none of his own, and take it back."""
        soft = self.plan.findText(SOFT_PLAN.name)
        soft = soft if soft >= 0 else self.plan.findData(NEW_SOFT)
        if cared and self.plan.currentIndex() == 0:
            self.plan.setCurrentIndex(soft)
        elif not cared and self.plan.currentIndex() == soft:
            self.plan.setCurrentIndex(0)


class NoDeliveryDialog(HoldDialog):
    """From when and why one no longer delivers to a client; or that one does again."""

    def __init__(self, session: Session, parent: QWidget | None, client_id: int) -> None:
        client = clients.get(session.store, client_id)
        known = relations.of(session.store, client_id, session.today()).relation
        super().__init__(
            "Ne plus livrer",
            "Ne plus livrer" if not known.no_delivery else "Enregistrer",
            client.name,
            "Rappelé partout où est le client\u00a0: sa fiche, la liste, la saisie d’une facture.",
            parent,
        )
        self._session, self._client_id = session, client_id
        self.since = DateField(
            session.today(), self, required="Indiquez depuis quand vous ne livrez plus.", lean=Lean.BEHIND
        )
        self.since.set_value(known.no_delivery_since or session.today())
        self.reason = Field(self, required="Indiquez le motif.")
        self.reason.set_value(known.no_delivery_reason or None)
        self.write = QCheckBox("Écrire ensuite la lettre de &suspension", self)
        self.write.setToolTip("Elle ne se propose que s’il reste une facture échue")
        card = clients.card(session.store, client_id, session.today())
        self.write.setEnabled(card.overdue > 0)
        self.form.add("since", "&Depuis le", self.since, "15, 15/06, -3…")
        self.form.add("reason", "&Motif", self.reason, "Facture impayée, chèque revenu…")
        self.form.add("write", "Lettre", self.write)
        self.reason.setFocus()
        if known.no_delivery:
            again = SideButton("&Reprendre les livraisons", self)
            again.clicked.connect(self._on_again)
            self.buttons.addButton(again, QDialogButtonBox.ButtonRole.ResetRole)

    @property
    def to_write(self) -> bool:
        """Whether the letter of suspension is to be written next."""
        return self.changes is not None and self.write.isChecked()

    def save(self) -> Changes | None:
        return relations.stop_delivery(
            self._session.store,
            self._client_id,
            self.since.value(),
            str(self.reason.value() or ""),
            self._session.today(),
        )

    @Slot()
    def _on_again(self) -> None:
        try:
            self.changes = relations.resume_delivery(self._session.store, self._client_id)
        except DomainError as error:
            self.show_refusal(error)
        else:
            self.write.setChecked(False)
            self.done(1)
