"""A damaged dossier gives back all that can still be read, and the report does not flatter."""

import shutil
from pathlib import Path

import pytest

from creances_desktop.domain.company import Company
from creances_desktop.services import assembly, backups, invoices, opening, recovery
from creances_desktop.services.backups import Reason
from creances_desktop.storage import checks, salvage

from .conftest import Books

PAGE = 4096


@pytest.fixture(params=["tool", "rows"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With SQLite's tool and without."""
    if request.param == "rows":
        monkeypatch.setattr(salvage.shutil, "which", lambda _: None)
    elif shutil.which("sqlite3") is None:
        pytest.skip("there is no sqlite3 tool here")
    return str(request.param)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.creances"
    with assembly.create_company_file(path, Company("Nous")) as store:
        books = Books(store)
        for number in range(60):
            client = books.client(f"C{number}", f"Client {number} {'x' * 300}")
            books.invoice(client, f"F{number}")
    return path


def break_pages(path: Path, pages: list[int]) -> None:
    data = bytearray(path.read_bytes())
    for page in pages:
        data[page * PAGE : (page + 1) * PAGE] = b"\xa5" * PAGE
    path.write_bytes(data)


def leaf_pages(path: Path, text: bytes) -> list[int]:
    data = path.read_bytes()
    return [n for n in range(1, len(data) // PAGE) if text in data[n * PAGE : (n + 1) * PAGE]]


def test_a_sound_dossier_comes_out_whole(path: Path, way: str) -> None:
    found = recovery.recover(path)
    assert found.whole, found.lines
    assert any("60\u00a0clients" in line for line in found.lines)
    assert found.lines[-1] == "Rien ne semble manquer."
    with assembly.open_company_file(found.path) as store:
        assert invoices.by_number(store, "F59").gross == 120_00


def test_lost_pages_cost_their_rows_only_and_the_report_counts_them(path: Path, way: str) -> None:
    backups.write(path, Reason.CLOSING)
    lost = leaf_pages(path, b"client 10 xxx")[:1]
    assert lost
    break_pages(path, lost)
    before = path.read_bytes()
    found = recovery.recover(path)
    assert not found.whole
    report = "\n".join(found.lines)
    assert "il en manque" in report
    assert "qui est perdue" in report
    assert found.backup is not None
    assert "dernière bonne sauvegarde" in report
    with assembly.open_company_file(found.path) as store, store.reading() as r:
        kept = len(r.clients.all())
        assert 40 <= kept < 60
        assert f"{kept}\u00a0clients (il en manque {60 - kept})" in report or way == "tool"
        assert r.bulk.count("invoice") == 60
    assert found.path.with_suffix(".txt").read_text(encoding="utf-8").startswith("Récupération du")
    assert path.read_bytes() == before
    assert sorted(path.parent.glob(".*")) == []


def test_a_file_without_its_first_page_says_that_nothing_is_left(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(salvage.shutil, "which", lambda _: None)
    data = path.read_bytes()
    path.write_bytes(data[:100] + bytes(PAGE - 100) + data[PAGE:])
    with pytest.raises(recovery.NothingToRecover, match="restaurez la dernière sauvegarde"):
        recovery.recover(path)
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_the_check_at_the_start_sees_damage_and_keeps_to_its_time(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "_STEPS", 50)
    assert checks.quick(path, 5) == checks.Outcome((), finished=True)
    assert not checks.quick(path, -1).finished
    break_pages(path, leaf_pages(path, b"client 10 xxx")[:1])
    assert checks.quick(path, 5).problems
    with assembly.open_company_file(path) as store:
        assert "récupérez ce qui peut l’être" in opening.look(store).damage


def test_a_dossier_in_a_risky_place_is_copied_here_and_its_copies_go_back(tmp_path: Path) -> None:
    place = tmp_path / "Dropbox"
    place.mkdir()
    path = place / "a.creances"
    assembly.create_company_file(path, Company("Nous")).close()
    with assembly.open_company_file(path) as store:
        assert "Dropbox" in opening.look(store).place
        here = opening.copy_here(path)
    with assembly.open_company_file(here) as store:
        assert opening.look(store).place == ""
        backups.automatic(store, Reason.CLOSING)
    assert [one.name.endswith(".creances.zip") for one in place.glob("*.zip")] == [True]
