"""Seconds for what keeps a large dossier: 100,000 invoices and 2,000 stored letters.

    python tests/bench/keeping.py [xs|s|m|l] [letters]

Nothing here passes or fails: it prints a table for the README.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2] / "src")]

TODAY = date(2026, 6, 29)


def main() -> None:
    """Prints the table."""
    size = sys.argv[1] if len(sys.argv) > 1 else "l"
    letters = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CREANCES_DATA_DIR"] = str(Path(folder) / "data")
        measure(Path(folder), size, letters)


def measure(folder: Path, size: str, wanted: int) -> None:
    """Makes the dossier, then measures."""
    from main_job import make_ledger

    from creances_desktop.domain.company import Company
    from creances_desktop.services import backup, backups, followups, imports, opening, steps
    from creances_desktop.services.assembly import create_company_file, open_company_file
    from creances_desktop.services.verify import verify

    ledger = make_ledger(folder, size)
    path = folder / "bench.creances"
    address = "12 rue du Banc\n44000 Nantes"
    with create_company_file(path, Company("Menuiserie Bancelin", address=address)) as store:
        files = [ledger / f"{name}.csv" for name in ("clients", "invoices", "payments")]
        imports.execute(store, imports.analyse(store, files), today=TODAY)
        due = followups.prepare(store, TODAY, gap_days=0).to_do[:wanted]
        issued = followups.issue(store, TODAY, client_ids=[one.client_id for one in due], gap_days=0).issued
        made = []
        say(f"dossier of {len(issued)} letters", f"{path.stat().st_size / 1e6:.0f} MB")
        timed(
            "copy: written, compressed, read back",
            lambda: made.append(backups.write(path, backups.Reason.MANUAL)),
        )
        say("size of the copy", f"{made[0].size / 1e6:.0f} MB")
        timed("copy checked whole", lambda: backup.check(made[0].path))
        timed("look at the start (quick check)", lambda: opening.look(store, seconds=60))
        timed("full check", lambda: verify(store))
    timed("restored over the dossier", lambda: backup.restore(made[0].path, path, replace=True))
    with open_company_file(path) as store:
        found = steps.listed(store, 10)
        timed("the letters undone", lambda: steps.undo(store, found[0].id, TODAY))
        timed("the import undone", lambda: steps.undo(store, found[1].id, TODAY))
        timed("the import done again", lambda: steps.redo(store, found[1].id))


def timed(name: str, work: Callable[[], object]) -> None:
    """Prints how long the work took."""
    start = time.perf_counter()
    work()
    say(name, f"{time.perf_counter() - start:.1f} s")


def say(name: str, figure: str) -> None:
    """Prints a line of the table."""
    sys.stdout.write(f"| {name:<40} | {figure:>10} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
