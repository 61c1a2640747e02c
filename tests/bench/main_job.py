"""Times and memory of the main job on a ledger of any size, beside the raw limits of the same run.

    python packaging/dev.py bench [xs|s|m|l]

Nothing here passes or fails: it prints a table for the README. Each figure is the best of three, but for the
import and the letters, which are done once.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

GENERATOR = Path(__file__).parents[1] / "data" / "ledger" / "generate.py"
TODAY = date(2026, 6, 29)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("size", nargs="?", default="l")
    size = parser.parse_args().size
    with tempfile.TemporaryDirectory() as folder:
        ledger = make_ledger(Path(folder), size)
        rows: list[tuple[str, str]] = []
        rows += measure_services(Path(folder), ledger)
        rows.append(measure_interest(Path(folder) / "bench.creances"))
        rows += measure_window(Path(folder) / "bench.creances", Path(folder) / "empty.creances")
        rows.append(("peak memory of the whole run", f"{peak_megabytes():.0f} MB"))
        rows += raw_limits(Path(folder), ledger)
    width = max(len(name) for name, _ in rows)
    sys.stdout.write(f"ledger {size}\n")
    for name, figure in rows:
        sys.stdout.write(f"| {name:<{width}} | {figure:>12} |\n")


def make_ledger(folder: Path, size: str) -> Path:
    """Writes the ledger's files and returns their folder."""
    spec = importlib.util.spec_from_file_location("generate", GENERATOR)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    clients, invoices = module.SIZES[size]
    module.make(size, clients, invoices, str(folder), TODAY, 20260629)
    return folder / size


def measure_services(folder: Path, ledger: Path) -> list[tuple[str, str]]:
    """Import, balance, proposals and a hundred letters, without a window."""
    from creances_desktop.domain.company import Company
    from creances_desktop.services import balance, followups, imports, letters
    from creances_desktop.services.assembly import create_company_file

    company = Company(
        "Menuiserie Bancelin SARL",
        legal_form="SARL",
        capital="10 000 €",
        address="12 rue du Banc\n44000 Nantes",
        signatory="Anne Bancelin",
        quality="Gérante",
    )
    create_company_file(folder / "empty.creances", company).close()
    files = [ledger / f"{name}.csv" for name in ("clients", "invoices", "payments")]
    with create_company_file(folder / "bench.creances", company) as store:
        start = time.perf_counter()
        plan = imports.analyse(store, files)
        analysed = time.perf_counter()
        imports.execute(store, plan, today=TODAY)
        done = time.perf_counter()
        rows = [
            ("import: read and compare", seconds(analysed - start)),
            ("import: write", seconds(done - analysed)),
            ("import, whole", seconds(done - start)),
            ("aged balance", seconds(best(lambda: balance.aged(store, TODAY)))),
            ("today's proposals", seconds(best(lambda: followups.prepare(store, TODAY, gap_days=0)))),
        ]
        wanted = [one.client_id for one in followups.prepare(store, TODAY, gap_days=0).to_do[:100]]
        start = time.perf_counter()
        outcome = followups.issue(store, TODAY, client_ids=wanted, gap_days=0)
        letters.deliver_to_folder(store, [one.letter.id for one in outcome.issued], folder / "letters")
        rows.append(
            (f"{len(outcome.issued)} letters issued and delivered", seconds(time.perf_counter() - start))
        )
        rows.append(("memory after the services", f"{peak_megabytes():.0f} MB"))
    return rows


def measure_interest(path: Path) -> tuple[str, str]:
    """Interest and indemnity to date of every invoice of the ledger, all its clients being professionals."""
    from dataclasses import replace

    from creances_desktop.domain.clients import Nature
    from creances_desktop.services import breakdown
    from creances_desktop.services.assembly import open_company_file

    with open_company_file(path) as store:
        with store.transaction() as t:
            for client in t.clients.all():
                if client.nature is not Nature.PROFESSIONAL:
                    t.clients.update(client.id, replace(client, nature=Nature.PROFESSIONAL))
        start = time.perf_counter()
        found = breakdown.interest_to_date(store, TODAY)
        done = time.perf_counter() - start
    return f"interest to date of {len(found)} invoices", seconds(done)


def measure_window(full: Path, empty: Path) -> list[tuple[str, str]]:
    """What the window needs to show its list of invoices, and to answer once typing has paused."""
    from PySide6.QtWidgets import QApplication

    from creances_desktop.services.assembly import open_company_file
    from creances_desktop.ui.executor import Executor
    from creances_desktop.ui.pages.invoices import InvoicesPage
    from creances_desktop.ui.session import Session

    app = QApplication.instance() or QApplication([])

    def shown(path: Path) -> tuple[float, float]:
        """Seconds from making the page to its list, and from the end of the pause to the list found."""
        with open_company_file(path) as store:
            executor = Executor()
            start = time.perf_counter()
            page = InvoicesPage(Session(store, executor, lambda: TODAY))
            page.resize(1366, 700)
            page.show()
            app.sendPostedEvents()
            wait_for(lambda: page.model.rowCount() > 0 or not executor.busy())
            page.table.viewport().repaint()
            opened = time.perf_counter() - start
            wait_for(lambda: not executor.busy())
            before = page.model.rowCount()
            start = time.perf_counter()
            page.search.set_text("dubo")
            page.search.search_requested.emit("dubo")
            wait_for(lambda: page.model.rowCount() != before or not executor.busy())
            page.table.viewport().repaint()
            answered = time.perf_counter() - start
            wait_for(lambda: not executor.busy())
            page.close()
            executor.shut_down()
            return opened, answered

    shown(empty)
    nothing, _ = min(shown(empty) for _ in range(3))
    filled = [shown(full) for _ in range(3)]
    return [
        ("page of invoices, empty dossier", seconds(nothing)),
        ("page of invoices, list filled", seconds(min(opened for opened, _ in filled))),
        ("list after the pause of typing", seconds(min(answered for _, answered in filled))),
    ]


def wait_for(condition: Callable[[], bool]) -> None:
    """Lets the event loop run until the condition holds."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if condition() else None)
    timer.start(1)
    loop.exec()


def raw_limits(folder: Path, ledger: Path) -> list[tuple[str, str]]:
    """What the libraries alone need for the same: a plain sqlite3 insert, a bare reportlab letter."""
    lines = [
        line.split(",")
        for name in ("clients", "invoices", "payments")
        for line in (ledger / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]
    ]
    connection = sqlite3.connect(folder / "raw.db")
    connection.execute("CREATE TABLE line (a, b, c, d, e)")
    start = time.perf_counter()
    with connection:
        connection.executemany(
            "INSERT INTO line VALUES (?, ?, ?, ?, ?)", [(line + [""] * 5)[:5] for line in lines]
        )
    inserted = time.perf_counter() - start
    connection.close()
    start = time.perf_counter()
    for _ in range(100):
        bare_letter()
    return [
        (f"raw: sqlite3 insert of {len(lines)} rows", seconds(inserted)),
        ("raw: 100 bare reportlab letters", seconds(time.perf_counter() - start)),
    ]


def bare_letter() -> bytes:
    """A page with thirty lines of Helvetica: the least that reportlab can do."""
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    made = BytesIO()
    canvas = Canvas(made)
    for line in range(30):
        canvas.drawString(60, 780 - 20 * line, "Nous vous prions de régler la facture rappelée ci-dessus.")
    canvas.save()
    return made.getvalue()


def best(action: Callable[[], object], times: int = 3) -> float:
    """The shortest of some runs, in seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        found.append(time.perf_counter() - start)
    return min(found)


def seconds(value: float) -> str:
    """The time as milliseconds below one second."""
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def peak_megabytes() -> float:
    """The largest resident memory of this process so far (Linux counts it in kilobytes)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
