"""Money in the file is whole cents: anything that could hide a rounding is refused."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.exc import StatementError

from creances_desktop.domain.clients import ClientDraft
from creances_desktop.storage.store import Store


@pytest.mark.parametrize("amount", [12.5, 12.0, Decimal("12.345"), Decimal(12), True, "12"])
def test_only_integers_are_money(store: Store, amount: Any) -> None:
    def pay() -> None:
        with store.transaction() as t:
            entry = t.journal.append("test", "test")
            client = t.clients.add(ClientDraft("C1", "Client"))
            t.payments.add(client, amount, date(2026, 1, 1), "transfer", "", action_id=entry)

    with pytest.raises((StatementError, TypeError)):
        pay()
    with store.reading() as r:
        assert r.bulk.count("payment") == 0
