"""Protects the machine from papers made to exhaust it: they are refused, and the next one is read."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator

import pytest
from reportlab.pdfgen.canvas import Canvas

from creances_desktop.documents import apart
from creances_desktop.documents.apart import as_a4
from creances_desktop.documents.joining import UnusablePaper


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[apart._Reader]:
    """A process of the test's own, ended with it."""
    one = apart._Reader()
    monkeypatch.setattr(apart, "_READER", one)
    yield one
    one.close()


def paper(words: str = "Bon de livraison") -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(595, 842))
    canvas.drawString(40, 40, words)
    canvas.save()
    return made.getvalue()


def drawing_itself() -> bytes:
    """A page with a form that draws itself twice: two to the power of forty before PDFium stops."""
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /XObject << /X 5 0 R >> >> >>"
        ),
        b"<< /Length 5 >>\nstream\n/X Do\nendstream",
        (
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"
            b" /Length 11 >>\nstream\n/X Do /X Do\nendstream"
        ),
    )
    objects = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(parts, 1))
    return b"%PDF-1.7\n" + objects + b"trailer << /Root 1 0 R /Size 6 >>\n%%EOF\n"


def test_a_paper_that_asks_for_more_memory_than_there_is_is_refused_and_the_next_one_read(
    reader: apart._Reader,
) -> None:
    assert as_a4(paper(), "bon.pdf").pages == 1
    first = reader._process
    with pytest.raises(UnusablePaper, match="plus de mémoire") as refused:
        as_a4(drawing_itself(), "piège.pdf")
    assert "piège.pdf" in str(refused.value)
    assert first is not None
    assert first.poll() is not None
    after = as_a4(paper(), "bon.pdf", portrait=True)
    assert (after.name, after.pages, after.remarks) == ("bon.pdf", 1, ())


def test_one_process_reads_all_papers_and_its_refusals_say_why(reader: apart._Reader) -> None:
    as_a4(paper(), "bon.pdf")
    used = reader._process
    with pytest.raises(UnusablePaper, match="« vide.pdf »".replace(" ", "\u00a0") + ".*vide"):
        as_a4(b"", "vide.pdf")
    with pytest.raises(UnusablePaper, match="ni un PDF ni une image"):
        as_a4(b"PK", "tableau.xlsx")
    assert as_a4(paper(), "bon.pdf").pdf.startswith(b"%PDF-")
    assert reader._process is used


def test_a_process_that_dies_costs_the_paper_it_held_only(reader: apart._Reader) -> None:
    as_a4(paper(), "bon.pdf")
    assert reader._process is not None
    reader._process.kill()
    with pytest.raises(UnusablePaper, match="abîmé"):
        as_a4(paper(), "bon.pdf")
    assert as_a4(paper(), "bon.pdf").pages == 1


@pytest.mark.parametrize("command", [["/nowhere/python"], [sys.executable, "-c", "print('bonjour')"]])
def test_where_no_process_can_be_had_papers_are_read_here(
    reader: apart._Reader, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setattr(apart, "_command", lambda: command)
    assert as_a4(paper(), "bon.pdf").pages == 1
    assert reader._process is None


@pytest.mark.parametrize("module", ["creances_desktop", "creances_desktop.cli"])
def test_both_programs_become_that_process_and_end_when_theirs_does(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, apart.WORD], input=b"", capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (0, apart._HELLO)


def test_a_paper_that_takes_too_long_ends_the_process() -> None:
    busy = (
        "import time; from creances_desktop.documents import apart; apart.LONGEST = 0.1;"
        "apart._Work(since=time.monotonic()).watch()"
    )
    assert subprocess.run([sys.executable, "-c", busy], timeout=60, check=False).returncode == 1


def test_an_installed_program_is_called_by_its_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/opt/creances/creances-desktop")
    assert apart._command() == ["/opt/creances/creances-desktop", apart.WORD]
