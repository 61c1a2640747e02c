"""Protects the eyes: contrast by computation, one font everywhere, all colours change at once."""

import re

import pytest
from PySide6.QtCore import QDir, QFileInfo, QLocale, QSize
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette, QRawFont
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QMessageBox, QPushButton, QWidget

from creances_desktop import paths
from creances_desktop.ui import icons, locale
from creances_desktop.ui import theme as look
from creances_desktop.ui.theme import CONTRAST, DARK, LIGHT, Choice, Colours, Tone

THEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
every_theme = pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)


def luminance(name: str) -> float:
    """The relative luminance of WCAG 2.2."""
    channels = (QColor(name).redF(), QColor(name).greenF(), QColor(name).blueF())
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs(colours: Colours) -> dict[str, tuple[str, str]]:
    """Every text colour on every background it is drawn on."""
    tones = {tone.value: colours.of(tone) for tone in Tone if tone is not Tone.ON_ACCENT}
    grounds = ("window", "base", "raised", "selection", "selection_inactive")
    found = {
        f"{tone} on {ground}": (tones[tone], getattr(colours, ground)) for tone in tones for ground in grounds
    }
    for tone in ("success", "warning", "danger", "accent"):
        found[f"text on soft {tone}"] = (colours.text, getattr(colours, f"soft_{tone}"))
        found[f"{tone} on soft {tone}"] = (tones[tone], getattr(colours, f"soft_{tone}"))
    found["text on accent"] = (colours.on_accent, colours.accent)
    return found


@every_theme
def test_text_has_the_contrast_of_level_aa(colours):
    poor = {name: round(contrast(*pair), 2) for name, pair in pairs(colours).items() if contrast(*pair) < 4.5}
    assert poor == {}


def test_the_high_contrast_theme_has_the_contrast_of_level_aaa():
    poor = {name: round(contrast(*pair), 2) for name, pair in pairs(CONTRAST).items() if contrast(*pair) < 7}
    assert poor == {}


@every_theme
def test_focus_and_borders_are_visible(colours):
    assert contrast(colours.accent, colours.window) >= 3
    assert contrast(colours.accent, colours.base) >= 3
    assert contrast(colours.border, colours.base) >= 3


@every_theme
def test_no_role_is_left_to_the_platform(colours):
    palette = look.palette_of(colours)
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
        for role in QPalette.ColorRole:
            if role not in (QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles):
                assert palette.isBrushSet(group, role), (group, role)


@every_theme
def test_the_style_sheet_names_no_colour_of_its_own(colours, tmp_path):
    source = paths.resource("style.qss").read_text(encoding="utf-8")
    assert not re.search(r"#[0-9a-fA-F]{3}", source)
    assert "@" not in look.style_sheet(colours, tmp_path)


def test_choosing_a_theme_recolours_what_is_on_the_screen(qtbot, theme):
    window = QWidget()
    button = QPushButton("Importer", window)
    icons.apply(button, "download")
    qtbot.addWidget(window)
    window.show()

    def darkest_of_icon() -> int:
        image = button.icon().pixmap(QSize(24, 24)).toImage()
        return max(
            image.pixelColor(x, y).lightness()
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() > 200
        )

    before = darkest_of_icon()
    with qtbot.waitSignal(theme.changed):
        theme.choose(Choice.DARK)
    assert window.palette().color(QPalette.ColorRole.Window).name() == DARK.window
    assert darkest_of_icon() > before + 100
    theme.choose(Choice.SYSTEM)
    assert theme.colours is LIGHT


def test_the_text_grows_and_shrinks_by_steps(qtbot, theme):
    widget = QPushButton("Texte")
    qtbot.addWidget(widget)
    widget.show()
    size = widget.font().pointSizeF()
    theme.zoom_in()
    assert theme.zoom == 110
    assert widget.font().pointSizeF() == pytest.approx(size * 1.1)
    for _ in range(20):
        theme.zoom_in()
    assert theme.zoom == 200
    for _ in range(20):
        theme.zoom_out()
    assert theme.zoom == 80
    theme.zoom_reset()
    assert widget.font().pointSizeF() == size


def test_the_font_is_the_shipped_one_with_figures_of_equal_width(theme):
    font = QApplication.font()
    assert font.family() == "Source Sans 3"
    metrics, glyphs = QFontMetricsF(font), QRawFont.fromFont(font)
    widths = {metrics.horizontalAdvance(figure * 8) for figure in "0123456789"}
    assert len(widths) == 1
    for letter in "€œŒÿ«»\u00a0\u202f’–—→✓":
        assert glyphs.supportsCharacter(ord(letter)), letter
    semibold = QFont(font)
    semibold.setWeight(QFont.Weight.DemiBold)
    assert QFontMetricsF(semibold).horizontalAdvance("Reste dû") > metrics.horizontalAdvance("Reste dû")


def test_every_shipped_icon_can_be_drawn(theme):
    names = sorted(path.stem for path in paths.resource("icons").glob("*.svg"))
    assert len(names) >= 40
    for name in names:
        if name != "app":
            assert "currentColor" in paths.resource(f"icons/{name}.svg").read_text(encoding="utf-8")
            assert not icons.icon(name, Tone.ACCENT).pixmap(16, 16).isNull()
    assert not icons.app_icon().pixmap(64, 64).isNull()


def test_an_icon_that_is_not_shipped_is_an_error(theme):
    with pytest.raises(FileNotFoundError, match="no-such-icon"):
        icons.icon("no-such-icon")


def test_the_buttons_of_qt_speak_french(qtbot, theme):
    kind = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(kind.Save | kind.Cancel | kind.Yes | kind.No | kind.Close | kind.Apply)
    qtbot.addWidget(box)
    texts = {box.button(each).text().replace("&", "") for each in (kind.Save, kind.Cancel, kind.Yes, kind.No)}
    assert texts == {"Enregistrer", "Annuler", "Oui", "Non"}
    question = QMessageBox()
    qtbot.addWidget(question)
    assert question.addButton(QMessageBox.StandardButton.Cancel).text() == "Annuler"


def test_numbers_and_dates_are_french_from_the_start(qapp):
    assert locale.install_french(qapp)
    assert QLocale().name() == "fr_FR"
    assert QLocale().toString(1234.5, "f", 2) == "1\u202f234,50"


def test_the_file_dialog_of_qt_is_french_too(qtbot, theme):
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    locale.french_file_dialog(dialog, "Importer")
    assert dialog.labelText(QFileDialog.DialogLabel.Accept) == "Importer"
    assert dialog.labelText(QFileDialog.DialogLabel.LookIn).startswith("Dans")
    assert dialog.labelText(QFileDialog.DialogLabel.Reject) == "Annuler"
    assert dialog.iconProvider().type(QFileInfo(QDir.rootPath())) == "Dossier"
