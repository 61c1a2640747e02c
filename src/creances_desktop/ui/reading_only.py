"""A window that only reads: what writes is there, disabled, and says why."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from creances_desktop.ui.session import Session

ONLY_READING = "Lecture seule"
REASON = f"{ONLY_READING}\u00a0: indisponible, ce dossier est ouvert ailleurs ou ne peut pas être modifié"


def disable_if_reading(session: Session, *writing: QWidget | QAction | QShortcut) -> None:
    """Disable what writes for as long as the window lives, when its dossier is only read.

    Pages enable their buttons as the selection goes: these stay disabled, and their tooltip is the reason.
    """
    if session.store.read_only:
        for one in writing:
            if isinstance(one, QShortcut):
                one.setEnabled(False)
                continue
            forbid(one)
            if isinstance(one, QWidget):
                one.installEventFilter(_Held(one))
            else:
                one.changed.connect(lambda action=one: forbid(action))
                for holder in one.associatedObjects():
                    if isinstance(holder, QMenu):
                        holder.setToolTipsVisible(True)


def forbid(one: QWidget | QAction) -> None:
    """Disable it and say why; nothing is touched that is so already, for what watches it."""
    if one.isEnabled():
        one.setEnabled(False)
    if one.toolTip() != REASON:
        one.setToolTip(REASON)
        one.setStatusTip(REASON)


class _Held(QObject):
    """Keeps one widget disabled, whatever enables it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.EnabledChange, QEvent.Type.ToolTipChange) and isinstance(
            watched, QWidget
        ):
            forbid(watched)
        return False
