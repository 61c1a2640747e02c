"""The main job without a screen: an image of each tab, and the letters of the day as files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEventLoop, QSize, QTimer

from creances_desktop.services import followups, letters, mail
from creances_desktop.services.assembly import Store
from creances_desktop.ui.executor import Executor
from creances_desktop.ui.window import MainWindow

SIZE = QSize(1366, 768)
SETTLE_MS = 150
"""After the last job, for what a page asks for once it is shown: previews, row pages, layouts."""
LONGEST_MS = 60_000
LAST_ROUNDS = 5
"""Rounds of events after the quiet: new widgets are shown, laid out, and so are those around them."""


def save_images(window: MainWindow, executor: Executor, folder: Path) -> list[Path]:
    """The images of the tabs, 1366×768, `1-today.png` and on, in `folder`."""
    window.resize(SIZE)
    window.show()
    window.begin_day()
    written = []
    for number, page in enumerate(window.tabs.pages, 1):
        window.tabs.show_page(page.name)
        wait_until_idle(executor)
        path = folder / f"{number}-{page.name}.png"
        if not window.grab().save(str(path)):
            raise letters.UnwritableFolder(folder, OSError("image refusée"))
        written.append(path)
    return written


def save_letters(store: Store, day: date, folder: Path) -> list[Path]:
    """The files of the letters of the day, issued now, and of all of them together."""
    outcome = followups.issue(store, day)
    ids = [one.letter.id for one in outcome.issued]
    if not ids:
        return []
    together = folder / f"lettres-{day.isoformat()}.pdf"
    mail.combined_into(store, ids, together)
    return [together, *(one.path for one in letters.deliver_to_folder(store, ids, folder))]


def wait_until_idle(executor: Executor, settle_ms: int = SETTLE_MS) -> None:
    """Nothing, once no job has run for a while and what was shown last is laid out.

    A quiet time that ends late was not quiet: the window was at work. What it did just before the end may
    have asked for layouts, which come with the events of the next rounds.
    """
    loop = QEventLoop()
    quiet, longest, next_round = QTimer(), QTimer(), QTimer()
    since = QElapsedTimer()
    rounds = 0
    for timer, milliseconds in ((quiet, settle_ms), (longest, LONGEST_MS), (next_round, 0)):
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
    longest.timeout.connect(loop.quit)

    def begin() -> None:
        nonlocal rounds
        rounds = 0
        since.restart()
        quiet.start()

    def look() -> None:
        if executor.busy() or since.elapsed() > 2 * settle_ms:
            begin()
        else:
            next_round.start()

    def go_round() -> None:
        nonlocal rounds
        rounds += 1
        if executor.busy():
            begin()
        elif rounds < LAST_ROUNDS:
            next_round.start()
        else:
            loop.quit()

    quiet.timeout.connect(look)
    next_round.timeout.connect(go_round)
    executor.finished.connect(begin)
    begin()
    longest.start()
    loop.exec()
    executor.finished.disconnect(begin)
