"""The bar above the calendar: month or list, kinds, search, what is done, a new entry."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from creances_desktop.domain.calendar import CalendarEntry
from creances_desktop.domain.text import fold
from creances_desktop.ui.pages.calendar_columns import CHIPS
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.chips import Chips
from creances_desktop.ui.widgets.search import SearchField

MONTH, LIST = "month", "list"


class CalendarBar(QWidget):
    """What decides which entries are shown, and how.

    Signals:
        view_chosen(str): `MONTH` or `LIST`.
        filter_changed(): other entries are kept.
        results_wanted(): the user goes from the search to what it found.
        new_wanted(): the user enters something.
    """

    view_chosen = Signal(str)
    filter_changed = Signal()
    results_wanted = Signal()
    new_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views = Chips(((MONTH, "Mois"), (LIST, "Liste")), self, exclusive=True, name="Présentation")
        self.views.set_chosen([MONTH])
        self.views.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.chips = Chips(CHIPS, self, name="Genres d’entrées")
        self.done_box = QCheckBox("Déjà fait", self)
        self.done_box.setToolTip("Montrer aussi ce qui est déjà fait")
        self.search = SearchField("Rechercher", self)
        self.new = push_button(
            "&Nouvelle entrée…", self, icon="plus", tooltip="Inscrire un rappel, un appel ou une note (N)"
        )
        bar = QHBoxLayout(self)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(10)
        self.search.setMaximumWidth(self.fontMetrics().averageCharWidth() * 34)
        for widget, share in (
            *((self.views, 0), (self.chips, 0), (QWidget(self), 1)),
            *((self.done_box, 0), (self.search, 1), (self.new, 0)),
        ):
            bar.addWidget(widget, share)
        self.views.chosen_changed.connect(self._on_view)
        self.chips.chosen_changed.connect(self.filter_changed)
        self.search.search_requested.connect(self.filter_changed)
        self.search.list_wanted.connect(self.results_wanted)
        self.done_box.toggled.connect(self.filter_changed)
        self.new.clicked.connect(self.new_wanted)

    def kept(self, entries: Iterable[CalendarEntry]) -> list[CalendarEntry]:
        """The entries that the filters and the search leave."""
        kinds, done = set(self.chips.chosen()), self.done_box.isChecked()
        words = fold(self.search.text()).split()
        return [
            entry
            for entry in entries
            if (done or entry.done_on is None)
            and (not kinds or entry.kind.value in kinds)
            and all(word in fold(f"{entry.client_name} {entry.title} {entry.note}") for word in words)
        ]

    def count(self, entries: Iterable[CalendarEntry]) -> None:
        """Show in each kind how many entries are still to be dealt with."""
        counts: dict[str, int] = {}
        for entry in entries:
            if entry.done_on is None:
                counts[entry.kind.value] = counts.get(entry.kind.value, 0) + 1
        for kind, _ in CHIPS:
            self.chips.set_count(kind, counts.get(kind))

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
