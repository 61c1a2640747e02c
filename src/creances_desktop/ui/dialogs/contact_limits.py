"""How often a client is contacted at the most: the gap between letters, and letters and calls together."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from creances_desktop.domain.contact_limits import MOST_CONTACTS, MOST_DAYS, ContactLimits
from creances_desktop.services import contact_limits, plans
from creances_desktop.services.changes import Changes
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.number_field import DaysField

ABOUT = (
    "Vos règles de courtoisie, pour tous les clients\u00a0: aucun texte ne les impose. Ce qu’elles "
    "retiennent aujourd’hui se repropose de lui-même, et Suivi dit pourquoi."
)


class ContactLimitsDialog(FormDialog):
    """The settings on one page."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> Changes | None:
        """What was changed; None when the user gave up."""
        return cls(session, parent).run()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Fréquence des contacts", "Enregistrer la fréquence", parent, width=44)
        self._session = session
        about = QLabel(ABOUT, self)
        about.setWordWrap(True)
        about.setProperty("tone", "muted")
        self.gap = DaysField(self, required="Indiquez un nombre de jours.", maximum=plans.MOST_GAP_DAYS)
        self.counts_calls = QCheckBox("Compter aussi les appels qui ont abouti", self)
        self.firmer = QCheckBox("Ton plus &ferme d’un cran", self)
        self.firmer.setToolTip(
            "Quand la dernière promesse échue d’un client n’a pas été tenue. "
            "Le ton choisi sur sa fiche prime."
        )
        self.most = DaysField(self, required="Indiquez un nombre, ou 0.", maximum=MOST_CONTACTS)
        self.per_days = DaysField(self, required="Indiquez un nombre de jours.", maximum=MOST_DAYS)
        form = self.form = add_form(self)
        form.add_heading("Entre deux lettres")
        form.add("minimum_gap_days", "Écart &minimal (jours)", self.gap, "0\u00a0: aucun.")
        form.add("gap_counts_calls", "Appels", self.counts_calls)
        form.add_heading("Lettres, e-mails et appels ensemble")
        form.add("most", "&Contacts au plus", self.most, "0\u00a0: aucune limite.")
        form.add("per_days", "En &jours", self.per_days)
        form.add_heading("Après une promesse non tenue")
        form.add("firmer_when_broken", "Lettres", self.firmer, "Sauf ton choisi sur la fiche du client.")
        self.body.addWidget(about)
        self.body.addWidget(form)
        self.body.addStretch(1)
        known = contact_limits.of(session.store)
        self.gap.set_value(plans.minimum_gap_days(session.store))
        self.counts_calls.setChecked(known.gap_counts_calls)
        self.firmer.setChecked(known.firmer_when_broken)
        self.most.set_value(known.most)
        self.per_days.set_value(known.per_days)
        self.gap.setFocus()

    def save(self) -> Changes | None:
        store = self._session.store
        limits = ContactLimits(
            self.most.value(), self.per_days.value(), self.counts_calls.isChecked(), self.firmer.isChecked()
        )
        # The limits first: refused, they leave the gap as it is.
        done = contact_limits.save(store, limits)
        if self.gap.value() != plans.minimum_gap_days(store):
            plans.save_minimum_gap_days(store, self.gap.value())
        return done
