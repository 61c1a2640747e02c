"""Two parts of a page whose share the user chooses, and finds again at the next start."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSplitter, QWidget

from creances_desktop.ui.preferences import preferences


class KeptSplitter(QSplitter):
    """A splitter that remembers under its name where the user put it; no part ever vanishes."""

    def __init__(self, name: str, orientation: Qt.Orientation, parent: QWidget) -> None:
        """`name` is the key of the sizes and never changes."""
        super().__init__(orientation, parent)
        self._key = f"splitters/{name}"
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._keep)

    def share(self, *usual: int) -> None:
        """Give the parts their sizes in pixels as the user left them, else these; none: those they ask for.

        To be called once the parts are in.
        """
        if sizes := self._kept() or list(usual):
            self.setSizes(sizes)

    def _kept(self) -> list[int]:
        try:
            sizes = json.loads(str(preferences().value(self._key, "[]")))
        except ValueError:
            return []
        right = isinstance(sizes, list) and all(isinstance(size, int) and size > 0 for size in sizes)
        return sizes if right and len(sizes) == self.count() else []

    @Slot()
    def _keep(self) -> None:
        preferences().setValue(self._key, json.dumps(self.sizes()))
