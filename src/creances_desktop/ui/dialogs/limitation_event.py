"""What interrupts or suspends a limitation period, recorded with its day and its proof."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QWidget

from creances_desktop.domain.limitation_events import Effect, EventKind, LimitationEvent
from creances_desktop.domain.rates import Certainty
from creances_desktop.services import invoices, limitation
from creances_desktop.services.changes import Changes
from creances_desktop.ui.dialogs.holds import HoldDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.fields import DateField, Field, Lean

_LEFT_TO_THE_USER = (Effect.DEBATABLE, Effect.EXCEPTION)


class LimitationEventDialog(HoldDialog):
    """An event on all the due items of an invoice; what it does is told before it is kept."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, invoice_id: int) -> Changes | None:
        """The event kept; None when the user gave up."""
        return cls(session, parent, invoice_id).run()

    def __init__(self, session: Session, parent: QWidget | None, invoice_id: int) -> None:
        card = invoices.card(session.store, invoice_id, session.today())
        super().__init__(
            "Événement de prescription",
            "Enregistrer l’événement",
            f"{card.invoice.kind.label} {card.invoice.number} — {card.client_name}",
            limitation.MISE_EN_DEMEURE_SENTENCE,
            parent,
        )
        self._session, self._invoice_id = session, invoice_id
        today = session.today()
        self.kind = QComboBox(self)
        for each in EventKind:
            self.kind.addItem(each.label, each.value)
        self.day = DateField(today, self, required="Indiquez le jour.", lean=Lean.BEHIND)
        self.proof = Field(self)
        self.ended_on = DateField(today, self, lean=Lean.BEHIND)
        self.counted = QCheckBox("Je &retiens cet effet", self)
        self.effect = QLabel(self)
        self.effect.setWordWrap(True)
        form = self.form
        form.add("kind", "É&vénement", self.kind)
        form.add("day", "&Jour", self.day)
        form.add("proof", "&Preuve", self.proof, "Acte, lettre signée, n° de dossier…")
        form.add("ended_on", "&Fin", self.ended_on, "Vide tant que cela dure.")
        form.add("counted", "Effet", self.counted, "Sinon, la date la plus sûre l’ignore.")
        self.body.insertWidget(self.body.count() - 1, self.effect)
        self.kind.activated.connect(self._on_kind_chosen)
        self._on_kind_chosen()
        self.kind.setFocus()

    @Slot()
    def _on_kind_chosen(self) -> None:
        kind = EventKind(self.kind.currentData())
        doubt = ", à vérifier" if kind.certainty is Certainty.UNCONFIRMED else ""
        self.effect.setText(f"{kind.explanation} ({kind.article}{doubt})")
        self.effect.setProperty("tone", "warning" if kind.effect is Effect.NONE else "muted")
        self.effect.style().unpolish(self.effect)
        self.effect.style().polish(self.effect)
        self.form.set_line_visible("ended_on", kind.lasts)
        self.form.set_line_visible("counted", kind.effect in _LEFT_TO_THE_USER)

    def save(self) -> Changes | None:
        kind = EventKind(self.kind.currentData())
        event = LimitationEvent(
            kind,
            self.day.value(),
            self.proof.text().strip(),
            self.ended_on.value() if kind.lasts else None,
            counted=self.counted.isChecked() and kind.effect in _LEFT_TO_THE_USER,
        )
        return limitation.add_event_to_invoice(self._session.store, self._invoice_id, event)
