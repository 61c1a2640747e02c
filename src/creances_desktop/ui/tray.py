"""The icon beside the clock: what the calendar asks today, at the hours chosen, while the program runs.

Where the desktop has no such place, nothing is shown and nothing is missed: the page says the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.notifications import is_due
from creances_desktop.services import notifications
from creances_desktop.ui.session import Session

CHECK_MS = 60_000
SHOWN_MS = 15_000


class TrayNotifier(QObject):
    """Watches the clock and says what is to be done.

    Signals:
        opened(): the user clicked what was said.
    """

    opened = Signal()

    def __init__(
        self,
        session: Session,
        parent: QWidget,
        *,
        clock: Callable[[], datetime] = datetime.now,
        icon: QSystemTrayIcon | None = None,
    ) -> None:
        """`icon` None: the tray of the desktop where there is one."""
        super().__init__(parent)
        self._session, self._clock = session, clock
        self._said: datetime | None = None
        self._icon = icon
        if icon is None and QSystemTrayIcon.isSystemTrayAvailable():
            self._icon = QSystemTrayIcon(parent.windowIcon(), self)
        if self._icon is None:
            return
        self._icon.setToolTip("Créances")
        self._icon.messageClicked.connect(self.opened)
        self._icon.activated.connect(lambda _: self.opened.emit())
        self._timer = QTimer(self)
        self._timer.setInterval(CHECK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @property
    def is_shown(self) -> bool:
        """Whether the desktop has a place for it."""
        return self._icon is not None

    @Slot()
    def look(self) -> None:
        """Say what is to be done if an hour chosen has come."""
        if self._icon is None:
            return
        try:
            rules = notifications.rules(self._session.store)
            self._icon.setVisible(rules.enabled)
            now = self._clock()
            if not is_due(now, self._said, rules):
                return
            title, text = notifications.message(self._session.store, self._session.today())
        except DomainError:
            # The pages say what is wrong with the file; nothing is said twice.
            return
        self._said = now
        if title:
            self._icon.showMessage(title, text, QSystemTrayIcon.MessageIcon.Information, SHOWN_MS)

    def hide(self) -> None:
        """Take the icon away: the dossier is closed."""
        if self._icon is not None:
            self._icon.hide()
            self._timer.stop()
