"""A protected dossier opens for the command with the password that it is given, and says how to give it."""

from __future__ import annotations

from pathlib import Path

import pytest

from creances_desktop import cli
from creances_desktop.domain.company import Company
from creances_desktop.services import assembly, passwords
from creances_desktop.storage import passwords as keys

PASSWORD = "quatre mots bien choisis"


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    path = tmp_path / "société.creances"
    assembly.create_company_file(path, Company("Société")).close()
    passwords.change(path, PASSWORD, holder=assembly.COMMAND)
    keys.forget(path)
    return path


def test_the_variable_gives_it(
    dossier: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(cli.PASSWORD_VARIABLE, PASSWORD)
    assert cli.main(["verifier", "--dossier", str(dossier)]) == 0
    assert "intact" in capsys.readouterr().out
    copy = dossier.with_name("copie.creances")
    assert cli.main(["sauvegarder", "--dossier", str(dossier), "--vers", str(copy)]) == 0
    keys.forget(copy)
    assert cli.main(["restaurer", str(copy), "--vers", str(dossier), "--remplacer"]) == 0
    assert keys.is_encrypted(dossier)


def test_without_it_the_sentence_says_how(
    dossier: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(cli.PASSWORD_VARIABLE, raising=False)
    assert cli.main(["balance", "--dossier", str(dossier)]) == 1
    said = capsys.readouterr().err
    assert cli.PASSWORD_VARIABLE in said
    assert "protégé par un mot de passe" in said


def test_a_wrong_one_is_said_and_changes_nothing(
    dossier: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = dossier.read_bytes()
    monkeypatch.setenv(cli.PASSWORD_VARIABLE, "mauvais mot")
    assert cli.main(["relances", "--dossier", str(dossier), "--sortie", str(dossier.parent / "x")]) == 1
    assert "n’ouvre pas" in capsys.readouterr().err
    assert dossier.read_bytes() == before
    assert not (dossier.parent / "x").exists()
