"""The safety net: whatever goes wrong is written to the log, said once to the user, and the program goes on.

The log never holds business data: tracebacks keep their code, not their values (see report_window.masked).
"""

from __future__ import annotations

import logging
import logging.handlers
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, Slot, qInstallMessageHandler

from creances_desktop.domain.errors import DomainError
from creances_desktop.ui import messages, report_window

log = logging.getLogger("creances_desktop")
qt_log = logging.getLogger("qt")

LOG_BYTES = 500_000
LOG_FILES = 3
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def start_log(folder: Path) -> Path:
    """The log file in `folder`, written from now on; it turns over at 500 kB and keeps three old ones."""
    path = folder / "creances.log"
    handler = logging.handlers.RotatingFileHandler(
        path, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8", delay=True
    )
    handler.addFilter(_without_values)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return path


def _without_values(record: logging.LogRecord) -> bool:
    """True, once a record of a library tells only where it comes from: it may quote what a file holds."""
    if not record.name.startswith((log.name, qt_log.name)):
        record.msg, record.args = f"{record.module}, line {record.lineno}", None
        record.exc_info = record.exc_text = None
    return True


class SafetyNet(QObject):
    """Catches what nobody caught, on every thread, and what Qt complains about.

    Exceptions of other threads are brought to the window's thread by a signal before anything is shown.
    """

    _caught = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._caught.connect(self.report)
        self._previous = (sys.excepthook, threading.excepthook)
        self._previous_handler: Callable[[QtMsgType, QMessageLogContext, str], Any] | None = None
        self._reporting = False

    def install(self) -> None:
        """Catch from now on."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        self._previous_handler = qInstallMessageHandler(_on_qt_message)

    def remove(self) -> None:
        """Give the hooks back to those who had them before."""
        sys.excepthook, threading.excepthook = self._previous
        qInstallMessageHandler(self._previous_handler)

    @Slot(object)
    def report(self, error: BaseException) -> None:
        """Write the exception to the log and tell the user; to be connected to `Executor.failed` as well.

        A refusal that no page handled is still said as what it is, not as a bug.
        """
        if isinstance(error, DomainError):
            log.warning("a refusal reached the safety net: %s", type(error).__name__)
        else:
            log.error("unexpected %s\n%s", type(error).__name__, report_window.details_of(error))
        if self._reporting:
            return
        self._reporting = True
        try:
            messages.show_error(error)
        finally:
            self._reporting = False

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self._caught.emit(error.with_traceback(trace))

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            self._caught.emit(args.exc_value.with_traceback(args.exc_traceback))


def _on_qt_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s", text)
