"""Printing a PDF: the system's dialog, then the PDF itself to CUPS, or its pages as images elsewhere.

A job answers how the document left, and only once the printer or the file system took it: what was not taken
is not sent.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from creances_desktop.domain.errors import EnvironmentProblem
from creances_desktop.domain.progress import Progress, stop_if_cancelled
from creances_desktop.services.letters import write_file
from creances_desktop.ui.widgets.pdf_pages import PdfPages

PRINTED, SAVED = "imprimée", "enregistrée"
"""French participles: how a document left."""
Size = tuple[float, float]
"""Width and height in millimetres."""

MAX_DPI = 300
"""Finer images of text are larger, not better: a page of 600 dpi takes 130 MB."""
LP_SECONDS = 60
_SIDES = {
    QPrinter.DuplexMode.DuplexNone: "one-sided",
    QPrinter.DuplexMode.DuplexLongSide: "two-sided-long-edge",
    QPrinter.DuplexMode.DuplexShortSide: "two-sided-short-edge",
}


class PrinterRefused(EnvironmentProblem):
    """The printer or its queue did not take the document."""

    def __init__(self, printer: str, detail: str = "") -> None:
        reason = f" ({detail})" if detail else ""
        super().__init__(
            f"L’imprimante «\u00a0{printer}\u00a0» n’a pas accepté l’impression{reason}\u00a0: vérifiez-la, "
            "puis recommencez. Rien n’a été marqué comme imprimé."
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the user chose in the system's dialog; `pages` (first, last) from 1, None for all of them.

    `paper` is the size of the paper in millimetres where it is not A4.
    """

    printer: QPrinter
    name: str
    copies: int
    duplex: QPrinter.DuplexMode
    grey: bool
    pages: tuple[int, int] | None
    file: Path | None
    paper: Size | None = None

    @property
    def both_sides(self) -> bool:
        """Whether two pages share a sheet, or may share one."""
        return self.duplex is not QPrinter.DuplexMode.DuplexNone


def ask_printer(
    parent: QWidget | None, title: str, name: str = "", *, paper: Size | None = None
) -> Chosen | None:
    """The printer and the options chosen in the system's dialog; None when the user gave up.

    `name` is what the queue, or the file asked for instead, calls the document; the title without one.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name or title)
    printer.setPageSize(page_size(paper))
    printer.setFullPage(True)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, on=True)
    accepted = dialog.exec()
    dialog.deleteLater()
    return replace(chosen_of(printer), paper=paper) if accepted else None


def page_size(paper: Size | None) -> QPageSize:
    """The paper for Qt: A4, or an envelope or a form by its measures."""
    if paper is None:
        return QPageSize(QPageSize.PageSizeId.A4)
    name = f"{paper[0]:g} × {paper[1]:g} mm"
    return QPageSize(QSizeF(*paper), QPageSize.Unit.Millimeter, name, QPageSize.SizeMatchPolicy.ExactMatch)


def chosen_of(printer: QPrinter) -> Chosen:
    """What this printer is set to."""
    ranged = printer.printRange() == QPrinter.PrintRange.PageRange and printer.fromPage() > 0
    to_file = printer.outputFormat() == QPrinter.OutputFormat.PdfFormat and printer.outputFileName()
    return Chosen(
        printer=printer,
        name=printer.printerName(),
        copies=max(1, printer.copyCount()),
        duplex=printer.duplex(),
        grey=printer.colorMode() == QPrinter.ColorMode.GrayScale,
        pages=(printer.fromPage(), printer.toPage()) if ranged else None,
        file=Path(printer.outputFileName()) if to_file else None,
    )


def send(chosen: Chosen, data: bytes, title: str, progress: Progress) -> str:
    """Sends the PDF where the user chose; PRINTED or SAVED once it was taken. To be run as a job.

    Raises PrinterRefused, UnwritableFolder, or Cancelled between two pages.
    """
    progress.report(0, 0, "Envoi à l’imprimante")
    if chosen.file is not None:
        write_file(chosen.file, data)
        return SAVED
    if takes_pdf(chosen):
        _send_pdf(chosen, data, title)
    else:
        _send_images(chosen, data, progress)
    return PRINTED


def takes_pdf(chosen: Chosen) -> bool:
    """Whether the printer is a queue of CUPS, which takes the PDF itself: sharper, smaller, faster."""
    if not sys.platform.startswith(("linux", "darwin")) or shutil.which("lp") is None:
        return False
    return not QPrinterInfo.printerInfo(chosen.name).isNull()


def lp_command(chosen: Chosen, title: str) -> list[str]:
    """The command that prints its standard input with the options chosen, at its true size."""
    command = ["lp", "-d", chosen.name, "-n", str(chosen.copies), "-t", title]
    media = "A4" if chosen.paper is None else f"Custom.{chosen.paper[0]:g}x{chosen.paper[1]:g}mm"
    command += ["-o", f"media={media}", "-o", "print-scaling=none", "-o", "collate=true"]
    if chosen.duplex in _SIDES:
        command += ["-o", f"sides={_SIDES[chosen.duplex]}"]
    if chosen.grey:
        command += ["-o", "print-color-mode=monochrome"]
    if chosen.pages is not None:
        command += ["-P", f"{chosen.pages[0]}-{chosen.pages[1]}"]
    return command


def _send_pdf(chosen: Chosen, data: bytes, title: str) -> None:
    try:
        answer = subprocess.run(  # noqa: S603 - no shell; the name comes from the system's own dialog
            lp_command(chosen, title), input=data, capture_output=True, timeout=LP_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PrinterRefused(chosen.name) from error
    if answer.returncode != 0:
        detail = answer.stderr.decode(errors="replace").strip()
        raise PrinterRefused(chosen.name, detail.splitlines()[-1] if detail else "")


def _send_images(chosen: Chosen, data: bytes, progress: Progress) -> None:
    painter = QPainter()
    if not painter.begin(chosen.printer):
        raise PrinterRefused(chosen.name)
    try:
        with PdfPages(data) as pages:
            _paint_pages(painter, chosen, pages, progress)
    except BaseException:
        chosen.printer.abort()
        painter.end()
        raise
    if not painter.end():
        raise PrinterRefused(chosen.name)


def _paint_pages(painter: QPainter, chosen: Chosen, pages: PdfPages, progress: Progress) -> None:
    """Paint each page at its true size, from the corner of the paper."""
    first, last = chosen.pages or (1, len(pages))
    wanted = range(first - 1, min(last, len(pages)))
    dots = chosen.printer.resolution()
    for number, page in enumerate(wanted):
        stop_if_cancelled(progress)
        progress.report(number, len(wanted), "Impression")
        if number and not chosen.printer.newPage():
            raise PrinterRefused(chosen.name)
        image = pages.image(page, min(dots, MAX_DPI) / 72)
        width, height = pages.size(page)
        painter.drawImage(QRectF(0, 0, width * dots / 72, height * dots / 72), image)
