"""A dossier of every version ever released opens in this one, with all that it held."""

import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from creances_desktop.services import balance, letters, verify
from creances_desktop.storage import schema
from creances_desktop.storage.store import Store

VERSIONS = Path(__file__).parents[1] / "data" / "versions"
DAY = date(2026, 11, 23)


def structure(path: Path) -> dict[str, str]:
    """The statements that make the tables and indexes of a file, spaces aside."""
    connection = sqlite3.connect(path)
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    connection.close()
    return {name: " ".join(sql.split()) for name, sql in rows}


def test_there_is_a_dossier_of_the_present_version() -> None:
    numbers = sorted(int(path.stem) for path in VERSIONS.glob("*.creances"))
    assert numbers == list(range(1, schema.CURRENT + 1))


@pytest.mark.parametrize("number", range(1, schema.CURRENT + 1))
def test_an_old_dossier_opens_whole(tmp_path: Path, number: int) -> None:
    path = Path(shutil.copy(VERSIONS / f"{number}.creances", tmp_path / "ancien.creances"))
    with Store.open(path) as store:
        assert verify.verify(store).problems == ()
        total = balance.aged(store, DAY).total
        assert (total.outstanding, total.not_due) == (370_00, 0)
        (letter,) = letters.page(store, letters.search(store))
        assert letters.pdf(store, letter.id).startswith(b"%PDF-")
        assert letter.claimed == 310_00
    Store.create(tmp_path / "neuf.creances").close()
    assert structure(path) == structure(tmp_path / "neuf.creances"), (
        "a migration must lead to the present tables"
    )
