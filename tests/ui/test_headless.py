"""Pictures of the window are taken once it has settled, not while it is still at work."""

from time import perf_counter

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QVBoxLayout
from pytestqt.qtbot import QtBot

from creances_desktop.ui.executor import SynchronousExecutor
from creances_desktop.ui.headless import wait_until_idle


def test_a_quiet_time_that_ends_late_is_waited_for_again(qapp: QApplication) -> None:
    settled: list[bool] = []

    def work() -> None:
        start = perf_counter()
        while perf_counter() - start < 0.3:
            pass
        QTimer.singleShot(0, lambda: QTimer.singleShot(0, lambda: settled.append(True)))

    QTimer.singleShot(5, work)
    wait_until_idle(SynchronousExecutor(), settle_ms=50)
    assert settled


def test_what_was_done_at_the_end_of_the_quiet_time_is_laid_out(qapp: QApplication, qtbot: QtBot) -> None:
    """A card that was filled in the last moment had its new lines still hidden."""
    frame = QFrame()
    layout = QVBoxLayout(frame)
    qtbot.addWidget(frame)
    frame.show()
    label = QLabel("1\u00a0078,80\u00a0€", frame)

    def fill() -> None:
        start = perf_counter()
        while perf_counter() - start < 0.1:
            pass
        layout.addWidget(label)

    QTimer.singleShot(90, fill)
    wait_until_idle(SynchronousExecutor(), settle_ms=100)
    assert label.isVisible()
    assert label.height() > 1
