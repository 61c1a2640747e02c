"""A real CUPS queue with a PDF printer: it is given the archived letter, and prints it as it is.

The server is one of this test's own: its files, its queue and its socket are in the folder of the test.
"""

from __future__ import annotations

import hashlib
import io
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from creances_desktop.services import demo, followups, letters, mail
from creances_desktop.services.mail import MailOptions

pytestmark = pytest.mark.system

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 21)
Done = subprocess.CompletedProcess[str]
PPD = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd")
SETTINGS = """
ServerRoot {folder}
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
TempDir {folder}/spool/tmp
ErrorLog {folder}/error_log
AccessLog {folder}/access_log
PageLog {folder}/page_log
Printcap
"""
SERVER = """
Listen {folder}/cups.sock
Browsing Off
DefaultAuthType None
PreserveJobHistory Yes
PreserveJobFiles Yes
WebInterface No
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""


@dataclass(frozen=True)
class Queue:
    """The running server: the environment that reaches it, and where it keeps and prints."""

    environment: dict[str, str]
    folder: Path
    name: str
    prints: Path

    def received(self) -> list[bytes]:
        """The documents that were handed to it, oldest first, as it keeps them."""
        return [path.read_bytes() for path in sorted((self.folder / "spool").glob("d*-*"))]

    def printed(self, count: int) -> list[Path]:
        """The PDFs that the printer made, oldest first; waits for so many."""

        def made() -> list[Path]:
            found = sorted(self.prints.glob("*.pdf"), key=lambda path: path.stat().st_mtime_ns)
            return [path for path in found if path.read_bytes().rstrip().endswith(b"%%EOF")]

        until(lambda: len(made()) >= count, self.folder)
        return made()


def until(condition: object, folder: Path, seconds: float = 60) -> None:
    """Waits until the condition holds; fails with the end of the server's log."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():  # type: ignore[operator]
            return
        time.sleep(0.1)
    log = folder / "error_log"
    pytest.fail("the server did not do it:\n" + (log.read_text()[-3000:] if log.exists() else "no log"))


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Queue]:
    if os.geteuid() != 0:
        pytest.skip("a print server changes to the user of each job: it needs the rights of root")
    server = shutil.which("cupsd") or "/usr/sbin/cupsd"
    if not Path(server).exists() or not PPD.exists():
        pytest.skip("cups and printer-driver-cups-pdf are not installed")
    # not below the folder of pytest, which only its owner may enter: the server's children are other users
    folder = Path(subprocess.run(["mktemp", "-d"], capture_output=True, text=True, check=True).stdout.strip())
    folder.chmod(0o755)
    for name in ("spool", "spool/tmp", "cache", "state", "ppd"):
        (folder / name).mkdir()
    (folder / "cups-files.conf").write_text(SETTINGS.format(folder=folder))
    (folder / "cupsd.conf").write_text(SERVER.format(folder=folder))
    (folder / "mime.types").symlink_to("/usr/share/cups/mime/mime.types")
    words = [server, "-f", "-c", str(folder / "cupsd.conf"), "-s", str(folder / "cups-files.conf")]
    with (folder / "cupsd.out").open("wb") as out:
        process = subprocess.Popen(words, stdout=out, stderr=out)
    prints = Path(pwd.getpwuid(0).pw_dir) / "PDF"
    before = set(prints.glob("*.pdf")) if prints.exists() else set()
    environment = dict(os.environ, CUPS_SERVER=str(folder / "cups.sock"))
    found = Queue(environment, folder, "Bureau", prints)
    try:
        until(lambda: (folder / "cups.sock").exists() or process.poll() is not None, folder)
        command = ["lpadmin", "-p", found.name, "-E", "-v", "cups-pdf:/", "-P", str(PPD)]
        made = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stderr + (folder / "error_log").read_text()[-2000:]
        yield found
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        for path in set(prints.glob("*.pdf")) - before:
            path.unlink()
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[bytes, bytes]]:
    """A letter as it is archived, and the batch of three of them."""
    path = tmp_path_factory.mktemp("example") / "exemple.creances"
    with demo.create(path, DAY) as store:
        ids = [one.letter.id for one in followups.issue(store, DAY).issued][:3]
        yield letters.pdf(store, ids[0]), mail.combined(store, ids, MailOptions(duplex=True))


def print_it(
    queue: Queue, data: bytes, title: str, *, as_images: bool = False
) -> subprocess.CompletedProcess[str]:
    """Prints as the window does, in a process of its own, on the printer that the user would have chosen."""
    path = queue.folder / f"{title}.to-print"
    path.write_bytes(data)
    script = f"""
import sys
from pathlib import Path
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication
from creances_desktop.domain.progress import NoProgress
from creances_desktop.ui import printing
app = QApplication([])
assert {queue.name!r} in QPrinterInfo.availablePrinterNames(), QPrinterInfo.availablePrinterNames()
printer = QPrinter(QPrinterInfo.printerInfo({queue.name!r}), QPrinter.PrinterMode.HighResolution)
printer.setDocName({title!r})
printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
printer.setFullPage(True)
chosen = printing.chosen_of(printer)
if {as_images!r}:
    printing.takes_pdf = lambda _: False
else:
    assert printing.takes_pdf(chosen)
print(printing.send(chosen, Path({str(path)!r}).read_bytes(), {title!r}, NoProgress()))
"""
    environment = queue.environment | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def codes(pdf: bytes) -> list[tuple[str, float, float]]:
    """The payment codes: text, and corner in millimetres, which tells the scale."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for number in range(len(document)):
        image = document[number].render(scale=200 / 72).to_pil().convert("L")
        for one in zxingcpp.read_barcodes(image):
            corner = one.position.top_left
            found.append((one.text, corner.x / 200 * 25.4, corner.y / 200 * 25.4))
    document.close()
    return found


def check_same_paper(made: bytes, archived: bytes) -> None:
    """The printed page bears the code of the archived one, at its place: nothing was scaled or moved."""
    ((text, x, y),), ((expected, right, down),) = codes(made), codes(archived)
    assert text == expected
    assert (x, y) == pytest.approx((right, down), abs=1.0)


def test_the_queue_is_given_the_archived_bytes_and_prints_the_letter(
    queue: Queue, sent: tuple[bytes, bytes]
) -> None:
    archived, batch = sent
    before = len(queue.received())
    done = print_it(queue, archived, "Lettre-seule")
    assert done.stdout.strip() == "imprimée", done.stderr
    given = queue.received()[-1]
    assert hashlib.sha256(given).hexdigest() == hashlib.sha256(archived).hexdigest()
    made = queue.printed(before + 1)[-1]
    printed, expected = PdfReader(made), PdfReader(io.BytesIO(archived))
    assert len(printed.pages) == len(expected.pages)
    box = printed.pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx((595.3, 841.9), abs=1.5)
    check_same_paper(made.read_bytes(), archived)
    done = print_it(queue, batch, "Lot-de-trois")
    assert done.stdout.strip() == "imprimée", done.stderr
    assert queue.received()[-1] == batch
    assert len(PdfReader(queue.printed(before + 2)[-1]).pages) == len(PdfReader(io.BytesIO(batch)).pages)


def test_where_the_queue_takes_no_pdf_its_pages_are_printed_as_images(
    queue: Queue, sent: tuple[bytes, bytes]
) -> None:
    before = len(queue.received())
    done = print_it(queue, sent[0], "Par-images", as_images=True)
    assert done.stdout.strip() == "imprimée", done.stderr
    made = queue.printed(before + 1)[-1].read_bytes()
    assert len(PdfReader(io.BytesIO(made)).pages) == len(PdfReader(io.BytesIO(sent[0])).pages)
    check_same_paper(made, sent[0])


def test_a_queue_that_is_not_there_is_said_and_nothing_is_printed(
    queue: Queue, sent: tuple[bytes, bytes]
) -> None:
    before = len(queue.received())
    gone = Queue(queue.environment, queue.folder, "Disparue", queue.prints)
    done = print_it(gone, sent[0], "Perdue")
    assert done.returncode != 0
    assert len(queue.received()) == before
