"""Planned letters on a real dossier: on the screen, on paper, in the file for other programs."""

import io
from array import array
from datetime import date, timedelta

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.services import calendar, calendar_export, calendar_sheets, followups, planned_letters
from creances_desktop.services.calendar_export import Wish
from creances_desktop.services.calendar_views import Wanted
from creances_desktop.storage.store import Store

DAY = date(2026, 11, 21)


@pytest.fixture
def client_id(books) -> int:
    """Durand & Fils owe two invoices since ten days, and a third that is due in ten."""
    found = books.client()
    for number, late in (("F-1", 10), ("F-2", 10), ("F-3", -10)):
        books.invoice(found, number, days_late=late)
    return found


def seen(books, day: date = DAY) -> list[tuple[date, str, str]]:
    found = planned_letters.read(books.store, day).entries
    return [(one.day, one.title, one.note.replace("\u00a0", " ")) for one in found]


def test_the_letters_to_come_move_with_what_is_done(books, client_id) -> None:
    third = (DAY + timedelta(days=18), "Relance 1", "120,00 € à demander pour 1 facture.")
    assert seen(books) == [(DAY, "Relance 1", "240,00 € à demander pour 2 factures."), third]
    assert seen(books, DAY + timedelta(days=3))[0][0] == DAY + timedelta(days=3), (
        "what is due waits for today"
    )
    followups.issue(books.store, DAY)
    ((day, title, _), after) = seen(books)
    assert (title, after) == ("Relance 2", third)
    assert day == DAY + timedelta(days=10), "twenty days after the due date"
    books.pay(client_id, 240_00, *((books.item(one), 120_00) for one in (1, 2)))
    assert seen(books) == [third]


def test_nothing_is_stored_and_nothing_is_computed_twice(books, client_id) -> None:
    before = books.entries()
    first = planned_letters.read(books.store, DAY)
    assert planned_letters.read(books.store, DAY, first) is first
    assert planned_letters.read(books.store, DAY + timedelta(days=1), first) is not first
    assert (books.entries(), calendar.of_client(books.store, client_id)) == (before, [])
    books.invoice(client_id, "F-4", days_late=10)
    assert planned_letters.read(books.store, DAY, first).entries != first.entries


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(), 2),
        (Wanted(kinds=frozenset({"follow_up", "call"})), 2),
        (Wanted(kinds=frozenset({"call"})), 0),
        (Wanted(words="durand RELANCE"), 2),
        (Wanted(words="martin"), 0),
    ],
)
def test_filters_and_search_keep_them_or_not(books, client_id, wanted, count) -> None:
    found = planned_letters.read(books.store, DAY).entries
    assert len(planned_letters.kept(found, wanted)) == count
    assert len(planned_letters.kept(found, wanted, (DAY, DAY))) == min(count, 1)


def test_the_list_has_both_in_order(books, client_id) -> None:
    for ahead, kind in ((-1, EntryKind.NOTE), (0, EntryKind.CALL), (0, EntryKind.NOTE), (30, EntryKind.CALL)):
        calendar.add(books.store, kind, DAY + timedelta(days=ahead), f"Dans {ahead}", client_id=client_id)
    first, second = (one.id for one in planned_letters.read(books.store, DAY).entries)
    with books.store.reading() as r:
        ids, keys = r.calendar.listed(Wanted())
    planned = planned_letters.read(books.store, DAY).entries
    assert list(planned_letters.listed(ids, keys, planned)) == [*ids[:2], first, ids[2], second, ids[3]]
    assert planned_letters.listed(array("q"), [], planned) == array("q", [first, second])
    assert planned_letters.listed(ids, keys, []) == ids


def text_of(data: bytes) -> str:
    return " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(data)).pages).split())


def test_a_printed_day_and_week_hold_them(books, client_id) -> None:
    for data in (
        calendar_sheets.day_pdf(books.store, DAY, DAY),
        calendar_sheets.week_pdf(books.store, DAY, DAY),
    ):
        text = text_of(data)
        assert "Relance Durand & Fils" in text
        assert "Relance 1" in text
        assert "240,00 € à demander pour 2 factures." in text
    assert "Relance 1" not in text_of(calendar_sheets.day_pdf(books.store, DAY + timedelta(days=1), DAY))


def events(books, day: date = DAY) -> dict[str, tuple[str, date, str]]:
    found = Calendar.from_ical(calendar_export.ics(books.store, Wish(), day).data).walk("VEVENT")
    return {str(one["UID"]): (str(one["STATUS"]), one["DTSTART"].dt, str(one["SUMMARY"])) for one in found}


def test_other_calendars_move_and_cancel_what_they_were_given(books, client_id, tmp_path) -> None:
    path = tmp_path / "agenda.ics"
    calendar_export.write(books.store, path, Wish(), DAY)
    before = events(books)
    (uid,) = [one for one, (_, day, _) in before.items() if day == DAY]
    assert before[uid] == ("CONFIRMED", DAY, "Relance 1\u00a0: Durand & Fils")
    tomorrow = DAY + timedelta(days=1)
    assert events(books, tomorrow)[uid][:2] == ("CONFIRMED", tomorrow), "the same one, a day later"
    followups.issue(books.store, DAY)
    calendar_export.write(books.store, path, Wish(), DAY)
    after = events(books)
    assert set(before) < set(after)
    assert sorted(state for state, _, _ in after.values()) == [
        "CANCELLED",
        "CONFIRMED",
        "CONFIRMED",
        "CONFIRMED",
    ]
    assert "Relance 2" in " ".join(summary for _, _, summary in after.values())


def test_a_reader_sees_them_too(books, client_id) -> None:
    path = books.store.path
    books.store.close()
    with Store.open(path, write=False) as store:
        assert len(planned_letters.read(store, DAY).entries) == 2
