"""Printing or saving a PDF that a dialog shows, with what became of it in the dialog's banner."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.services.letters import write_file
from creances_desktop.ui import file_dialogs, messages, printing
from creances_desktop.ui.printing import Size
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner


def print_pdf(
    parent: QWidget,
    session: Session,
    banner: Banner,
    data: bytes,
    title: str,
    *,
    paper: Size | None = None,
    said: tuple[str, str] | None = None,
) -> None:
    """Ask for the printer, then print these bytes; `paper` in millimetres where it is not A4.

    `said` are the sentences for what was printed and for what was saved instead.
    """
    chosen = printing.ask_printer(parent, title, paper=paper)
    if chosen is None:
        return
    usual = (f"{title}\u00a0: page {printing.PRINTED}.", f"{title}\u00a0: page {printing.SAVED}.")
    told = dict(zip((printing.PRINTED, printing.SAVED), said or usual, strict=True))
    session.executor.submit(
        lambda progress: printing.send(chosen, data, title, progress),
        lambda how: banner.show_success(told[how]),
        lambda error: messages.show_error(error, parent, banner),
        owner=parent,
        label="Impression",
    )


def save_pdf(
    parent: QWidget, banner: Banner, data: bytes, title: str, name: str, *, said: str = "Enregistré"
) -> None:
    """Ask for the file, then write these bytes into it; `said` begins the sentence that names the file."""
    path = file_dialogs.file_to_write(parent, title, "PDF (*.pdf)", name, suffix="pdf")
    if path is None:
        return
    try:
        write_file(path, data)
    except (DomainError, OSError) as error:
        messages.show_error(error, parent, banner)
    else:
        banner.show_success(f"{said}\u00a0: {path}")
