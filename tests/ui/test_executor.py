"""Protects the window from freezing, from stale results and from jobs that die unseen."""

import gc
import threading
import time

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from creances_desktop.domain.progress import Cancelled, Progress, stop_if_cancelled
from creances_desktop.ui.executor import Executor, Lane, MainThreadCollector, SynchronousExecutor, Watchdog


@pytest.fixture
def real(qtbot):
    executor = Executor()
    yield executor
    assert executor.shut_down()


def test_a_job_runs_elsewhere_and_its_result_comes_back_on_the_window_thread(real, qtbot):
    seen: list[object] = []

    def job(progress: Progress) -> threading.Thread:
        return threading.current_thread()

    real.submit(job, lambda worker: seen.extend([worker, threading.current_thread()]))
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen[0] is not seen[1]
    assert seen[1] is threading.main_thread()


def test_the_company_file_has_one_worker_and_keeps_the_order(real, qtbot):
    workers: set[int] = set()
    order: list[int] = []

    def job(number: int):
        def run(progress: Progress) -> int:
            workers.add(threading.get_ident())
            return number

        return run

    for number in range(50):
        real.submit(job(number), order.append)
    qtbot.waitUntil(lambda: len(order) == 50)
    assert order == list(range(50))
    assert len(workers) == 1


def test_pdfs_do_not_wait_for_the_company_file(real, qtbot):
    release = threading.Event()
    done: list[str] = []
    real.submit(lambda _: release.wait(5), lambda _: done.append("file"))
    real.submit(lambda _: None, lambda _: done.append("pdf"), lane=Lane.PDF)
    qtbot.waitUntil(lambda: done == ["pdf"])
    release.set()
    qtbot.waitUntil(lambda: done == ["pdf", "file"])


def test_an_exception_goes_to_the_one_who_asked(real, qtbot):
    errors: list[Exception] = []
    ends: list[bool] = []

    def job(progress: Progress) -> None:
        raise LookupError("nothing there")

    real.submit(job, on_error=errors.append, on_finished=lambda: ends.append(True))
    qtbot.waitUntil(lambda: bool(ends))
    assert isinstance(errors[0], LookupError)


def test_an_exception_nobody_asked_for_reaches_the_safety_net(real, qtbot):
    def job(progress: Progress) -> None:
        raise ZeroDivisionError

    with qtbot.waitSignal(real.failed) as blocker:
        real.submit(job)
    assert isinstance(blocker.args[0], ZeroDivisionError)


def test_cancelling_stops_at_the_next_step_and_says_nothing(real, qtbot):
    started = threading.Event()
    ends: list[bool] = []

    def job(progress: Progress) -> None:
        started.set()
        while True:
            stop_if_cancelled(progress)
            time.sleep(0.001)

    failed = []
    real.failed.connect(failed.append)
    task = real.submit(job, lambda _: pytest.fail("delivered"), on_finished=lambda: ends.append(True))
    assert started.wait(5)
    task.cancel()
    qtbot.waitUntil(lambda: bool(ends))
    assert task.done
    assert not failed


def test_a_job_cancelled_before_its_turn_never_runs(real, qtbot):
    release = threading.Event()
    ran: list[bool] = []
    real.submit(lambda _: release.wait(5))
    late = real.submit(lambda _: ran.append(True))
    late.cancel()
    with qtbot.waitSignal(real.finished, check_params_cb=lambda task: task is late):
        release.set()
    assert not ran


def test_only_the_last_answer_of_a_key_is_shown(real, qtbot):
    release = threading.Event()
    shown: list[str] = []

    def slow(progress: Progress) -> str:
        release.wait(5)
        return "old"

    first = real.submit(slow, shown.append, key="search")
    real.submit(lambda _: "new", shown.append, key="search")
    release.set()
    qtbot.waitUntil(lambda: not real.busy())
    assert shown == ["new"]
    assert first.cancelled


def test_a_destroyed_page_is_not_called_back(real, qtbot):
    page = QWidget()
    calls: list[object] = []
    release = threading.Event()
    real.submit(lambda _: release.wait(5), calls.append, owner=page)
    page.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(page))
    release.set()
    qtbot.waitUntil(lambda: not real.busy())
    assert calls == []


def test_progress_arrives_and_its_last_step_is_never_left_out(real, qtbot):
    steps: list[tuple[int, int, str]] = []
    ends: list[bool] = []

    def job(progress: Progress) -> None:
        for number in range(1, 501):
            progress.report(number, 500, f"lettre {number}")

    real.submit(job, on_progress=lambda *step: steps.append(step), on_finished=lambda: ends.append(True))
    qtbot.waitUntil(lambda: bool(ends))
    assert steps[-1] == (500, 500, "lettre 500")
    assert len(steps) < 100


def test_closing_waits_for_the_workers_and_delivers_nothing(qtbot):
    executor = Executor()
    calls: list[object] = []
    executor.submit(lambda _: 1, calls.append)
    assert executor.shut_down()
    other = Executor()
    with qtbot.waitSignal(other.finished):
        other.submit(lambda _: None)
    assert calls == []
    assert other.shut_down()


def test_the_synchronous_executor_answers_before_submit_returns(qapp):
    executor = SynchronousExecutor()
    seen: list[object] = []

    def job(progress: Progress) -> int:
        progress.report(1, 1, "fini")
        return 42

    task = executor.submit(job, seen.append, on_progress=lambda *step: seen.append(step))
    assert seen == [(1, 1, "fini"), 42]
    assert task.done
    assert not executor.busy()


def test_a_synchronous_job_that_stops_itself_is_a_cancellation(qapp):
    executor = SynchronousExecutor()
    failed: list[object] = []
    executor.failed.connect(failed.append)

    def job(progress: Progress) -> None:
        raise Cancelled

    assert executor.submit(job).done
    assert failed == []


def test_garbage_is_collected_on_the_window_thread_only(qtbot):
    collector = MainThreadCollector(every_ms=10)
    phases: list[int] = []

    def watch(phase: str, info: dict[str, int]) -> None:
        phases.append(threading.get_ident())

    gc.callbacks.append(watch)
    try:
        assert not gc.isenabled()
        cycles = []
        for _ in range(5000):
            cycle: list[object] = []
            cycle.append(cycle)
            cycles.append(cycle)
        qtbot.waitUntil(lambda: bool(phases))
    finally:
        gc.callbacks.remove(watch)
        collector.stop()
    assert set(phases) == {threading.main_thread().ident}
    assert gc.isenabled()


@pytest.mark.allow_log
def test_a_blocked_window_leaves_a_line_in_the_log(qtbot, caplog):
    parent = QObject()
    watchdog = Watchdog(parent, limit_ms=50)
    time.sleep(0.3)
    qtbot.waitUntil(lambda: "main thread blocked" in caplog.text)
    assert watchdog.parent() is parent
