"""The page the program opens on: what is owed, what is to be done today, and the week."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from creances_desktop.domain.text import long_date, plural, short_date
from creances_desktop.services import key_figures
from creances_desktop.services import today as mornings
from creances_desktop.services.today import DEBTORS_SHOWN, Overview, Task
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.dso import DsoDialog
from creances_desktop.ui.dialogs.receipts_forecast import ReceiptsForecastDialog
from creances_desktop.ui.doors import IMPORT, INVOICE, Doors
from creances_desktop.ui.executor import Lane
from creances_desktop.ui.page import Page
from creances_desktop.ui.pages.today_columns import debtor_columns, task_columns
from creances_desktop.ui.pages.today_figures import KeyFigureRow
from creances_desktop.ui.pages.today_tasks import TaskRunner
from creances_desktop.ui.pages.today_week import WeekStrip
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Theme
from creances_desktop.ui.widgets.aged_bar import AgedBar, Segment
from creances_desktop.ui.widgets.buttons import link_button, push_button
from creances_desktop.ui.widgets.flow import FlowLayout
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

BANDS = (
    ("not_due", "Non échu"),
    ("d1_30", "1 à 30 jours"),
    ("d31_60", "31 à 60 jours"),
    ("d61_90", "61 à 90 jours"),
    ("d90_plus", "Plus de 90 jours"),
)


class TodayPage(Page):
    """The morning: figures, things to do, aged balance, largest debtors, week."""

    name = "today"
    title = "Aujourd’hui"
    icon_name = "house"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.runner = TaskRunner(self)
        self._overview: Overview | None = None
        self.figures = KeyFigureRow(self)
        self.bank = link_button("", self, tooltip="Importer les règlements reçus depuis")
        self.heading = QLabel("À faire aujourd’hui", self)
        self.tasks = Table("today_tasks", self)
        self.task_model = ListModel(task_columns(), checkable=True, parent=self)
        self.process = push_button(
            "&Traiter la sélection",
            self,
            icon="check",
            tooltip="Faire ce qui est coché : lettres, appels, rappels",
            primary=True,
        )
        self.session_button = push_button(
            "Séance du &matin (F9)",
            self,
            icon="phone",
            tooltip="Un client après l’autre, au clavier, dans l’ordre du gain attendu",
        )
        self.bar = AgedBar(self)
        self.debtors = Table("today_debtors", self)
        self.debtor_model = ListModel(debtor_columns(), row_id=lambda row: row.client_id, parent=self)
        self.week = WeekStrip(self)
        self.doors = Doors(self, primary=IMPORT)
        disable_if_reading(session, self.process, self.session_button, self.bank)
        disable_if_reading(session, self.doors.buttons[IMPORT], self.doors.buttons[INVOICE])
        self._stack = QStackedWidget(self)
        self._sides = (self._day_side(), self._first_start())
        for side in self._sides:
            self._stack.addWidget(side)
        self._show_side(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.setFocusProxy(self.tasks)
        self._connect()

    def reload(self) -> None:
        """Read the morning again."""
        store, day = self.session.store, self.session.today()
        self.session.executor.submit(
            lambda _: mornings.overview(store, day),
            self._show,
            lambda error: messages.show_error(error, self),
            key="today",
            owner=self,
        )

    def current_client_id(self) -> int | None:
        """The client of the current thing to do."""
        task = self.task_model.row_of(self.tasks.current_id())
        return task.client_id if task else None

    def chosen_tasks(self) -> list[Task]:
        """What is ticked, or else the selected lines."""
        ids = self.task_model.ticked() or tuple(self.tasks.selected_ids())
        return [task for row_id in ids if (task := self.task_model.row_of(row_id)) is not None]

    def _day_side(self) -> QWidget:
        side = QWidget(self)
        grid = QGridLayout(side)
        grid.setContentsMargins(12, 10, 12, 8)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.addWidget(self.figures, 0, 0, 1, 2)
        grid.addLayout(self._tasks_side(), 1, 0)
        grid.addLayout(self._figures_side(), 1, 1)
        grid.addWidget(self.week, 2, 0, 1, 2)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 3)
        grid.setRowStretch(1, 1)
        return side

    def _tasks_side(self) -> QVBoxLayout:
        self.heading.setProperty("heading", True)
        self.heading.setBuddy(self.tasks)
        self.tasks.setAccessibleName("À faire aujourd’hui")
        self.tasks.set_rows_model(self.task_model)
        hint = QLabel("Entrée ouvre la ligne, Espace la coche.", self)
        hint.setProperty("tone", "muted")
        buttons = FlowLayout(None, 6, wide=hint)
        buttons.addWidget(hint)
        buttons.addWidget(self.session_button)
        buttons.addWidget(self.process)
        column = QVBoxLayout()
        column.setSpacing(6)
        head = FlowLayout(None, 6, wide=self.heading)
        head.addWidget(self.heading)
        head.addWidget(self.bank)
        column.addLayout(head)
        column.addWidget(self.tasks, 1)
        column.addLayout(buttons)
        return column

    def _figures_side(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        self.debtors.set_rows_model(self.debtor_model)
        self.debtors.set_empty_message("Personne ne vous doit rien.")
        for title, widget in (
            ("Balance âgée", self.bar),
            ("Les cinq plus gros débiteurs", self.debtors),
        ):
            label = QLabel(title, self)
            label.setProperty("heading", True)
            label.setBuddy(widget)
            widget.setAccessibleName(title)
            column.addWidget(label)
            # As high as its rows where there is room: they come before the empty space.
            column.addWidget(widget, 100 if widget is self.debtors else 0)
        self.debtors.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fix_height()
        column.addStretch(1)
        return column

    def _first_start(self) -> QWidget:
        side = QWidget(self)
        title = QLabel("Bienvenue. Par où commencer ?", side)
        title.setProperty("heading", True)
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(side)
        layout.addStretch(2)
        layout.addWidget(title)
        layout.addSpacing(12)
        layout.addWidget(self.doors, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        return side

    def _connect(self) -> None:
        self.figures.exposure.clicked.connect(lambda: self.page_wanted.emit("invoices", "open"))
        self.figures.overdue.clicked.connect(lambda: self.page_wanted.emit("invoices", "overdue"))
        self.figures.expected.clicked.connect(self._explain_forecast)
        self.figures.dso.clicked.connect(self._explain_dso)
        self.bank.clicked.connect(lambda: self.action_wanted.emit("import"))
        self.bar.segment_activated.connect(lambda band: self.page_wanted.emit("invoices", band))
        self.debtors.activated_row.connect(self.client_chosen)
        self.week.day_activated.connect(
            lambda day: self.page_wanted.emit("calendar", f"day:{day.isoformat()}")
        )
        if (theme := Theme.current()) is not None:
            theme.changed.connect(self._fix_height)
        self.tasks.activated_row.connect(self._on_task_activated)
        self.tasks.selection_changed.connect(self._on_selection_changed)
        self.task_model.ticks_changed.connect(self._show_choice)
        self.session_button.clicked.connect(lambda: self.action_wanted.emit("morning"))
        self.process.clicked.connect(lambda: self.runner.process(self.chosen_tasks()))
        self.doors.chosen.connect(self.action_wanted)

    def _show(self, overview: Overview) -> None:
        self._overview = overview
        self._show_side(1 if overview.is_empty else 0)
        self._show_figures(overview)
        count = len(overview.tasks)
        self.heading.setText(f"À faire aujourd’hui, {long_date(overview.day)} ({count})")
        self._show_nothing_to_do(overview)
        self.task_model.set_rows(overview.tasks)
        if count and self.tasks.current_id() < 0:
            self.tasks.select_id(self.task_model.id_at(0))
        self.bar.set_segments(
            [
                Segment(band, label, cents)
                for (band, label), cents in zip(BANDS, overview.balance.total.bands, strict=True)
            ]
        )
        self.debtor_model.set_rows(overview.debtors)
        self.week.show_week(overview.day, overview.week)
        self._show_choice()

    def _show_side(self, number: int) -> None:
        """Show the day or the doors; the page then needs no more room than that one."""
        policy = QSizePolicy.Policy
        for place, side in enumerate(self._sides):
            wanted = policy.Preferred if place == number else policy.Ignored
            side.setSizePolicy(wanted, wanted)
        self._stack.setCurrentIndex(number)

    def _show_figures(self, overview: Overview) -> None:
        """Show what is owed at once, and what takes longer a moment later."""
        self.figures.show_figures(overview.figures, overview.overdue_count)
        last = overview.figures.bank_known_until
        days = (overview.day - last).days if last else 0
        ago = f" (il y a {plural(days, 'jour')})" if days > 0 else ""
        self.bank.setText(
            f"Règlements connus jusqu’au {short_date(last)}{ago}" if last else "Aucun règlement enregistré"
        )
        store, day = self.session.store, overview.day
        self.session.executor.submit(
            lambda _: key_figures.trends(store, day),
            lambda found: self.figures.show_trends(overview.figures, found),
            lane=Lane.PDF,  # beside the file's worker: in a large dossier it takes a second
            key="today.trends",
            owner=self,
        )

    def _show_nothing_to_do(self, overview: Overview) -> None:
        hint = "Importez vos factures ou saisissez-en une : les relances se proposeront ici."
        if overview.next_day is not None:
            hint = f"Prochaine action le {short_date(overview.next_day)} : {overview.next_text}"
        elif overview.figures.outstanding:
            hint = "Rien n’est prévu dans les prochains jours."
        self.tasks.set_empty_message("Rien à faire aujourd’hui.", hint)

    @Slot()
    def _on_selection_changed(self) -> None:
        selected = [self.task_model.row_of(row_id) for row_id in self.tasks.selected_ids()]
        self.selection_changed.emit(len(selected), sum(task.amount for task in selected if task))
        self._show_choice()

    @Slot()
    def _show_choice(self) -> None:
        chosen = self.chosen_tasks()
        self.process.setEnabled(bool(chosen))
        self.process.setText(f"&Traiter la sélection ({len(chosen)})" if chosen else "&Traiter la sélection")

    @Slot()
    def _explain_forecast(self) -> None:
        client_id = ReceiptsForecastDialog.ask(self, self.session)
        if client_id is not None:
            self.client_chosen.emit(client_id)

    @Slot()
    def _explain_dso(self) -> None:
        DsoDialog.ask(self, self.session)

    @Slot(int)
    def _on_task_activated(self, row_id: int) -> None:
        task = self.task_model.row_of(row_id)
        if task is not None:
            self.runner.open(task)

    @Slot()
    def _fix_height(self) -> None:
        """Make the list of debtors no higher than its rows: it scrolls in a low window only."""
        table = self.debtors
        rows = DEBTORS_SHOWN * table.verticalHeader().defaultSectionSize()
        table.setMinimumHeight(0)
        table.setMaximumHeight(table.horizontalHeader().sizeHint().height() + rows + 2 * table.frameWidth())
