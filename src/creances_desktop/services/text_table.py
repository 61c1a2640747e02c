"""Tables as plain text, for a terminal or a file."""

from __future__ import annotations

from collections.abc import Sequence


def text_table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: int | None = None,
    total: bool = False,
    widest: int = 44,
) -> str:
    """The rows under their heads; columns from number `right` on are aligned right.

    Cells are cut at `widest` characters. `total` draws a line above the last row.
    """
    first_right = len(heads) if right is None else right
    cells = [[_cut(cell, widest) for cell in row] for row in (heads, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    lines = [
        "  ".join(
            cell.rjust(width) if column >= first_right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    lines.insert(1, rule)
    if total:
        lines.insert(len(lines) - 1, rule)
    return "\n".join(lines)


def _cut(cell: str, widest: int) -> str:
    single = " ".join(cell.splitlines())
    return single if len(single) <= widest else single[: widest - 1] + "…"
