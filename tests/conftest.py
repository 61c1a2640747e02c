"""What every test shares: one French application without a screen, folders of its own, a silent log."""

import gc
import importlib.util
import itertools
import json
import logging
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

# before pytest-qt makes the application
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The machine's speed is no property of the domain; a failure seen once in CI must be seen again.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session")
def qapp(qapp: "QApplication") -> "QApplication":
    """The one application of pytest-qt, in French as the user has it."""
    from creances_desktop.ui.locale import install_french

    assert install_french(qapp), "this PySide6 lacks qtbase_fr"
    return qapp


_TESTS_BETWEEN_COLLECTIONS = 25
_started = itertools.count(1)


@pytest.fixture(autouse=True)
def collector_kept_out_of_painting() -> None:
    """As in the program, the cycle collector works between events only.

    Once a test has let go of its dialog, a collection amid its last painting would destroy it there and then.
    """
    gc.disable()
    if next(_started) % _TESTS_BETWEEN_COLLECTIONS == 0:
        gc.collect()


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the data, logs and settings of the person who runs it, or of another test."""
    monkeypatch.setenv(
        "CREANCES_DATA_DIR", str(tmp_path_factory.getbasetemp() / f"user-{os.urandom(6).hex()}")
    )


@pytest.fixture(autouse=True)
def silent_log(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning or an error that the test did not announce with ``@pytest.mark.allow_log`` fails it."""
    yield
    if request.node.get_closest_marker("allow_log"):
        return
    records = [record for when in ("setup", "call") for record in caplog.get_records(when)]
    unexpected = [f"{r.name}: {r.getMessage()}" for r in records if r.levelno >= logging.WARNING]
    assert not unexpected, "unexpected in the log:\n" + "\n".join(unexpected)


@pytest.fixture(scope="session")
def x_display() -> Iterator[str]:
    """The name (":1") of an X server without a screen, for programs started by tests marked ``system``."""
    server = shutil.which("Xvfb")
    assert server, "Xvfb is missing: dev.py test --system installs it"
    reading, writing = os.pipe()
    arguments = [server, "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    process = subprocess.Popen(arguments, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    try:
        assert number, "Xvfb did not start"
        yield f":{number}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a ledger (xs, s, m or l) of 29/06/2026 with its expected answers, made once."""
    source = Path(__file__).parent / "data" / "ledger" / "generate.py"
    spec = importlib.util.spec_from_file_location("ledger_generator", source)
    assert spec is not None
    assert spec.loader is not None
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    out = tmp_path_factory.mktemp("ledger")

    def make(size: str) -> Path:
        if not (out / size).exists():
            generator.make(size, *generator.SIZES[size], out, date(2026, 6, 29), 20260629)
        return out / size

    return make


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The root of the source tree."""
    return Path(__file__).resolve().parents[1]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say again, just above the closing line, how the checks went that ``dev.py test`` ran first."""
    results: dict[str, bool] = json.loads(os.environ.get("CREANCES_CHECKS", "{}"))
    if not results:
        return
    terminalreporter.section("checks before the tests")
    for name, passed in results.items():
        terminalreporter.write_line(
            f"{name}: {'passed' if passed else 'FAILED'}", red=not passed, green=passed
        )
