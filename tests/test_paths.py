"""Where resources are found, and where the user's data go."""

import sys
from pathlib import Path

import pytest

from creances_desktop import paths


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package folder as a wheel installs it, without any resource yet."""
    package = tmp_path / "site-packages" / "creances_desktop"
    package.mkdir(parents=True)
    monkeypatch.setattr(paths, "_PACKAGE", package)
    return package


def _write(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x", encoding="utf-8")
    return path


def test_resources_of_a_wheel_lie_in_the_package(installed: Path) -> None:
    expected = _write(installed / "resources" / "fonts" / "a.ttf")
    assert paths.resource("fonts/a.ttf") == expected
    assert paths.resource("fonts") == expected.parent


def test_resources_of_the_sources_lie_at_their_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "src" / "creances_desktop")
    expected = _write(tmp_path / "resources" / "law" / "rates.csv")
    assert paths.resource("law/rates.csv") == expected


@pytest.mark.parametrize("folder", ["resources", "creances_desktop/resources"])
def test_a_frozen_program_uses_its_own_resources(
    folder: str, installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(installed / "resources" / "a.txt")
    frozen = tmp_path / "frozen"
    monkeypatch.setattr(sys, "_MEIPASS", str(frozen), raising=False)
    expected = _write(frozen / folder / "a.txt")
    assert paths.resource("a.txt") == expected


def test_a_missing_resource_is_named(installed: Path) -> None:
    with pytest.raises(FileNotFoundError, match="letters/absent"):
        paths.resource("letters/absent.txt")


def test_the_variable_moves_all_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = tmp_path / "Clé USB" / "données"
    monkeypatch.setenv(paths.DATA_DIR_VARIABLE, str(chosen))
    folders = [paths.data_folder(), paths.log_folder(), paths.settings_folder()]
    assert folders == [chosen, chosen / "logs", chosen / "settings"]
    assert all(folder.is_dir() for folder in folders)


@pytest.mark.skipif(sys.platform != "linux", reason="the XDG variables are Linux's")
def test_without_the_variable_the_folders_are_those_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(paths.DATA_DIR_VARIABLE, raising=False)
    for variable in ("DATA", "STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{variable}_HOME", str(tmp_path / variable))
    assert paths.data_folder() == tmp_path / "DATA" / "Creances"
    assert paths.log_folder().is_relative_to(tmp_path / "STATE" / "Creances")
    assert paths.settings_folder() == tmp_path / "CONFIG" / "Creances"
