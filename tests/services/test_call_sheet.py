"""The call sheet asks for what is owed and not contested: a wrong figure costs a client."""

from __future__ import annotations

from datetime import date
from typing import Any

from creances_desktop.domain.disputes import DisputeDraft
from creances_desktop.services import call_sheet, disputes

DAY = date(2026, 11, 21)


def test_what_is_contested_is_not_asked_for(books: Any) -> None:
    durand = books.client()
    invoice = books.invoice(durand, gross=1_200_00)
    disputes.enter(books.store, invoice, DisputeDraft("Porte rayée", 300_00), DAY)
    page = call_sheet.page(books.store, durand, DAY)
    said = " ".join((page.goal, *page.grants)).replace("\u202f", " ")
    assert "900,00" in page.goal
    assert "1 200,00" not in said
    assert "300,00" in page.grants[-1]
    assert "contestés" in page.grants[-1]
