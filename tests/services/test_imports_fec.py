"""The accountant's export, once, again, in parts and the year after: right to the cent, nothing doubled."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from creances_desktop.domain.company import Company
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.services import imports, undo
from creances_desktop.services.assembly import create_company_file
from creances_desktop.services.import_plan import Counts, ImportPlan
from creances_desktop.services.verify import verify
from creances_desktop.storage.store import Store

FEC = Path(__file__).parents[1] / "data" / "fec"
A = FEC / "A_tab_utf8bom_18col_411.txt"
B = FEC / "B_tab_22col_ecriturenum0_nonlettre_411.txt"
C = FEC / "C_pipe_padded_cp850_411.TXT"
TODAY = date(2026, 6, 29)
FAR = date(9999, 12, 31)
NOTHING = Counts()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with create_company_file(tmp_path / "essai.creances", Company("Essai")) as opened:
        yield opened


def bring(store: Store, *paths: Path) -> ImportPlan:
    plan = imports.analyse(store, paths, default_terms_days=30)
    imports.execute(store, plan, today=TODAY)
    return plan


def balances(store: Store, day: date = FAR) -> dict[str, int]:
    """What each client owes as of a day, credits deducted; clients at zero left out."""
    with store.reading() as r:
        codes = {client.id: client.code for client in r.clients.all(archived=True)}
        totals: defaultdict[str, int] = defaultdict(int)
        for client_id, _, amount in r.balance.by_due_date(day):
            totals[codes[client_id]] += amount
        for client_id, amount in r.balance.credits(day).items():
            totals[codes[client_id]] -= amount
    return {code: amount for code, amount in totals.items() if amount}


def open_items(store: Store) -> list[tuple[str, date, int]]:
    with store.reading() as r:
        return sorted((one.number, one.issue_date, one.outstanding) for one in r.balance.open_items(FAR))


def columns(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("\t")]


def write_fec(path: Path, lines: Iterable[str], source: Path = A) -> Path:
    header = source.read_text(encoding="utf-8-sig").splitlines()[0]
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def in_file(path: Path) -> dict[str, int]:
    """The balance of each client account in an export, by the sum of its lines."""
    totals: defaultdict[str, int] = defaultdict(int)
    for line in path.read_text(encoding="utf-8-sig").splitlines()[1:]:
        cells = columns(line)
        if cells[4].startswith("411"):
            debit, credit = (int(cells[place].replace(",", "")) for place in (11, 12))
            totals[cells[6] or cells[4]] += debit - credit
    return {code: amount for code, amount in totals.items() if amount}


@pytest.mark.parametrize(
    ("path", "expected"), [(A, 52_517_24), (B, 27_771_70), (C, 14_416_52)], ids=["A", "B", "C"]
)
def test_the_signed_balance_of_each_sample_is_that_of_its_account_411(
    store: Store, path: Path, expected: int
) -> None:
    plan = bring(store, path)
    assert sum(balances(store).values()) == expected
    assert plan.rejected == 0
    assert verify(store).problems == ()


def test_the_sample_whose_clients_are_payment_modes_keeps_its_warning(store: Store) -> None:
    plan = bring(store, B)
    assert any("client" in one.message and one.line == 0 for one in plan.files[0].warnings)


@pytest.mark.parametrize("path", [A, B, C], ids=["A", "B", "C"])
def test_importing_an_export_again_changes_nothing(store: Store, path: Path) -> None:
    first = bring(store, path)
    before = balances(store), open_items(store)
    again = imports.analyse(store, [path], default_terms_days=30)
    assert again.writes.is_empty
    assert (again.new, again.changed) == (NOTHING, NOTHING)
    assert (again.same.invoices, again.same.payments) == (first.new.invoices, first.new.payments)
    imports.execute(store, again, today=TODAY)
    assert (balances(store), open_items(store)) == before


def test_matched_groups_that_balance_leave_nothing_open(store: Store) -> None:
    """Sample C: 45 groups, all balanced; what is open was not matched."""
    bring(store, C)
    with store.reading() as r:
        waiting = sum(r.balance.credits(FAR).values())
        debits = sum(one.outstanding for one in r.balance.open_items(FAR))
    assert debits - waiting == 14_416_52
    matched, unmatched = 0, 0
    for line in C.read_text(encoding="cp850").splitlines()[1:]:
        cells = [cell.strip() for cell in line.split("|")]
        if cells[4].startswith("411"):
            amount = int(cells[11].replace(",", ""))
            matched, unmatched = (matched + amount, unmatched) if cells[13] else (matched, unmatched + amount)
    assert debits == unmatched


def test_without_terms_the_window_asks_for_them(store: Store) -> None:
    assert imports.analyse(store, [A]).needs_terms
    assert not imports.analyse(store, [A], default_terms_days=45).needs_terms
    plan = imports.analyse(store, [A], default_terms_days=45)
    imports.execute(store, plan, today=TODAY)
    with store.reading() as r:
        items = r.balance.open_items(FAR)
    assert all(one.estimated and (one.due_date - one.issue_date).days == 45 for one in items)


def test_only_invoices_are_followed_up_before_the_user_confirms_the_rest(store: Store) -> None:
    bring(store, A)
    with store.reading() as r:
        items = r.balance.open_items(FAR)
    assert {one.kind for one in items} > {DocumentKind.INVOICE}
    assert all(one.to_confirm is (one.kind is not DocumentKind.INVOICE) for one in items)


@pytest.mark.parametrize("cut", ["20211001", "20211231", "20220315", "20220630"])
def test_an_export_cut_in_two_gives_the_same_account(store: Store, tmp_path: Path, cut: str) -> None:
    """The first months, then the whole year: only what is new comes in, and later matching is applied."""
    lines = A.read_text(encoding="utf-8-sig").splitlines()[1:]
    first = write_fec(tmp_path / "debut.txt", [line for line in lines if columns(line)[3] <= cut])
    one = bring(store, first)
    assert balances(store) == in_file(first)
    two = bring(store, A)
    assert balances(store) == in_file(A)
    whole = one.new + two.new
    with create_company_file(tmp_path / "entier.creances", Company("Essai")) as other:
        at_once = bring(other, A)
        assert balances(other) == balances(store)
        assert (at_once.new.invoices, at_once.new.payments) == (whole.invoices, whole.payments)
    assert bring(store, A, first).writes.is_empty
    assert verify(store).problems == ()


def test_matching_added_later_settles_what_was_open(store: Store, tmp_path: Path) -> None:
    """The accountant matches in the spring what he booked in the winter: same lines, with codes."""
    lines = A.read_text(encoding="utf-8-sig").splitlines()[1:]
    bare = []
    for line in lines:
        cells = line.split("\t")
        cells[13] = ""
        bare.append("\t".join(cells))
    unmatched = write_fec(tmp_path / "sans-lettrage.txt", bare)
    bring(store, unmatched)
    opened = sum(amount for *_, amount in open_items(store))
    plan = bring(store, A)
    assert (plan.new, plan.changed) == (NOTHING, NOTHING)
    assert not plan.writes.is_empty
    assert balances(store) == in_file(A)
    assert sum(amount for *_, amount in open_items(store)) < opened / 5
    assert imports.analyse(store, [A], default_terms_days=30).writes.is_empty


@dataclass(frozen=True)
class Entry:
    """An entry of two lines: `amount` cents on the client's account, the opposite on another."""

    journal: str
    number: int
    day: str
    client: str
    piece: str
    label: str
    amount: int
    account: str
    matching: str = ""

    def lines(self) -> list[str]:
        ours = ("411000", "Clients", self.client, f"Client {self.client}")
        other = (self.account, "Contrepartie", "", "")
        return [self._line(ours, self.amount, self.matching), self._line(other, -self.amount, "")]

    def _line(self, account: tuple[str, ...], amount: int, matching: str) -> str:
        sides = (max(amount, 0), max(-amount, 0))
        amounts = [f"{side // 100},{side % 100:02d}" for side in sides]
        head = [self.journal, self.journal, str(self.number), self.day, *account, self.piece, self.day]
        return "\t".join([*head, self.label, *amounts, matching, "", self.day, "", ""])


def opening(client: str, amount: int, matching: str = "") -> list[str]:
    return Entry("AN", 1, "20220901", client, "RAN", "Report à nouveau", amount, "890000", matching).lines()


def following_year(closing: dict[str, int], *, settled: Collection[str] = ()) -> list[str]:
    """The year after A: an opening line a client, new invoices, payments matched with the opening lines."""
    lines = []
    for number, (client, amount) in enumerate(sorted(closing.items()), 1):
        code = f"N{number}" if client in settled else ""
        lines += opening(client, amount, code)
        if code:
            label = f"VIR {client} SOLDE"
            lines += Entry(
                "BQ", 100 + number, "20221003", client, "V1", label, -amount, "512000", code
            ).lines()
        piece, gross = f"N-{number:03d}", 120_00 + number
        lines += Entry(
            "VE", 200 + number, "20221105", client, piece, f"Facture {piece}", gross, "706000"
        ).lines()
    return lines


def test_the_following_year_recognises_the_balances_carried_over(store: Store, tmp_path: Path) -> None:
    bring(store, A)
    closing = in_file(A)
    debtors = {client for client, amount in closing.items() if amount > 0}
    settled = set(sorted(debtors)[:3])
    year = write_fec(tmp_path / "suivant.txt", following_year(closing, settled=settled))
    plan = bring(store, year)
    assert plan.new.invoices == len(closing), "the new invoices, and none of the opening lines"
    assert plan.new.payments == len(settled)
    assert plan.same.invoices == len(closing)
    assert not [one for one in plan.files[0].warnings if one.line]
    assert balances(store) == in_file(year)
    with store.reading() as r:
        by_code = {client.code: client.id for client in r.clients.all()}
        for client in settled:
            kinds = [one.number for one in r.balance.open_items(FAR, client_id=by_code[client])]
            assert len(kinds) == 1
            assert kinds[0].startswith("N-"), "what the payment settled is the real item"
            assert r.balance.credits(FAR, client_id=by_code[client]) == {}
    assert verify(store).problems == ()
    for paths in ([year], [A], [year, A], [A, year]):
        assert imports.analyse(store, paths, default_terms_days=30).writes.is_empty


def test_a_net_balance_carried_over_uses_the_credits_in_hand(store: Store, tmp_path: Path) -> None:
    """300,00 owed less 50,00 in hand are carried over as 250,00; paying 250,00 leaves nothing open."""
    old = [
        *Entry("VE", 1, "20220110", "NET", "F-1", "Facture F-1", 100_00, "706000").lines(),
        *Entry("VE", 2, "20220210", "NET", "F-2", "Facture F-2", 200_00, "706000").lines(),
        *Entry("BQ", 3, "20220301", "NET", "V0", "VIR acompte", -50_00, "512000").lines(),
    ]
    new = [
        *opening("NET", 250_00, "AA"),
        *Entry("BQ", 9, "20221003", "NET", "V1", "VIR solde", -250_00, "512000", "AA").lines(),
    ]
    paths = [write_fec(tmp_path / "un.txt", old), write_fec(tmp_path / "deux.txt", new)]
    for path in paths:
        bring(store, path)
    assert open_items(store) == []
    with store.reading() as r:
        assert r.balance.credits(FAR) == {}
    assert imports.analyse(store, paths, default_terms_days=30).writes.is_empty


def test_items_carried_over_one_by_one_are_recognised(store: Store, tmp_path: Path) -> None:
    """Some programs carry over each open item under its own day and piece."""
    old = [
        *Entry("VE", 1, "20220110", "DET", "F-1", "Facture F-1", 100_00, "706000").lines(),
        *Entry("VE", 2, "20220210", "DET", "F-2", "Facture F-2", 200_00, "706000").lines(),
    ]
    new = [
        *Entry("AN", 1, "20220110", "DET", "F-1", "A nouveau F-1", 100_00, "890000").lines(),
        *Entry("AN", 1, "20220210", "DET", "F-2", "A nouveau F-2", 200_00, "890000", "BB").lines(),
        *Entry("BQ", 9, "20230115", "DET", "V1", "VIR F-2", -200_00, "512000", "BB").lines(),
    ]
    paths = [write_fec(tmp_path / "un.txt", old), write_fec(tmp_path / "deux.txt", new)]
    for path in paths:
        bring(store, path)
    assert open_items(store) == [("F-1", date(2022, 1, 10), 100_00)]
    assert imports.analyse(store, paths, default_terms_days=30).writes.is_empty


@pytest.mark.parametrize("last", ["20211031", "20211231", "20220331", "20220630"])
def test_an_export_cut_in_two_gives_the_items_of_the_whole(store: Store, tmp_path: Path, last: str) -> None:
    """An invoice in the first half and its payment in the second are matched all the same."""
    lines = A.read_text(encoding="utf-8-sig").splitlines()[1:]
    halves = [
        write_fec(tmp_path / "un.txt", [line for line in lines if columns(line)[3] <= last]),
        write_fec(tmp_path / "deux.txt", [line for line in lines if columns(line)[3] > last]),
    ]
    for half in halves:
        bring(store, half)
    with create_company_file(tmp_path / "entier.creances", Company("Essai")) as whole:
        bring(whole, A)
        assert open_items(store) == open_items(whole)
        assert balances(store) == balances(whole)
    for half in halves:
        assert imports.analyse(store, [half], default_terms_days=30).writes.is_empty


def test_two_years_brought_together_give_the_same_account(store: Store, tmp_path: Path) -> None:
    closing = in_file(A)
    year = write_fec(
        tmp_path / "suivant.txt", following_year(closing, settled={max(closing, key=closing.__getitem__)})
    )
    bring(store, year, A)
    assert balances(store) == in_file(year)
    assert imports.analyse(store, [A, year], default_terms_days=30).writes.is_empty


def test_a_balance_carried_over_that_differs_is_said_and_left_to_the_user(
    store: Store, tmp_path: Path
) -> None:
    bring(store, A)
    closing = in_file(A)
    client = max(closing, key=closing.__getitem__)
    wrong = closing | {client: closing[client] + 10_00}
    year = write_fec(tmp_path / "suivant.txt", following_year(wrong))
    plan = bring(store, year)
    said = [one.message for one in plan.files[0].warnings if one.line]
    assert len(said) == 1
    assert "rien n’a été changé" in said[0]
    number = sorted(closing).index(client) + 1
    assert balances(store)[client] == closing[client] + 120_00 + number


def test_a_client_unknown_before_comes_in_with_his_opening_balance(store: Store, tmp_path: Path) -> None:
    bring(store, A)
    closing = in_file(A)
    lines = following_year(closing) + opening("NOUVEAU", 500_00)
    year = write_fec(tmp_path / "suivant.txt", lines)
    bring(store, year)
    assert balances(store) == in_file(year)
    assert balances(store)["NOUVEAU"] == 500_00
    assert imports.analyse(store, [year], default_terms_days=30).writes.is_empty


def cut(tmp_path: Path, last: str) -> tuple[Path, Path]:
    """Sample A as two years: up to a day, then its balances carried over and the rest."""
    lines = A.read_text(encoding="utf-8-sig").splitlines()[1:]
    early = write_fec(tmp_path / "un.txt", [line for line in lines if columns(line)[3] <= last])
    day = (date.fromisoformat(last) + timedelta(days=1)).strftime("%Y%m%d")
    carried = [
        line
        for client, amount in sorted(in_file(early).items())
        for line in Entry("AN", 1, day, client, "RAN", "Report à nouveau", amount, "890000").lines()
    ]
    rest = [line for line in lines if columns(line)[3] > last]
    return early, write_fec(tmp_path / "deux.txt", [*carried, *rest])


@pytest.mark.parametrize("last", ["20211031", "20211231", "20220331"])
def test_years_that_come_in_the_wrong_order_count_once(store: Store, tmp_path: Path, last: str) -> None:
    """The later year first: its openings give way to the items of the earlier one, client by client."""
    early, late = cut(tmp_path, last)
    with create_company_file(tmp_path / "ordre.creances", Company("Essai")) as right:
        bring(right, early)
        bring(right, late)
        expected = balances(right)
        days = [date(2021, 8, 31), date.fromisoformat(last), TODAY]
        by_day = [balances(right, day) for day in days]
    bring(store, late)
    plan = bring(store, early)
    assert plan.rejected == 0
    assert any("remplacée par le détail" in one.message for one in plan.files[0].warnings)
    assert balances(store) == expected == in_file(A)
    assert [balances(store, day) for day in days] == by_day
    assert verify(store).problems == ()
    with store.reading() as r:
        openings = [one for one in r.balance.open_items(FAR) if one.kind is DocumentKind.OPENING_BALANCE]
    assert all(one.number.startswith("RAN") or one.issue_date < days[1] for one in openings)
    for paths in ([late], [early], [early, late], [A]):
        again = imports.analyse(store, paths, default_terms_days=30)
        assert (again.new, again.changed) == (NOTHING, NOTHING)


@pytest.mark.parametrize("last", ["20211031", "20211231", "20220331", "20220630"])
def test_the_halves_of_an_export_in_the_wrong_order_count_once(
    store: Store, tmp_path: Path, last: str
) -> None:
    lines = A.read_text(encoding="utf-8-sig").splitlines()[1:]
    halves = [
        write_fec(tmp_path / "un.txt", [line for line in lines if columns(line)[3] <= last]),
        write_fec(tmp_path / "deux.txt", [line for line in lines if columns(line)[3] > last]),
    ]
    for half in reversed(halves):
        bring(store, half)
    with create_company_file(tmp_path / "entier.creances", Company("Essai")) as whole:
        bring(whole, A)
        assert balances(store) == balances(whole)
        assert sum(row[2] for row in open_items(store)) == sum(row[2] for row in open_items(whole))


def test_what_had_paid_a_balance_carried_over_pays_its_items(store: Store, tmp_path: Path) -> None:
    """300,00 owed less 50,00 in hand, carried over as 250,00 and paid: nothing is open in the end."""
    old = [
        *Entry("VE", 1, "20220110", "NET", "F-1", "Facture F-1", 100_00, "706000").lines(),
        *Entry("VE", 2, "20220210", "NET", "F-2", "Facture F-2", 200_00, "706000").lines(),
        *Entry("BQ", 3, "20220301", "NET", "V0", "VIR acompte", -50_00, "512000").lines(),
        *Entry("VE", 4, "20220410", "PART", "P-1", "Facture P-1", 100_00, "706000").lines(),
        *Entry("BQ", 5, "20220501", "AVANCE", "V2", "VIR avance", -80_00, "512000").lines(),
    ]
    new = [
        *opening("NET", 250_00, "AA"),
        *Entry("BQ", 9, "20221003", "NET", "V1", "VIR solde", -250_00, "512000", "AA").lines(),
        *opening("PART", 100_00, "BB"),
        *Entry("BQ", 10, "20221004", "PART", "V3", "VIR", -60_00, "512000", "BB").lines(),
        *opening("AVANCE", -80_00, "CC"),
        *Entry("VE", 11, "20221105", "AVANCE", "N-1", "Facture N-1", 80_00, "706000", "CC").lines(),
    ]
    early, late = write_fec(tmp_path / "un.txt", old), write_fec(tmp_path / "deux.txt", new)
    bring(store, late)
    first = open_items(store)
    assert [row[2] for row in first] == [40_00]
    bring(store, early)
    assert open_items(store) == [("P-1", date(2022, 4, 10), 40_00)]
    with store.reading() as r:
        assert r.balance.credits(FAR) == {}
        # the year before, as the real items stood then
        assert [one.outstanding for one in r.balance.open_items(date(2022, 8, 31))] == [50_00, 200_00, 100_00]
        assert sum(r.balance.credits(date(2022, 8, 31)).values()) == 80_00
    assert verify(store).problems == ()
    for paths in ([early], [late], [early, late]):
        assert imports.analyse(store, paths, default_terms_days=30).writes.is_empty
    last = undo.last_import(store)
    assert last is not None
    undo.undo(store, last.id, today=TODAY)
    assert open_items(store) == first, "what was set on the balance carried over is set on it again"
    with store.reading() as r:
        assert r.balance.credits(FAR) == {}


def test_undoing_the_earlier_year_brings_the_balance_carried_over_back(store: Store, tmp_path: Path) -> None:
    early, late = cut(tmp_path, "20211231")
    bring(store, late)
    before = balances(store), open_items(store)
    bring(store, early)
    last = undo.last_import(store)
    assert last is not None
    undo.undo(store, last.id, today=TODAY)
    assert balances(store) == before[0]
    assert open_items(store) == before[1]
    assert verify(store).problems == ()
    bring(store, early)
    assert balances(store) == in_file(A)


def test_an_earlier_year_that_does_not_give_the_balance_carried_over_stays_out(
    store: Store, tmp_path: Path
) -> None:
    """Client by client: the others come in; nothing is counted twice, and both amounts are told."""
    closing = in_file(A)
    client = max(closing, key=closing.__getitem__)
    year = write_fec(tmp_path / "suivant.txt", following_year(closing | {client: closing[client] + 10_00}))
    bring(store, year)
    known = balances(store)
    plan = bring(store, A)
    assert plan.rejected
    (reason,) = {one.reason for one in plan.files[0].rejected}
    assert "comptées deux fois" in reason
    assert {one.value for one in plan.files[0].rejected} == {client}
    assert balances(store) == known
    assert verify(store).problems == ()


def test_a_line_that_the_accountant_worded_anew_is_not_doubled(store: Store, tmp_path: Path) -> None:
    bring(store, A)
    lines = A.read_text(encoding="utf-8-sig").splitlines()[1:]
    reworded = [
        line.replace("REMISE CHQ 6862532", "Remise de chèque JARDIN DE COPAPILO").replace(
            "\tRAN\t", "\tANOUV\t"
        )
        for line in lines
    ]
    assert reworded != lines
    path = write_fec(tmp_path / "corrige.txt", reworded)
    plan = bring(store, path)
    assert plan.new == NOTHING
    assert balances(store) == in_file(A)


def test_an_undone_export_can_come_again(store: Store) -> None:
    bring(store, A)
    last = undo.last_import(store)
    assert last is not None
    undo.undo(store, last.id, today=TODAY)
    assert balances(store) == {}
    assert verify(store).problems == ()
    with store.reading() as r:
        assert r.clients.all() == []
    bring(store, A)
    assert sum(balances(store).values()) == 52_517_24
    with store.reading() as r:
        assert len(r.clients.all()) == 17
    assert imports.analyse(store, [A], default_terms_days=30).writes.is_empty
    assert verify(store).problems == ()
