"""A run of the follow-ups that dies anywhere, then a second start: the same letters, once each."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from creances_desktop.documents import batch
from creances_desktop.domain.clients import Address, ClientDraft, Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.invoices import DocumentKind, DueItemDraft, InvoiceDraft
from creances_desktop.services import assembly, clients, delivery, invoices, letters
from creances_desktop.services.assembly import Store
from creances_desktop.services.verify import verify
from creances_desktop.storage.letters import Letters

DAY = date(2026, 11, 21)
COMPANY = Company(
    "Menuiserie Martin", "SARL", siren="732829320", address="44000 Nantes", signatory="Alice Martin"
)
CLIENTS = 24
ITEMS = sum(1 + number % 3 for number in range(CLIENTS))
SRC = Path(__file__).resolve().parents[2] / "src"


class PowerCut(BaseException):
    """The machine stops: nothing in the program may catch it."""


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier with many clients to write to today, some for several invoices."""
    path = tmp_path_factory.mktemp("crash") / "avant.creances"
    with (
        assembly.create_company_file(path, COMPANY) as store,
        store.transaction() as t,
    ):
        for number in range(CLIENTS):
            draft = ClientDraft(
                f"C{number:03d}",
                f"Client {number}",
                Nature.PROFESSIONAL,
                address=Address("1 rue Haute", "44000", "Nantes"),
            )
            client_id = clients.enter(t, draft).id
            for late in (10, 25, 60)[: 1 + number % 3]:
                due = date.fromordinal(DAY.toordinal() - late)
                issued = date.fromordinal(due.toordinal() - 30)
                gross = 10_000 + 100 * number + late
                invoices.enter(
                    t,
                    InvoiceDraft(
                        client_id, DocumentKind.INVOICE, f"F{number:03d}-{late}", issued, gross, 0, gross,
                        (DueItemDraft(due, gross),),
                    ),
                )  # fmt: skip
    return path


@pytest.fixture(scope="module")
def undisturbed(waiting: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a run that nothing stops, by name."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with Store.open(Path(shutil.copy(waiting, folder / "d.creances"))) as store:
        run = delivery.run(store, DAY, folder / "sortie")
    assert len(run.issued) == CLIENTS
    return files_of(folder / "sortie")


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def letters_of(path: Path) -> dict[str, str]:
    with Store.open(path, write=False) as store, store.reading() as r:
        return {one.file_name: one.status for one in r.letters.page(r.letters.search())}


def check(path: Path, folder: Path, expected: dict[str, bytes]) -> None:
    """The letters are those of an undisturbed run: none double, none missing, the same bytes."""
    assert files_of(folder) == expected
    known = letters_of(path)
    assert set(known) == {name for name in expected if not name.startswith("relances_")}
    assert set(known.values()) == {"delivered"}
    with Store.open(path, write=False) as store:
        assert verify(store).problems == ()
        with store.reading() as r:
            written = [one for steps in r.followups.history().values() for one in steps if one.written]
    # Each due item was reminded once: one letter for a client, with all his invoices.
    assert len(written) == len({one.due_item_id for one in written}) == ITEMS


def dying(real: Callable[..., Any], at: int, *, before: bool = True) -> Callable[..., Any]:
    """The function, that stops the machine just before (or after) its call number `at`."""
    calls = 0

    def function(*arguments: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == at and before:
            raise PowerCut
        answer = real(*arguments, **more)
        if calls == at:
            raise PowerCut
        return answer

    return function


MOMENTS = {
    "before the first drawing": (letters, "draw", 1, True),
    "before a drawing": (letters, "draw", 7, True),
    "after a drawing": (letters, "draw", 7, False),
    "before a PDF is stored": (Letters, "store_pdf", 11, True),
    "after a PDF is stored, before the commit": (Letters, "store_pdf", 11, False),
    "while a letter is reserved": (Letters, "reserve", 5, True),
    "after a letter is reserved, before the commit": (Letters, "reserve", 5, False),
    "before a file is written": (letters, "write_file", 3, True),
    "after a file is written": (letters, "write_file", 3, False),
    "before the combined file is made": (batch, "combine_into", 1, True),
    "after the combined file is made": (batch, "combine_into", 1, False),
    "before the letters are marked": (letters, "mark_delivered", 1, True),
    "while the letters are marked": (Letters, "deliver", 9, False),
    "after the letters are marked": (letters, "mark_delivered", 1, False),
}


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_a_second_start_gives_the_same_letters(
    waiting: Path, undisturbed: dict[str, bytes], tmp_path: Path, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, name, at, before = MOMENTS[moment]
    path = Path(shutil.copy(waiting, tmp_path / "d.creances"))
    with monkeypatch.context() as patched:
        patched.setattr(owner, name, dying(getattr(owner, name), at, before=before))
        with pytest.raises(PowerCut), Store.open(path) as store:
            delivery.run(store, DAY, tmp_path / "sortie")
    with Store.open(path) as store:
        delivery.run(store, DAY, tmp_path / "sortie")
    check(path, tmp_path / "sortie", undisturbed)


def test_a_rename_that_fails_leaves_the_letters_to_print(
    waiting: Path, undisturbed: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is said, not a crash: no file half written, and everything is delivered the next time."""
    path = Path(shutil.copy(waiting, tmp_path / "d.creances"))
    real, calls = Path.replace, []

    def replace(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 4:
            raise OSError(28, "No space left on device")
        return real(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", replace)
        with pytest.raises(letters.UnwritableFolder, match="reste à faire"), Store.open(path) as store:
            delivery.run(store, DAY, tmp_path / "sortie")
    assert not list((tmp_path / "sortie").glob(".*"))
    assert set(letters_of(path).values()) == {"to_print"}
    with Store.open(path) as store:
        again = delivery.run(store, DAY, tmp_path / "sortie")
    assert (len(again.redelivered), len(again.issued)) == (CLIENTS, 0)
    check(path, tmp_path / "sortie", undisturbed)


def reserved(path: Path) -> int:
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT COUNT(*) FROM letter").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a signal of POSIX systems")
@pytest.mark.parametrize(
    ("letters_reserved", "files"), [(1, 0), (13, 0), (CLIENTS, 1), (CLIENTS, 12)], ids=str
)
def test_a_killed_command_is_made_good_by_the_next_one(
    waiting: Path, undisturbed: dict[str, bytes], tmp_path: Path, letters_reserved: int, files: int
) -> None:
    path, folder = Path(shutil.copy(waiting, tmp_path / "d.creances")), tmp_path / "sortie"
    command = [
        *(sys.executable, "-m", "creances_desktop.cli", "relances", "--dossier", str(path)),
        *("--sortie", str(folder), "--jour", DAY.isoformat()),
    ]
    environment = {**os.environ, "PYTHONPATH": str(SRC)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        written = len(list(folder.glob("[!.]*.pdf"))) if files else 0
        if reserved(path) >= letters_reserved and written >= files:
            process.send_signal(signal.SIGKILL)
            break
    _, errors = process.communicate(timeout=60)
    assert process.returncode in {-signal.SIGKILL, 0}, errors
    for leftover in folder.glob(".*.partial"):
        assert leftover.name not in undisturbed
        leftover.unlink()
    again = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    check(path, folder, undisturbed)
