"""The process is killed at random moments: the dossier opens, sums hold, what was confirmed is there.

30 kills in every run; 300 with `dev.py test --long`.
"""

import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from creances_desktop.domain.clients import Address, ClientDraft, Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.invoices import DocumentKind, InvoiceDraft
from creances_desktop.services import (
    assembly,
    backup,
    backups,
    balance,
    clients,
    delivery,
    invoices,
    opening,
    payments,
)
from creances_desktop.services.verify import verify
from creances_desktop.storage import archive

WORKER = Path(__file__).with_name("worker.py")
VERSIONS = Path(__file__).parents[1] / "data" / "versions"
DAY = date(2026, 11, 21)
LINES = 40
OWING = 12
KILLS, MANY = 6, 60
"""For each of the five scenarios."""


def made(path: Path, debtors: int) -> Path:
    """A dossier whose clients each owe one invoice, late enough for a letter."""
    company = Company("Nous", address="1 rue du Port\n44000 Nantes", signatory="Anne")
    with assembly.create_company_file(path, company) as store:
        for number in range(1, debtors + 1):
            draft = ClientDraft(
                f"C{number}", f"Client {number}", Nature.PROFESSIONAL,
                address=Address("2 rue Haute", "44000", "Nantes"),
            )  # fmt: skip
            client = clients.add(store, draft).id
            due = DAY - timedelta(days=20)
            invoices.add(
                store,
                InvoiceDraft(
                    client, DocumentKind.INVOICE, f"F{number}", due - timedelta(days=30), 100_00, 0, 100_00,
                    invoices.single_due_item(100_00, due),
                ),
            )  # fmt: skip
    return path


def killed(scenario: str, folder: Path, seconds: float) -> list[str]:
    """What the worker had confirmed when it was killed, so many seconds after it was ready."""
    command = [sys.executable, str(WORKER), scenario, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=0) as process:
        assert process.stdout is not None
        data = b""
        while not data.startswith(b"ready\n"):
            block = os.read(process.stdout.fileno(), 65536)
            assert block, "the worker did not start"
            data += block
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not select.select([process.stdout], [], [], left)[0]:
                break
            block = os.read(process.stdout.fileno(), 65536)
            if not block:
                break
            data += block
        process.send_signal(signal.SIGKILL)
        while block := os.read(process.stdout.fileno(), 65536):
            data += block
    return [line for line in data.decode().split("\n")[1:-1] if line]


def check_payments(folder: Path, told: list[str]) -> None:
    with assembly.open_company_file(folder / "d.creances") as store:
        assert store.crash is not None
        assert "s’est arrêté sans fermer" in opening.recovered(store)
        assert verify(store).problems == ()
        found = {one.id for one in payments.of_client(store, 1)}
        assert {int(one) for one in told} <= found
        assert len(found) - len(told) in (0, 1), "at most the one under way"


def check_imports(folder: Path, told: list[str]) -> None:
    with assembly.open_company_file(folder / "d.creances") as store:
        assert verify(store).problems == ()
        with store.reading() as r:
            numbers = [one.number for one in r.invoices.of_client(1)]
        whole = {number for number in range(len(told) + 2) if f"K{number}-1" in numbers}
        assert whole >= {int(one) for one in told}
        assert len(whole) - len(told) in (0, 1)
        assert len(numbers) == 1 + LINES * len(whole), "each file whole or not at all"


def check_letters(folder: Path, told: list[str]) -> None:
    with assembly.open_company_file(folder / "d.creances") as store:
        assert verify(store).problems == ()
        delivery.run(store, DAY, folder / "lettres")
        assert verify(store).problems == ()
        with store.reading() as r:
            sent = r.letters.page(r.letters.search())
            steps = [step for found in r.followups.history().values() for step in found if step.written]
        assert sorted(one.reference for one in sent) == [f"L2026-{n:05d}" for n in range(1, OWING + 1)]
        assert {one.status for one in sent} == {"delivered"}
        assert len({one.client_id for one in sent}) == len(steps) == OWING, "none double, none missing"
        files = {one.name for one in (folder / "lettres").iterdir()}
        assert {one.file_name for one in sent} <= files


def check_restore(folder: Path, told: list[str]) -> None:
    path = folder / "d.creances"
    with assembly.open_company_file(path) as store:
        assert verify(store).problems == ()
        with store.reading() as r:
            assert r.bulk.count("client") in (2, 3), "the one or the other, whole"
    for one in backups.listed(path):
        if one.path.name.endswith(archive.SUFFIX):
            backup.check(one.path)


def check_migration(folder: Path, told: list[str]) -> None:
    with assembly.open_company_file(folder / "d.creances") as store:
        assert verify(store).problems == ()
        assert balance.aged(store, DAY).total.outstanding == 370_00


def prepare(scenario: str, folder: Path) -> None:
    if scenario == "restore":
        for name, number in (("a", 2), ("b", 3)):
            path = made(folder / f"{name}.creances", number)
            backup.save(path, folder / f"{name}.creances.zip")
        shutil.copyfile(folder / "a.creances", folder / "d.creances")
    elif scenario == "migration":
        shutil.copyfile(VERSIONS / "1.creances", folder / "1.creances")
        shutil.copyfile(VERSIONS / "1.creances", folder / "d.creances")
    else:
        made(folder / "d.creances", OWING if scenario == "letters" else 1)


CHECKS: dict[str, tuple[float, Callable[[Path, list[str]], None]]] = {
    "payments": (0.4, check_payments),
    "imports": (0.6, check_imports),
    "letters": (0.9, check_letters),
    "restore": (0.6, check_restore),
    "migration": (0.6, check_migration),
}
"""Within which time the kill comes, and what must hold afterwards."""


def survive(scenario: str, tmp_path: Path, kills: int) -> None:
    longest, check = CHECKS[scenario]
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    prepare(scenario, fresh)
    for number in range(kills):
        folder = Path(shutil.copytree(fresh, tmp_path / str(number)))
        told = killed(scenario, folder, random.uniform(0, longest))
        check(folder, told)
        shutil.rmtree(folder)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("scenario", CHECKS)
def test_six_kills_are_survived(scenario: str, tmp_path: Path) -> None:
    survive(scenario, tmp_path, KILLS)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("scenario", CHECKS)
def test_sixty_kills_are_survived(scenario: str, tmp_path: Path) -> None:
    survive(scenario, tmp_path, MANY)
