"""The table *Motifs de non-paiement*: what follows each reason, edited below the list."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.nonpayment import DEFAULTS, MOST_DAYS, ActionTone, NextAction, Reason
from creances_desktop.domain.text import plural
from creances_desktop.services import nonpayment
from creances_desktop.services.changes import Changes
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import Column
from creances_desktop.ui.widgets.fields import Field
from creances_desktop.ui.widgets.number_field import DaysField
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel


class NonpaymentTableDialog(FormDialog):
    """One line a reason above, the one chosen below; all is saved at once."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> Changes | None:
        """What was changed; None when the user gave up."""
        return cls(session, parent).run()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Motifs de non-paiement", "En&registrer", parent, width=58, height=33)
        self._session = session
        self._table = nonpayment.actions(session.store)
        self._documents = nonpayment.documents()
        self._current = Reason.LOST_INVOICE
        words = QLabel(
            "Ce qui suit chaque motif qu’un client donne\u00a0: proposé pendant l’appel et la séance, jamais "
            "fait sans vous. Seuls les documents que le programme sait faire sont proposés.",
            self,
        )
        words.setWordWrap(True)
        words.setProperty("tone", "muted")
        self.list = Table("nonpayment_actions", self)
        self.model: ListModel[NextAction] = ListModel(
            self._columns(), row_id=lambda one: list(Reason).index(one.reason), parent=self
        )
        self.list.set_rows_model(self.model)
        self.list.setAccessibleName("Motifs et leurs suites")
        self._add_form()
        self.body.addWidget(words)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.title)
        self.body.addWidget(self.form)
        self.body.addWidget(self.reset_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.list.current_changed.connect(self._on_chosen)
        self._show_rows()
        self.list.select_id(0)
        self.list.setFocus()

    def save(self) -> Changes | None:
        return nonpayment.save(self._session.store, self._table)

    def _columns(self) -> list[Column[NextAction]]:
        return [
            Column("reason", "Motif", lambda one: one.reason.label, width=27, sortable=False),
            Column("document", "Document", self._document_name, width=26, sortable=False),
            Column("channel", "Par", self._channel_name, width=18, sortable=False),
            Column("days", "Rappel", _days, width=15, sortable=False),
            Column("tone", "Ton", lambda one: one.tone.label, width=9, sortable=False),
            Column("advice", "Conseil", lambda one: one.advice, width=24, stretch=True, sortable=False,
                   tooltip=lambda one: one.advice),
        ]  # fmt: skip

    def _document_name(self, one: NextAction) -> str:
        return self._documents.get(one.document, "") if one.document else ""

    def _channel_name(self, one: NextAction) -> str:
        return one.channel.label if self._document_name(one) else ""

    def _add_form(self) -> None:
        self.title = QLabel(self)
        self.title.setProperty("heading", True)
        form = self.form = add_form(self)
        self.document, self.channel, self.tone = QComboBox(self), QComboBox(self), QComboBox(self)
        for document, name in self._documents.items():
            self.document.addItem(name, document)
        for channel in (Channel.EMAIL, Channel.LETTER, Channel.REGISTERED_LETTER):
            self.channel.addItem(channel.label, channel)
        for tone in ActionTone:
            self.tone.addItem(tone.label, tone)
        self.days = DaysField(self, maximum=MOST_DAYS)
        self.advice = Field(self)
        self.reset_button = push_button("Revenir à la suite d’&origine", self, icon="undo-2")
        form.add("document", "&Document", self.document)
        form.add("channel", "&Par", self.channel)
        form.add("days", "Rappeler dans (&jours ouvrés)", self.days, "vide\u00a0: pas de rappel")
        form.add("tone", "&Ton", self.tone)
        form.add("advice", "&Conseil", self.advice)
        for box in (self.document, self.channel, self.tone):
            box.activated.connect(self._on_edited)
        for field in (self.days, self.advice):
            field.value_edited.connect(self._on_edited)
        self.reset_button.clicked.connect(self._on_reset)

    def _show_rows(self) -> None:
        self.model.set_rows([self._table[reason] for reason in Reason])

    @Slot(int)
    def _on_chosen(self, row_id: int) -> None:
        one = self.model.row_of(row_id)
        if one is None:
            return
        self._current = one.reason
        self.title.setText(one.reason.label)
        self.document.setCurrentIndex(max(self.document.findData(one.document), 0))
        self.channel.setCurrentIndex(max(self.channel.findData(one.channel), 0))
        self.tone.setCurrentIndex(list(ActionTone).index(one.tone))
        self.days.set_value(one.days)
        self.advice.set_value(one.advice)

    @Slot()
    def _on_edited(self) -> None:
        """Take what is right; a number of days that is not waits for its reproach."""
        before = self._table[self._current]
        unread = bool(self.days.text().strip()) and self.days.value() is None
        self._table[self._current] = replace(
            before,
            document=str(self.document.currentData()),
            channel=Channel(self.channel.currentData()),
            days=before.days if unread else self.days.value(),
            tone=ActionTone(self.tone.currentData()),
            advice=self.advice.text().strip(),
        )
        self._show_rows()

    @Slot()
    def _on_reset(self) -> None:
        self._table[self._current] = DEFAULTS[self._current]
        self._show_rows()
        self._on_chosen(list(Reason).index(self._current))


def _days(one: NextAction) -> str:
    if one.days is None:
        return "aucun"
    return f"{plural(one.days, 'jour ouvré', 'jours ouvrés')}" if one.days else "le jour même"
