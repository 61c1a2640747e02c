"""The copies of a dossier by the command: listed, compared, put back; and a damaged dossier recovered."""

from pathlib import Path
from typing import Any

import pytest

from creances_desktop.services import assembly, backups
from creances_desktop.services.assembly import WINDOW, Store
from creances_desktop.services.backups import Reason

DAY = ("--jour", "2026-11-21")


@pytest.fixture
def copy(demo_file: Path) -> Path:
    """A copy that the program keeps, before something was done."""
    return backups.write(demo_file, Reason.IMPORT).path


@pytest.fixture
def imported(run: Any, copy: Path, demo_file: Path, tmp_path: Path) -> Path:
    """That copy, once a client came after it."""
    added = tmp_path / "clients.csv"
    added.write_text("Code;Raison sociale\nX;Xavier\n", encoding="utf-8")
    assert run("importer", added, "--dossier", demo_file).code == 0
    return copy


def test_the_copies_are_listed_with_what_they_hold(run: Any, copy: Path, demo_file: Path) -> None:
    answer = run("sauvegardes", "--dossier", demo_file)
    assert answer.code == 0
    assert "Avant un import" in answer.out
    assert str(copy) in answer.out
    (one,) = run("sauvegardes", "--dossier", demo_file, "--json").json["backups"]
    assert (one["file"], one["reason"], one["readable"]) == (str(copy), "import", True)
    assert (one["clients"], one["size"]) == (40, copy.stat().st_size)


def test_a_dossier_that_is_gone_still_has_its_copies(run: Any, copy: Path, demo_file: Path) -> None:
    demo_file.unlink()
    answer = run("sauvegardes", "--dossier", demo_file)
    assert (answer.code, "n’est plus là" in answer.err, str(copy) in answer.out) == (0, True, True)
    assert run("restaurer", copy, "--vers", demo_file).code == 0
    assert run("verifier", "--dossier", demo_file).code == 0


def test_without_copies_the_answer_says_so(run: Any, demo_file: Path) -> None:
    assert "Aucune sauvegarde" in run("sauvegardes", "--dossier", demo_file).out
    assert run("sauvegardes", "--dossier", demo_file, "--json").json == {"backups": []}


def test_a_broken_copy_is_listed_as_one(run: Any, copy: Path, demo_file: Path) -> None:
    copy.write_bytes(b"PK\x03\x04")
    assert "Illisible" in run("sauvegardes", "--dossier", demo_file).out
    (one,) = run("sauvegardes", "--dossier", demo_file, "--json").json["backups"]
    assert (one["readable"], one["clients"]) == (False, None)


def test_a_copy_is_compared_with_the_present_while_a_window_is_open(
    run: Any, imported: Path, demo_file: Path
) -> None:
    with Store.open(demo_file, holder=WINDOW):
        answer = run("comparer", imported, "--dossier", demo_file)
        found = run("comparer", imported, "--dossier", demo_file, "--json").json
    assert answer.code == 0
    assert "1\u00a0action faite depuis" in answer.out
    assert "Import de clients.csv" in answer.out
    (clients,) = [one for one in found["figures"] if one["what"] == "Clients"]
    assert (clients["backup"], clients["now"]) == ("40", "41")
    assert len(found["since"]) == 1


def test_what_is_no_copy_is_not_compared(run: Any, demo_file: Path, tmp_path: Path) -> None:
    other = tmp_path / "liste.csv"
    other.write_text("Code", encoding="utf-8")
    answer = run("comparer", other, "--dossier", demo_file)
    assert (answer.code, answer.out) == (1, "")
    assert "n’est pas un dossier de Créances" in answer.err


def test_an_older_copy_takes_the_place_of_the_dossier(run: Any, imported: Path, demo_file: Path) -> None:
    balance = run("balance", "--dossier", demo_file, "--json", *DAY).json
    assert run("restaurer", imported, "--vers", demo_file, "--remplacer").code == 0
    with assembly.open_company_file(demo_file, write=False) as store, store.reading() as r:
        assert r.clients.find("X") is None
    assert run("balance", "--dossier", demo_file, "--json", *DAY).json == balance


def test_a_damaged_dossier_is_read_into_a_new_one_with_a_report(
    run: Any, copy: Path, demo_file: Path
) -> None:
    data = bytearray(demo_file.read_bytes())
    for page in range(300, 320):
        data[page * 4096 : (page + 1) * 4096] = b"\xa5" * 4096
    demo_file.write_bytes(data)
    answer = run("recuperer", "--dossier", demo_file)
    assert answer.code == 0
    assert "n’a pas pu être relue" in answer.err
    assert "il en manque" in answer.out
    assert f"Dernière bonne sauvegarde\u00a0: {copy}" in answer.out
    assert demo_file.read_bytes() == data
    (report,) = demo_file.parent.glob("*.recupere-*.txt")
    assert report.stat().st_mode & 0o077 == 0
    assert str(report) in answer.out
    (recovered,) = demo_file.parent.glob("*.recupere-*.creances")
    assert run("balance", "--dossier", recovered, *DAY).code == 0


def test_a_recovery_answers_in_json(run: Any, demo_file: Path) -> None:
    found = run("recuperer", "--dossier", demo_file, "--json").json
    assert (found["complete"], found["last_backup"]) == (True, None)
    assert Path(found["file"]).is_file()
    assert Path(found["report_file"]).read_text(encoding="utf-8").startswith("Récupération du")
    assert "40\u00a0clients" in "\n".join(found["report"])


@pytest.mark.parametrize(("name", "said"), [("absent.creances", "introuvable"), ("a.txt", "Rien n’a pu")])
def test_where_nothing_can_be_recovered_nothing_is_left_behind(
    run: Any, tmp_path: Path, name: str, said: str
) -> None:
    (tmp_path / "a.txt").write_text("rien", encoding="utf-8")
    answer = run("recuperer", "--dossier", tmp_path / name)
    assert (answer.code, answer.out, said in answer.err) == (1, "", True)
    assert [one.name for one in tmp_path.iterdir() if "recupere" in one.name] == []
