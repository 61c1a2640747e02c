"""The bar above the calendar: month, week or list, kinds, search, what is done, a new entry, its papers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QWidget

from creances_desktop.services.calendar_views import Wanted
from creances_desktop.ui import icons
from creances_desktop.ui.pages.calendar_columns import CHIPS
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.chips import Chips
from creances_desktop.ui.widgets.flow import FlowLayout
from creances_desktop.ui.widgets.search import SearchField

MONTH, WEEK, LIST = "month", "week", "list"
TOOLS = (
    ("print_day", "Imprimer le &jour…", "printer"),
    ("print_week", "Imprimer la &semaine…", "printer"),
    ("export_ics", "&Exporter pour un autre agenda…", "upload"),
    ("calendar_settings", "&Réglages de l’agenda…", "settings"),
)
"""The actions of the window that stand behind the button beside the search."""


class CalendarBar(QWidget):
    """What decides which entries are shown, and how.

    Signals:
        view_chosen(str): `MONTH`, `WEEK` or `LIST`.
        filter_changed(): other entries are kept.
        results_wanted(): the user goes from the search to what it found.
        new_wanted(): the user enters something.
        action_wanted(str): an action of the window.
    """

    view_chosen = Signal(str)
    filter_changed = Signal()
    results_wanted = Signal()
    new_wanted = Signal()
    action_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views = Chips(
            ((MONTH, "Mois"), (WEEK, "Semaine"), (LIST, "Liste")), self, exclusive=True, name="Présentation"
        )
        self.views.set_chosen([MONTH])
        self.chips = Chips(CHIPS, self, name="Genres d’entrées")
        self.done_box = QCheckBox("Déjà fait", self)
        self.done_box.setToolTip("Montrer aussi ce qui est déjà fait")
        self.search = SearchField("Rechercher", self)
        self.tools = push_button("Out&ils", self, icon="printer", tooltip="Imprimer, exporter, régler")
        menu = QMenu(self.tools)
        for name, text, icon in TOOLS:
            action = menu.addAction(text)
            icons.apply(action, icon)
            action.triggered.connect(partial(self._want, name))
        self.tools.setMenu(menu)
        self.new = push_button(
            "&Nouvelle entrée…", self, icon="plus", tooltip="Inscrire un rappel, un appel ou une note (N)"
        )
        acts = QWidget(self)
        row = QHBoxLayout(acts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.done_box)
        row.addWidget(self.search, 1)
        row.addWidget(self.tools)
        row.addWidget(self.new)
        bar = FlowLayout(self, 10, wide=acts)
        for part in (self.views, self.chips, acts):
            bar.addWidget(part)
        self.views.chosen_changed.connect(self._on_view)
        self.chips.chosen_changed.connect(self.filter_changed)
        self.search.search_requested.connect(self.filter_changed)
        self.search.list_wanted.connect(self.results_wanted)
        self.done_box.toggled.connect(self.filter_changed)
        self.new.clicked.connect(self.new_wanted)

    def wanted(self, done_since: date) -> Wanted:
        """What the filters and the search keep; of what is done, nothing from before a day in the list."""
        return Wanted(
            frozenset(self.chips.chosen()), self.search.text(), self.done_box.isChecked(), done_since
        )

    def count(self, counts: Mapping[str, int]) -> None:
        """Show in each kind how many entries are still to be dealt with; a kind without any steps back."""
        for kind, _ in CHIPS:
            self.chips.set_count(kind, counts.get(kind))
            self.chips.set_offered(kind, offered=kind in counts)

    def nothing(self) -> tuple[str, str]:
        """What an empty list says: title and way out."""
        if self.chips.chosen() or self.search.text().strip():
            return "Aucune entrée ne correspond.", "Retirez un filtre ou effacez la recherche."
        teaching = (
            "Les appels du plan de relance, les promesses et les délais des lettres s’y inscrivent seuls. "
            "Touche N\u00a0: y ajouter un rappel."
        )
        return "Rien à faire dans l’agenda.", teaching

    @Slot(tuple)
    def _on_view(self, chosen: tuple[str, ...]) -> None:
        view = chosen[0] if chosen else MONTH
        self.views.set_chosen([view])
        self.view_chosen.emit(view)

    def _want(self, name: str, *_checked: bool) -> None:
        self.action_wanted.emit(name)
