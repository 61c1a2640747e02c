"""Test pages: rulers, the windows of envelopes, labels and slips, as they fall on the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from creances_desktop.documents import page, paragraphs
from creances_desktop.documents.fonts import SEMIBOLD
from creances_desktop.documents.paragraphs import Style
from creances_desktop.documents.sheet import (
    INK,
    LINE,
    PORTRAIT,
    SOFT,
    Frame,
    Metadata,
    Rule,
    Sheets,
)
from creances_desktop.domain.envelopes import LEADING, LINES, Box, PaperLayout

_SMALL = Style(size=9.2, leading=4.3, after=1.6, justified=False)


def rulers(sheets: Sheets) -> None:
    """Nothing; millimetres are added along the four edges, a number every ten."""
    width, height = sheets.size
    for millimetre in range(int(width) + 1):
        length = _stroke(millimetre)
        sheets.add(Rule(millimetre, 3.0, millimetre, 3.0 + length, 0.25, INK))
        sheets.add(Rule(millimetre, height - 3.0 - length, millimetre, height - 3.0, 0.25, INK))
        if millimetre % 10 == 0 and 10 <= millimetre <= width - 10:
            sheets.text(millimetre, 11.2, str(millimetre), size=6, colour=SOFT, align=0.5)
    for millimetre in range(int(height) + 1):
        length = _stroke(millimetre)
        sheets.add(Rule(3.0, millimetre, 3.0 + length, millimetre, 0.25, INK))
        sheets.add(Rule(width - 3.0 - length, millimetre, width - 3.0, millimetre, 0.25, INK))
        if millimetre % 10 == 0 and 20 <= millimetre <= height - 10:
            sheets.text(9.0, millimetre + 0.8, str(millimetre), size=6, colour=SOFT)


def _stroke(millimetre: int) -> float:
    return 5.0 if millimetre % 10 == 0 else 3.4 if millimetre % 5 == 0 else 2.0


def window_page(lines: Sequence[str], layout: PaperLayout, printer: str, day: date) -> bytes:
    """The test page of an envelope: its window, the address as it will be printed, the folds, the offsets."""
    sheets = Sheets(PORTRAIT, bottom=page.BOTTOM)
    rulers(sheets)
    page.fold_marks(sheets, layout)
    geometry = layout.geometry
    if geometry.window is not None:
        _box(sheets, geometry.reach, "Ce que la fenêtre peut montrer, selon où la feuille glisse", dash=1.2)
        _box(sheets, geometry.shown, "Ce que la fenêtre montre toujours", dash=0.0, above=True)
    x, top = layout.block
    sheets.add(Frame(x - 1, top - 1, 81.5, LINES * LEADING + 2, 0.3, LINE, dash=0.6))
    page.address_block(sheets, lines, layout)
    for fold in geometry.folds:
        sheets.add(Rule(14.0, fold, 196.0, fold, 0.3, LINE, dash=2.0))
        sheets.text(16.0, fold - 1.2, f"Pli à {fold:g} mm".replace(".", ","), size=7.5, colour=SOFT)
    sheets.y = max(geometry.body_top, geometry.folds[0]) + 8.0
    sheets.text(24, sheets.y + 4, "Page de calage de l’adresse", font=SEMIBOLD, size=13)
    sheets.y += 9.0
    paragraphs.write(sheets, 24, 162, _instructions(layout, printer), _SMALL)
    title = "Page de calage de l’adresse"
    return sheets.to_pdf(Metadata(title, "Créances", title, day))


def form_page(
    size: tuple[float, float], boxes: Sequence[tuple[str, Box]], title: str, advice: str, day: date
) -> bytes:
    """The test page of a form of any size: rulers, and a frame with its name where each block will be."""
    sheets = Sheets(size, bottom=size[1] - 8)
    rulers(sheets)
    for name, (left, top, right, bottom) in boxes:
        sheets.add(Frame(left, top, right - left, bottom - top, 0.5, INK))
        sheets.text(left + 1.5, top + 3.6, name, size=7.5, colour=SOFT, max_width=right - left - 3)
    sheets.text(size[0] / 2, 17.0, advice, size=7, colour=SOFT, align=0.5, max_width=size[0] - 30)
    return sheets.to_pdf(Metadata(title, "Créances", title, day))


def _box(sheets: Sheets, box: Box, words: str, *, dash: float, above: bool = False) -> None:
    left, top, right, bottom = box
    sheets.add(Frame(left, top, right - left, bottom - top, 0.5, INK if not dash else SOFT, 1.0, dash))
    baseline = top - 1.2 if above else bottom - 1.4
    sheets.text(left + 1.5, baseline, words, size=6.5, colour=SOFT, max_width=right - left - 3)


def _instructions(layout: PaperLayout, printer: str) -> list[str]:
    right, down = (
        f"{value / 10:+.1f}".replace(".", ",").replace("+0,0", "0") for value in (layout.right, layout.down)
    )
    of_printer = f"Imprimante\u00a0: {printer}. " if printer else ""
    told = (
        f"{of_printer}Décalages en vigueur\u00a0: {right}\u00a0mm vers la droite, {down}\u00a0mm vers le bas."
    )
    steps = [told, f"Enveloppe\u00a0: {layout.envelope.label}.", *_STEPS]
    if layout.geometry.window is not None:
        steps.insert(2, _SHOWN if layout.block_is_shown else _HIDDEN)
        steps.append(_DOUBT)
    return steps


def _signed(tenths: int) -> str:
    return f"{tenths / 10:+.1f}".replace(".", ",") if tenths else "0"


_SHOWN = "L’adresse tient dans le cadre plein\u00a0: elle restera visible où que la feuille glisse."
_HIDDEN = "**Attention\u00a0: avec ces décalages, l’adresse peut sortir de la fenêtre.**"
_STEPS = (
    "1. Imprimez cette page sans mise à l’échelle («\u00a0taille réelle\u00a0», 100\u00a0%).",
    (
        "2. Mesurez avec une règle depuis les bords de la feuille. Si la graduation 100 n’est pas à "
        "100\u00a0mm du bord gauche, la différence est le décalage à saisir vers la droite\u00a0; de même en "
        "hauteur. Exemple\u00a0: la graduation 100 tombe à 98\u00a0mm du bord\u00a0: saisissez 2."
    ),
    (
        "3. Pliez aux pointillés, glissez la feuille dans l’enveloppe et secouez-la\u00a0: l’adresse doit "
        "rester entière dans la fenêtre, et rien d’autre n’y paraître."
    ),
    "4. Saisissez les décalages dans Outils, Impression, puis imprimez de nouveau cette page.",
)
_DOUBT = (
    "Les fenêtres dessinées sont celles des enveloppes les plus courantes en France\u00a0; elles varient "
    "d’un fabricant à l’autre\u00a0: c’est votre enveloppe qui décide."
)
