"""Takes the pictures of the README on the example dossier: the tabs, light and dark, and the letters.

python packaging/dev.py pictures
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
# The arrangement of a new user, whatever the one who takes the pictures made of his columns.
os.environ["CREANCES_DATA_DIR"] = tempfile.mkdtemp()

from PySide6.QtGui import QImage

from creances_desktop import app
from creances_desktop.services import call_sheet, clients, evidence, followups, letters, statements
from creances_desktop.services.assembly import WINDOW, Store, open_company_file
from creances_desktop.ui import headless
from creances_desktop.ui.dialogs.letter_templates import LetterTemplatesDialog
from creances_desktop.ui.dialogs.morning_session import MorningSessionDialog
from creances_desktop.ui.executor import Executor
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Choice, Theme
from creances_desktop.ui.welcome import WelcomeWindow
from creances_desktop.ui.widgets.pdf_pages import PdfPages
from creances_desktop.ui.window import MainWindow

FOLDER = Path(__file__).parent / "pictures"
DAY = date(2026, 11, 23)
PIXELS_PER_POINT = 1.25
STATEMENT_OF = "TRANSPORTS"


def main() -> int:
    """Writes the pictures; 0."""
    FOLDER.mkdir(exist_ok=True)
    theme = Theme(app.application())
    with tempfile.TemporaryDirectory() as folder:
        path = app.make_example(Path(folder) / "exemple.creances", DAY)
        save_first_start()
        for choice, name in ((Choice.LIGHT, "light"), (Choice.DARK, "dark")):
            theme.choose(choice)
            save_tabs(path, Path(folder), name)
            save_dialogs(path, Path(folder), name)
        with open_company_file(path) as store:
            for name, data in documents(store):
                save(PdfPages(data).image(0, PIXELS_PER_POINT), FOLDER / f"{name}.png")
    return 0


def save_first_start() -> None:
    """What somebody new sees: the three doors."""
    executor = Executor()
    welcome = WelcomeWindow(executor)
    welcome.show()
    headless.wait_until_idle(executor)
    save(welcome.grab().toImage(), FOLDER / "first-start.png")
    welcome.close()


def save_tabs(path: Path, folder: Path, name: str) -> None:
    """The five tabs in the theme in use, as `today-light.png` and so on."""
    executor = Executor()
    window = MainWindow(Session(open_company_file(path, holder=WINDOW), executor, lambda: DAY))
    for picture in headless.save_images(window, executor, folder):
        page = picture.stem.partition("-")[2]
        save(QImage(str(picture)), FOLDER / f"{page}-{name}.png")
    window.close()


def save_dialogs(path: Path, folder: Path, name: str) -> None:
    """The morning session at its first client, and the texts of letters, on a copy of the example."""
    copy = Path(shutil.copy(path, folder / f"seance-{name}.creances"))
    executor = Executor()
    session = Session(open_company_file(copy, holder=WINDOW), executor, lambda: DAY)
    morning = MorningSessionDialog(session)
    morning.resize(1100, 680)
    morning.show()
    headless.wait_until_idle(executor)
    morning.gate.begin_button.click()
    headless.wait_until_idle(executor)
    save(morning.grab().toImage(), FOLDER / f"session-{name}.png")
    texts = LetterTemplatesDialog(session)
    texts.resize(1200, 700)
    texts.show()
    headless.wait_until_idle(executor)
    save(texts.grab().toImage(), FOLDER / f"texts-{name}.png")
    for dialog in (morning, texts):
        dialog.close()
    session.store.close()


def documents(store: Store) -> Iterator[tuple[str, bytes]]:
    """The first letter of each step that leaves on the day, and a statement of account."""
    issued = followups.issue(store, DAY).issued
    steps = {one.letter.step: one.letter.id for one in reversed(issued)}
    for step, letter_id in sorted(steps.items()):
        yield f"letter-{step.replace('_', '-')}", letters.pdf(store, letter_id)
    client = clients.find(store, STATEMENT_OF)
    yield "letter-statement", statements.pdf(store, client.id, DAY)
    yield "call-sheet", call_sheet.pdf(store, client.id, DAY)
    late = [one.invoice_id for one in evidence.candidates(store, client.id, DAY) if one.chosen]
    yield "evidence-cover", evidence.make_pdf(store, evidence.prepare(store, client.id, late, DAY)).data


def save(image: QImage, path: Path) -> None:
    """Writes a picture without transparency."""
    if not image.convertToFormat(QImage.Format.Format_RGB888).save(str(path)):
        raise OSError(f"{path} could not be written")


if __name__ == "__main__":
    sys.exit(main())
