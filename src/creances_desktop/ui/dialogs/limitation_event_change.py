"""What became of a recorded limitation event: its end, the loss of its effect, whether it is counted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from creances_desktop.domain.limitation_events import Effect, EventKind, LimitationEvent
from creances_desktop.domain.text import short_date
from creances_desktop.services import limitation
from creances_desktop.services.changes import Changes
from creances_desktop.ui.dialogs.holds import HoldDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.fields import DateField, Field, Lean

_LEFT_TO_THE_USER = (Effect.DEBATABLE, Effect.EXCEPTION)


class LimitationEventChangeDialog(HoldDialog):
    """The same event on each due item it was recorded for; its kind and its day stay."""

    @classmethod
    def ask(
        cls, parent: QWidget | None, session: Session, event_ids: Sequence[int], event: LimitationEvent
    ) -> Changes | None:
        """The event as changed; None when the user gave up."""
        return cls(session, parent, event_ids, event).run()

    def __init__(
        self, session: Session, parent: QWidget | None, event_ids: Sequence[int], event: LimitationEvent
    ) -> None:
        super().__init__(
            "Modifier l’événement",
            "Enregistrer la modification",
            f"{event.kind.label} du {short_date(event.day)}",
            f"{event.kind.explanation} ({event.kind.article})",
            parent,
        )
        self._session, self._ids, self._kind = session, tuple(event_ids), event.kind
        # An end that was told can be corrected, not taken back: the event itself is then removed.
        known = "" if event.ended_on is None else "Pour effacer la fin, retirez l’événement."
        self.proof = Field(self)
        self.ended_on = DateField(session.today(), self, required=known, lean=Lean.BEHIND)
        self.lost = QCheckBox("Cet effet est per&du", self)
        self.counted = QCheckBox("Je &retiens cet effet", self)
        self.proof.setText(event.proof)
        self.ended_on.set_value(event.ended_on)
        self.lost.setChecked(event.lost)
        self.counted.setChecked(event.counted)
        form = self.form
        form.add("proof", "&Preuve", self.proof, "Acte, lettre signée…")
        form.add("ended_on", "&Fin", self.ended_on, "Vide tant que cela dure.")
        form.add("lost", "Perte", self.lost, "Désistement, rejet…")
        form.add("counted", "Effet", self.counted, "Sinon, il est ignoré.")
        form.set_line_visible("ended_on", event.kind.lasts)
        form.set_line_visible("lost", _may_be_lost(event.kind))
        form.set_line_visible("counted", event.kind.effect in _LEFT_TO_THE_USER)
        (self.ended_on if event.kind.lasts else self.proof).setFocus()

    def save(self) -> Changes | None:
        changes = None
        for event_id in self._ids:
            changes = limitation.change_event(
                self._session.store,
                event_id,
                ended_on=self.ended_on.value() if self._kind.lasts else None,
                lost=self.lost.isChecked() if _may_be_lost(self._kind) else None,
                counted=self.counted.isChecked() if self._kind.effect in _LEFT_TO_THE_USER else None,
                proof=self.proof.text().strip(),
            )
        return changes


def _may_be_lost(kind: EventKind) -> bool:
    return kind.is_judicial or kind is EventKind.INSOLVENCY_DECLARATION
