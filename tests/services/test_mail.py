"""A batch for the desk: joined, counted, addressed, in one order; a single letter is its archived bytes."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from creances_desktop.domain.clients import Address, Channel
from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.domain.labels import UnusableLayout
from creances_desktop.domain.letters import content_from_json
from creances_desktop.domain.postage import PaperWeights, Product, Tariff
from creances_desktop.domain.progress import Cancelled
from creances_desktop.services import (
    company,
    followups,
    invoices,
    letters,
    mail,
    mail_papers,
    other_letters,
    paper,
    postage,
    registered,
    registered_slips,
)
from creances_desktop.services.mail import MailOptions
from creances_desktop.services.other_letters import Order
from creances_desktop.services.paper import Enclose, PaperSettings

DAY = date(2026, 11, 21)
Owing = tuple[str, str, int, tuple[bytes, ...]]


def paper_of(words: str, pages: int = 1, size: tuple[float, float] = (595.28, 841.89)) -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=size)
    for number in range(pages):
        canvas.drawString(60, 200, f"{words} page {number + 1}")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def locked(data: bytes) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt("sesame", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def texts(pdf: bytes) -> list[str]:
    return [page.extract_text().replace("\u00a0", " ") for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.fixture
def sent(books: Any) -> Callable[..., list[int]]:
    """Issues the letters of some clients: (code, name, days late, papers of its invoices…)."""

    def issue(
        *clients: tuple[str, str, int, tuple[bytes, ...]], enclose: Enclose = Enclose.ALWAYS
    ) -> list[int]:
        paper.save(books.store, PaperSettings(enclose=enclose))
        for code, name, late, papers in clients:
            client = books.client(code, name, address=Address(f"{late} rue Haute", "44000", "Nantes"))
            for number, data in enumerate(papers or (b"",)):
                invoice = books.invoice(client, f"F-{code}-{number}", 100_00 + number, late + number)
                if data:
                    invoices.attach_pdf(books.store, invoice, data)
        return [one.letter.id for one in followups.issue(books.store, DAY).issued]

    return issue


def content_of(books: Any, letter_id: int) -> Any:
    with books.store.reading() as r:
        return content_from_json(r.letters.content(letter_id))


def test_a_single_letter_is_printed_as_it_is_archived(books: Any, sent: Callable[..., list[int]]) -> None:
    (letter,) = sent(("DURAND", "Durand", 12, ()))
    assert mail.combined(books.store, [letter]) == letters.pdf(books.store, letter)
    two = mail.combined(books.store, [letter], MailOptions(copies=2))
    assert texts(two)[0] == texts(two)[2] == texts(letters.pdf(books.store, letter))[0]


def test_enclosures_follow_their_letter_each_on_its_own_sheet(
    books: Any, sent: Callable[..., list[int]]
) -> None:
    ids = sent(
        ("ZOLA", "Zola", 12, (paper_of("facture Z"),)),
        ("ABBA", "Abba", 12, (paper_of("autre A"), paper_of("facture A", 3))),
    )
    data = mail.combined(books.store, ids)
    pages = texts(data)
    starts = {
        words: next(n for n, page in enumerate(pages) if words in page)
        for words in ("Abba", "facture A page 1", "autre A page 1", "Zola", "facture Z page 1")
    }
    assert list(starts) == sorted(starts, key=lambda words: starts[words]), "by client, then as enclosed"
    assert all(place % 2 == 0 for place in starts.values())
    one_sided = texts(mail.combined(books.store, ids, MailOptions(duplex=False)))
    assert len(one_sided) == 2 + 3 + 1 + 1
    assert len(texts(mail.combined(books.store, ids, MailOptions(duplex=False, enclosures=False)))) == 2
    outline = PdfReader(io.BytesIO(data)).outline
    assert [one.title for one in outline if not isinstance(one, list)] == [  # type: ignore[union-attr]
        f"{letter.client_name} — {letter.reference}" for letter in mail.letters_of(books.store, ids)
    ]


def test_the_letter_names_the_copies_that_are_in_its_envelope(
    books: Any, sent: Callable[..., list[int]]
) -> None:
    (letter,) = sent(("DURAND", "Durand", 12, (paper_of("a"), locked(paper_of("b")), b"", paper_of("d"))))
    content = content_of(books, letter)
    (named,) = content.enclosures
    assert named == "copies des factures F-DURAND-3 et F-DURAND-0", "in the order of the table"
    assert [one.number for one in content.exhibits] == ["F-DURAND-3", "F-DURAND-0"], "no locked one"
    assert "copies des factures" in " ".join(texts(letters.pdf(books.store, letter))[-1].split())


@pytest.mark.parametrize(
    ("enclose", "late", "enclosed"),
    [(Enclose.NEVER, 60, 0), (Enclose.REGISTERED, 12, 0), (Enclose.ALWAYS, 12, 1)],
)
def test_copies_go_only_with_the_letters_that_the_company_chose(
    enclose: Enclose, late: int, enclosed: int, books: Any, sent: Callable[..., list[int]]
) -> None:
    (letter,) = sent(("DURAND", "Durand", late, (paper_of("a"),)), enclose=enclose)
    assert len(content_of(books, letter).exhibits) == enclosed


def test_sheets_and_stamps_are_counted_with_the_tariffs_of_the_day(
    books: Any, sent: Callable[..., list[int]]
) -> None:
    ids = sent(
        ("A", "A", 12, ()), ("B", "B", 12, (paper_of("facture", 8),)), ("C", "C", 12, (paper_of("f"),))
    )
    batch = mail.prepare(books.store, ids, DAY)
    assert batch.sheets == 1 + (1 + 4) + (1 + 1)
    green = [(line.up_to_grams, line.count, line.price) for line in batch.postage.lines]
    assert green == [(20, 2, 152), (30, 1, None)], "5 sheets and an envelope weigh 30 g: no tariff is known"
    assert (batch.postage.total, batch.postage.unknown, batch.postage.letters) == (304, 1, 3)
    assert mail.prepare(books.store, ids, DAY, MailOptions(copies=2)).sheets == batch.sheets + 3
    known = (*postage.shipped(), Tariff(date(2026, 1, 1), Product.GREEN, 100, 3_05, "affiche du bureau"))
    postage.save(books.store, known, PaperWeights())
    assert mail.prepare(books.store, ids, DAY).postage.total == 304 + 305


def test_a_new_tariff_replaces_the_old_one_from_its_day_on(
    books: Any, sent: Callable[..., list[int]]
) -> None:
    ids = sent(("A", "A", 12, ()))
    known = (*postage.shipped(), Tariff(date(2026, 12, 1), Product.GREEN, 20, 1_60, "affiche"))
    postage.save(books.store, known, PaperWeights())
    assert mail.prepare(books.store, ids, date(2026, 11, 30)).postage.total == 152
    assert mail.prepare(books.store, ids, date(2026, 12, 1)).postage.total == 160


@pytest.mark.parametrize(
    "wrong",
    [
        Tariff(DAY, Product.GREEN, 0, 100, "x"),
        Tariff(DAY, Product.GREEN, 20, 0, "x"),
        Tariff(DAY, Product.GREEN, 20, 100, " "),
    ],
)
def test_a_tariff_without_weight_price_or_source_is_refused(wrong: Tariff, books: Any) -> None:
    with pytest.raises(InvalidValue):
        postage.save(books.store, (wrong,), PaperWeights())
    assert postage.tariffs(books.store) == postage.shipped()


def test_what_cannot_be_joined_any_more_is_named(books: Any, sent: Callable[..., list[int]]) -> None:
    (letter,) = sent(("A", "A", 12, (paper_of("f", size=(842, 1191)),)))
    batch = mail.prepare(books.store, [letter], DAY)
    assert len(batch.remarks) == 1
    assert "n’est pas au format A4" in batch.remarks[0]


def test_the_combined_file_is_written_whole_or_not_at_all(
    books: Any, sent: Callable[..., list[int]], tmp_path: Path
) -> None:
    ids = sent(("A", "A", 12, (paper_of("f"),)), ("B", "B", 12, ()), ("C", "C", 12, ()))

    class Stopped:
        cancelled = False

        def report(self, done: int, _total: int, _text: str = "") -> None:
            self.cancelled = done >= 1

    path = tmp_path / "courrier.pdf"
    with pytest.raises(Cancelled):
        mail.combined_into(books.store, ids, path, progress=Stopped())
    assert list(tmp_path.glob("*courrier*")) == []
    mail.combined_into(books.store, ids, path)
    assert path.read_bytes() == mail.combined(books.store, ids)


def suspended(books: Any, code: str, name: str, channel: Channel | None = None, **values: object) -> int:
    """A letter that goes registered unless another channel is named."""
    client = books.client(code, name, **values)
    invoice = books.invoice(client, f"F-{code}", 500_00, 60)
    fields = {"service": "nos livraisons", "deadline": DAY + timedelta(days=8)}
    order = Order(client, "suspension", (invoice,), fields=fields, channel=channel)
    return other_letters.issue_order(books.store, order, DAY)


def test_registered_letters_come_first_and_have_slips_and_a_deposit_list(books: Any) -> None:
    profile = replace(company.get(books.store), address="1 rue du Port\n44000 Nantes", legal_form="SARL")
    company.save(books.store, profile)
    zola, abba = suspended(books, "ZOLA", "Zola"), suspended(books, "ABBA", "Abba", Channel.LETTER)
    ids = [abba, zola]
    assert [one.id for one in mail.letters_of(books.store, ids)] == [zola, abba]
    (slip,) = texts(mail_papers.slips(books.store, ids, DAY))
    assert slip.count("Zola") == 2
    assert slip.count("Menuiserie Martin") == 2
    registered.set_number(books.store, zola, "1A 123 456 7890 1")
    text = " ".join(texts(mail_papers.deposit_list(books.store, ids, DAY)))
    assert "Zola, 44000 NANTES" in text
    assert "1A12345678901" in text.replace("\u202f", "").replace(" ", "")
    assert "Abba" not in text
    assert "Avis de réception, en plus" in text
    assert "tarif inconnu" in text, "the price of the receipt is not known, and said so"
    receipt = Tariff(date(2026, 1, 1), Product.RECEIPT, 20, 1_30, "reçu du guichet")
    postage.save(books.store, (*postage.shipped(), receipt), PaperWeights())
    text = " ".join(texts(mail_papers.deposit_list(books.store, ids, DAY)))
    assert "7,41 €" in text, "6,11 and 1,30"
    assert "inconnu" not in text
    assert "reçu du guichet" in text
    with pytest.raises(DomainError, match="recommandé"):
        mail_papers.slips(books.store, [abba], DAY)


def test_labels_begin_where_the_sheet_is_still_whole(books: Any, sent: Callable[..., list[int]]) -> None:
    ids = sent(*((f"C{n:02d}", f"Client {n:02d}", 12, ()) for n in range(4)))
    data = mail_papers.labels(books.store, ids, "l7163", DAY, start=12)
    document = pdfium.PdfDocument(data)
    assert len(document) == 2
    page = document[0].get_textpage()
    place = page.search("Client 00").get_next()
    assert place is not None
    left, *_, top = page.get_charbox(place[0])
    assert left / 72 * 25.4 == pytest.approx(4.7 + 101.6 + 5, abs=0.5), (
        "the twelfth of two columns is at the right"
    )
    assert 297 - top / 72 * 25.4 > 15.1 + 5 * 38.1
    page.close()
    document.close()
    with pytest.raises(InvalidValue, match="14e"):
        mail_papers.labels(books.store, ids, "l7163", DAY, start=15)


@pytest.mark.parametrize(("kind", "size"), [("dl", (220, 110)), ("c5", (229, 162)), ("c4", (324, 229))])
def test_envelopes_bear_sender_and_recipient(
    kind: str, size: tuple[int, int], books: Any, sent: Callable[..., list[int]]
) -> None:
    ids = sent(("A", "Abba", 12, ()), ("Z", "Zola", 12, ()))
    data = mail_papers.envelopes(books.store, ids, kind, DAY)
    pages = texts(data)
    assert ["Abba" in pages[0], "Zola" in pages[1], len(pages)] == [True, True, 2]
    assert all("Menuiserie Martin" in page for page in pages)
    box = PdfReader(io.BytesIO(data)).pages[0].mediabox
    assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == size


def test_letters_that_do_not_go_by_post_need_neither_stamp_nor_label(books: Any) -> None:
    letter = suspended(books, "A", "A", Channel.EMAIL, email="a@exemple.fr")
    assert mail.prepare(books.store, [letter], DAY).postage.lines == ()
    for make in (
        lambda: mail_papers.labels(books.store, [letter], "l7163", DAY),
        lambda: mail_papers.envelopes(books.store, [letter], "dl", DAY),
        lambda: mail_papers.deposit_list(books.store, [letter], DAY),
    ):
        with pytest.raises(DomainError, match="poste"):
            make()


def test_the_layout_of_the_slip_is_the_users_once_kept(books: Any) -> None:
    proposed = registered_slips.layout(books.store)
    assert proposed == registered_slips.shipped()
    moved = replace(
        proposed, height=120.0, blocks=tuple(replace(one, x=one.x + 2.5) for one in proposed.blocks)
    )
    registered_slips.save(books.store, moved)
    assert registered_slips.layout(books.store) == moved
    outside = replace(moved, blocks=(replace(moved.blocks[0], y=118.0),))
    with pytest.raises(UnusableLayout, match="sort de l’imprimé"):
        registered_slips.save(books.store, outside)
    assert registered_slips.layout(books.store) == moved
