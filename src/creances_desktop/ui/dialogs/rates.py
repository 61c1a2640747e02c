"""The window *Taux légaux*: every semester with its rates, their sources, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.explanations import Explanation
from creances_desktop.domain.rate_rows import MissingRate, RateCell, SemesterRow
from creances_desktop.domain.rates import Certainty, LawTables, Semester, Series, percent_text
from creances_desktop.domain.regimes import default_rate, floor, public_rate
from creances_desktop.domain.text import plural, short_date
from creances_desktop.services import rates
from creances_desktop.services.changes import Changes
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.rate import RateDialog
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import RIGHT, Column, State, state_column
from creances_desktop.ui.widgets.facts import Warned, Warnings
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel
from creances_desktop.ui.widgets.why_panel import WhyPanel

MOST_SHOWN = 4
"""Missing rates named one by one; more are counted."""


@dataclass(frozen=True, slots=True)
class RateLine:
    """A semester with the rates that are made from its rows, in percent; None where one is missing."""

    row: SemesterRow
    default: Decimal | None
    public: Decimal | None
    floor: Decimal | None

    def percent(self, series: Series) -> Decimal | None:
        """The rate of a series."""
        cell = self.row.cells[series]
        return None if cell is None else cell.rate.percent

    @property
    def state(self) -> State:
        """What to think of this line: icon and word."""
        if not self.row.is_complete:
            return State("circle-alert", "À saisir", Tone.DANGER)
        if self.row.to_check:
            return State("triangle-alert", "À vérifier", Tone.WARNING)
        if self.is_own:
            return State("user", "Saisi par vous", Tone.ACCENT)
        cells = [cell for cell in self.row.cells.values() if cell is not None]
        if any(cell.rate.certainty is Certainty.SECONDARY for cell in cells):
            return State("info", "Source secondaire")
        return State("circle-check", "Confirmé", Tone.SUCCESS)

    @property
    def is_own(self) -> bool:
        """Whether the user typed one of its rates."""
        return any(cell is not None and cell.own for cell in self.row.cells.values())


def line_of(row: SemesterRow, law: LawTables) -> RateLine:
    """The line of a semester."""
    semester = row.semester
    default, public = default_rate(law)(semester), public_rate(law, semester.first_day)(semester)
    lowest = floor(law, semester)
    return RateLine(
        row,
        None if default is None else default.percent,
        None if public is None else public.percent,
        None if lowest is None else lowest.percent,
    )


def explained(row: SemesterRow) -> list[Explanation]:
    """Each rate of a semester with its date, its source and how sure it is."""
    return [_explained(series, cell) for series, cell in row.cells.items()]


def _explained(series: Series, cell: RateCell | None) -> Explanation:
    if cell is None:
        return Explanation(series.label, "", "À saisir\u00a0: il n’est jamais supposé.", "", "")
    rate = cell.rate
    words = f"{percent_text(rate.percent)}, en vigueur depuis le {short_date(rate.in_force_since)}"
    if cell.own:
        words += ", saisi par vous"
    if cell.replaced is not None:
        words += f"\u00a0; taux livré\u00a0: {percent_text(cell.replaced.percent)}"
    source = f"{rate.source} ({rate.note})" if rate.note else rate.source
    return Explanation(series.label, "", words, "", source, rate.certainty)


def _rate_columns() -> tuple[Column[RateLine], ...]:
    def text(value: Decimal | None) -> str:
        return "—" if value is None else percent_text(value)

    def series(name: Series) -> Column[RateLine]:
        return Column(
            name.value,
            _HEADS[name],
            lambda line: text(line.percent(name)),
            RIGHT,
            width=_WIDTHS[name],
            sortable=False,
        )

    return (
        Column("semester", "Semestre", lambda line: _capital(line.row.semester.label), width=16, stretch=True,
               sortable=False, bold=lambda _line: True),
        series(Series.ECB_MAIN_REFINANCING),
        Column("default", "BCE + 10", lambda line: text(line.default), RIGHT, width=10, sortable=False,
               title_tooltip="Taux par défaut entre professionnels (C. com., art. L441-10 II)"),
        Column("public", "BCE + 8", lambda line: text(line.public), RIGHT, width=10, sortable=False,
               title_tooltip="Organismes publics (CCP, art. R2192-31)"),
        series(Series.LEGAL_OTHER_CREDITORS),
        Column("floor", "Plancher (3\u00a0×)", lambda line: text(line.floor), RIGHT, width=13, sortable=False,
               title_tooltip="Trois fois le taux légal, autres créanciers\u00a0: le minimum d’une clause"),
        series(Series.LEGAL_INDIVIDUAL_CREDITORS),
        state_column("state", "État", lambda line: line.state, width=18),
    )  # fmt: skip


_WIDTHS = {
    Series.ECB_MAIN_REFINANCING: 8,
    Series.LEGAL_OTHER_CREDITORS: 16,
    Series.LEGAL_INDIVIDUAL_CREDITORS: 17,
}
_HEADS = {
    Series.ECB_MAIN_REFINANCING: "BCE",
    Series.LEGAL_OTHER_CREDITORS: "Légal, autres cas",
    Series.LEGAL_INDIVIDUAL_CREDITORS: "Légal, particulier",
}


class RatesDialog(QDialog):
    """The table of the semesters; the user adds what he read, and takes back only what he typed."""

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
        self.setWindowTitle("Taux légaux")
        self.banner = Banner(self)
        self.missing = Warnings(self)
        self.table = Table("legal_rates", self)
        self.model: ListModel[RateLine] = ListModel(_rate_columns(), parent=self)
        self.table.set_rows_model(self.model)
        self.table.setAccessibleName("Taux par semestre")
        self.detail = WhyPanel("&Détail du semestre", self)
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
        """Read the rates again."""
        store, day = self._session.store, self._session.today()
        law = rates.law(store)
        self.model.set_rows([line_of(row, law) for row in rates.rows(store, day)])
        gaps = rates.missing(store, day)
        shown: list[Warned] = [("circle-alert", gap.message, Tone.DANGER) for gap in gaps[:MOST_SHOWN]]
        if len(gaps) > MOST_SHOWN:
            more = plural(len(gaps) - MOST_SHOWN, "autre taux à saisir", "autres taux à saisir")
            shown.append(("circle-alert", more, Tone.DANGER))
        if not gaps:
            shown = [("circle-check", "Tous les taux nécessaires à ce jour sont connus.", Tone.SUCCESS)]
        self.missing.show_warnings(shown)
        self._on_chosen()

    def _build(self) -> None:
        hint = QLabel(
            "Un taux absent n’est jamais supposé\u00a0: ses jours restent hors du calcul jusqu’à sa saisie. "
            "Ce que vous saisissez n’est pas touché par les mises à jour du programme.",
            self,
        )
        hint.setProperty("tone", "muted")
        hint.setWordWrap(True)
        self.add_button = push_button("&Saisir un taux…", self, icon="plus", primary=True)
        self.remove_button = push_button("&Retirer mon taux…", self, icon="trash-2")
        close = push_button("Fermer", self)
        close.clicked.connect(self.reject)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(self.table)
        splitter.addWidget(self.detail)
        line = self.fontMetrics().height()
        splitter.setSizes([line * 52, line * 18])
        splitter.setStretchFactor(0, 1)
        splitter.setChildrenCollapsible(False)
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addWidget(self.remove_button)
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        for widget in (self.banner, self.missing, hint):
            layout.addWidget(widget)
        layout.addWidget(splitter, 1)
        layout.addLayout(foot)

    def _line(self) -> RateLine | None:
        return self.model.row_of(self.table.current_id())

    @Slot()
    def _on_chosen(self) -> None:
        line = self._line()
        self.detail.show_explanations([] if line is None else explained(line.row))
        self.remove_button.setEnabled(line is not None and line.is_own)

    @Slot()
    def _on_add(self) -> None:
        line = self._line()
        semester, series = _wanted(line, rates.missing(self._session.store, self._session.today()))
        self._done(RateDialog.ask(self, self._session, semester, series))

    @Slot()
    def _on_remove(self) -> None:
        line = self._line()
        if line is None:
            return
        own = [series for series, cell in line.row.cells.items() if cell is not None and cell.own]
        names = {f"Retirer\u00a0: {_HEADS[series]}": series for series in own}
        # One of them can be undone: only which one of several is worth a question.
        chosen = (
            next(iter(names))
            if len(names) == 1
            else messages.choose(
                "Retirer mon taux",
                f"Lequel des taux que vous avez saisis pour le {line.row.semester.label}\u00a0?",
                tuple(names),
                self,
                informative="Le taux livré, s’il existe, compte à nouveau\u00a0; sinon le semestre est vide.",
            )
        )
        if not chosen:
            return
        try:
            self._done(rates.remove(self._session.store, names[chosen], line.row.semester))
        except DomainError as error:
            messages.show_error(error, self, self.banner)

    def _done(self, changes: Changes | None) -> None:
        if changes is not None:
            self.changes = changes
            self.reload()
            self.banner.show_success(changes.message)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 72, line * 36)


def _wanted(line: RateLine | None, gaps: tuple[MissingRate, ...]) -> tuple[Semester | None, Series]:
    """What to propose: the gap of the line chosen, else the first gap, else the line's ECB rate."""
    if line is not None:
        empty = [gap for gap in gaps if gap.semester == line.row.semester]
        if empty or not gaps:
            series = empty[0].series if empty else Series.ECB_MAIN_REFINANCING
            return line.row.semester, series
    if gaps:
        return gaps[0].semester, gaps[0].series
    return None, Series.ECB_MAIN_REFINANCING


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
