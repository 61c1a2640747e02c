"""The pages of the calendar: every entry is on them, what is late first, and always the same bytes."""

import io
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from creances_desktop.documents.calendar import draw
from creances_desktop.domain.calendar import CalendarEntry, EntryKind
from creances_desktop.domain.calendar_sheet import day_title, sheet, week_of, week_title

MONDAY = date(2026, 11, 23)


def entry(number: int, day: date, **values: object) -> CalendarEntry:
    known = {
        "client_id": number,
        "client_name": f"Client {number} <SARL> & Fils",
        "invoice_number": f"F-{number}",
    }
    return CalendarEntry(number, EntryKind.CALL, day, **(known | {"title": "Rappeler"} | values))  # type: ignore[arg-type]


def page(days: list[date], entries, overdue=(), title: str = "Titre") -> bytes:
    return draw(
        sheet(
            title, "Menuiserie Martin", MONDAY, days, entries, overdue=overdue,
            holidays={date(2026, 12, 25): "Noël"}, phones={1: "02 40 00 00 01"},
        )
    )  # fmt: skip


def text_of(data: bytes) -> str:
    return "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(data)).pages)


def test_a_day_has_its_entries_with_telephone_and_note() -> None:
    note = entry(2, MONDAY, client_id=None, client_name="", invoice_number="", title="Relire le bail")
    text = text_of(page([MONDAY], [entry(1, MONDAY, note="Demander la date\ndu virement"), note]))
    for words in (
        "Client 1 <SARL> & Fils",
        "02 40 00 00 01",
        "Rappeler (F-1)",
        "Demander la date · du virement",
    ):
        assert words in text
    assert "Relire le bail" in text
    assert "À faire ce jour (2 entrées)" in text


def test_what_is_late_comes_first_with_its_day() -> None:
    late = entry(3, MONDAY - timedelta(days=4))
    text = text_of(page([MONDAY], [entry(1, MONDAY)], [late]))
    assert text.index("En retard (1)") < text.index("Client 3") < text.index("Client 1")
    assert "19/11/2026" in text


def test_a_week_names_its_days_and_holidays_and_leaves_empty_weekends_out() -> None:
    days = [date(2026, 12, 21) + timedelta(days=place) for place in range(7)]
    text = text_of(page(days, [entry(1, days[2])], title=week_title(days[0])))
    assert "Semaine 52, du 21 au 27 décembre 2026" in text
    assert "Vendredi 25 décembre 2026 – Noël" in text
    assert "Rien de prévu." in text
    assert "Samedi" not in text


def test_a_full_week_goes_on_over_pages_and_loses_nothing() -> None:
    entries = [entry(number, MONDAY) for number in range(1, 121)]
    data = page([MONDAY], entries)
    text = text_of(data)
    assert len(PdfReader(io.BytesIO(data)).pages) > 2
    assert all(f"Client {number} <SARL>" in text for number in range(1, 121))
    assert "Page 2/" in text


def test_the_same_page_gives_the_same_bytes() -> None:
    assert page([MONDAY], [entry(1, MONDAY)]) == page([MONDAY], [entry(1, MONDAY)])


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (MONDAY, "Semaine 48, du 23 au 29 novembre 2026"),
        (date(2026, 12, 2), "Semaine 49, du 30 novembre au 6 décembre 2026"),
        (date(2027, 1, 1), "Semaine 53, du 28 décembre 2026 au 3 janvier 2027"),
    ],
)
def test_a_week_is_named_by_its_number_and_its_days(day, title) -> None:
    assert week_title(day) == title
    assert week_of(day)[0].weekday() == 0
    assert day_title(MONDAY) == "Lundi 23\u00a0novembre 2026"
