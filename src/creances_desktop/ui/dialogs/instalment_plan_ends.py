"""A plan that comes back signed, or that ends."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from creances_desktop.services import attachments, instalment_plan_agreements, instalment_plans
from creances_desktop.services.changes import Changes
from creances_desktop.services.instalment_plans import PlanNow
from creances_desktop.ui.dialogs.holds import HoldDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.fields import DateField, Field, Lean
from creances_desktop.ui.widgets.file_field import FileField

SCANS = "Accord signé (*.pdf *.png *.jpg *.jpeg *.tif *.tiff);;Tous les fichiers (*)"


class SignedDialog(HoldDialog):
    """The day on which the client signed, with the signed copy."""

    def __init__(self, session: Session, parent: QWidget | None, one: PlanNow) -> None:
        name, words = one.stored.client_name, instalment_plans.money_words(one)
        super().__init__("Échéancier signé", "&Noter la signature", name, words, parent)
        self._session, self._plan_id = session, one.stored.id
        self.day = DateField(
            session.today(), self, required="Indiquez le jour de la signature.", lean=Lean.BEHIND
        )
        self.day.set_value(session.today())
        self.scan = FileField("Choisir l’accord signé", SCANS, self)
        self.acknowledges = QCheckBox("&Compter comme reconnaissance de dette", self)
        self.acknowledges.setChecked(True)
        self.form.add("day", "&Signé le", self.day)
        self.form.add("scan", "&Accord signé", self.scan, "Facultatif\u00a0: le scan")
        self.form.add(
            "acknowledges", "Prescription", self.acknowledges,
            "Un nouveau délai entier court (C. civ., art. 2240 et 2231)",
        )  # fmt: skip
        self.day.setFocus()

    def save(self) -> Changes | None:
        path = self.scan.path()
        return instalment_plan_agreements.sign(
            self._session.store,
            self._plan_id,
            self.day.value(),
            self._session.today(),
            acknowledges=self.acknowledges.isChecked(),
            scan=None if path is None else attachments.read(path),
        )


class EndPlanDialog(HoldDialog):
    """Why a plan ends."""

    def __init__(self, session: Session, parent: QWidget | None, one: PlanNow) -> None:
        super().__init__(
            "Terminer l’échéancier", "&Terminer l’échéancier", one.stored.client_name,
            "Les relances de ses factures reprennent là où elles en étaient.", parent,
        )  # fmt: skip
        self._session, self._plan_id = session, one.stored.id
        self.reason = Field(self)
        self.form.add("reason", "&Motif", self.reason, "Facultatif")
        self.reason.setFocus()

    def save(self) -> Changes | None:
        return instalment_plan_agreements.end(
            self._session.store, self._plan_id, self.reason.text(), self._session.today()
        )
