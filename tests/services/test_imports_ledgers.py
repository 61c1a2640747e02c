"""Ledgers of known answers: aged to the cent, and the same dossier from the French and the English files."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from creances_desktop.domain.company import Company
from creances_desktop.services import imports
from creances_desktop.services.assembly import create_company_file
from creances_desktop.services.import_plan import Counts
from creances_desktop.services.verify import verify
from creances_desktop.storage.store import Store

GENERATOR = Path(__file__).parents[1] / "data" / "ledger" / "generate.py"
TODAY = date(2026, 6, 29)


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ledgers")
    for size in ("xs", "s", "m"):
        subprocess.run(
            [sys.executable, str(GENERATOR), size, "--out", str(folder)], check=True, capture_output=True
        )
    return folder


def ageing(store: Store, day: date) -> dict[str, str]:
    bands = dict.fromkeys(("not_due", "d1_30", "d31_60", "d61_90", "d90_plus"), 0)
    with store.reading() as r:
        for _, due, amount in r.balance.by_due_date(day):
            late = (day - due).days
            bands["not_due" if late <= 0 else "d90_plus" if late > 90 else
                  "d1_30" if late <= 30 else "d31_60" if late <= 60 else "d61_90"] += amount  # fmt: skip
    return {band: f"{amount // 100}.{amount % 100:02d}" for band, amount in bands.items()}


def dump(store: Store) -> list[tuple[object, ...]]:
    """Every account row of the dossier, without what names the moment."""
    with store.reading() as r:
        return [
            tuple(row)
            for query in (
                "SELECT code, name, email, phone, street, zip, city, country FROM client",
                "SELECT siren, nature, terms_days, folded FROM client",
                "SELECT client_id, kind, number, issue_date, net, vat, gross, label, import_key FROM invoice",
                "SELECT invoice_id, due_date, amount, estimated FROM due_item",
                "SELECT client_id, amount, bank_date, mode, import_key FROM payment",
                "SELECT due_item_id, payment_id, amount, effective_on FROM allocation",
                "SELECT due_item_id, step, done_on, deadline, outstanding, days_late FROM followup",
                "SELECT client_id, name, preferred FROM contact",
            )
            for row in r.bulk.rows(query)
        ]


@pytest.mark.parametrize("size", ["xs", "s", "m"])
def test_a_ledger_ages_as_expected_in_french_and_in_english(ledgers: Path, tmp_path: Path, size: str) -> None:
    expected = json.loads((ledgers / size / "expected.json").read_text())
    dumps = []
    for folder in (ledgers / size, ledgers / size / "fr"):
        with create_company_file(tmp_path / f"{folder.name}.creances", Company("Essai")) as store:
            paths = [folder / f"{name}.csv" for name in ("payments", "clients", "invoices")]
            plan = imports.analyse(store, paths)
            imports.execute(store, plan, today=TODAY)
            assert plan.new == Counts(expected["clients"], expected["invoices"], expected["payments"])
            assert plan.rejected == 0
            assert ageing(store, TODAY) == expected["ageing"]
            with store.reading() as r:
                assert r.balance.credits(date(9999, 12, 31)) == {}
            assert imports.analyse(store, paths).writes.is_empty
            assert verify(store).problems == ()
            dumps.append(dump(store))
    assert dumps[0] == dumps[1]
