"""Creating, verifying, saving and restoring a dossier by the command, while a window has it open too."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from creances_desktop.services import company
from creances_desktop.services.assembly import WINDOW, Store

PROFILE = {
    "legal_form": "SARL",
    "capital": "10 000 €",
    "siren": "732 829 320",
    "rcs_city": "Nantes",
    "vat_number": "FR44732829320",
    "address": "1 rue du Port\n44000 Nantes",
    "phone": "02 61 91 00 10",
    "email": "compta@essai.example",
    "iban": "FR76 3000 6000 0112 3456 7890 189",
    "bic": "AGRIFRPP",
    "signatory": "Hélène Lefèvre",
    "quality": "Gérante",
}


def test_a_dossier_is_created_with_its_profile(run: Any, tmp_path: Path) -> None:
    path, profile = tmp_path / "d.creances", tmp_path / "profil.json"
    profile.write_text(json.dumps(PROFILE), encoding="utf-8")
    assert run("creer", "--vers", path, "--societe", "Lefèvre", "--profil", profile).code == 0
    with Store.open(path, write=False) as store:
        known = company.get(store)
    assert known.legal_name == "Lefèvre"
    assert known.siren == "732829320"
    assert known.iban == "FR7630006000011234567890189"
    assert {name: getattr(known, name) for name in ("signatory", "quality", "address")} == {
        name: PROFILE[name] for name in ("signatory", "quality", "address")
    }
    assert known.missing_identity() == ()


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ('{"siren": "732829321"}', "clé de contrôle fausse"),
        ('{"iban": "FR7630006000011234567890180"}', "n’est pas un IBAN valable"),
        ('{"couleur": "rouge"}', "ne connaît pas «\u00a0couleur\u00a0»"),
        ('{"capital": 10000}', "doit être un texte"),
        ('["SARL"]', "n’est pas un objet JSON"),
        ("SARL", "il faut un fichier JSON"),
    ],
)
def test_a_wrong_profile_leaves_nothing_behind(run: Any, tmp_path: Path, profile: str, said: str) -> None:
    written = tmp_path / "profil.json"
    written.write_text(profile, encoding="utf-8")
    answer = run("creer", "--vers", tmp_path / "d.creances", "--societe", "X", "--profil", written)
    assert answer.code == 1
    assert said in answer.err
    assert list(tmp_path.iterdir()) == [written]


@pytest.mark.parametrize("command", [["creer", "--societe", "X"], ["demo"]])
def test_an_existing_file_is_never_overwritten(run: Any, tmp_path: Path, command: list[str]) -> None:
    path = tmp_path / "d.creances"
    path.write_bytes(b"mine")
    answer = run(*command, "--vers", path)
    assert answer.code == 1
    assert "existe déjà" in answer.err
    assert path.read_bytes() == b"mine"


def test_a_place_that_cannot_be_written_in_is_named(run: Any, tmp_path: Path) -> None:
    (tmp_path / "fichier").write_bytes(b"")
    answer = run("creer", "--vers", tmp_path / "fichier" / "d.creances", "--societe", "X")
    assert answer.code == 1
    assert "d.creances" in answer.err
    assert answer.err.count("\n") == 1


def test_reading_commands_work_while_a_window_has_the_dossier_open(
    run: Any, demo_file: Path, tmp_path: Path
) -> None:
    with Store.open(demo_file, holder=WINDOW):
        for words in (
            ["balance", "--json"],
            ["verifier"],
            ["relances", "--simuler"],
            ["exporter", "--vers", tmp_path / "export"],
            ["sauvegarder", "--vers", tmp_path / "copie.creances"],
            ["importer", demo_file.with_name("rien.csv"), "--simuler"],
        ):
            answer = run(*words, "--dossier", demo_file, "--jour", "2026-11-21")
            # The last one has no file to read: that, and not the window, is what stops it.
            assert "fenêtre" not in answer.err
            assert answer.code == (1 if words[0] == "importer" else 0)


@pytest.mark.parametrize(
    "words",
    [
        ["relances", "--sortie", "sortie", "--dossier"],
        ["importer", "clients.csv", "--dossier"],
        ["restaurer", "copie.creances", "--remplacer", "--vers"],
    ],
)
def test_writing_commands_name_the_window_that_has_the_dossier_open(
    run: Any, demo_file: Path, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = demo_file.parent
    monkeypatch.chdir(folder)
    (folder / "clients.csv").write_text("Code;Raison sociale\nX;Xavier\n", encoding="utf-8")
    assert run("sauvegarder", "--dossier", demo_file, "--vers", "copie.creances").code == 0
    with Store.open(demo_file, holder=WINDOW):
        answer = run(*words, demo_file)
    assert answer.code == 1
    assert "une fenêtre de Créances" in answer.err
    assert answer.out == ""
    assert not (folder / "sortie").exists()


def test_a_sound_dossier_is_said_to_be_sound(run: Any, demo_file: Path) -> None:
    answer = run("verifier", "--dossier", demo_file)
    assert answer.code == 0
    assert "est intact" in answer.out
    assert "40\u00a0clients" in answer.out
    assert answer.err == ""


def test_a_changed_letter_is_found(run: Any, demo_file: Path) -> None:
    with sqlite3.connect(demo_file) as connection:
        digest = connection.execute("SELECT pdf_sha256 FROM letter ORDER BY id LIMIT 1").fetchone()[0]
        connection.execute("UPDATE blob SET data = CAST(data || X'00' AS BLOB) WHERE sha256 = ?", (digest,))
    connection.close()
    answer = run("verifier", "--dossier", demo_file)
    assert answer.code == 1
    assert answer.err.startswith("1\u00a0problème trouvé")
    assert digest[:12] in answer.err


def test_a_saved_dossier_comes_back(run: Any, demo_file: Path, tmp_path: Path) -> None:
    copy, back = tmp_path / "copie.creances", tmp_path / "retour.creances"
    balance = ["--jour", "2026-11-21", "--json"]
    before = run("balance", "--dossier", demo_file, *balance).json
    assert run("sauvegarder", "--dossier", demo_file, "--vers", copy).code == 0
    assert run("restaurer", copy, "--vers", back).code == 0
    assert run("balance", "--dossier", back, *balance).json == before
    refused = run("sauvegarder", "--dossier", demo_file, "--vers", copy)
    assert (refused.code, "existe déjà" in refused.err) == (1, True)


def test_restoring_over_a_dossier_needs_the_word_and_keeps_a_copy(
    run: Any, demo_file: Path, empty: Path, tmp_path: Path
) -> None:
    balance = ["--jour", "2026-11-21", "--json"]
    before = run("balance", "--dossier", demo_file, *balance).json
    refused = run("restaurer", empty, "--vers", demo_file)
    assert (refused.code, "existe déjà" in refused.err) == (1, True)
    assert run("balance", "--dossier", demo_file, *balance).json == before
    answer = run("restaurer", empty, "--vers", demo_file, "--remplacer")
    assert answer.code == 0
    assert run("balance", "--dossier", demo_file, *balance).json["clients"] == []
    (kept,) = tmp_path.glob("exemple.avant-restauration-*.creances")
    assert str(kept) in answer.out
    assert run("balance", "--dossier", kept, *balance).json == before


def test_a_damaged_copy_is_not_restored(run: Any, demo_file: Path, tmp_path: Path) -> None:
    bad = tmp_path / "abimee.creances"
    bad.write_bytes(demo_file.read_bytes()[:40_000])
    before = demo_file.read_bytes()
    answer = run("restaurer", bad, "--vers", demo_file, "--remplacer")
    assert answer.code == 1
    assert "abîmée" in answer.err
    assert demo_file.read_bytes() == before
    assert not list(tmp_path.glob("*avant-restauration*"))
