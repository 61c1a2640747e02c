"""The example dossier: the same for the same day, believable on any day, sound, and showing everything."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from stdnum import iban
from stdnum.fr import siren, tva

from creances_desktop.domain.followups import ExclusionReason
from creances_desktop.domain.instalment_plans import PartState, PlanState
from creances_desktop.domain.letter_events import EventKind
from creances_desktop.services import (
    balance,
    calendar,
    clients,
    company,
    demo,
    export,
    followups,
    instalment_plans,
    letters,
    registered,
)
from creances_desktop.services.registered import Stage
from creances_desktop.services.verify import verify
from creances_desktop.storage.errors import FileExists
from creances_desktop.storage.store import Store

DAY = date(2026, 11, 21)
WEEK = [date(2026, 11, day) for day in (23, 27, 28, 29)]
"""A Monday, a Friday and a weekend: the runs of the example lie on working days."""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "exemple.creances"
    demo.create(path, DAY).close()
    return path


def exported(path: Path, folder: Path) -> dict[str, bytes]:
    with Store.open(path, write=False) as store:
        files = export.write(store, folder, DAY)
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def test_the_same_day_gives_the_same_dossier_to_the_byte(example: Path, tmp_path: Path) -> None:
    other = tmp_path / "autre.creances"
    demo.create(other, DAY).close()
    first, second = exported(example, tmp_path / "un"), exported(other, tmp_path / "deux")
    assert first == second
    assert len([name for name in first if name.startswith("lettres/")]) > 30


def test_it_never_overwrites_and_leaves_nothing_when_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "d.creances"
    path.write_bytes(b"mine")
    with pytest.raises(FileExists):
        demo.create(path, DAY)
    assert path.read_bytes() == b"mine"
    path.unlink()

    def broken(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(demo, "attach_papers", broken)
    with pytest.raises(RuntimeError):
        demo.create(path, DAY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("day", WEEK, ids=lambda day: f"{day:%A}")
def test_any_morning_has_letters_of_every_step_and_every_reason(tmp_path: Path, day: date) -> None:
    with demo.create(tmp_path / "d.creances", day) as store:
        proposals = followups.prepare(store, day)
        waiting = Counter(one.step.id for one in proposals.to_do)
        reasons = {one.reason for one in proposals.excluded}
        by = day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
        calls = [one for one in calendar.to_do(store, by) if one.kind == "call"]
        assert verify(store).problems == ()
    assert 8 <= waiting.total() <= 12
    assert set(waiting) == {"reminder_1", "reminder_2", "mise_en_demeure"}
    assert set(ExclusionReason) - reasons <= {ExclusionReason.CREDITOR_IDENTITY_MISSING}
    assert len(calls) >= 4


def test_it_holds_forty_clients_of_all_kinds_and_two_years(example: Path) -> None:
    with Store.open(example, write=False) as store, store.reading() as r:
        everybody = r.clients.all(archived=True)
        documents = r.exports.rows("documents")
        kinds = Counter(row.kind for row in documents)
        items = Counter(row.invoice_id for row in r.exports.rows("due_items"))
        sent = r.letters.page(r.letters.search())
        promises, pauses = r.exports.rows("promises"), r.exports.rows("pauses")
    assert len(everybody) == 40
    assert {client.nature.value for client in everybody} == {
        *("professional", "consumer", "public", "unspecified")
    }
    assert min(row.issue_date for row in documents) < "2024-12-31"
    assert {"invoice", "credit_note", "opening_balance"} <= set(kinds)
    assert max(items.values()) == 3
    assert {"delivered", "cancelled", "returned"} <= {one.status for one in sent}
    assert promises
    assert pauses
    months = {(one.issued_on.year, one.issued_on.month) for one in sent}
    assert len(months) >= 3, "its letters are not all of one day"
    assert max(one.issued_on for one in sent) >= date(2026, 11, 17)


def test_its_journal_is_dated_like_the_facts_it_tells(example: Path) -> None:
    with Store.open(example, write=False) as store, store.reading() as r:
        rows = r.exports.rows("journal")
        sent = {f"{one.reference} ": one for one in r.letters.page(r.letters.search())}
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    assert rows[0].at[:4] == "2024"
    assert rows[-1].at[:10] == DAY.isoformat()
    for row in rows:
        if row.action == "letter_reserved":
            letter = next(one for key, one in sent.items() if key in row.summary)
            assert row.at[:10] == letter.issued_on.isoformat()
    assert all(one.delivered_at.startswith(f"{one.issued_on}") for one in sent.values() if one.delivered_at)


def test_its_numbers_have_right_keys_and_its_addresses_reach_nobody(example: Path) -> None:
    with Store.open(example, write=False) as store:
        profile = company.get(store)
        with store.reading() as r:
            everybody = r.clients.all(archived=True)
    assert siren.is_valid(profile.siren)
    assert tva.is_valid(profile.vat_number)
    assert iban.is_valid(profile.iban)
    assert profile.missing_identity() == ()
    assert all(siren.is_valid(client.siren) for client in everybody if client.siren)
    for address in (profile.email, *(client.email for client in everybody)):
        assert not address or address.endswith(".example")
    # The numbers that the regulator keeps for films and books.
    assert {client.phone[:8] for client in everybody} <= {"02 61 91", "06 39 98"}


def test_some_invoices_have_their_paper(example: Path) -> None:
    with Store.open(example, write=False) as store, store.reading() as r:
        digests = [row.pdf_sha256 for row in r.exports.rows("documents") if row.pdf_sha256]
        assert len(digests) >= 8
        assert all(r.blobs.get(digest).startswith(b"%PDF-") for digest in digests)


def test_the_clock_is_right_again_afterwards(tmp_path: Path) -> None:
    with demo.create(tmp_path / "d.creances", date(2020, 2, 29)) as store:
        entry = calendar.add(store, calendar.EntryKind.NOTE, DAY, "Voir le banquier").entry_id
        with store.reading() as r:
            assert r.journal.get(entry).at.year > 2020


def test_what_is_owed_is_worth_a_morning(example: Path) -> None:
    with Store.open(example, write=False) as store:
        aged = balance.aged(store, DAY)
        assert letters.to_print(store) == []
    assert all(amount > 0 for amount in aged.total.bands)
    assert aged.total.unallocated < 0


def test_it_shows_registered_letters_at_every_stage_and_what_proves_the_rest(example: Path) -> None:
    with Store.open(example, write=False) as store:
        with store.reading() as r:
            sent = [
                one.id for one in r.letters.page(r.letters.search()) if one.channel == "registered_letter"
            ]
            kinds = {one.kind for one in r.attachments.all()}
            channels = {one.channel for one in r.sendings.all()}
            invoices = sum(row.kind == "invoice" for row in r.exports.rows("documents"))
            logged = len({one.invoice_id for one in r.sendings.all()})
            told = list(r.letter_events.all())
            events = {one.kind for one in told}
        stages = {line.stage for line in registered.lines(store, sent, DAY).values()}
    assert stages == set(Stage)
    received = [one for one in told if one.kind is EventKind.RECEIVED]
    assert received
    assert all(one.attachment_id is not None for one in received), "with its signed receipt"
    assert {"contract", "quote", "delivery_note", "receipt", "mail"} <= kinds
    assert {"email", "portal", "post"} <= channels
    assert 0.7 * invoices < logged < invoices
    assert {"emailed", "answered"} <= events


@pytest.mark.parametrize("day", WEEK, ids=lambda day: f"{day:%A}")
def test_a_client_is_in_a_plan_with_an_instalment_paid_and_one_to_come(tmp_path: Path, day: date) -> None:
    with demo.create(tmp_path / "d.creances", day) as store:
        (plan,) = instalment_plans.of_client(store, clients.find(store, "MULLER").id, day)
        assert plan.status.state is PlanState.CURRENT
        assert [one.state for one in plan.status.parts] == [PartState.KEPT, PartState.COMING]
        kinds = [one for one in calendar.between(store, day, day + timedelta(days=40)) if one.done_on is None]
        assert "instalment" in {one.kind for one in kinds}
