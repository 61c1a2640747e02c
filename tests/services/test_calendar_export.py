"""The calendar for other programs: whole days, identifiers that stay, what a second import updates."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from creances_desktop.domain.calendar import EntryKind
from creances_desktop.domain.recurrence import Recurrence, Unit
from creances_desktop.services import calendar, calendar_export, calendar_series, clients, steps
from creances_desktop.services.calendar_export import Alarm, Wish
from creances_desktop.storage.store import Store

DAY = date(2026, 11, 23)


@pytest.fixture
def entry(books) -> int:
    client_id = books.client(name="Œuvré & Fils <SARL>, du Port; et d’ailleurs", phone="02 40 00 00 00")
    return calendar.add(
        books.store, EntryKind.CALL, DAY, "Fixer la visite", client_id=client_id, note="Ligne 1\nLigne 2"
    ).id


def events(books, wish: Wish | None = None):
    """The events of the file, read again by the library."""
    made = calendar_export.ics(books.store, wish or Wish(), DAY)
    data, count = made.data, len(made.days) + made.cancelled
    assert data.count(b"\r\n") == data.count(b"\n"), "lines end as the standard says"
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    found = list(Calendar.from_ical(data).walk("VEVENT"))
    assert len(found) == count
    return found


def test_an_entry_is_a_whole_day_that_leaves_its_owner_free(books, entry) -> None:
    (event,) = events(books)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (DAY, DAY + timedelta(days=1))
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert str(event["TRANSP"]) == "TRANSPARENT"
    assert str(event["SUMMARY"]) == (
        "Appel\u00a0: Œuvré & Fils <SARL>, du Port; et d’ailleurs — Fixer la visite"
    )
    assert str(event["DESCRIPTION"]) == "Téléphone\u00a0: 02 40 00 00 00\nLigne 1\nLigne 2"


def test_a_second_export_updates_the_first(books, entry) -> None:
    (before,) = events(books)
    calendar.move(books.store, entry, DAY + timedelta(days=3))
    (after,) = events(books)
    assert after["UID"] == before["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after["DTSTART"].dt == DAY + timedelta(days=3)


def test_every_entry_has_an_identifier_of_its_own_and_so_has_every_dossier(books, entry, tmp_path) -> None:
    calendar.add(books.store, EntryKind.NOTE, DAY, "Autre")
    found = events(books)
    assert len({str(one["UID"]) for one in found}) == 2
    from creances_desktop.domain.company import Company
    from creances_desktop.services import assembly

    with assembly.create_company_file(tmp_path / "autre.creances", Company("Autre")) as store:
        calendar.add(store, EntryKind.NOTE, DAY, "La même")
        made = calendar_export.ics(store, Wish(), DAY)
        other = Calendar.from_ical(made.data).walk("VEVENT")[0]
    assert str(other["UID"]) not in {str(one["UID"]) for one in found}


def test_what_is_done_is_exported_only_where_it_is_asked_for(books, entry) -> None:
    calendar.close(books.store, entry, DAY)
    assert events(books) == []
    (event,) = events(books, Wish(done_since=DAY - timedelta(days=90), alarm=Alarm.SAME_DAY))
    assert str(event["SUMMARY"]).startswith("✓ Appel")
    assert not event.walk("VALARM"), "nothing reminds of what is done"


@pytest.mark.parametrize(
    ("alarm", "hours"), [(Alarm.NONE, None), (Alarm.SAME_DAY, 9), (Alarm.DAY_BEFORE, -15)]
)
def test_reminders_come_at_nine(books, entry, alarm, hours) -> None:
    (event,) = events(books, Wish(alarm=alarm))
    found = [one["TRIGGER"].dt for one in event.walk("VALARM")]
    assert found == ([] if hours is None else [timedelta(hours=hours)])


def test_the_file_is_written_whole(books, entry, tmp_path) -> None:
    path = tmp_path / "agenda.ics"
    said = calendar_export.write(books.store, path, Wish(), DAY)
    assert said == "1\u00a0entrée enregistrée dans agenda.ics."
    assert path.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert [one.name for one in tmp_path.glob(".agenda*")] == []
    assert clients.find(books.store, "DURAND").phone == "02 40 00 00 00"


def states(books, wish: Wish | None = None) -> dict[str, tuple[str, date]]:
    """By identifier, the state and the day of each event."""
    return {str(one["UID"]): (str(one["STATUS"]), one["DTSTART"].dt) for one in events(books, wish)}


def test_what_is_done_or_taken_away_leaves_the_other_calendar(books, entry, tmp_path) -> None:
    path = tmp_path / "agenda.ics"
    note = calendar.add(books.store, EntryKind.NOTE, DAY, "Par erreur")
    before = states(books)
    calendar_export.write(books.store, path, Wish(), DAY)
    assert set(states(books).values()) == {("CONFIRMED", DAY)}
    calendar.close(books.store, entry, DAY)
    (last, *_) = [one for one in steps.listed(books.store) if "Par erreur" in one.name]
    steps.undo(books.store, last.id, DAY)
    added = calendar.add(books.store, EntryKind.NOTE, DAY, "Nouvelle").id
    assert added == note.id, "the number of what was undone is taken again"
    calendar.move(books.store, added, DAY + timedelta(days=1))
    after = states(books)
    assert set(after) == set(before), "the same identifiers"
    assert sorted(after.values()) == [("CANCELLED", DAY), ("CONFIRMED", DAY + timedelta(days=1))]
    said = calendar_export.write(books.store, path, Wish(), DAY)
    assert said.endswith("1\u00a0entrée annulée depuis un export précédent.")
    assert sorted(states(books)) == sorted(after), "another device may take this file only"
    again = calendar_export.ics(books.store, Wish(done_since=DAY - timedelta(days=9)), DAY)
    assert again.cancelled == 0, "what is done is wanted"


def test_a_series_that_ends_leaves_the_other_calendar(books, tmp_path) -> None:
    known = Recurrence(DAY, Unit.WEEK, 1)
    calendar_series.add(books.store, EntryKind.NOTE, "Banque", known, DAY)
    first = len(states(books))
    calendar_export.write(books.store, tmp_path / "agenda.ics", Wish(), DAY)
    (middle,) = [one for one in calendar.upcoming(books.store, DAY) if one.day == DAY + timedelta(days=14)]
    calendar_series.stop(books.store, middle.id)
    found = [state for state, _ in states(books).values()]
    assert len(found) == first
    assert 0 < found.count("CONFIRMED") < first
    later = calendar_export.ics(books.store, Wish(), DAY + timedelta(days=3 * 366))
    assert later.cancelled == 0, "nobody waits for it any more"


def test_what_a_reader_exports_is_not_remembered(books, entry, tmp_path) -> None:
    path = books.store.path
    books.store.close()
    with Store.open(path, write=False) as store:
        calendar_export.write(store, tmp_path / "agenda.ics", Wish(), DAY)
        with store.reading() as r:
            assert r.calendar.exported(DAY) == {}
