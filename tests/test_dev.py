"""packaging/dev.py: what it decides, without installing anything."""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

Calls = list[tuple[list[str], dict[str, str]]]


@pytest.fixture
def dev(project_root: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module of its own, with a set-up that does nothing."""
    spec = importlib.util.spec_from_file_location("dev_script", project_root / "packaging" / "dev.py")
    assert spec
    assert spec.loader
    monkeypatch.syspath_prepend(project_root / "packaging")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "set_up", lambda profile: None)
    return module


@pytest.fixture
def calls(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """The commands that the script would have run, each answered with success."""
    made: Calls = []

    def record(command: list[str], environment: dict[str, str], cwd: Path | None = None) -> int:
        made.append((command, environment))
        return 0

    monkeypatch.setattr(dev, "_call", record)
    return made


def _answer(code: int) -> Callable[..., int]:
    return lambda *arguments, **options: code


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux runs without a display")
def test_without_a_display_run_writes_the_pages(
    dev: ModuleType, calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert dev.run([]) == 0
    command, environment = calls[0]
    assert command[2:] == ["creances_desktop", "--sans-ecran", "--sortie", "./sortie"]
    assert environment["QT_QPA_PLATFORM"] == "offscreen"
    assert "no display" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_with_a_display_run_opens_the_example_or_what_is_asked(
    dev: ModuleType, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    dev.run([])
    dev.run(["Mon dossier.creances"])
    assert [command[3:] for command, _ in calls] == [["--exemple"], ["Mon dossier.creances"]]


def test_a_failed_check_fails_the_run_even_when_the_tests_pass(
    dev: ModuleType, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "_run_checks", lambda: {"ruff check": True, "mypy": False})
    assert dev.test([], markers=[]) == 1
    assert calls[0][1]["CREANCES_CHECKS"] == '{"ruff check": true, "mypy": false}'


def test_tests_that_were_to_run_and_did_not_are_a_failure(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "missing_packages", lambda names: [])
    nothing_collected = 5
    monkeypatch.setattr(dev, "_call", _answer(nothing_collected))
    assert dev.test([], markers=["system"]) == nothing_collected


def test_missing_system_packages_are_named_when_rights_are_wanting(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev.system_packages, "_sudo", lambda: None)
    assert dev.install_packages(["libegl1", "libgl1"]) is False
    (line,) = capsys.readouterr().out.splitlines()
    assert line.endswith("sudo apt-get install -y --no-install-recommends libegl1 libgl1")


def test_a_library_is_present_under_either_of_its_names(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = "libglib2.0-0t64 installed\nlibcups2 config-files\n"
    monkeypatch.setattr(dev.system_packages.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(
        dev.subprocess, "run", lambda command, **options: subprocess.CompletedProcess(command, 1, answer, "")
    )
    assert dev.missing_packages(["libglib2.0-0|libglib2.0-0t64", "libcups2|libcups2t64"]) == ["libcups2"]


@pytest.mark.skipif(os.name == "nt", reason="the wrapper is a shell script")
def test_the_commands_bear_spaces_and_accents_in_the_path_of_the_project(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "Été chez moi"
    package = project / "src" / "creances_desktop"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "cli.py").write_text("import sys\ndef main():\n    print(sys.argv[1])\n    return 3\n")
    monkeypatch.setattr(dev, "ROOT", project)
    monkeypatch.setattr(dev, "_entry_points", lambda: {"creances": "creances_desktop.cli:main"})
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", project / ".venv"], check=True)
    monkeypatch.setattr(dev, "SCRIPTS", project / ".venv" / "bin")
    monkeypatch.setattr(dev, "PYTHON", project / ".venv" / "bin" / "python")
    dev._write_entry_points()
    done = subprocess.run(
        [project / ".venv" / "bin" / "creances", "à l'heure"], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("à l'heure\n", 3)
