"""The settings of the mornings: the formula of the order, the gap between contacts, courtesy to consumers."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from creances_desktop.domain.contact_attempts import Courtesy
from creances_desktop.domain.morning_session import OrderRules
from creances_desktop.services import contact_attempts, order_rules
from creances_desktop.services.changes import Changes
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.form import align_forms
from creances_desktop.ui.widgets.number_field import DaysField

_ORDER = (
    ("broken_promise", "&Promesse non tenue", "% de chance de rentrer"),
    ("call", "&Appel", "% de chance de rentrer"),
    ("deadline", "&Délai dépassé", "% de chance de rentrer"),
    ("letter", "&Lettre", "% de chance de rentrer"),
    ("reminder", "&Rappel", "% de chance de rentrer"),
    ("reliability", "Poids de la parole (&W)", "100\u00a0: de la moitié à une fois et demie"),
    ("age", "Perte par &mois de retard", "% de la chance"),
    ("silence", "Perte par &essai sans réponse", "% de la chance"),
    ("most", "&Clients par séance", "0\u00a0: tous"),
    ("gap_days", "&Jours entre deux contacts", "sauf date convenue"),
)


class MorningRulesDialog(FormDialog):
    """Every figure of the formula, and the rules of courtesy; both saved at once."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> Changes | None:
        """What was changed; None when the user gave up."""
        return cls(session, parent).run()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Ordre de la séance du matin", "En&registrer", parent, width=40)
        self._session = session
        words = QLabel(
            "Gain attendu = enjeu × chance de l’action × parole du client × retard × silence. Les "
            "promesses non "
            "tenues passent d’abord, puis le gain attendu le plus grand.",
            self,
        )
        words.setWordWrap(True)
        words.setProperty("tone", "muted")
        self.order, self.courtesy = add_form(self), add_form(self)
        self.order.add_heading("Ordre")
        rules = order_rules.get(session.store)
        self._fields: dict[str, DaysField] = {}
        for name, label, hint in _ORDER:
            field = DaysField(self, required="Indiquez un nombre.", maximum=200)
            field.set_value(getattr(rules, name))
            self.order.add(name, label, field, hint)
            self._fields[name] = field
        self._add_courtesy()
        self.body.addWidget(words)
        self.body.addWidget(self.order)
        self.body.addWidget(self.courtesy)
        align_forms((self.order, self.courtesy), 30)
        self._fields["broken_promise"].setFocus()

    def _add_courtesy(self) -> None:
        polite = contact_attempts.courtesy(self._session.store)
        self.courtesy.add_heading("Courtoisie envers les particuliers (règles de la maison, pas de la loi)")
        self.quiet = QCheckBox("Pas d’appel le dimanche ni les jours &fériés", self)
        self.quiet.setChecked(polite.quiet_days)
        self.most = DaysField(self, required="Indiquez un nombre.", maximum=30)
        self.most.set_value(polite.most_calls)
        self.within = DaysField(self, required="Indiquez un nombre de jours.", maximum=60)
        self.within.set_value(polite.within_days)
        self.courtesy.add("quiet_days", "Jours calmes", self.quiet)
        self.courtesy.add("most_calls", "Appels au pl&us", self.most, "0\u00a0: sans limite")
        self.courtesy.add("within_days", "&Sur combien de jours", self.within)

    def save(self) -> Changes | None:
        store = self._session.store
        rules = OrderRules(**{name: int(field.value()) for name, field in self._fields.items()})
        polite = Courtesy(self.quiet.isChecked(), int(self.most.value()), int(self.within.value()))
        return order_rules.save(store, rules, polite)
