"""What is killed: does one kind of work again and again, and says on standard output what it confirmed.

python worker.py SCENARIO FOLDER
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from creances_desktop.domain.payments import PaymentDraft
from creances_desktop.services import assembly, backup, backups, delivery, imports, payments

DAY = date(2026, 11, 21)
LINES = 40


def say(text: str) -> None:
    """Confirms to whoever will check."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def pay(folder: Path) -> None:
    """A payment after the other."""
    with assembly.open_company_file(folder / "d.creances") as store:
        say("ready")
        for _ in range(10_000):
            say(str(payments.record(store, PaymentDraft(1, 100, DAY), DAY).id))


def bring(folder: Path) -> None:
    """A file after the other."""
    with assembly.open_company_file(folder / "d.creances") as store:
        say("ready")
        for number in range(10_000):
            path = folder / f"{number}.csv"
            lines = [f"K{number}-{n};Client 1;01/10/2026;31/10/2026;{n},00" for n in range(1, LINES + 1)]
            path.write_text("\n".join(("numero;client;date;echeance;ttc", *lines)), encoding="utf-8")
            imports.execute(store, imports.analyse(store, [path]), today=DAY)
            say(str(number))


def write(folder: Path) -> None:
    """The letters of the day."""
    with assembly.open_company_file(folder / "d.creances") as store:
        say("ready")
        delivery.run(store, DAY, folder / "lettres")
        say("done")


def restore(folder: Path) -> None:
    """One copy, then the other, and a copy of what stands between."""
    path = folder / "d.creances"
    say("ready")
    for number in range(10_000):
        backup.restore(folder / f"{'ab'[number % 2]}.creances.zip", path, replace=True)
        say("ab"[number % 2])
        backups.write(path, backups.Reason.CLOSING)


def migrate(folder: Path) -> None:
    """An old dossier is brought up to date, and thrown away for another one."""
    say("ready")
    for _ in range(10_000):
        shutil.copyfile(folder / "1.creances", folder / "neuf.creances")
        (folder / "neuf.creances").replace(folder / "d.creances")
        assembly.open_company_file(folder / "d.creances").close()
        say("migrated")


SCENARIOS: dict[str, Callable[[Path], None]] = {
    "payments": pay,
    "imports": bring,
    "letters": write,
    "restore": restore,
    "migration": migrate,
}

if __name__ == "__main__":
    SCENARIOS[sys.argv[1]](Path(sys.argv[2]))
