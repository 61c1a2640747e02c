"""Protects the aged balance with bands of the user's own: nothing dropped, on screen, paper and in tables."""

import io
import json
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.services import balance, balance_report

DAY = date(2026, 11, 21)


@pytest.fixture
def owing(books):
    """A client with an invoice of 1, 2, 4… euros at each edge of the bands 15 and 45."""
    client_id = books.client()
    for place, late in enumerate((-5, 0, 1, 15, 16, 45, 46, 4000)):
        books.invoice(client_id, f"F-{place}", 100 * 2**place, late)
    return client_id


def test_every_amount_is_in_one_band_whatever_the_limits(books, owing) -> None:
    for limits, expected in (
        ((15, 45), [3_00, 12_00, 48_00, 192_00]),
        ((), [3_00, 252_00]),
        ((1, 2, 3, 4, 5, 6), [3_00, 4_00, 0, 0, 0, 0, 0, 248_00]),
    ):
        found = balance.aged(books.store, DAY, limits)
        assert list(found.total.bands) == expected
        assert sum(found.total.bands) == found.total.outstanding == 255_00
        assert len(found.band_names) == len(expected)
        assert found.total.overdue == 252_00


@pytest.mark.parametrize("limits", [(30, 30), (60, 30), (0, 30), (1, 2, 3, 4, 5, 6, 7), (4000,)])
def test_limits_that_make_no_bands_are_refused(books, limits) -> None:
    with pytest.raises(InvalidValue) as caught:
        balance.aged(books.store, DAY, limits)
    assert caught.value.field == "aged_limits"


def test_the_usual_bands_are_as_they_were(books, owing) -> None:
    usual = balance.aged(books.store, DAY)
    names = ("Non échu", "1 à 30 jours", "31 à 60 jours", "61 à 90 jours", "Plus de 90 jours")
    assert usual.band_names == names
    answer = json.loads(json.dumps(balance_report.as_json(usual)))
    assert answer["total"] == {
        "outstanding": "255.00",
        "not_due": "3.00",
        "d1_30": "28.00",
        "d31_60": "96.00",
        "d61_90": "0.00",
        "d90_plus": "128.00",
        "unallocated": "0.00",
    }
    path = Path(books.store.path).parent / "balance.csv"
    balance.write(books.store, DAY, path)
    header = path.read_text("utf-8-sig").splitlines()[0]
    assert header.split(";") == ["Code", "Raison sociale", "Encours", *names, "Non imputé"]


def test_a_day_past_or_to_come_moves_every_amount_up_its_bands(books, owing) -> None:
    early = balance.aged(books.store, DAY - timedelta(days=50), (15, 45))
    later = balance.aged(books.store, DAY + timedelta(days=300), (15, 45))
    assert list(later.total.bands) == [0, 0, 0, 255_00]
    assert early.total.outstanding == sum(early.total.bands)


@pytest.mark.parametrize("limits", [(), (7, 15), (10, 20, 30, 60, 120, 365)])
def test_the_sheet_has_the_bands_of_the_user(books, owing, limits) -> None:
    data = balance.pdf(books.store, DAY, limits)
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    text = document[0].get_textpage().get_text_bounded().replace("\r\n", " ")
    document.close()
    for name in balance.aged(books.store, DAY, limits).band_names:
        assert name in text
    assert data == balance.pdf(books.store, DAY, limits)


def test_the_bands_of_the_user_are_kept_and_journalled(books) -> None:
    assert balance.own_limits(books.store) == (30, 60, 90)
    done = balance.save_own_limits(books.store, (15, 45))
    assert "15, 45" in done.message
    assert balance.own_limits(books.store) == (15, 45)
    assert balance.aged(books.store, DAY).limits == (30, 60, 90)
