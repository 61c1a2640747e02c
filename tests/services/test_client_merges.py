"""Two cards of one client become one: nothing is lost or counted twice, and the old code still finds it."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from creances_desktop.domain.clients import Address, Contact, Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.limitation_periods import Period
from creances_desktop.services import (
    assembly,
    client_merges,
    clients,
    export,
    followups,
    history,
    holds,
    imports,
    letters,
    limitation_rules,
    lists,
    statements,
    verify,
)
from creances_desktop.services.limitation_rules import ClientPeriod
from creances_desktop.storage.client_merges import client_columns

from .conftest import DAY


def two_cards(books: Any) -> tuple[int, int]:
    """The card with the accountant's code, and the one that a list of invoices had made of the name."""
    kept = books.client(
        "C001",
        "Scierie Lefèvre",
        siren="",
        address=Address("2 rue Haute", "44000", "Nantes"),
        phone="0240000000",
    )
    gone = books.client(
        "SCIERIE",
        "SCIERIE LEFEVRE",
        nature=Nature.UNSPECIFIED,
        email="compta@lefevre.example",
        phone="0611111111",
        notes="Paie le 15.",
        address=Address(),
        contacts=(Contact(name="Zoé Petit", email="zoe@lefevre.example", preferred=True),),
        insolvency_judgment=None,
    )
    return kept, gone


def owed(books: Any, client_id: int, day: date = DAY) -> int:
    return (
        clients.card(books.store, client_id, day).outstanding
        - clients.card(books.store, client_id, day).credits
    )


def test_everything_passes_to_the_kept_card(books: Any) -> None:
    kept, gone = two_cards(books)
    books.invoice(kept, "F-1", 100_00, 40)
    second = books.invoice(gone, "F-2", 50_00, 20)
    books.pay(gone, 30_00, (books.item(second), 30_00), on=DAY - timedelta(days=5))
    holds.pause(books.store, DAY + timedelta(days=9), "Vacances", DAY, client_id=gone)
    days = [DAY - timedelta(days=number) for number in (60, 30, 10, 5, 0)]
    before = [owed(books, kept, day) + owed(books, gone, day) for day in days]
    entries = books.entries()
    done = client_merges.merge(books.store, kept, gone)
    assert books.entries() == entries + 1
    assert "fusionné dans Scierie Lefèvre (C001)" in done.message
    assert [owed(books, kept, day) for day in days] == before
    assert owed(books, gone) == 0
    card = clients.card(books.store, kept, DAY)
    assert [pause.reason for pause in card.pauses] == ["Vacances"]
    assert statements.content(books.store, kept, DAY).balance == before[-1]
    told = [event.text for event in history.of_client(books.store, kept)]
    assert any("Vacances" in text for text in told), "the history follows"
    assert gone not in lists.client_ids(books.store, DAY)
    assert verify.verify(books.store).problems == ()


def test_the_kept_card_is_completed_and_what_differs_goes_into_its_notes(books: Any) -> None:
    kept, gone = two_cards(books)
    known = client_merges.preview(books.store, kept, gone)
    assert known.card.filled == (("E-mail", "compta@lefevre.example"), ("Contact", "Zoé Petit"))
    assert [(one.label, one.kept, one.other) for one in known.card.differences] == [
        ("Téléphone", "0240000000", "0611111111")
    ]
    client_merges.merge(books.store, kept, gone)
    one = clients.get(books.store, kept)
    assert (one.code, one.name, one.email, one.phone) == (
        "C001",
        "Scierie Lefèvre",
        "compta@lefevre.example",
        "0240000000",
    )
    assert one.address.city == "Nantes"
    assert [contact.name for contact in one.contacts] == ["Zoé Petit"]
    assert one.notes.splitlines()[0] == "Paie le 15."
    assert "SCIERIE, téléphone 0611111111" in one.notes


def test_a_letter_stays_as_it_left_and_is_found_on_the_kept_card(books: Any) -> None:
    kept, gone = two_cards(books)
    moved = replace(clients.get(books.store, gone), address=Address("9 quai Bas", "44000", "Nantes"))
    clients.update(books.store, gone, moved)
    books.invoice(gone, "F-2", 50_00, 20)
    (sent,) = followups.issue(books.store, DAY).issued
    content = letters.pdf(books.store, sent.letter.id)
    client_merges.merge(books.store, kept, gone)
    assert letters.pdf(books.store, sent.letter.id) == content
    assert any(event.kind == "letter" for event in history.of_client(books.store, kept))
    later = DAY + timedelta(days=10)
    (one,) = followups.prepare(books.store, later).to_do
    assert (one.client_code, one.step.id) == ("C001", "reminder_2"), "the follow-up goes on where it was"


def test_the_old_code_and_name_mean_the_kept_card_in_later_imports(books: Any, tmp_path: Path) -> None:
    kept, gone = two_cards(books)
    client_merges.merge(books.store, kept, gone)
    (tmp_path / "c.csv").write_text(
        "Code;Raison sociale;Téléphone\nSCIERIE;Scierie Lefevre;0699999999\n", encoding="utf-8"
    )
    (tmp_path / "f.csv").write_text(
        "N° facture;Code client;Date;Échéance;Montant TTC\n"
        "N-1;SCIERIE;01/11/2026;30/11/2026;10,00\nN-2;Scierie Lefèvre;01/11/2026;30/11/2026;20,00\n",
        encoding="utf-8",
    )
    plan = imports.analyse(books.store, [tmp_path / "c.csv", tmp_path / "f.csv"])
    assert plan.rejected == 0
    assert (plan.new.clients, plan.changed.clients, plan.new.invoices) == (0, 0, 2)
    imports.execute(books.store, plan, today=DAY)
    assert owed(books, kept, DAY) == 30_00
    assert clients.get(books.store, gone).archived
    assert clients.get(books.store, kept).phone == "0240000000"


def test_a_list_under_codes_tells_of_the_client_that_a_name_had_made(books: Any, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(
        "N° facture;Code client;Date;Échéance;Montant TTC\nN-1;Scierie Lefèvre;01/11/2026;30/11/2026;10,00\n",
        encoding="utf-8",
    )
    imports.execute(books.store, imports.analyse(books.store, [tmp_path / "f.csv"]), today=DAY)
    (tmp_path / "c.csv").write_text(
        "Code;Raison sociale;SIREN\nC001;SCIERIE LEFEVRE;732829320\n", encoding="utf-8"
    )
    plan = imports.analyse(books.store, [tmp_path / "c.csv"])
    (said,) = [one.message for one in plan.files[0].warnings if "fusionnez" in one.message]
    assert "C001 (SCIERIE LEFEVRE) a le nom du client" in said
    assert "(Scierie Lefèvre)" in said
    imports.execute(books.store, plan, today=DAY)
    code = clients.find(books.store, "C001").id
    (double,) = client_merges.likely_doubles(books.store, code)
    client_merges.merge(books.store, code, double.id)
    assert client_merges.likely_doubles(books.store, code) == []
    assert owed(books, code) == 10_00


def test_what_there_is_once_a_client_moves_unless_the_kept_card_has_its_own(books: Any) -> None:
    kept, gone = two_cards(books)
    own = ClientPeriod(Period.TRANSPORT)
    limitation_rules.save_client_period(books.store, gone, own)
    client_merges.merge(books.store, kept, gone)
    assert limitation_rules.client_period(books.store, kept) == own
    other = books.client("AUTRE", "Autre")
    limitation_rules.save_client_period(books.store, other, ClientPeriod(None, 4, "Contrat"))
    client_merges.merge(books.store, kept, other)
    assert limitation_rules.client_period(books.store, kept) == own
    assert verify.verify(books.store).problems == ()


def test_other_sirens_are_no_double(books: Any) -> None:
    one = books.client("A", "Durand SARL", siren="732829320")
    books.client("B", "Durand SARL", siren="552100554")
    assert client_merges.likely_doubles(books.store, one) == []
    same = books.client("C", "Autre nom", siren="73282932000074")
    assert [double.id for double in client_merges.likely_doubles(books.store, one)] == [same]


def test_the_preview_warns_of_what_may_be_wrong(books: Any) -> None:
    kept = books.client("A", "Durand", siren="732829320")
    gone = books.client("B", "Durant", siren="552100554", nature=Nature.PUBLIC)
    for client_id in (kept, gone):
        books.invoice(client_id, "F-1")
    told = client_merges.preview(books.store, kept, gone).warnings
    assert len(told) == 3
    assert "F-1" in told[0]
    assert "Organisme public" in told[1]
    assert "SIREN" in told[2]


def test_merged_cards_are_not_merged_again_and_chains_end_at_the_last(books: Any, tmp_path: Path) -> None:
    first, second, third = (books.client(code, f"Client {code}") for code in ("A", "B", "C"))
    books.invoice(first)
    books.pay(first, 10_00)
    client_merges.merge(books.store, second, first)
    with pytest.raises(DomainError, match="déjà été fusionnée"):
        client_merges.merge(books.store, third, first)
    with pytest.raises(DomainError, match="même fiche"):
        client_merges.merge(books.store, third, third)
    client_merges.merge(books.store, third, second)
    with books.store.reading() as r:
        assert r.client_merges.kept_by_gone() == {first: third, second: third}
    export.write(books.store, tmp_path / "export", DAY)
    paths = [tmp_path / "export" / name for name in export.LISTS]
    assert imports.analyse(books.store, paths).changed.clients == 0
    with assembly.create_company_file(tmp_path / "retour.creances", Company("Menuiserie Martin")) as back:
        imports.execute(back, imports.analyse(back, paths), today=DAY)
        with back.reading() as r:
            codes = {one.id: one.code for one in r.clients.all(archived=True)}
            kept = {codes[gone]: codes[one] for gone, one in r.client_merges.kept_by_gone().items()}
            assert [one.code for one in r.clients.all()] == ["C"]
        assert kept == {"A": "C", "B": "C"}


def test_every_table_that_names_a_client_is_known() -> None:
    """A table added later moves with the others; the journal, which never changes, is read for both."""
    assert {"invoice", "payment", "letter", "contact", "promise", "pause", "calendar_entry"} <= {
        table for table, _ in client_columns()
    }
