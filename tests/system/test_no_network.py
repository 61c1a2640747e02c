"""Nothing leaves the machine: no process of the program so much as asks for an internet socket.

The main job runs in a network namespace without routes, under strace, which sees every call of every child.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [pytest.mark.system, pytest.mark.timeout(600)]

DAY = "2026-06-29"
ROOT = Path(__file__).parents[2]
INTERNET = re.compile(r"^.*\b(?:socket|connect|sendto|bind)\(.*AF_INET6?\b.*$", re.MULTILINE)


def alone(trace: Path, *words: str) -> list[str]:
    """The command that runs *words* without a network and writes what they ask of it into *trace*."""
    strace, unshare = shutil.which("strace"), shutil.which("unshare")
    assert strace, "strace is missing: dev.py test --system installs it"
    assert unshare, "unshare is missing: it belongs to util-linux"
    rights = [] if os.geteuid() == 0 else ["--map-root-user"]
    calls = "trace=socket,connect,sendto,bind"
    return [strace, "-f", "-qq", "-e", calls, "-o", str(trace), unshare, "--net", *rights, *words]


def asked_of_the_network(trace: Path) -> list[str]:
    """The lines of the trace that name an internet socket."""
    return INTERNET.findall(trace.read_text(encoding="utf-8", errors="replace"))


@pytest.fixture
def environment() -> dict[str, str]:
    return dict(os.environ, PYTHONPATH=str(ROOT / "src"))


def run(trace: Path, environment: dict[str, str], *words: str) -> None:
    done = subprocess.run(
        alone(trace, sys.executable, "-m", *words),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert asked_of_the_network(trace) == []


def test_the_trace_sees_who_asks(tmp_path: Path, environment: dict[str, str]) -> None:
    """Otherwise the tests below could not fail."""
    trace = tmp_path / "trace"
    script = "import socket; socket.socket().connect_ex(('192.0.2.1', 80))"
    subprocess.run(alone(trace, sys.executable, "-c", script), env=environment, check=True, timeout=60)
    assert len(asked_of_the_network(trace)) == 2


def test_the_command_asks_for_no_network(tmp_path: Path, environment: dict[str, str]) -> None:
    dossier, trace = str(tmp_path / "exemple.creances"), tmp_path / "trace"
    run(trace, environment, "creances_desktop.cli", "demo", "--vers", dossier, "--jour", DAY)
    letters = str(tmp_path / "lettres")
    words = ("relances", "--dossier", dossier, "--sortie", letters, "--jour", DAY)
    run(trace, environment, "creances_desktop.cli", *words)
    run(trace, environment, "creances_desktop.cli", "verifier", "--dossier", dossier)
    assert list(Path(letters).glob("*.pdf"))


def test_the_pages_ask_for_no_network(tmp_path: Path, environment: dict[str, str]) -> None:
    words = ("creances_desktop", "--sans-ecran", "--sortie", str(tmp_path / "sortie"), "--jour", DAY)
    run(tmp_path / "trace", environment | {"QT_QPA_PLATFORM": "offscreen"}, *words)
    assert len(list((tmp_path / "sortie").glob("*.png"))) == 5


def test_the_window_asks_for_no_network(tmp_path: Path, environment: dict[str, str], x_display: str) -> None:
    trace = tmp_path / "trace"
    environment |= {"DISPLAY": x_display, "QT_QPA_PLATFORM": "xcb"}
    words = (sys.executable, "-m", "creances_desktop", "--exemple", "--jour", DAY)
    with subprocess.Popen(alone(trace, *words), env=environment) as process:
        try:
            for _ in range(600):
                search = ["xdotool", "search", "--onlyvisible", "--name", "Créances"]
                found = subprocess.run(search, env=environment, capture_output=True, text=True, check=False)
                if found.stdout.strip() or process.poll() is not None:
                    break
                time.sleep(0.1)
            assert found.stdout.strip(), "the window did not come"
            time.sleep(3)  # the day begins: jobs of the executor, previews
            assert process.poll() is None
        finally:
            subprocess.run(["pkill", "-KILL", "-P", str(process.pid)], check=False)
            process.kill()
    assert asked_of_the_network(trace) == []
    assert "AF_UNIX" in trace.read_text(encoding="utf-8", errors="replace"), "it never met the display"
