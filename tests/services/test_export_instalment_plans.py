"""The instalment plans of a dossier come back from its export; undoing an import ends those it rests on."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.company import Company
from creances_desktop.domain.instalment_plan_parts import Charges
from creances_desktop.domain.instalment_plans import PlanState
from creances_desktop.domain.payments import Allocation, PaymentDraft
from creances_desktop.services import (
    assembly,
    calendar,
    client_merges,
    clients,
    export,
    imports,
    instalment_plan_agreements,
    instalment_plans,
    payments,
    undo,
    verify,
)
from creances_desktop.services.assembly import Store
from creances_desktop.services.instalment_plan_drafts import Draft
from creances_desktop.services.instalment_plans import PlanNow

from .conftest import DAY

FIRST = date(2026, 12, 15)
LATER = FIRST + timedelta(days=2)


@pytest.fixture
def planned(books: Any) -> Any:
    """A signed plan in three parts with charges, the first one paid and known to the calendar."""
    client = books.client()
    ids = (books.invoice(client, "F-1", 900_00, 40), books.invoice(client, "F-2", 300_00, 20))
    draft = Draft(client, ids, FIRST, 3, charges=Charges.ADDED)
    plan = instalment_plan_agreements.grant(books.store, draft, DAY).id
    instalment_plan_agreements.sign(books.store, plan, DAY, DAY)
    amount = instalment_plans.get(books.store, plan, DAY).stored.terms.parts[0].amount
    paid = PaymentDraft(client, amount, FIRST, allocations=(Allocation(books.item(ids[0]), amount),))
    payments.record(books.store, paid, FIRST)
    instalment_plans.settle_calendar(books.store, FIRST)
    return client, plan


def brought(store: Store, folder: Path) -> int:
    files = [folder / name for name in export.LISTS if (folder / name).exists()]
    plan = imports.analyse(store, files)
    assert plan.rejected == 0
    return imports.execute(store, plan, today=LATER).entry_id


def bare(one: PlanNow) -> Any:
    """A plan without the numbers of its rows, and without its letter, which is not imported."""
    terms = one.stored.terms
    shares = [(each.amount, each.outstanding) for each in terms.invoices]
    stored = replace(
        one.stored, id=0, letter_id=None, reference="", terms=replace(terms, client_id=0, invoices=())
    )
    return stored, shares, one.status


def entries(store: Store) -> list[tuple[object, ...]]:
    found = calendar.between(store, DAY, date(2027, 12, 31))
    return [(one.day, one.title, one.done_on) for one in found if one.kind is EntryKind.INSTALMENT]


def test_a_plan_comes_back_as_it_was_with_its_days_in_the_calendar(
    books: Any, planned: Any, tmp_path: Path
) -> None:
    export.write(books.store, tmp_path / "export", LATER)
    with assembly.create_company_file(tmp_path / "retour.creances", Company("Menuiserie Martin")) as store:
        for _ in range(2):  # the second import changes nothing
            brought(store, tmp_path / "export")
        client = clients.find(store, "DURAND").id
        (back,) = instalment_plans.of_client(store, client, LATER)
        assert bare(back) == bare(instalment_plans.get(books.store, planned[1], LATER))
        assert entries(store) == entries(books.store)
        assert entries(store)[0][2] == FIRST
        assert instalment_plans.settle_calendar(store, LATER).message == ""
        assert verify.verify(store).problems == ()


def test_undoing_the_import_ends_its_plans(books: Any, planned: Any, tmp_path: Path) -> None:
    export.write(books.store, tmp_path / "export", LATER)
    with assembly.create_company_file(tmp_path / "retour.creances", Company("Menuiserie Martin")) as store:
        entry = brought(store, tmp_path / "export")
        client = clients.find(store, "DURAND").id
        undo.undo(store, entry, today=LATER)
        (back,) = instalment_plans.of_client(store, client, LATER)
        assert back.status.state is PlanState.ENDED
        assert all(done for _, _, done in entries(store))


def test_a_plan_passes_to_the_client_kept_when_two_cards_are_joined(books: Any, planned: Any) -> None:
    kept = books.client("KEPT", "Durand et fils")
    assert "1\u00a0échéancier" in client_merges.preview(books.store, kept, planned[0]).moved
    client_merges.merge(books.store, kept, planned[0])
    (moved,) = instalment_plans.of_client(books.store, kept, LATER)
    assert (moved.stored.id, moved.status.paid) == (planned[1], 1)


def test_a_plan_whose_parts_are_no_longer_its_total_is_found(books: Any, planned: Any) -> None:
    with books.store.transaction() as t:
        t.instalment_plans.change(planned[1], interest=1)
    assert [one for one in verify.verify(books.store).problems if "échéancier" in one]
