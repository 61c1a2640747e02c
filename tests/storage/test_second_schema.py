"""What a dossier of the first version kept by an id of its own is found again in the second."""

import json
import shutil
import sqlite3
from datetime import date
from pathlib import Path

from creances_desktop.domain.limitation_periods import Period
from creances_desktop.services import breakdown, invoices, limitation_rules
from creances_desktop.services.limitation_rules import ClientPeriod
from creances_desktop.storage.store import Store

FIRST = Path(__file__).parents[1] / "data" / "versions" / "1.creances"


def test_what_was_paid_of_the_charges_is_still_deducted(tmp_path: Path) -> None:
    path = Path(shutil.copy(FIRST, tmp_path / "ancien.creances"))
    old = sqlite3.connect(path)
    (claimed, client) = old.execute("SELECT id, client_id FROM invoice WHERE number = 'F-1'").fetchone()
    debit = old.execute(
        """INSERT INTO invoice (client_id, kind, number, folded, issue_date, gross, import_key)
           VALUES (?, 'other_debit', 'INT-9-F-1', '', '2026-11-01', 5, 'charges:' || ?)""",
        (client, claimed),
    ).lastrowid
    item = old.execute(
        "INSERT INTO due_item (invoice_id, position, due_date, amount) VALUES (?, 1, '2026-11-01', 5)",
        (debit,),
    ).lastrowid
    (payment,) = old.execute("SELECT id FROM payment").fetchone()
    old.execute(
        """INSERT INTO allocation (due_item_id, payment_id, amount, effective_on)
           VALUES (?, ?, 5, '2026-11-01')""",
        (item, payment),
    )
    old.commit()
    old.close()
    with Store.open(path) as store:
        assert breakdown.of_invoice(store, "F-1", date(2026, 11, 1)).result.received == 5
        assert breakdown.of_invoice(store, "F-1", date(2026, 10, 31)).result.received == 0
        assert invoices.by_number(store, "INT-9-F-1").import_key == "charges:INT-9-F-1"


def test_the_period_of_a_client_is_still_his(tmp_path: Path) -> None:
    path = Path(shutil.copy(FIRST, tmp_path / "ancien.creances"))
    old = sqlite3.connect(path)
    (client,) = old.execute("SELECT client_id FROM invoice WHERE number = 'F-1'").fetchone()
    told = {client: {"period": "transport", "years": None, "clause": ""}, 99: {"period": None, "years": 3}}
    old.execute("INSERT INTO setting (key, value) VALUES ('limitation_clients', ?)", (json.dumps(told),))
    old.commit()
    old.close()
    with Store.open(path) as store:
        assert limitation_rules.client_period(store, client) == ClientPeriod(Period.TRANSPORT)
