"""The look of the window: Fusion with palettes of ours, one accent colour, a shipped font.

Qt's own dark mode does nothing on a bare X11 desktop, so each palette is written out here; a test computes
the contrast of every pair that carries text. Nothing else in the interface names a colour.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QObject, Qt, QTemporaryDir, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from creances_desktop import paths

FONT_FAMILY = "Source Sans 3"
BASE_POINT_SIZE = 10.5
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ICON_IN_SHEET = re.compile(r"@icon\(([a-z0-9-]+),([a-z_]+)\)")
ZOOM_STEPS = (80, 90, 100, 110, 125, 150, 175, 200)


class Choice(Enum):
    """What the user chose in the settings; `SYSTEM` follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Tone(Enum):
    """What a colour means; a tone never stands alone, a word or an icon says the same."""

    NORMAL = "normal"
    MUTED = "muted"
    ACCENT = "accent"
    ON_ACCENT = "on_accent"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Colours:
    """All colours of one theme, as `#rrggbb`.

    `soft_*` are backgrounds that carry `text`; `ageing` are the five shades of the aged balance, each
    carrying `on_ageing` at the same place.
    """

    dark: bool
    window: str
    base: str
    raised: str
    separator: str
    border: str
    text: str
    muted: str
    disabled: str
    accent: str
    on_accent: str
    selection: str
    selection_inactive: str
    success: str
    warning: str
    danger: str
    soft_success: str
    soft_warning: str
    soft_danger: str
    soft_accent: str
    ageing: tuple[str, str, str, str, str]

    def of(self, tone: Tone) -> str:
        """The colour of text and icons of this tone."""
        return self.text if tone is Tone.NORMAL else str(getattr(self, tone.value))


LIGHT = Colours(
    dark=False,
    window="#f3f4f4", base="#ffffff", raised="#fafbfb", separator="#e4e7e8", border="#879197",
    text="#1b2428", muted="#566269", disabled="#8c969b",
    accent="#12607a", on_accent="#ffffff", selection="#d3e7ee", selection_inactive="#e3e8ea",
    success="#1f6b3a", warning="#8a5200", danger="#b3261e",
    soft_success="#e2f2e7", soft_warning="#fdf0d9", soft_danger="#fce6e4", soft_accent="#e4f1f5",
    ageing=("#a9c9d4", "#f0d9a8", "#e9b872", "#dd8f5a", "#c4574b"),
)  # fmt: skip
DARK = Colours(
    dark=True,
    window="#1f2427", base="#171b1d", raised="#282e31", separator="#2d3437", border="#69757b",
    text="#e6eaec", muted="#a3afb5", disabled="#727d83",
    accent="#6cc0db", on_accent="#0d1a1f", selection="#1f4453", selection_inactive="#2d383d",
    success="#7fcf9a", warning="#e9b765", danger="#f4978e",
    soft_success="#1f3527", soft_warning="#3a2f1a", soft_danger="#43231f", soft_accent="#1d333b",
    ageing=("#3f6473", "#8a7440", "#a4743a", "#b0623a", "#b8493f"),
)  # fmt: skip
CONTRAST = Colours(
    dark=False,
    window="#ffffff", base="#ffffff", raised="#ffffff", separator="#767676", border="#000000",
    text="#000000", muted="#2b2b2b", disabled="#595959",
    accent="#00344a", on_accent="#ffffff", selection="#ffe680", selection_inactive="#e6e6e6",
    success="#00401a", warning="#5c3300", danger="#8a0000",
    soft_success="#ffffff", soft_warning="#ffffff", soft_danger="#ffffff", soft_accent="#ffffff",
    ageing=("#ffffff", "#d9d9d9", "#b0b0b0", "#d08060", "#e06050"),
)  # fmt: skip


def palette_of(colours: Colours) -> QPalette:
    """The Qt palette of these colours: every role and every group is set, none is left to the platform."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    active = {
        role.Window: colours.window, role.WindowText: colours.text, role.Base: colours.base,
        role.AlternateBase: colours.raised, role.Text: colours.text, role.Button: colours.raised,
        role.ButtonText: colours.text, role.BrightText: colours.danger, role.PlaceholderText: colours.muted,
        role.ToolTipBase: colours.raised, role.ToolTipText: colours.text, role.Link: colours.accent,
        role.LinkVisited: colours.accent, role.Highlight: colours.accent, role.HighlightedText:
        colours.on_accent, role.Accent: colours.accent, role.Light: colours.base, role.Midlight:
        colours.separator, role.Mid: colours.border, role.Dark: colours.muted, role.Shadow: colours.border,
    }  # fmt: skip
    for each, name in active.items():
        palette.setColor(each, QColor(name))
    for each in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText):
        palette.setColor(group.Disabled, each, QColor(colours.disabled))
    palette.setColor(group.Disabled, role.Base, QColor(colours.window))
    palette.setColor(group.Disabled, role.Highlight, QColor(colours.selection_inactive))
    palette.setColor(group.Disabled, role.HighlightedText, QColor(colours.disabled))
    return palette


def list_palette_of(colours: Colours) -> QPalette:
    """The palette of lists: a selected row is tinted and keeps the colours of its text."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = palette_of(colours)
    palette.setColor(role.Highlight, QColor(colours.selection))
    palette.setColor(group.Inactive, role.Highlight, QColor(colours.selection_inactive))
    palette.setColor(role.HighlightedText, QColor(colours.text))
    return palette


class Theme(QObject):
    """The theme in use: one per program, made before the first widget.

    Signals:
        changed(): colours, font size or both changed; painted widgets and icons refresh.
    """

    changed = Signal()
    _current: ClassVar[Theme | None] = None

    def __init__(self, app: QApplication) -> None:
        """Give `app` the Fusion style, the shipped font and the system's colours."""
        super().__init__(app)
        Theme._current = self
        self._app = app
        self._choice = Choice.SYSTEM
        self._zoom = 100
        self._colours = LIGHT
        self._folder = QTemporaryDir()
        load_fonts(paths.resource("fonts"))
        app.setStyle(QStyleFactory.create("Fusion"))
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self._apply()

    @classmethod
    def current(cls) -> Theme | None:
        """The theme of the program, None before it is made."""
        return cls._current

    @property
    def choice(self) -> Choice:
        """What the user chose."""
        return self._choice

    @property
    def colours(self) -> Colours:
        """The colours in use."""
        return self._colours

    @property
    def zoom(self) -> int:
        """The size of the text in percent."""
        return self._zoom

    def choose(self, choice: Choice) -> None:
        """Use this theme from now on; everything on the screen changes colour at once."""
        self._choice = choice
        self._apply()

    def set_zoom(self, percent: int) -> None:
        """Set the size of the text, 80 to 200 percent of the base size."""
        self._zoom = min(max(percent, ZOOM_STEPS[0]), ZOOM_STEPS[-1])
        self._apply()

    @Slot()
    def zoom_in(self) -> None:
        """Take the next larger size of ZOOM_STEPS, if there is one."""
        self.set_zoom(next((step for step in ZOOM_STEPS if step > self._zoom), ZOOM_STEPS[-1]))

    @Slot()
    def zoom_out(self) -> None:
        """Take the next smaller size of ZOOM_STEPS, if there is one."""
        self.set_zoom(next((step for step in reversed(ZOOM_STEPS) if step < self._zoom), ZOOM_STEPS[0]))

    @Slot()
    def zoom_reset(self) -> None:
        """Take the base size again."""
        self.set_zoom(100)

    @Slot()
    def _on_system_changed(self) -> None:
        if self._choice is Choice.SYSTEM:
            self._apply()

    def _chosen_colours(self) -> Colours:
        if self._choice is Choice.SYSTEM:
            dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
            return DARK if dark else LIGHT
        return {Choice.LIGHT: LIGHT, Choice.DARK: DARK, Choice.CONTRAST: CONTRAST}[self._choice]

    def _apply(self) -> None:
        self._colours = self._chosen_colours()
        self._app.setFont(base_font(self._zoom))
        self._app.setPalette(palette_of(self._colours))
        # PySide6 wants a str here, its type stub says bytes
        self._app.setPalette(list_palette_of(self._colours), "QAbstractItemView")  # type: ignore[arg-type]
        self._app.setStyleSheet(style_sheet(self._colours, Path(self._folder.path())))
        self.changed.emit()


def colours() -> Colours:
    """The colours in use; the light ones before a theme is made."""
    theme = Theme.current()
    return LIGHT if theme is None else theme.colours


def colour(tone: Tone) -> QColor:
    """The colour of text and icons of this tone in the theme in use."""
    return QColor(colours().of(tone))


def base_font(zoom: int = 100) -> QFont:
    """The font of the window at this zoom: figures of equal width, so that amounts stand in columns."""
    font = QFont(FONT_FAMILY)
    font.setPointSizeF(BASE_POINT_SIZE * zoom / 100)
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setFeature(QFont.Tag("lnum"), 1)
    return font


def load_fonts(folder: Path) -> tuple[str, ...]:
    """The families now known from the `.ttf` files of this folder."""
    families: set[str] = set()
    for path in sorted(folder.glob("*.ttf")):
        number = QFontDatabase.addApplicationFont(str(path))
        families.update(QFontDatabase.applicationFontFamilies(number))
    return tuple(sorted(families))


def style_sheet(colours: Colours, folder: Path) -> str:
    """The style sheet with its `@names` replaced by the colours of the theme.

    The icons it shows (`@icon(name,colour)`) are written into `folder` in these colours: a style sheet takes
    files only.
    """
    text = _COMMENT.sub("", paths.resource("style.qss").read_text(encoding="utf-8"))
    text = _ICON_IN_SHEET.sub(lambda match: _icon_file(match[1], getattr(colours, match[2]), folder), text)
    names = [name for name in Colours.__slots__ if isinstance(getattr(colours, name), str)]
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(f"@{name}", getattr(colours, name))
    return text


def _icon_file(name: str, colour: str, folder: Path) -> str:
    path = folder / f"{name}-{colour[1:]}.svg"
    if not path.exists():
        source = paths.resource(f"icons/{name}.svg").read_text(encoding="utf-8")
        path.write_text(source.replace("currentColor", colour), encoding="utf-8")
    # quoted: the folder of a user bears accents and spaces, which end a bare address
    return f'"{path.as_posix()}"'
