"""The command run in this process, on dossiers that are made once and copied."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from creances_desktop import cli
from creances_desktop.services import demo

PROFILE = {
    "legal_form": "SARL",
    "siren": "732829320",
    "rcs_city": "Nantes",
    "address": "1 rue du Port\n44000 Nantes",
    "iban": "FR7630006000011234567890189",
    "signatory": "Alice Martin",
    "quality": "Gérante",
}
DATA = Path(__file__).resolve().parents[1] / "data"
DEMO_DAY = date(2026, 11, 21)
LEDGER_DAY = date(2026, 6, 29)


@dataclass(frozen=True)
class Answer:
    """What a command said and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Answer]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `creances` with these words; wrong words give their code 2."""

    def _run(*words: object) -> Answer:
        capsys.readouterr()
        try:
            code = cli.main([str(word) for word in words])
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return _run


@pytest.fixture(scope="session")
def _demo_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "exemple.creances"
    demo.create(path, DEMO_DAY).close()
    return path


@pytest.fixture
def demo_file(_demo_once: Path, tmp_path: Path) -> Path:
    """A copy of the example dossier of 21/11/2026."""
    return Path(shutil.copy(_demo_once, tmp_path / "exemple.creances"))


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a ledger of the size asked for, with its expected answers."""
    spec = importlib.util.spec_from_file_location("ledger_for_cli", DATA / "ledger" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    out = tmp_path_factory.mktemp("ledger-cli")

    def make(size: str) -> Path:
        if not (out / size).exists():
            generator.make(size, *generator.SIZES[size], out, LEDGER_DAY, 20260629)
        return out / size

    return make


@pytest.fixture
def empty(tmp_path: Path, run: Run) -> Path:
    """A new dossier of a company whose identity is known, without anything else in it."""
    path, profile = tmp_path / "vide.creances", tmp_path / "profil.json"
    profile.write_text(json.dumps(PROFILE), encoding="utf-8")
    assert run("creer", "--vers", path, "--societe", "Essai SARL", "--profil", profile).code == 0
    return path


@pytest.fixture
def unnamed(tmp_path: Path, run: Run) -> Path:
    """A new dossier of a company that said no more than its name."""
    path = tmp_path / "anonyme.creances"
    assert run("creer", "--vers", path, "--societe", "Essai SARL").code == 0
    return path
