"""The .rpm in an empty root: installed, upgraded, removed by rpm, its program used in between.

No Fedora is at hand: rpm is the one that Fedora has; what the package needs of the system is only read.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import OLDER, one, succeeds

pytestmark = [pytest.mark.system, pytest.mark.timeout(900)]
NAME = "creances-desktop"


class Root:
    """A folder in which rpm keeps its base and installs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rpm("--initdb")

    def rpm(self, *words: object) -> str:
        """What rpm printed about this root; fails when it refuses."""
        return succeeds("rpm", "--root", self.folder, "--dbpath", "/rpm", *words)

    def put(self, how: str, package: Path) -> None:
        """Install (`-i`) or upgrade (`-U`), scripts and all, without asking for the libraries of a Fedora."""
        self.rpm(how, "--nosignature", "--nodeps", package)
        assert self.rpm("-V", "--nodeps", NAME) == ""  # each file is there as packed

    def of_the_program(self) -> list[Path]:
        """What in it bears the name of the program, and every file but rpm's own."""
        kept = [path for path in self.folder.rglob("*") if self.folder / "rpm" not in path.parents]
        return [path for path in kept if not path.is_dir() or "creances" in path.name.lower()]


@pytest.fixture
def root(tmp_path: Path) -> Root:
    return Root(tmp_path / "root")


def test_the_rpm_is_installed_used_upgraded_and_removed_whole(
    built: Path, older: Path, root: Root, tmp_path: Path
) -> None:
    root.put("-i", one(older, "*.rpm"))
    assert OLDER in root.rpm("-q", NAME)
    command = root.folder / "opt" / NAME / "creances"
    dossier = tmp_path / "exemple.creances"
    succeeds(command, "demo", "--vers", dossier)

    root.put("-U", one(built, "*.rpm"))
    assert OLDER not in root.rpm("-q", NAME)
    assert OLDER not in succeeds(command, "--version")
    assert "est intact" in succeeds(command, "verifier", "--dossier", dossier)
    shown = (root.folder / "usr/bin/creances").readlink()
    assert root.folder / shown.relative_to("/") == command

    root.rpm("-e", NAME)
    assert root.of_the_program() == []
    assert dossier.is_file()
