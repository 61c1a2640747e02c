"""Statements, the aged balance and batches on paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject
from reportlab.pdfgen.canvas import Canvas

from creances_desktop.documents import balance, batch, letters, statements
from creances_desktop.documents.batch import Piece
from creances_desktop.domain.balance import aged_balance, aged_row
from creances_desktop.domain.company import Company
from creances_desktop.domain.letters import LetterContent
from creances_desktop.domain.statements import (
    StatementContent,
    statement_from_json,
    statement_to_json,
)

DAY = date(2026, 11, 21)


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text().replace("\u00a0", " ") for page in PdfReader(io.BytesIO(pdf)).pages]


def test_a_statement_shows_every_movement_and_its_balance(statement: Callable[..., StatementContent]) -> None:
    content = statement(5, open_credits=10_00)
    (text,) = pages_of(statements.draw(content))
    for words in (
        "Relevé de compte arrêté au 21 novembre 2026",
        "Avoir",
        "AV-1",
        "RC-2026-0007",
        "en notre faveur",
    ):
        assert words in text
    for line in content.lines:
        euros, cents = divmod(line.balance, 100)
        assert f"{euros:,}".replace(",", "\u202f") + f",{cents:02d}" in text
    assert "-10,00 €" in text


def test_a_statement_in_the_clients_favour_asks_for_nothing(
    statement: Callable[..., StatementContent],
) -> None:
    (text,) = pages_of(statements.draw(statement(0, open_credits=10_00)))
    assert "un solde de 10,00 € en votre faveur" in text
    assert "IBAN" not in text
    (empty,) = pages_of(statements.draw(statement(0)))
    assert "ce compte est soldé" in empty
    assert "Aucun mouvement" in empty


def test_a_statement_over_pages_repeats_its_head_and_gives_the_same_bytes(
    statement: Callable[..., StatementContent],
) -> None:
    content = statement(150)
    data = statements.draw(content)
    pages = pages_of(data)
    assert len(pages) > 3
    assert all("Solde" in page for page in pages if "FA-2026" in page)
    assert f"Page {len(pages)}/{len(pages)}" in pages[-1]
    assert statements.draw(statement_from_json(statement_to_json(content))) == data
    assert (
        "Solde avant le 1er octobre 2026"
        in pages_of(statements.draw(statement(5, since=date(2026, 10, 1))))[0]
    )


def test_the_aged_balance_shows_every_client_and_the_totals_once(company: Company) -> None:
    rows = [
        aged_row(n, f"C{n:04d}", f"Client & Fils <{n}>", bands=(n * 100, 5, 0, 0, 7), unallocated=-n)
        for n in range(1, 101)
    ]
    aged = aged_balance(rows, DAY)
    data = balance.draw(aged, company)
    reader = PdfReader(io.BytesIO(data))
    pages = pages_of(data)
    text = "\n".join(pages)
    assert len(pages) > 1
    assert all("Plus de 90 jours" in page for page in pages)
    assert all(text.count(f"C{n:04d}") == 1 for n in range(1, 101))
    assert "Balance âgée au 21 novembre 2026" in pages[0]
    assert "Total" in pages[-1]
    assert "5\u202f050,00" in pages[-1], "not due"
    assert "5\u202f011,50" in pages[-1], "outstanding"
    assert reader.pages[0].mediabox.width > reader.pages[0].mediabox.height
    assert balance.draw(aged, company) == data
    assert "Aucune somme due" in pages_of(balance.draw(aged_balance([], DAY), company))[0]


@pytest.fixture
def pieces(make_letter: Callable[..., LetterContent]) -> list[Piece]:
    """A letter of one sheet, one of several, one of one."""
    return [
        Piece(f"C{count} – Durand & <Fils>", letters.draw(make_letter("reminder_1", count=count)))
        for count in (1, 60, 2)
    ]


def test_every_letter_of_a_batch_begins_on_its_own_sheet(pieces: list[Piece]) -> None:
    data = batch.combine(pieces, title="Lettres du 21/11/2026", author="Menuiserie Martin")
    reader = PdfReader(io.BytesIO(data))
    starts = [reader.get_destination_page_number(mark) for mark in reader.outline]  # type: ignore[arg-type]
    assert [mark.title for mark in reader.outline] == [piece.title for piece in pieces]  # type: ignore[union-attr]
    assert all(start is not None and start % 2 == 0 for start in starts)
    lengths = [len(PdfReader(io.BytesIO(piece.pdf)).pages) for piece in pieces]
    assert len(reader.pages) == sum(n + n % 2 for n in lengths[:-1]) + lengths[-1], (
        "no blank sheet at the end"
    )
    assert pages_of(data)[1] == "", "the blank side of the first letter"
    metadata = reader.metadata
    assert metadata is not None
    assert (metadata.title, metadata.author) == ("Lettres du 21/11/2026", "Menuiserie Martin")
    assert reader.root_object["/Lang"] == "fr-FR"


def test_a_batch_holds_the_letters_and_gives_the_same_bytes(pieces: list[Piece]) -> None:
    data = batch.combine(pieces, title="Lettres", author="Menuiserie Martin", duplex=False)
    alone = [text for piece in pieces for text in pages_of(piece.pdf)]
    assert pages_of(data) == alone
    assert batch.combine(pieces, title="Lettres", author="Menuiserie Martin", duplex=False) == data


def test_a_batch_tells_how_far_it_is_and_can_be_stopped(pieces: list[Piece]) -> None:
    class Stopped(Exception):
        pass

    told: list[int] = []

    def stop_after_two(done: int) -> None:
        told.append(done)
        if done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        batch.combine(pieces, title="Lettres", author="Menuiserie Martin", on_piece=stop_after_two)
    assert told == [1, 2]
    with pytest.raises(ValueError, match="at least one"):
        batch.combine([], title="Lettres", author="Menuiserie Martin")


def test_enclosures_follow_their_letter_and_stand_under_its_bookmark(pieces: list[Piece]) -> None:
    enclosed = Piece("Facture FA-1", pieces[0].pdf, enclosed=True)
    data = batch.combine(
        [pieces[0], enclosed, enclosed, pieces[1]], title="Lettres", author="Menuiserie Martin"
    )
    outline = PdfReader(io.BytesIO(data)).outline
    assert [type(one).__name__ for one in outline] == ["Destination", "list", "Destination"]
    assert [one.title for one in outline[1]] == ["Facture FA-1"] * 2  # type: ignore[union-attr]


def test_what_letters_have_in_common_is_written_once(pieces: list[Piece]) -> None:
    few = len(batch.combine(pieces[:1] * 2, title="Lettres", author="Menuiserie Martin"))
    many = len(batch.combine(pieces[:1] * 42, title="Lettres", author="Menuiserie Martin"))
    assert many - few < 40 * 1_500, "an equal page costs its place in the tables and no more"


def test_pages_of_foreign_programs_are_joined_with_what_they_inherit_and_with_rings() -> None:
    """Resources on the tree, an annotation that points back to its page: both are legal and seen."""
    writer = PdfWriter()
    for number in range(2):
        made = io.BytesIO()
        canvas = Canvas(made)
        canvas.drawString(50, 700, f"page {number}")
        canvas.linkURL("https://exemple.invalid", (10, 10, 90, 90))
        canvas.save()
        writer.append(io.BytesIO(made.getvalue()))
    tree = writer.root_object["/Pages"]
    for page in writer.pages:
        tree[NameObject("/Resources")] = page.raw_get("/Resources")  # type: ignore[index]
        del page["/Resources"]
        note = page["/Annots"][0].get_object()  # type: ignore[index]
        note[NameObject("/P")] = page.indirect_reference
    ring = DictionaryObject()
    reference = writer._add_object(ring)
    ring[NameObject("/Self")] = reference
    writer.pages[0][NameObject("/Odd")] = reference
    foreign = io.BytesIO()
    writer.write(foreign)
    data = batch.combine(
        [Piece("a", foreign.getvalue()), Piece("b", foreign.getvalue())],
        title="x",
        author="Menuiserie Martin",
    )
    assert [text.strip() for text in pages_of(data)] == ["page 0", "page 1"] * 2
    reader = PdfReader(io.BytesIO(data))
    assert reader.pages[0]["/Annots"][0].get_object()["/P"].get_object() == reader.pages[0]  # type: ignore[index]
    odd = reader.pages[2]["/Odd"]
    assert odd["/Self"].get_object() is odd  # type: ignore[index]
