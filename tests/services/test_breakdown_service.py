"""Breakdowns from a real dossier: what each movement, fact and setting does to the interest."""

import importlib.util
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from creances_desktop.domain.alerts import AlertKind
from creances_desktop.domain.claim_facts import (
    AwardedInterest,
    Capitalisation,
    CapitalisationGround,
    InsolvencyStop,
)
from creances_desktop.domain.clients import Nature
from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.invoices import DocumentKind, DueItemDraft, InvoiceDraft
from creances_desktop.domain.payments import Allocation
from creances_desktop.domain.penalties import RegimeUnavailable
from creances_desktop.domain.regimes import FloorChoice
from creances_desktop.services import breakdown, claims, clients, followups, invoices, payments
from creances_desktop.services.breakdown import ClaimSettings

DUE, DAY = date(2026, 6, 20), date(2026, 7, 10)


def owed(books: Any, gross: int = 10_000_00, nature: Nature = Nature.PROFESSIONAL, **values: Any) -> int:
    """The id of an invoice due on 20/06/2026 to a new client."""
    client_id = books.client(f"C{books.entries()}", nature=nature, **values.pop("client", {}))
    return due_on(books, client_id, "F-1", gross, **values)


def due_on(books: Any, client_id: int, number: str, gross: int, **values: Any) -> int:
    known: dict[str, Any] = {"issue_date": date(2026, 5, 20), "due_items": (DueItemDraft(DUE, gross),)}
    draft = InvoiceDraft(
        client_id=client_id,
        kind=DocumentKind.INVOICE,
        number=number,
        net=gross,
        vat=0,
        gross=gross,
        **(known | values),
    )
    return int(invoices.add(books.store, draft).id)


def rows(books: Any, invoice_id: int, day: date = DAY) -> list[tuple[str, str, int, str, int]]:
    lines = breakdown.of_invoice_id(books.store, invoice_id, day).result.lines
    return [
        (f"{one.first:%d/%m}", f"{one.last:%d/%m}", one.base, str(one.rate_percent), one.interest)
        for one in lines
    ]


def credit(books: Any, invoice_id: int, amount: int, on: date, *, corrects: bool) -> None:
    """A credit note of a day set on the invoice."""
    client_id = invoices.get(books.store, invoice_id).client_id
    draft = books.draft(
        client_id,
        f"A-{on:%d%m}",
        amount,
        kind=DocumentKind.CREDIT_NOTE,
        due_items=(),
        issue_date=on,
        corrects=corrects,
    )
    credit_id = invoices.add(books.store, draft).id
    payments.allocate_credit(books.store, credit_id, (Allocation(books.item(invoice_id), amount),))


def pay(books: Any, invoice_id: int, amount: int, on: date) -> int:
    client_id = invoices.get(books.store, invoice_id).client_id
    return int(books.pay(client_id, amount, (books.item(invoice_id), amount), on=on).id)


# What moves the base


def test_a_payment_lowers_the_base_from_the_day_after(books: Any) -> None:
    invoice_id = owed(books)
    pay(books, invoice_id, 4_000_00, date(2026, 6, 25))
    assert [(first, last, base) for first, last, base, _, _ in rows(books, invoice_id)] == [
        ("21/06", "25/06", 10_000_00),
        ("26/06", "30/06", 6_000_00),
        ("01/07", "10/07", 6_000_00),
    ]


@pytest.mark.parametrize(
    ("corrects", "bases"),
    [
        (False, [("21/06", "24/06", 10_000_00), ("25/06", "30/06", 8_000_00), ("01/07", "10/07", 8_000_00)]),
        (True, [("21/06", "30/06", 8_000_00), ("01/07", "10/07", 8_000_00)]),
    ],
)
def test_a_credit_note_counts_from_its_day_or_from_the_due_date_when_it_corrects(
    books: Any, corrects: bool, bases: list[tuple[str, str, int]]
) -> None:
    invoice_id = owed(books)
    credit(books, invoice_id, 2_000_00, date(2026, 6, 25), corrects=corrects)
    assert [(first, last, base) for first, last, base, _, _ in rows(books, invoice_id)] == bases


def test_an_unpaid_cheque_never_lowered_the_base_but_did_as_it_was_known_before(books: Any) -> None:
    invoice_id = owed(books)
    payment_id = pay(books, invoice_id, 10_000_00, date(2026, 6, 25))
    before = rows(books, invoice_id, date(2026, 7, 1))
    payments.cancel(books.store, payment_id, date(2026, 7, 5), "impayé", reopens=True)
    assert [(first, last, base) for first, last, base, _, _ in rows(books, invoice_id)] == [
        ("21/06", "30/06", 10_000_00),
        ("01/07", "10/07", 10_000_00),
    ]
    assert rows(books, invoice_id, date(2026, 7, 1)) == before
    assert [last for _, last, _, _, _ in before] == ["25/06"]


def test_a_payment_typed_by_mistake_never_counted(books: Any) -> None:
    invoice_id = owed(books)
    wanted = rows(books, invoice_id)
    payment_id = pay(books, invoice_id, 500_00, date(2026, 6, 25))
    payments.cancel(books.store, payment_id, date(2026, 6, 25), "erreur")
    assert rows(books, invoice_id) == wanted


def test_an_invoice_entered_by_mistake_never_was_a_debt(books: Any) -> None:
    invoice_id = owed(books)
    invoices.cancel(books.store, invoice_id, "erreur")
    found = breakdown.of_invoice_id(books.store, invoice_id, DAY).result
    assert (found.lines, found.charges, found.outstanding) == ((), 0, 0)


def test_instalments_bear_interest_each_from_its_own_date_and_one_indemnity(books: Any) -> None:
    due = (DueItemDraft(DUE, 6_000_00), DueItemDraft(date(2026, 6, 30), 4_000_00))
    invoice_id = owed(books, due_items=due)
    found = breakdown.of_invoice_id(books.store, invoice_id, DAY)
    assert rows(books, invoice_id) == [
        ("21/06", "30/06", 6_000_00, "12.15", 19_97),
        ("01/07", "10/07", 6_000_00, "12.40", 20_38),
        ("01/07", "10/07", 4_000_00, "12.40", 13_59),
    ]
    assert found.result.fixed_indemnity == 40_00
    assert [found.due_dates[line.due_item_id] for line in found.result.lines] == [
        DUE,
        DUE,
        date(2026, 6, 30),
    ]


# Rates: the client's clause, the company's, the floor


def test_the_clause_of_the_client_comes_before_that_of_the_company(books: Any) -> None:
    breakdown.save_claim_settings(books.store, ClaimSettings(company_rate="15 %"))
    own = owed(books, client={"contract_rate_percent": "12"})
    assert [rate for *_, rate, _ in rows(books, own)] == ["12", "12"]
    assert [rate for *_, rate, _ in rows(books, owed(books))] == ["15", "15"]


def test_the_clause_of_the_company_is_not_that_of_a_consumer(books: Any) -> None:
    breakdown.save_claim_settings(books.store, ClaimSettings(company_rate="15 %"))
    invoice_id = owed(books, nature=Nature.CONSUMER)
    claims.record_mise_en_demeure(books.store, invoice_id, DUE)
    assert [rate for *_, rate, _ in rows(books, invoice_id)] == ["2.62", "2.75"]


def test_under_the_floor_the_setting_decides_and_is_told(books: Any) -> None:
    invoice_id = owed(books, client={"contract_rate_percent": "8"})
    settings = ClaimSettings(floor_choice=FloorChoice.APPLY_FLOOR)
    breakdown.save_claim_settings(books.store, settings)
    assert breakdown.claim_settings(books.store) == settings
    assert [rate for *_, rate, _ in rows(books, invoice_id)] == ["8", "8.25"]
    (alert,) = breakdown.of_invoice_id(books.store, invoice_id, DAY).result.alerts
    assert alert.kind is AlertKind.RATE_UNDER_FLOOR


def test_a_clause_of_the_company_that_is_no_rate_is_refused(books: Any) -> None:
    with pytest.raises(InvalidValue, match="taux de pénalités"):
        breakdown.save_claim_settings(books.store, ClaimSettings(company_rate="cher"))


# Public bodies


def test_the_delay_of_a_public_body_counts_from_the_day_it_was_told(books: Any) -> None:
    """Told on 25/05/2026: 30 days end on 24/06, whatever the invoice prints."""
    invoice_id = owed(books, nature=Nature.PUBLIC, notified_on=date(2026, 5, 25))
    found = breakdown.of_invoice_id(books.store, invoice_id, DAY)
    assert [(row[0], row[3]) for row in rows(books, invoice_id)] == [("25/06", "10.15")]
    assert "R2192" in found.notes[0]


def test_an_estimated_due_date_of_a_hospital_gives_way_to_its_fifty_days(books: Any) -> None:
    """20/05/2026 + 2 days + 50 days: 11/07, and interest from the day after at the rate of then."""
    due = (DueItemDraft(DUE, 1_000_00, estimated=True),)
    invoice_id = owed(
        books,
        1_000_00,
        Nature.PUBLIC,
        due_items=due,
        client={"public_body_kind": "Centre hospitalier"},
    )
    assert rows(books, invoice_id) == []
    assert rows(books, invoice_id, date(2026, 7, 12))[0][0::3] == ("12/07", "10.40")


def test_a_due_date_on_paper_is_kept_and_told_when_it_is_beyond_the_delay(books: Any) -> None:
    late = (DueItemDraft(date(2026, 7, 31), 1_000_00),)
    invoice_id = owed(books, 1_000_00, Nature.PUBLIC, due_items=late)
    found = breakdown.of_invoice_id(books.store, invoice_id, date(2026, 8, 31))
    assert found.result.lines[0].first == date(2026, 8, 1)
    assert "dépasse le délai" in found.hints[0]


# Facts about one claim


def test_judgment_capitalisation_and_costs_count_once_recorded(books: Any) -> None:
    invoice_id = owed(books)
    claims.record_award(books.store, invoice_id, AwardedInterest(date(2026, 7, 1)))
    assert [rate for *_, rate, _ in rows(books, invoice_id)] == ["12.15", "2.75"]
    claims.record_award(books.store, invoice_id, None)
    ground = Capitalisation(CapitalisationGround.CLAUSE, DUE)
    claims.record_capitalisation(books.store, invoice_id, ground)
    assert breakdown.of_invoice_id(books.store, invoice_id, date(2027, 8, 1)).result.capitalised
    cost_id = claims.add_cost(books.store, invoice_id, date(2026, 7, 2), 150_00, "Facture de l’avocat").id
    assert breakdown.of_invoice_id(books.store, invoice_id, DAY).result.further_costs == 110_00
    assert breakdown.of_invoice_id(books.store, invoice_id, date(2026, 7, 1)).result.further_costs == 0
    claims.withdraw_cost(books.store, invoice_id, cost_id, DAY)
    assert breakdown.of_invoice_id(books.store, invoice_id, DAY).result.further_costs == 0


@pytest.mark.parametrize(
    ("stop", "last"), [(InsolvencyStop.STOP_BEFORE, "30/06"), (InsolvencyStop.STOP_ON, "01/07")]
)
def test_interest_stops_at_an_insolvency_as_the_setting_says(
    books: Any, stop: InsolvencyStop, last: str
) -> None:
    breakdown.save_claim_settings(books.store, ClaimSettings(insolvency_stop=stop))
    invoice_id = owed(books, client={"insolvency_judgment": date(2026, 7, 1)})
    assert rows(books, invoice_id)[-1][1] == last


def test_the_law_does_not_know_a_client_whose_nature_is_not_known(books: Any) -> None:
    invoice_id = owed(books, nature=Nature.UNSPECIFIED)
    with pytest.raises(RegimeUnavailable):
        breakdown.of_invoice_id(books.store, invoice_id, DAY)
    assert breakdown.interest_to_date(books.store, DAY) == {}


# A client, a letter, the whole dossier


def test_a_client_owes_what_is_overdue_and_the_charges_that_are_pursued(books: Any) -> None:
    client_id = books.client()
    open_one = due_on(books, client_id, "F-1", 10_000_00)
    paid = due_on(books, client_id, "F-2", 10_000_00)
    pay(books, paid, 10_000_00, DAY)
    due_on(books, client_id, "F-3", 1_000_00, due_items=(DueItemDraft(date(2026, 8, 1), 1_000_00),))
    found = breakdown.of_client(books.store, client_id, DAY)
    assert [one.invoice.id for one in found.invoices] == [open_one]
    claims.decide(books.store, paid, claims.PURSUED, "", DAY)
    found = breakdown.of_client(books.store, client_id, DAY)
    assert [one.invoice.id for one in found.invoices] == [open_one, paid]
    totals = found.totals
    assert (totals.outstanding, totals.interest, totals.fixed_indemnity) == (10_000_00, 2 * 67_26, 80_00)
    assert totals.total == 10_000_00 + 2 * 107_26
    claims.decide(books.store, open_one, claims.WAIVED, "Accord", DAY)
    assert breakdown.of_client(books.store, client_id, DAY).totals.charges == 107_26


def test_the_breakdown_of_a_letter_is_that_of_its_invoices_on_its_day(books: Any) -> None:
    client_id = books.client()
    due_on(books, client_id, "F-1", 10_000_00)
    (one,) = followups.issue(books.store, DAY).issued
    books.pay(client_id, 10_000_00)
    found = breakdown.of_letter(books.store, one.letter.id)
    assert (found.as_of, [part.invoice.number for part in found.invoices]) == (DAY, ["F-1"])
    assert found.totals.charges == 107_26


def test_the_whole_dossier_at_once_says_the_same_as_one_by_one(books: Any) -> None:
    ids = [owed(books, 1_000_00 + 7 * rank) for rank in range(6)]
    pay(books, ids[2], 300_00, date(2026, 6, 28))
    credit(books, ids[3], 100_00, date(2026, 6, 28), corrects=True)
    at_once = breakdown.interest_to_date(books.store, DAY)
    assert at_once == {key: breakdown.of_invoice_id(books.store, key, DAY).result for key in ids}


def test_every_figure_explains_itself(books: Any) -> None:
    invoice_id = owed(books)
    one = breakdown.of_invoice_id(books.store, invoice_id, DAY)
    why = breakdown.explanations(one)
    assert len(why.rows) == len(one.result.lines) == 2
    assert "10 jours / 365 = 33,29" in why.rows[0].interest.calculation.replace("\u00a0", " ")
    assert "lendemain de l’échéance" in why.rows[0].days.calculation
    assert why.indemnity.article.startswith("C. com.")
    assert one.further_day == 3_40


# The paper


@pytest.fixture(scope="module")
def example() -> Any:
    path = Path(__file__).resolve().parents[1] / "data" / "annex.py"
    spec = importlib.util.spec_from_file_location("annex_example", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def text_of(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return [page.replace("\u00a0", " ").replace("\u202f", " ") for page in pages]


def test_the_annex_of_four_part_payments_over_five_semesters(books: Any, example: Any) -> None:
    """Each row by hand: base x rate x days / 365, halves up."""
    found = breakdown.of_invoice_id(books.store, example.fill(books.store), example.AS_OF)
    assert [(one.days, one.base, str(one.rate_percent), one.interest) for one in found.result.lines] == [
        (16, 14_760_00, "14.25", 92_20),
        (22, 14_760_00, "13.15", 116_99),
        (159, 10_760_00, "13.15", 616_37),
        (184, 8_260_00, "12.15", 505_92),
        (47, 8_260_00, "12.15", 129_23),
        (134, 5_260_00, "12.15", 234_62),
        (65, 5_260_00, "12.40", 116_15),
        (79, 3_760_00, "12.40", 100_91),
    ]
    data = breakdown.pdf(books.store, found)
    assert data == breakdown.pdf(books.store, found)
    (text,) = text_of(data)
    for said in (
        "Décompte des intérêts et indemnités arrêté au 21 novembre 2026",
        "Facture F2024-0187 du 15/11/2024 – 14 760,00 € TTC",
        "Règlement par chèque, n° 7741203",
        "1 912,39 €",
        "Indemnité forfaitaire pour frais de recouvrement (1 × 40 €)",
        "5 712,39 €",
        "1,28 € d’intérêts de plus par jour",
        "(1) Taux BCE du 2e semestre 2024 : 4,25 %",
        "(5) Taux BCE du 2e semestre 2026 : 2,40 %",
    ):
        assert said in text


def test_the_annex_of_a_client_sums_its_invoices_and_speaks_to_the_debtor_alone(books: Any) -> None:
    client_id = books.client(contract_rate_percent="8")
    due_on(books, client_id, "F-1", 10_000_00)
    due_on(books, client_id, "F-2", 5_000_00)
    text = "\n".join(text_of(breakdown.pdf(books.store, breakdown.of_client(books.store, client_id, DAY))))
    for said in ("Récapitulatif", "F-1", "F-2", "(2 × 40 €)", "15 000,00 €"):
        assert said in text
    assert "votre réglage" not in text


def test_a_rate_that_is_not_confirmed_is_marked_on_paper(books: Any) -> None:
    client_id = books.client()
    old = due_on(
        books,
        client_id,
        "F-1",
        1_000_00,
        issue_date=date(2017, 1, 1),
        due_items=(DueItemDraft(date(2017, 3, 1), 1_000_00),),
    )
    found = breakdown.of_invoice_id(books.store, old, date(2017, 4, 1))
    assert "à vérifier" in text_of(breakdown.pdf(books.store, found))[0]


def test_days_without_a_rate_are_listed_on_paper(books: Any) -> None:
    found = breakdown.of_invoice_id(books.store, owed(books), date(2027, 1, 10))
    text = text_of(breakdown.pdf(books.store, found))[0]
    assert "10 jours laissés de côté" in text
    assert "inconnu Taux du 1er semestre 2027 non compté" in text


def test_a_client_whose_clause_is_changed_is_counted_anew(books: Any) -> None:
    invoice_id = owed(books)
    known = clients.get(books.store, invoices.get(books.store, invoice_id).client_id)
    clients.update(books.store, known.id, replace(known, contract_rate_percent="BCE + 12"))
    assert [rate for *_, rate, _ in rows(books, invoice_id)] == ["14.15", "14.40"]
