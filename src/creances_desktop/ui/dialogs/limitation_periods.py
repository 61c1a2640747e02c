"""The window *Délais de prescription*: each dated period with its text, and what the user changed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.limitation_periods import PeriodRow, length_text
from creances_desktop.domain.rates import Certainty
from creances_desktop.services import limitation_rules
from creances_desktop.services.changes import Changes
from creances_desktop.services.limitation_rules import ListedRow
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.limitation_period import LimitationPeriodDialog
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import Column, State, date_column, state_column
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

_STATES = {
    Certainty.CONFIRMED: State("circle-check", "Confirmé", Tone.SUCCESS),
    Certainty.SECONDARY: State("info", "Source secondaire"),
    Certainty.UNCONFIRMED: State("triangle-alert", "À vérifier", Tone.WARNING),
}


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A row of the table; `replaced` when one of the user's own, of the same day, counts in its place."""

    listed: ListedRow
    replaced: bool

    @property
    def row(self) -> PeriodRow:
        """The dated length."""
        return self.listed.row

    @property
    def state(self) -> State:
        """What to think of this line: icon and word."""
        if self.replaced:
            return State("ban", "Remplacé", Tone.MUTED)
        if self.listed.own:
            return State("user", "Saisi par vous", Tone.ACCENT)
        return _STATES[self.row.certainty]


def lines(listed: list[ListedRow]) -> list[PeriodLine]:
    """The lines of the table, in the order given."""
    own = {(one.row.period, one.row.in_force_since) for one in listed if one.own}
    return [
        PeriodLine(one, not one.own and (one.row.period, one.row.in_force_since) in own) for one in listed
    ]


def _typeset(text: str) -> str:
    """The text of the shipped table with the spaces of the screen."""
    return text.replace(" ;", "\u00a0;")


def _source(line: PeriodLine) -> str:
    return _typeset(line.row.source)


COLUMNS: tuple[Column[PeriodLine], ...] = (
    Column("period", "Délai", lambda line: line.row.period.label, width=41, sortable=False,
           bold=lambda line: not line.replaced, tooltip=lambda line: line.row.period.label),
    Column("length", "Durée", lambda line: length_text(line.row), width=17, sortable=False),
    date_column("in_force_since", "Depuis le", lambda line: line.row.in_force_since),
    Column("article", "Article", lambda line: _typeset(line.row.article), width=35, sortable=False,
           tooltip=lambda line: _typeset(line.row.article)),
    Column("source", "Source", _source, width=20, stretch=True, sortable=False, tooltip=_source),
    state_column("state", "État", lambda line: line.state, width=18),
)  # fmt: skip


class LimitationPeriodsDialog(QDialog):
    """The table of the periods; the user adds what he read, and takes back only what he typed."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> Changes | None:
        """The last change of the user; None when he only looked."""
        dialog = cls(session, parent)
        dialog.exec()
        changes = dialog.changes
        dialog.deleteLater()
        return changes

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.changes: Changes | None = None
        self.setWindowTitle("Délais de prescription")
        self.banner = Banner(self)
        self.table = Table("limitation_periods", self)
        self.model: ListModel[PeriodLine] = ListModel(COLUMNS, parent=self)
        self.table.set_rows_model(self.model)
        self.table.setAccessibleName("Délais de prescription")
        self.detail = QLabel(self)
        self.detail.setWordWrap(True)
        self._build()
        disable_if_reading(session, self.add_button, self.remove_button)
        self.table.current_changed.connect(self._on_chosen)
        self.table.activated_row.connect(lambda _: self._on_add())
        self.add_button.clicked.connect(self._on_add)
        self.remove_button.clicked.connect(self._on_remove)
        self.reload()
        self.table.select_id(0)
        self.table.setFocus()
        self.resize(fitting(self))

    def reload(self) -> None:
        """Read the periods again."""
        self.model.set_rows(lines(limitation_rules.rows(self._session.store)))
        self._on_chosen()

    def _build(self) -> None:
        hint = QLabel(
            "Une durée s’applique aux créances dont le délai court depuis ce jour ou après. Ce que vous "
            "saisissez n’est pas touché par les mises à jour du programme.",
            self,
        )
        hint.setProperty("tone", "muted")
        hint.setWordWrap(True)
        self.add_button = push_button("&Saisir une durée…", self, icon="plus", primary=True)
        self.remove_button = push_button("&Retirer ma durée…", self, icon="trash-2")
        close = push_button("Fermer", self)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addWidget(self.remove_button)
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        for widget in (self.banner, hint):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.detail)
        layout.addLayout(foot)

    def _line(self) -> PeriodLine | None:
        return self.model.row_of(self.table.current_id())

    @Slot()
    def _on_chosen(self) -> None:
        line = self._line()
        self.detail.setText("" if line is None else detail_text(line.row))
        self.remove_button.setEnabled(line is not None and line.listed.own)

    @Slot()
    def _on_add(self) -> None:
        line = self._line()
        self._done(LimitationPeriodDialog.ask(self, self._session, None if line is None else line.listed))

    @Slot()
    def _on_remove(self) -> None:
        line = self._line()
        if line is None or not line.listed.own:
            return
        row = line.row
        try:
            self._done(limitation_rules.remove_row(self._session.store, row.period, row.in_force_since))
        except DomainError as error:
            messages.show_error(error, self, self.banner)

    def _done(self, changes: Changes | None) -> None:
        if changes is not None:
            self.changes = changes
            self.reload()
            self.banner.show_success(changes.message)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 68, line * 26)


def detail_text(row: PeriodRow) -> str:
    """The sentence of a row: its length, its text, its source, how sure it is, its note."""
    words = (
        f"{row.period.label}\u00a0: {length_text(row)}. {_typeset(row.article)} "
        f"({_typeset(row.source)}\u00a0; {row.certainty.label.lower()})."
    )
    note = _typeset(row.note)
    return f"{words} {note[:1].upper()}{note[1:]}." if note else words
