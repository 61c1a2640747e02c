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
    """Nothing, once no job has run for a while; the window lives on meanwhile.

    A quiet time that ends late was not quiet: the window was at work, and its layouts wait for their turn.
    """
    loop = QEventLoop()
    quiet, longest = QTimer(), QTimer()
    since = QElapsedTimer()
    for timer, milliseconds in ((quiet, settle_ms), (longest, LONGEST_MS)):
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
    longest.timeout.connect(loop.quit)

    def begin() -> None:
        since.restart()
        quiet.start()

    def look() -> None:
        if executor.busy() or since.elapsed() > 2 * settle_ms:
            begin()
        else:
            loop.quit()

    quiet.timeout.connect(look)
    executor.finished.connect(begin)
    begin()
    longest.start()
    loop.exec()
    executor.finished.disconnect(begin)
