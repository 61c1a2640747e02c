"""Protects printing: the PDF itself goes to a queue, images elsewhere; a refusal is never a success."""

import io
import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas

from creances_desktop.domain.progress import Cancelled, NoProgress
from creances_desktop.ui import printing
from creances_desktop.ui.printing import Chosen
from creances_desktop.ui.widgets.pdf_pages import PdfPages


@pytest.fixture
def document() -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(595, 842), invariant=1)
    for number in range(1, 4):
        canvas.drawString(72, 770, f"Page {number}")
        canvas.showPage()
    canvas.save()
    return written.getvalue()


@pytest.fixture
def printer(qapp: QApplication, tmp_path: Path) -> QPrinter:
    """A printer that writes what it paints into a file: no machine is asked."""
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "painted.pdf"))
    made.setFullPage(True)
    return made


def chosen(printer: QPrinter, **changes: object) -> Chosen:
    values = {
        "printer": printer, "name": "Bureau", "copies": 1, "duplex": QPrinter.DuplexMode.DuplexNone,
        "grey": False, "pages": None, "file": None,
    }  # fmt: skip
    return Chosen(**(values | changes))  # type: ignore[arg-type]


class Lp:
    """Stands in for the command of CUPS."""

    def __init__(self, code: int = 0, stderr: bytes = b"") -> None:
        self.calls: list[tuple[list[str], object]] = []
        self.code, self.stderr = code, stderr

    def __call__(self, command: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        self.calls.append((command, options["input"]))
        return subprocess.CompletedProcess(command, self.code, b"", self.stderr)


def test_a_queue_takes_the_pdf_at_its_true_size(
    printer: QPrinter, document: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    lp = Lp()
    monkeypatch.setattr(printing, "takes_pdf", lambda _: True)
    monkeypatch.setattr(subprocess, "run", lp)
    both = chosen(printer, copies=2, duplex=QPrinter.DuplexMode.DuplexLongSide, grey=True, pages=(1, 2))
    assert printing.send(both, document, "12 lettres", NoProgress()) == printing.PRINTED
    (command, data), = lp.calls  # fmt: skip
    assert data == document
    assert command[:7] == ["lp", "-d", "Bureau", "-n", "2", "-t", "12 lettres"]
    for option in ("print-scaling=none", "sides=two-sided-long-edge", "print-color-mode=monochrome", "1-2"):
        assert option in command


def test_a_queue_that_refuses_is_said_in_its_own_words(
    printer: QPrinter, document: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "takes_pdf", lambda _: True)
    monkeypatch.setattr(subprocess, "run", Lp(1, b"lp: La destination n'existe pas.\n"))
    with pytest.raises(printing.PrinterRefused, match="n'existe pas.*Rien n’a été marqué"):
        printing.send(chosen(printer), document, "Lettres", NoProgress())


def test_a_queue_that_does_not_answer_is_a_refusal(
    printer: QPrinter, document: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("lp", 60)

    monkeypatch.setattr(printing, "takes_pdf", lambda _: True)
    monkeypatch.setattr(subprocess, "run", silent)
    with pytest.raises(printing.PrinterRefused):
        printing.send(chosen(printer), document, "Lettres", NoProgress())


def test_elsewhere_each_page_is_painted_at_its_true_size(
    printer: QPrinter, document: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "takes_pdf", lambda _: False)
    assert printing.send(chosen(printer), document, "Lettres", NoProgress()) == printing.PRINTED
    with PdfPages((tmp_path / "painted.pdf").read_bytes()) as painted, PdfPages(document) as original:
        assert len(painted) == 3
        assert painted.size(0) == pytest.approx(original.size(0), abs=2)
        ours, theirs = painted.image(0, 1), original.image(0, 1)
        assert _first_ink(ours) == pytest.approx(_first_ink(theirs), abs=2)


def test_only_the_pages_asked_for_are_painted(
    printer: QPrinter, document: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "takes_pdf", lambda _: False)
    printing.send(chosen(printer, pages=(2, 9)), document, "Lettres", NoProgress())
    with PdfPages((tmp_path / "painted.pdf").read_bytes()) as painted:
        assert len(painted) == 2


def test_stopping_between_two_pages_is_no_success(
    printer: QPrinter, document: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopping(NoProgress):
        @property
        def cancelled(self) -> bool:
            return True

    monkeypatch.setattr(printing, "takes_pdf", lambda _: False)
    with pytest.raises(Cancelled):
        printing.send(chosen(printer), document, "Lettres", Stopping())


def test_a_pdf_asked_from_the_dialog_is_the_document_itself(
    printer: QPrinter, document: bytes, tmp_path: Path
) -> None:
    target = tmp_path / "lettres.pdf"
    printer.setOutputFileName(str(target))
    asked = printing.chosen_of(printer)
    assert asked.file == target
    assert printing.send(asked, document, "Lettres", NoProgress()) == printing.SAVED
    assert target.read_bytes() == document


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_cannot_begin_is_a_refusal(
    printer: QPrinter, document: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "takes_pdf", lambda _: False)
    printer.setOutputFileName(str(tmp_path / "missing" / "x.pdf"))
    with pytest.raises(printing.PrinterRefused):
        printing.send(chosen(printer), document, "Lettres", NoProgress())


def test_letters_are_set_for_both_sides_only_when_asked(printer: QPrinter) -> None:
    assert not chosen(printer).both_sides
    assert chosen(printer, duplex=QPrinter.DuplexMode.DuplexAuto).both_sides


def _first_ink(image: object) -> tuple[int, int]:
    """The place of the first dark pixel, line by line."""
    picture = image.convertToFormat(image.Format.Format_Grayscale8)  # type: ignore[attr-defined]
    for y in range(picture.height()):
        for x in range(picture.width()):
            if picture.pixelColor(x, y).lightness() < 128:
                return x, y
    raise AssertionError("a blank page", Qt.GlobalColor.white)
