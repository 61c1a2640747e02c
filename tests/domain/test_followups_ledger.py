"""The ledgers with known answers: the engine proposes exactly what they expect, and ages it the same way."""

import csv
import importlib.util
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from creances_desktop.domain.balance import aged_balance_of
from creances_desktop.domain.clients import Nature
from creances_desktop.domain.followups import AccountSituation, DoneStep, ExclusionReason, ItemSituation, due
from creances_desktop.domain.invoices import DocumentKind, OpenItem
from creances_desktop.domain.money import parse_cents, plain_cents
from creances_desktop.domain.plans import DEFAULT_PLAN

GENERATOR = Path(__file__).resolve().parents[1] / "data" / "ledger" / "generate.py"
DAY = date(2026, 6, 29)
WRITTEN = DEFAULT_PLAN.written


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ledger_of_known_answers", GENERATOR)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module", params=["xs", "s", "m"])
def ledger(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """The folder of one ledger and its expected figures."""
    module, folder = generator(), tmp_path_factory.mktemp("ledger")
    clients, invoices = module.SIZES[request.param]
    expected = module.make(request.param, clients, invoices, str(folder), DAY, 20260629)
    return folder / request.param, expected


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def history(row: dict[str, str], due_item_id: int) -> tuple[DoneStep, ...]:
    """What an import knows: the step reached and the day of the last reminder."""
    level = int(row["level_reached"])
    if not level:
        return ()
    step, on = WRITTEN[level - 1], date.fromisoformat(row["last_followup"])
    return (DoneStep(due_item_id, 1, step.id, 1, on, on + timedelta(days=step.deadline_days)),)


def open_situations(folder: Path) -> Iterator[tuple[str, ItemSituation]]:
    paid: Counter[str] = Counter()
    for row in rows(folder / "payments.csv"):
        assert date.fromisoformat(row["date"]) <= DAY
        paid[row["invoice_number"]] += parse_cents(row["amount"])
    for number, row in enumerate(rows(folder / "invoices.csv"), start=1):
        gross = parse_cents(row["amount_ttc"])
        outstanding = gross - paid[row["number"]]
        if outstanding <= 0:
            continue
        item = OpenItem(
            due_item_id=number,
            invoice_id=number,
            client_id=int(row["client_id"][1:]),
            kind=DocumentKind.INVOICE,
            number=row["number"],
            label=row["label"],
            issue_date=date.fromisoformat(row["issue_date"]),
            due_date=date.fromisoformat(row["due_date"]),
            estimated=False,
            to_confirm=False,
            gross=gross,
            amount=gross,
            outstanding=outstanding,
        )
        yield row["client_id"], ItemSituation(item, history=history(row, number))


def accounts(folder: Path) -> list[AccountSituation]:
    by_client: dict[str, list[ItemSituation]] = {}
    for code, situation in open_situations(folder):
        by_client.setdefault(code, []).append(situation)
    names = {row["id"]: row["name"] for row in rows(folder / "clients.csv")}
    return [
        AccountSituation(
            client_id=int(code[1:]),
            code=code,
            name=names[code],
            nature=Nature.PROFESSIONAL,
            plan=DEFAULT_PLAN,
            has_address=True,
            last_written_on=max((row.done_on for one in items for row in one.history), default=None),
            items=tuple(items),
        )
        for code, items in by_client.items()
    ]


def test_the_invoices_due_are_those_expected(ledger: tuple[Path, Any]) -> None:
    folder, expected = ledger
    found = due(accounts(folder), DAY, minimum_gap_days=0)
    level = {step.id: number for number, step in enumerate(WRITTEN, start=1)}
    proposed = sorted(
        (
            letter.client_code,
            one.item.number,
            str(level[one.step.id]),
            plain_cents(one.item.outstanding),
            str(one.days_late),
        )
        for letter in found.to_do
        for one in letter.reminded
    )
    wanted = [tuple(row.values()) for row in rows(folder / "expected_due.csv")]
    assert proposed == wanted
    assert len(found.to_do) == expected["letters"]
    assert found.excluded == ()


def test_the_usual_gap_only_puts_off_the_clients_written_to_these_last_days(ledger: tuple[Path, Any]) -> None:
    folder, expected = ledger
    everyone = accounts(folder)
    found = due(everyone, DAY)
    reminded = [one for letter in found.to_do for one in letter.reminded]
    assert len(reminded) + len(found.excluded) == expected["due_invoices"]
    assert {one.reason for one in found.excluded} <= {ExclusionReason.MIN_GAP}
    recent = {one.code for one in everyone if one.last_written_on and (DAY - one.last_written_on).days < 5}
    assert {one.client_code for one in found.excluded} <= recent
    assert recent.isdisjoint(letter.client_code for letter in found.to_do)


def test_the_aged_balance_is_the_one_expected(ledger: tuple[Path, Any]) -> None:
    folder, expected = ledger
    names = {int(row["id"][1:]): (row["id"], row["name"]) for row in rows(folder / "clients.csv")}
    items = [situation.item for _, situation in open_situations(folder)]
    balance = aged_balance_of(items, DAY, clients=names, unallocated={})
    found = [[row.code, *map(plain_cents, row.bands)] for row in balance.rows]
    assert found == [list(row.values()) for row in rows(folder / "expected_ageing.csv")]
    assert plain_cents(balance.total.outstanding) == expected["outstanding"]
    assert [plain_cents(amount) for amount in balance.total.bands] == list(expected["ageing"].values())
