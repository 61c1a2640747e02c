"""What the user records about a claim: mise en demeure, judgment, capitalisation, recovery costs."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from creances_desktop.domain.claim_facts import AwardedInterest, Capitalisation, CapitalisationGround
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.services import claims, invoices
from creances_desktop.services.changes import Changes
from creances_desktop.ui.dialogs.holds import HoldDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.fields import AmountField, DateField, Field, Lean

NONE = ""


class ClaimFactDialog(HoldDialog):
    """A short form about one invoice; each says its title, its verb and the law in `words`."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, invoice_id: int) -> Changes | None:
        """What was recorded; None when the user gave up."""
        return cls(session, parent, invoice_id).run()

    title = ""
    verb = ""
    words = ""

    def __init__(self, session: Session, parent: QWidget | None, invoice_id: int) -> None:
        card = invoices.card(session.store, invoice_id, session.today())
        about = f"{card.invoice.kind.label} {card.invoice.number} — {card.client_name}"
        super().__init__(self.title, self.verb, about, self.words, parent)
        self._session, self._invoice_id, self._invoice = session, invoice_id, card.invoice

    def day_field(self, required: str = "") -> DateField:
        """A day, past rather than to come."""
        return DateField(self._session.today(), self, required=required, lean=Lean.BEHIND)


class MiseEnDemeureDialog(ClaimFactDialog):
    """The day from which a consumer owes interest."""

    title = "Mise en demeure reçue"
    verb = "Enregistrer la date"
    words = (
        "Le jour où le client l’a reçue, ou celui de la première présentation s’il l’a refusée ou pas "
        "retirée. Les intérêts d’un particulier courent du lendemain (C. civ., art. 1231-6)."
    )

    def __init__(self, session: Session, parent: QWidget | None, invoice_id: int) -> None:
        super().__init__(session, parent, invoice_id)
        self.received = self.day_field()
        self.received.set_value(self._invoice.mise_en_demeure_received)
        self.form.add("mise_en_demeure_received", "&Reçue le", self.received, "Vide\u00a0: aucune.")
        self.received.setFocus()

    def save(self) -> Changes | None:
        return claims.record_mise_en_demeure(self._session.store, self._invoice_id, self.received.value())


class AwardDialog(ClaimFactDialog):
    """A judgment that awards the legal rate."""

    title = "Jugement"
    verb = "Enregistrer le jugement"
    words = (
        "Le taux légal qu’il accorde remplace celui du contrat depuis le jour qu’il fixe\u00a0; il est "
        "majoré de 5 points deux mois après que le jugement est devenu exécutoire (CMF, art. L313-3)."
    )

    def __init__(self, session: Session, parent: QWidget | None, invoice_id: int) -> None:
        super().__init__(session, parent, invoice_id)
        known = claims.award(session.store, invoice_id)
        self.since, self.enforceable_on = self.day_field(), self.day_field()
        self.since.set_value(None if known is None else known.since)
        self.enforceable_on.set_value(None if known is None else known.enforceable_on)
        self.form.add("since", "&Taux légal depuis le", self.since, "Vide\u00a0: pas de jugement.")
        self.form.add(
            "enforceable_on", "&Exécutoire le", self.enforceable_on, "Même par provision\u00a0; vide sinon."
        )
        self.since.setFocus()

    def save(self) -> Changes | None:
        since = self.since.value()
        awarded = None if since is None else AwardedInterest(since, self.enforceable_on.value())
        return claims.record_award(self._session.store, self._invoice_id, awarded)


class CapitalisationDialog(ClaimFactDialog):
    """What lets interest bear interest."""

    title = "Capitalisation des intérêts"
    verb = "Enregistrer la capitalisation"
    words = (
        "Seuls les intérêts d’une année entière produisent eux-mêmes intérêt, et seulement si le contrat "
        "ou un jugement le prévoit (C. civ., art. 1343-2)."
    )

    def __init__(self, session: Session, parent: QWidget | None, invoice_id: int) -> None:
        super().__init__(session, parent, invoice_id)
        known = claims.capitalisation(session.store, invoice_id)
        self.ground = QComboBox(self)
        self.ground.addItem("Aucune", NONE)
        for each in CapitalisationGround:
            self.ground.addItem(each.label, each.value)
        self.since = self.day_field()
        if known is not None:
            self.ground.setCurrentIndex(self.ground.findData(known.ground.value))
            self.since.set_value(known.since)
        self.form.add("ground", "&Fondement", self.ground)
        self.form.add("since", "Années comptées &depuis le", self.since)
        self.ground.activated.connect(self._on_ground_chosen)
        self._on_ground_chosen()
        self.ground.setFocus()

    def _on_ground_chosen(self) -> None:
        self.form.set_line_visible("since", self.ground.currentData() != NONE)

    def save(self) -> Changes | None:
        chosen, since = self.ground.currentData(), self.since.value()
        ground = None
        if chosen != NONE:
            if since is None:
                raise InvalidValue("since", "Indiquez depuis quel jour les années se comptent.")
            ground = Capitalisation(CapitalisationGround(chosen), since)
        return claims.record_capitalisation(self._session.store, self._invoice_id, ground)


class CostDialog(ClaimFactDialog):
    """A recovery cost with its proof."""

    title = "Frais de recouvrement"
    verb = "Ajouter les frais"
    words = (
        "Des frais justifiés s’ajoutent à l’indemnité de 40\u00a0€ pour ce qui la dépasse, sauf contre "
        "un particulier (C. com., art. L441-10 II\u00a0; CPCE, art. L111-8)."
    )

    def __init__(self, session: Session, parent: QWidget | None, invoice_id: int) -> None:
        super().__init__(session, parent, invoice_id)
        self.day = self.day_field("Indiquez le jour des frais.")
        self.day.set_value(session.today())
        self.amount = AmountField(self, required="Indiquez le montant.", minimum=1)
        self.label = Field(self, required="Indiquez ce qui les justifie.")
        self.form.add("day", "&Jour", self.day)
        self.form.add("amount", "&Montant", self.amount)
        self.form.add("label", "J&ustificatif", self.label, "Facture de commissaire de justice, d’avocat…")
        self.amount.setFocus()

    def save(self) -> Changes | None:
        return claims.add_cost(
            self._session.store,
            self._invoice_id,
            self.day.value(),
            self.amount.value(),
            self.label.text().strip(),
        )
