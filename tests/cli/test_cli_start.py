"""The command as a program of its own: it starts without Qt, on any terminal, with any end of its pipes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src"
COMMAND = [sys.executable, "-W", "error", "-m", "creances_desktop.cli"]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SRC), **more}


def test_it_never_loads_qt_and_the_help_loads_nothing_heavy(demo_file: Path, tmp_path: Path) -> None:
    program = """
import json, sys
from creances_desktop.cli import main
try:
    main(["--aide"])
except SystemExit:
    pass
light = sorted(sys.modules)
done = [main(words) for words in json.loads(sys.argv[1])]
print(json.dumps([light, done, sorted(sys.modules)]))
"""
    path = str(demo_file)
    words = [
        ["balance", "--dossier", path, "--jour", "2026-11-21", "--json"],
        ["relances", "--dossier", path, "--jour", "2026-11-21", "--sortie", str(tmp_path / "s"), "--json"],
        ["verifier", "--dossier", path],
        ["exporter", "--dossier", path, "--vers", str(tmp_path / "e")],
    ]
    done = subprocess.run(
        [sys.executable, "-c", program, json.dumps(words)],
        capture_output=True,
        text=True,
        env=environment(),
        check=True,
    )
    light, codes, loaded = json.loads(done.stdout.splitlines()[-1])
    assert codes == [0, 0, 0, 0]
    assert not [name for name in loaded if name.startswith(("PySide6", "shiboken6"))]
    heavy = ("sqlalchemy", "reportlab", "alembic", "pypdf", "holidays")
    assert not [name for name in light if name.split(".")[0] in heavy]


def test_it_answers_without_a_standard_input(demo_file: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "balance", "--dossier", str(demo_file), "--jour", "2026-11-21", "--json"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment(),
        check=True,
        preexec_fn=lambda: os.close(0),
    )
    assert json.loads(done.stdout)["as_of"] == "2026-11-21"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_a_terminal_without_accents_gets_question_marks(demo_file: Path, encoding: str) -> None:
    done = subprocess.run(
        [*COMMAND, "balance", "--dossier", str(demo_file), "--jour", "2026-11-21"],
        capture_output=True,
        env=environment(PYTHONIOENCODING=encoding),
        check=True,
    )
    text = done.stdout.decode(encoding)
    assert "Total" in text
    assert ("Écuries" in text) == (encoding != "ascii")
    assert done.stderr == b""


def test_a_reader_who_leaves_is_no_failure(demo_file: Path) -> None:
    words = [*COMMAND, "balance", "--dossier", str(demo_file), "--json"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    assert process.stdout is not None
    process.stdout.close()
    _, errors = process.communicate()
    assert process.returncode == 0
    assert errors == b""


def test_no_progress_bar_is_written_into_a_pipe(demo_file: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "relances", "--dossier", str(demo_file), "--sortie", str(tmp_path / "s")],
        capture_output=True,
        env=environment(),
        check=True,
    )
    assert b"\r" not in done.stdout + done.stderr
    assert b"[#" not in done.stdout + done.stderr
