"""The lines of a FEC (fichier des écritures comptables), before they mean anything to the trade.

LPF, article A47 A-1. The norm wants a header line, fields between tabs or `|`, a decimal comma, days as
AAAAMMJJ. Real files pad fields with spaces, end lines with one separator too many, number every entry 0,
leave ValidDate empty, or write Montant and Sens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from creances_desktop.domain.imports import Rejected
from creances_desktop.domain.money import Cents
from creances_desktop.domain.text import fold
from creances_desktop.exchange.amounts import USUAL_DIGITS, AmountStyle, BadAmount, parse_amount
from creances_desktop.exchange.dates import BadDate, parse_date
from creances_desktop.exchange.delimited import split_lines

_NEEDED = ("journalcode", "ecrituredate", "comptenum")
_SEPARATORS = ("\t", "|", ";", ",")
_HEADER_DEPTH = 5
_DECIMAL_COMMA = AmountStyle(decimal=",")
_DEBIT_SIDES = frozenset({"d", "+1", "1", "debit"})
_CREDIT_SIDES = frozenset({"c", "-1", "credit"})


@dataclass(frozen=True, slots=True)
class FecLine:
    """One line of the file: texts stripped and single-spaced.

    Amounts in cents (a negative debit stays one).
    """

    line: int
    journal: str
    journal_label: str
    entry: str
    day: date
    account: str
    account_label: str
    auxiliary: str
    auxiliary_label: str
    piece: str
    piece_day: date | None
    label: str
    debit: Cents
    credit: Cents
    matching: str

    @property
    def is_receivable(self) -> bool:
        """Whether it is on a client account (411)."""
        return self.account.startswith("411")

    @property
    def amount(self) -> Cents:
        """What it adds to what the client owes."""
        return self.debit - self.credit

    @property
    def client_code(self) -> str:
        """The auxiliary account, or the account itself when each client has his own."""
        return self.auxiliary or self.account

    @property
    def client_name(self) -> str:
        """The name of the auxiliary account, or of the account."""
        return self.auxiliary_label or self.account_label


@dataclass(frozen=True, slots=True)
class FecFile:
    """All the lines of a file that could be read, and those that could not.

    `columns` as the file names them.
    """

    lines: tuple[FecLine, ...]
    rejected: tuple[Rejected, ...]
    separator: str
    columns: tuple[str, ...]


def is_fec(text: str) -> bool:
    """Whether one of the first lines names the fields of a FEC."""
    return _find_header(text[:20_000].splitlines()) is not None


def read_lines(text: str) -> FecFile:
    """The lines of a text for which `is_fec` holds; a bad line is rejected, never raised."""
    physical = split_lines(text)
    found = _find_header(physical[:_HEADER_DEPTH])
    if found is None:
        raise ValueError("no FEC header")
    index, separator = found
    columns = tuple(_cell(name) for name in physical[index].split(separator))
    while columns and not columns[-1]:
        columns = columns[:-1]
    reader = _LineReader(columns)
    lines: list[FecLine] = []
    rejected: list[Rejected] = []
    for number, raw in enumerate(physical[index + 1 :], index + 2):
        cells = [_cell(cell) for cell in raw.split(separator)]
        if not any(cells) or cells[:3] == list(columns[:3]):
            continue
        read = reader.read(number, cells)
        if isinstance(read, FecLine):
            lines.append(read)
        else:
            rejected.append(read)
    return FecFile(tuple(lines), tuple(rejected), separator, columns)


def _find_header(lines: Sequence[str]) -> tuple[int, str] | None:
    for index, line in enumerate(lines[:_HEADER_DEPTH]):
        for separator in _SEPARATORS:
            names = {_name(cell) for cell in line.split(separator)}
            sides = {"debit", "credit"} <= names or {"montant", "sens"} <= names
            if sides and all(name in names for name in _NEEDED):
                return index, separator
    return None


def _name(cell: str) -> str:
    return fold(cell.strip().strip('"').lstrip("\ufeff")).replace(" ", "").replace("_", "")


def _cell(text: str) -> str:
    bare = " ".join(text.split())
    return bare[1:-1].strip().replace('""', '"') if len(bare) > 1 and bare[0] == bare[-1] == '"' else bare


class _BadField(Exception):
    """A field that costs its line: `name` is the field, folded; `reason` a French sentence."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        self.name = name
        self.reason = reason


class _LineReader:
    """Turns cells into lines, knowing where each field stands; remembers the days it has read."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self._columns = columns
        self._at = {_name(column): position for position, column in enumerate(columns)}
        self._days: dict[str, date | BadDate | None] = {}
        self._two_columns = "debit" in self._at
        wanted = [*_NEEDED, *(("debit", "credit") if self._two_columns else ("montant", "sens"))]
        self._last_needed = max(self._at[name] for name in wanted)

    def read(self, line: int, cells: list[str]) -> FecLine | Rejected:
        """The line, or why it is refused."""
        surplus = [cell for cell in cells[len(self._columns) :] if cell]
        if surplus:
            return Rejected(
                line, "", surplus[0], f"La ligne a plus de zones que les {len(self._columns)} titres."
            )
        if len(cells) <= self._last_needed:
            return Rejected(line, "", cells[0], "La ligne est incomplète.")
        try:
            return self._parse(line, cells)
        except _BadField as bad:
            position = self._at[bad.name]
            return Rejected(line, self._columns[position], cells[position], bad.reason)

    def _parse(self, line: int, cells: list[str]) -> FecLine:
        day = self._day(cells, "ecrituredate")
        if not isinstance(day, date):
            raise _BadField("ecrituredate", "La date de l’écriture manque." if day is None else day.reason)
        account = self._text(cells, "comptenum")
        if not account:
            raise _BadField("comptenum", "Le numéro de compte manque.")
        piece_day = self._day(cells, "piecedate")
        debit, credit = self._sides(cells)
        return FecLine(
            line=line,
            journal=self._text(cells, "journalcode"),
            journal_label=self._text(cells, "journallib"),
            entry=self._text(cells, "ecriturenum"),
            day=day,
            account=account,
            account_label=self._text(cells, "comptelib"),
            auxiliary=self._text(cells, "compauxnum"),
            auxiliary_label=self._text(cells, "compauxlib"),
            piece=self._text(cells, "pieceref"),
            piece_day=piece_day if isinstance(piece_day, date) else None,
            label=self._text(cells, "ecriturelib"),
            debit=debit,
            credit=credit,
            matching=self._text(cells, "ecriturelet"),
        )

    def _text(self, cells: list[str], name: str) -> str:
        position = self._at.get(name, -1)
        return cells[position] if 0 <= position < len(cells) else ""

    def _day(self, cells: list[str], name: str) -> date | BadDate | None:
        text = self._text(cells, name)
        if text not in self._days:
            self._days[text] = parse_date(text)
        return self._days[text]

    def _sides(self, cells: list[str]) -> tuple[Cents, Cents]:
        if self._two_columns:
            return self._amount(cells, "debit"), self._amount(cells, "credit")
        amount, side = self._amount(cells, "montant"), fold(self._text(cells, "sens"))
        if side in _DEBIT_SIDES:
            return amount, 0
        if side in _CREDIT_SIDES:
            return 0, amount
        raise _BadField("sens", "Le sens de l’écriture n’est ni débit ni crédit.")

    def _amount(self, cells: list[str], name: str) -> Cents:
        """The cents of a field.

        The norm forbids thousands separators: zeros after the cents can only be decimals.
        """
        text = self._text(cells, name)
        head, _comma, tail = text.partition(",")
        if len(tail) > 2 and not tail[2:].strip("0"):
            text = f"{head},{tail[:2]}"
        elif (
            len(tail) == 2
            and len(head) <= USUAL_DIGITS
            and (digits := head + tail).isdecimal()
            and digits.isascii()
        ):
            return int(digits)
        amount = parse_amount(text, _DECIMAL_COMMA)
        if isinstance(amount, BadAmount):
            raise _BadField(name, amount.reason)
        return amount or 0
