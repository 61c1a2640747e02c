"""Paper settings: kept in the dossier, taken by the letters to come, never by those that were issued."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from creances_desktop.domain.envelopes import PLAIN, Envelope, PaperLayout
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.letters import LetterContent, content_from_json
from creances_desktop.domain.payment_slips import Presence, SlipSettings
from creances_desktop.domain.postage import PaperWeights, Product, Tariff
from creances_desktop.services import (
    assembly,
    company,
    export,
    followups,
    history,
    imports,
    letters,
    paper,
    postage,
    registered_slips,
    statements,
)
from creances_desktop.services.assembly import Store
from creances_desktop.services.paper import Enclose, PaperSettings

DAY = date(2026, 11, 21)
CHOSEN = PaperSettings(
    slip=SlipSettings(Presence.IF_ROOM, qr=False, coupon=Presence.NEVER),
    enclose=Enclose.ALWAYS,
    envelope=Envelope.C5,
    printer="Bureau",
    offsets={"Bureau": (15, -20), "Atelier": (0, 4)},
)


def with_iban(store: Store) -> None:
    company.save(store, replace(company.get(store), iban="FR7630006000011234567890189"))


def content_of(store: Store, letter_id: int) -> LetterContent:
    with store.reading() as r:
        return content_from_json(r.letters.content(letter_id))


def issued(books: Any) -> int:
    return followups.issue(books.store, DAY).issued[0].letter.id


def test_settings_come_back_as_they_were_chosen_and_are_told_in_the_journal(books: Any) -> None:
    assert paper.settings(books.store) == PaperSettings()
    changes = paper.save(books.store, CHOSEN)
    assert paper.settings(books.store) == CHOSEN
    assert history.journal(books.store)[0].summary == "Réglages d’impression modifiés"
    assert changes.message == "Réglages d’impression enregistrés."
    assert paper.settings(books.store).layout("Atelier") == PaperLayout(Envelope.C5, 0, 4)
    assert paper.settings(books.store).layout("inconnue") == PaperLayout(Envelope.C5)


def test_an_offset_that_no_printer_needs_is_refused(books: Any) -> None:
    with pytest.raises(InvalidValue, match="15\u00a0mm") as refused:
        paper.save(books.store, PaperSettings(offsets={"Bureau": (0, 151)}))
    assert refused.value.field == "down"
    assert paper.settings(books.store) == PaperSettings()


def test_what_another_program_spoilt_in_the_settings_is_as_in_a_new_dossier(books: Any) -> None:
    with books.store.transaction() as t:
        t.settings.set("paper", {"envelope": "A0", "offsets": {"x": [1], "y": ["a", 9999]}})
        t.settings.set("payment_slip", ["nothing"])
    found = paper.settings(books.store)
    assert (found.envelope, found.slip) == (Envelope.DL, SlipSettings())
    assert found.offsets == {"y": (0, 150)}


def test_a_letter_takes_slip_and_layout_of_its_day_and_keeps_them(books: Any) -> None:
    with_iban(books.store)
    books.invoice(books.client(), gross=1_234_56, days_late=12)
    letter_id = issued(books)
    content = content_of(books.store, letter_id)
    assert content.slip is not None
    assert (content.slip.amount, content.slip.letter) == (1_234_56, content.reference)
    assert "EUR1234.56" in content.slip.qr
    assert content.layout == PLAIN
    before = letters.pdf(books.store, letter_id)
    paper.save(books.store, CHOSEN)
    assert letters.pdf(books.store, letter_id) == before
    books.invoice(books.client("SECOND", "Second"), "F-2", 50_00, 12)
    second = content_of(books.store, issued(books))
    assert second.layout == PaperLayout(Envelope.C5, 15, -20)
    assert second.slip is not None
    assert (second.slip.qr, second.slip.transfer) == ("", Presence.IF_ROOM)


def test_the_slip_of_a_letter_without_an_iban_is_its_coupon(books: Any) -> None:
    books.invoice(books.client(), days_late=12)
    slip = content_of(books.store, issued(books)).slip
    assert slip is not None
    assert (slip.transfer, slip.qr) == (Presence.NEVER, "")


def test_a_statement_in_the_clients_favour_has_no_slip(books: Any) -> None:
    with_iban(books.store)
    client = books.client()
    books.invoice(client, gross=100_00)
    owed = statements.content(books.store, client, DAY).slip
    assert owed is not None
    assert owed.amount == 100_00
    books.pay(client, 150_00)
    assert statements.content(books.store, client, DAY).slip is None


def test_the_reference_that_the_bank_gives_back_finds_the_letter(books: Any) -> None:
    with_iban(books.store)
    books.invoice(books.client(), days_late=12)
    books.invoice(books.client("SECOND", "Second"), "F-2", 50_00, 12)
    first, second = (one.letter.id for one in followups.issue(books.store, DAY).issued)
    slip = content_of(books.store, second).slip
    assert slip is not None
    assert letters.search(books.store, f"VIR SEPA RECU / {slip.reference} / MARTIN") == [second]
    assert letters.search(books.store, "martin") == []
    assert sorted(letters.search(books.store)) == [first, second]


def test_settings_of_paper_go_through_the_export_and_back(books: Any, tmp_path: Path) -> None:
    moved = registered_slips.shipped()
    paper.save(books.store, CHOSEN)
    registered_slips.save(books.store, replace(moved, height=130.0))
    tariff = Tariff(DAY, Product.RECEIPT, 20, 130, "guichet")
    postage.save(books.store, (tariff,), PaperWeights(90, 6))
    books.invoice(books.client())
    export.write(books.store, tmp_path / "export", DAY)
    with assembly.create_company_file(tmp_path / "autre.creances", company.get(books.store)) as other:
        files = [tmp_path / "export" / name for name in export.LISTS if (tmp_path / "export" / name).exists()]
        imports.execute(other, imports.analyse(other, files), today=DAY)
        assert paper.settings(other) == CHOSEN
        assert registered_slips.layout(other).height == 130.0
        assert (postage.tariffs(other), postage.weights(other)) == ((tariff,), PaperWeights(90, 6))
