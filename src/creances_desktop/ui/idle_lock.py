"""The window locks itself after a while without a key or a click: it is covered, nothing closes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.services import passwords
from creances_desktop.services.changes import Changes, changed
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.dialogs.password import PasswordField
from creances_desktop.ui.widgets.buttons import SideButton

_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class IdleLock(QObject):
    """Watches the keyboard and the mouse of the whole program while a protected dossier is open.

    A form that is being filled stays as it is behind its cover, and goes on once the password was given.

    Signals:
        closing_requested(): who sits there cannot unlock it, and closes the program instead.
    """

    closing_requested = Signal()

    def __init__(self, path: Path, minutes: int, parent: QObject | None = None) -> None:
        """`minutes` without a sign of life; 0 never locks."""
        super().__init__(parent)
        self._path = path
        self._covers: list[QWidget] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.lock)
        self.set_minutes(minutes)

    @property
    def is_locked(self) -> bool:
        """Whether the windows are covered."""
        return bool(self._covers)

    def set_minutes(self, minutes: int) -> None:
        """Lock after so many minutes from now on; 0: never."""
        self.stop()
        self._timer.setInterval(minutes * 60_000)
        app = QApplication.instance()
        if minutes and app is not None:
            app.installEventFilter(self)  # only then: a filter costs every event some time
            self._timer.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        if (app := QApplication.instance()) is not None:
            app.removeEventFilter(self)

    @Slot()
    def lock(self) -> None:
        """Cover every window and ask for the password; returns once it was given."""
        if self._covers or not passwords.is_protected(self._path):
            return
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.isWindow()]
        self._covers = [_Cover(one) for one in shown]
        dialog = LockDialog(self._path, QApplication.activeModalWidget() or _first(shown))
        unlocked = dialog.run() is not None
        for cover in self._covers:
            cover.setParent(None)
            cover.deleteLater()
        self._covers = []
        if unlocked:
            self.set_minutes(self._timer.interval() // 60_000)
        else:
            self.closing_requested.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE and self._timer.interval() and not self._covers:
            self._timer.start()
        return False


class LockDialog(FormDialog):
    """Asks for the password of the open dossier; it closes with it, or with the program."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__("Créances est verrouillé", "Déverrouiller", parent, width=34)
        self._path = path
        self._leaving = False
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        words = QLabel("Donnez le mot de passe du dossier pour continuer où vous en étiez.", self)
        words.setWordWrap(True)
        self.password = PasswordField(self, required="Donnez le mot de passe.")
        form = self.form = add_form(self)
        form.add("current", "Mot de &passe", self.password)
        self.body.addWidget(words)
        self.body.addWidget(form)
        self.cancel_button.hide()
        self.leave_button = SideButton("&Fermer le programme", self)
        self.buttons.addButton(self.leave_button, QDialogButtonBox.ButtonRole.ResetRole)
        self.leave_button.clicked.connect(self._on_leave)
        self.password.setFocus()

    def save(self) -> Changes | None:
        try:
            passwords.check_current(self._path, self.password.text())
        except InvalidValue:
            self.password.selectAll()
            raise
        return changed(message="")

    @Slot()
    def _on_leave(self) -> None:
        self._leaving = True
        self.reject()

    @Slot()
    def reject(self) -> None:
        """Escape opens nothing."""
        if self._leaving:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._leaving:
            event.ignore()


class _Cover(QWidget):
    """Stands over all that a window shows."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        word = QLabel("Verrouillé", self)
        word.setProperty("heading", True)
        layout = QVBoxLayout(self)
        layout.addWidget(word, 0, Qt.AlignmentFlag.AlignCenter)
        window.installEventFilter(self)
        self._fill(window)
        self.show()
        self.raise_()

    def _fill(self, window: QWidget) -> None:
        self.setGeometry(window.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self._fill(watched)
        return False


def _first(widgets: list[QWidget]) -> QWidget | None:
    return next(iter(widgets), None)
