"""The one place where long work runs: one worker for the company file, one pool for PDFs.

A job is a function of a `Progress`; it takes and returns values, never widgets. Its result comes back on the
thread of the window by a signal that belongs to the executor: a runnable that owned its signal could die
before it is delivered.
"""

from __future__ import annotations

import gc
import itertools
import logging
import threading
import time
from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QElapsedTimer, QObject, Qt, QThread, QThreadPool, QTimer, Signal, Slot

from creances_desktop.domain.progress import Cancelled, Progress

log = logging.getLogger(__name__)

Result = TypeVar("Result")
Job = Callable[[Progress], Result]
OnError = Callable[[Exception], None]
OnProgress = Callable[[int, int, str], None]

REPORT_EVERY = 0.05
"""Seconds between two progress signals of a task: more would only keep the window busy repainting."""


class Lane(Enum):
    """Where a job runs: `FILE` one at a time, in order; `PDF` beside it, several at once."""

    FILE = "file"
    PDF = "pdf"


class Task:
    """A submitted job: what the window keeps to cancel it or to follow its progress.

    It is the `Progress` that the job receives; `report` and `cancelled` may be used from any thread.
    """

    def __init__(self, executor: Executor, number: int, label: str, key: str | None) -> None:
        self.number = number
        self.label = label
        self.key = key
        self.done = False
        self._executor = executor
        self._stop = threading.Event()
        self._last_report = 0.0

    def report(self, done: int, total: int, text: str = "") -> None:
        """Tell the window how far the job is; close reports are left out, never the last."""
        now = time.monotonic()
        if now - self._last_report < REPORT_EVERY and not (total and done >= total):
            return
        self._last_report = now
        self._executor.deliver_report(self, done, total, text)

    @property
    def cancelled(self) -> bool:
        """True once the user asked to stop, or once a newer task made this one useless."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the job to stop at its next complete step; one that has not started never runs."""
        self._stop.set()


class _Callbacks:
    """What to call on the window's thread when a task ends."""

    __slots__ = ("on_done", "on_error", "on_finished", "on_progress", "owner")

    def __init__(
        self,
        on_done: Callable[[Any], None] | None,
        on_error: OnError | None,
        on_progress: OnProgress | None,
        on_finished: Callable[[], None] | None,
        owner: QObject | None,
    ) -> None:
        self.on_done = on_done
        self.on_error = on_error
        self.on_progress = on_progress
        self.on_finished = on_finished
        self.owner = owner

    def wanted(self) -> bool:
        """False when the widget that asked was destroyed meanwhile."""
        return self.owner is None or shiboken6.isValid(self.owner)


class Executor(QObject):
    """Runs jobs away from the window and brings their results back to it.

    Signals:
        started(Task): a task was accepted.
        progressed(Task, int, int, str): done, total (0: unknown) and French text of the step.
        finished(Task): a task ended, whatever the way; after its callbacks.
        failed(object): an exception nobody asked for; the safety net listens.
    """

    started = Signal(object)
    progressed = Signal(object, int, int, str)
    finished = Signal(object)
    failed = Signal(object)
    _reported = Signal(object, int, int, str)
    _ended = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._running: dict[Task, _Callbacks] = {}
        self._latest: dict[str, Task] = {}
        self._pools = {Lane.FILE: QThreadPool(self), Lane.PDF: QThreadPool(self)}
        self._pools[Lane.FILE].setMaxThreadCount(1)
        self._pools[Lane.FILE].setExpiryTimeout(-1)
        self._pools[Lane.PDF].setMaxThreadCount(max(1, QThread.idealThreadCount() - 1))
        self._reported.connect(self._on_reported, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    def submit(
        self,
        job: Job[Result],
        on_done: Callable[[Result], None] | None = None,
        on_error: OnError | None = None,
        on_progress: OnProgress | None = None,
        *,
        on_finished: Callable[[], None] | None = None,
        lane: Lane = Lane.FILE,
        key: str | None = None,
        owner: QObject | None = None,
        label: str = "",
    ) -> Task:
        """The task of `job`, queued; all callbacks run later on the window's thread.

        `on_error` receives every exception of the job; without it the exception goes to `failed`. A
        cancelled job (it raised Cancelled, or never started) calls neither. `on_finished` is called in every
        case, except when the result is stale: a later task with the same `key` replaces this one, and a
        destroyed `owner` wants nothing. `label` is the French name of the work, for the progress strip.
        """
        task = Task(self, next(self._numbers), label, key)
        if key is not None:
            if (previous := self._latest.get(key)) is not None:
                previous.cancel()
            self._latest[key] = task
        self._running[task] = _Callbacks(on_done, on_error, on_progress, on_finished, owner)
        self.started.emit(task)
        self._launch(lambda: self._run(task, job), lane)
        return task

    def busy(self) -> bool:
        """True while a task is queued, running or not yet delivered."""
        return bool(self._running)

    def forget(self, key: str) -> None:
        """Cancel the task with this key and drop its result."""
        if (task := self._latest.pop(key, None)) is not None:
            task.cancel()

    def cancel_all(self) -> None:
        """Ask every task to stop."""
        for task in self._running:
            task.cancel()

    def shut_down(self, milliseconds: int = 10_000) -> bool:
        """True when every worker ended within the time; nothing is delivered afterwards."""
        self.cancel_all()
        self._running.clear()
        self._latest.clear()
        ended = [pool.waitForDone(milliseconds) for pool in self._pools.values()]
        return all(ended)

    def deliver_report(self, task: Task, done: int, total: int, text: str) -> None:
        """Bring a report to the window's thread; called by the task from its worker."""
        self._reported.emit(task, done, total, text)

    def _launch(self, run: Callable[[], None], lane: Lane) -> None:
        self._pools[lane].start(run)

    def _run(self, task: Task, job: Job[Any]) -> None:
        """Run on the worker: whatever happens, one end is delivered."""
        result: object = None
        error: Exception | None = None
        try:
            if task.cancelled:
                raise Cancelled
            result = job(task)
        except Exception as problem:  # noqa: BLE001 - the window's thread decides what to do with it
            error = problem
        if shiboken6.isValid(self):
            self._ended.emit(task, result, error)

    @Slot(object, int, int, str)
    def _on_reported(self, task: Task, done: int, total: int, text: str) -> None:
        callbacks = self._running.get(task)
        if callbacks is None or task.cancelled or not callbacks.wanted():
            return
        if callbacks.on_progress is not None:
            callbacks.on_progress(done, total, text)
        self.progressed.emit(task, done, total, text)

    @Slot(object, object, object)
    def _on_ended(self, task: Task, result: object, error: Exception | None) -> None:
        callbacks = self._running.pop(task, None)
        if callbacks is None:
            return
        task.done = True
        try:
            if callbacks.wanted() and not self._stale(task):
                self._call_back(callbacks, result, error)
            elif error is not None and not isinstance(error, Cancelled):
                log.warning("a stale task failed: %s", type(error).__name__)
        finally:
            if task.key is not None and self._latest.get(task.key) is task:
                del self._latest[task.key]
            self.finished.emit(task)

    def _stale(self, task: Task) -> bool:
        return task.key is not None and self._latest.get(task.key) is not task

    def _call_back(self, callbacks: _Callbacks, result: object, error: Exception | None) -> None:
        try:
            if error is None:
                if callbacks.on_done is not None:
                    callbacks.on_done(result)
            elif isinstance(error, Cancelled):
                pass
            elif callbacks.on_error is not None:
                callbacks.on_error(error)
            else:
                self.failed.emit(error)
        finally:
            if callbacks.on_finished is not None:
                callbacks.on_finished()


class SynchronousExecutor(Executor):
    """The executor for tests: a job runs and its callbacks are called before `submit` returns."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reported.disconnect()
        self._ended.disconnect()
        self._reported.connect(self._on_reported, Qt.ConnectionType.DirectConnection)
        self._ended.connect(self._on_ended, Qt.ConnectionType.DirectConnection)

    def _launch(self, run: Callable[[], None], lane: Lane) -> None:
        run()


class MainThreadCollector(QObject):
    """Collects garbage on the window's thread only.

    A cycle that holds a Qt object, collected by chance on a worker, destroys a widget on the wrong thread.
    """

    def __init__(self, parent: QObject | None = None, *, every_ms: int = 1_000) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(every_ms)
        self._timer.timeout.connect(self.collect_if_due)
        self._timer.start()

    @Slot()
    def collect_if_due(self) -> None:
        """Collect the oldest generation over its threshold, as the interpreter would have done."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation] > 0:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Give collection back to the interpreter."""
        self._timer.stop()
        gc.enable()


class Watchdog(QObject):
    """Writes a line to the log when the window's thread was blocked for too long."""

    TICK_MS = 100

    def __init__(self, parent: QObject | None = None, *, limit_ms: int = 200) -> None:
        super().__init__(parent)
        self._limit = limit_ms
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(self.TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._clock.start()
        self._timer.start()

    @Slot()
    def _on_tick(self) -> None:
        blocked = self._clock.restart() - self.TICK_MS
        if blocked > self._limit:
            log.warning("main thread blocked for %d ms", blocked)
