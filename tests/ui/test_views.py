"""Protects the painted widgets: what they show can be reached by key and by mouse, and read aloud."""

import io
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QProgressBar, QPushButton

from creances_desktop.domain.progress import NoProgress
from creances_desktop.ui.executor import Executor
from creances_desktop.ui.theme import Choice, Tone
from creances_desktop.ui.widgets import pdf_pages
from creances_desktop.ui.widgets.aged_bar import AgedBar, Segment
from creances_desktop.ui.widgets.busy import BusyStrip
from creances_desktop.ui.widgets.month_grid import moved_months, weeks_of
from creances_desktop.ui.widgets.month_view import CalendarEntry, MonthView
from creances_desktop.ui.widgets.pdf_pages import PdfPages, UnreadablePdf
from creances_desktop.ui.widgets.pdf_view import PdfPreview

TODAY = date(2026, 11, 21)
SEGMENTS = (
    Segment("not_due", "Non échu", 60_000),
    Segment("1_30", "1 à 30 jours", 0),
    Segment("31_60", "31 à 60 jours", 30_000),
    Segment("61_90", "61 à 90 jours", 1),
    Segment("over_90", "Plus de 90 jours", 9_999),
)


@pytest.fixture
def bar(qtbot, theme) -> AgedBar:
    bar = AgedBar()
    qtbot.addWidget(bar)
    bar.set_segments(SEGMENTS)
    bar.resize(400, bar.sizeHint().height())
    bar.show()
    qtbot.waitExposed(bar)
    return bar


def test_each_age_is_a_button_that_says_its_amount_and_share(bar, qtbot):
    buttons = bar.findChildren(QAbstractButton)
    assert [button.text() for button in buttons] == [segment.label for segment in SEGMENTS]
    assert buttons[2].accessibleName() == "31 à 60 jours\u00a0: 300,00\u00a0€, 30\u00a0%"
    with qtbot.waitSignal(bar.segment_activated) as blocker:
        qtbot.keyClick(buttons[2], Qt.Key.Key_Space)
    assert blocker.args == ["31_60"]


@pytest.mark.parametrize(("x", "segment"), [(5, "not_due"), (300, "31_60"), (397, "over_90")])
def test_a_part_of_the_bar_is_clicked(bar, qtbot, x, segment):
    with qtbot.waitSignal(bar.segment_activated) as blocker:
        qtbot.mouseClick(bar._bar, Qt.MouseButton.LeftButton, pos=QPoint(x, 5))
    assert blocker.args == [segment]


def test_one_cent_is_still_seen_and_nothing_takes_no_place(bar):
    parts = {segment.id: place.width() for segment, _, place in bar._bar._parts()}
    assert parts["61_90"] >= 4
    assert "1_30" not in parts
    assert sum(parts.values()) == bar._bar.width()


def test_new_figures_keep_the_place_of_the_keyboard(bar, qtbot):
    bar.activateWindow()
    bar._lines[3].setFocus()
    bar.set_segments([Segment(each.id, each.label, each.cents * 2) for each in SEGMENTS])
    assert bar.focusWidget() is bar._lines[3]
    assert bar._lines[3].segment.cents == 2
    assert len(bar.segments()) == 5


def test_nothing_owed_is_an_empty_bar(bar):
    bar.set_segments([Segment(each.id, each.label, 0) for each in SEGMENTS])
    assert bar._bar._parts() == []
    bar.grab()


@pytest.mark.parametrize(
    ("day", "count", "first"),
    [
        (date(2026, 2, 10), 5, date(2026, 1, 26)),
        (date(2021, 2, 1), 4, date(2021, 2, 1)),
        (date(2026, 8, 1), 6, date(2026, 7, 27)),
    ],
)
def test_weeks_start_on_monday(day, count, first):
    weeks = weeks_of(day)
    assert len(weeks) == count
    assert weeks[0][0] == first
    assert all(week[0].weekday() == 0 for week in weeks)


def test_a_month_on_from_the_31st_is_the_last_day():
    assert moved_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert moved_months(date(2026, 1, 31), -2) == date(2025, 11, 30)


@pytest.fixture
def month(qtbot, theme) -> MonthView:
    view = MonthView(TODAY)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.set_holidays({date(2026, 11, 11): "Armistice 1918"})
    view.set_entries(
        [
            CalendarEntry(1, TODAY, "Appel\u00a0: Lefèvre", "phone"),
            CalendarEntry(2, TODAY, "Promesse\u00a0: Œuvré", "handshake", Tone.SUCCESS),
            CalendarEntry(3, date(2026, 11, 3), "Relance 1", "mail", done=True),
        ]
    )
    view.show()
    qtbot.waitExposed(view)
    return view


def centre_of(view: MonthView, day: date) -> QPoint:
    return next(cell for each, cell in view.grid._cells() if each == day).center()


def test_arrows_and_pages_move_through_days_and_months(month, qtbot):
    qtbot.keyClick(month.grid, Qt.Key.Key_Left)
    qtbot.keyClick(month.grid, Qt.Key.Key_Up)
    assert month.current_day() == date(2026, 11, 13)
    with qtbot.waitSignal(month.month_shown) as blocker:
        qtbot.keyClick(month.grid, Qt.Key.Key_PageDown)
    assert blocker.args == [date(2026, 11, 30), date(2027, 1, 3)]
    assert any(label.text() == "Décembre 2026" for label in month.findChildren(QLabel))


def test_today_is_one_key_away(month, qtbot):
    qtbot.keyClick(month.grid, Qt.Key.Key_PageUp)
    now = next(each for each in month.findChildren(QPushButton) if "jourd" in each.text())
    qtbot.mouseClick(now, Qt.MouseButton.LeftButton)
    assert month.current_day() == TODAY


def test_enter_opens_the_day_or_the_entry_chosen(month, qtbot):
    with qtbot.waitSignal(month.day_activated) as day:
        qtbot.keyClick(month.grid, Qt.Key.Key_Return)
    assert day.args == [TODAY]
    for _ in range(2):
        qtbot.keyClick(month.grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(month.entry_activated) as entry:
        qtbot.keyClick(month.grid, Qt.Key.Key_Return)
    assert entry.args == [2]


def test_the_day_is_read_aloud_with_its_entries(month):
    assert month.grid.accessibleDescription() == (
        "samedi 21\u00a0novembre 2026, 2\u00a0entrées, Appel\u00a0: Lefèvre, Promesse\u00a0: Œuvré"
    )
    month.show_day(date(2026, 11, 11))
    assert (
        month.grid.accessibleDescription() == "mercredi 11\u00a0novembre 2026, Armistice 1918, 0\u00a0entrée"
    )


def test_a_double_click_opens_the_entry_under_it(month, qtbot):
    cell = next(cell for day, cell in month.grid._cells() if day == TODAY)
    (_, first), *_ = month.grid._lines(cell, TODAY)
    with qtbot.waitSignal(month.entry_activated) as blocker:
        qtbot.mouseDClick(month.grid, Qt.MouseButton.LeftButton, pos=first.center())
    assert blocker.args == [1]
    with qtbot.waitSignal(month.day_activated) as day:
        qtbot.mouseDClick(month.grid, Qt.MouseButton.LeftButton, pos=centre_of(month, date(2026, 11, 25)))
    assert day.args == [date(2026, 11, 25)]


def test_an_entry_is_dragged_to_another_day(month, qtbot):
    cell = next(cell for day, cell in month.grid._cells() if day == TODAY)
    (_, first), *_ = month.grid._lines(cell, TODAY)
    target = centre_of(month, date(2026, 11, 26))
    qtbot.mousePress(month.grid, Qt.MouseButton.LeftButton, pos=first.center())
    qtbot.mouseMove(month.grid, target)
    with qtbot.waitSignal(month.entry_moved) as blocker:
        qtbot.mouseRelease(month.grid, Qt.MouseButton.LeftButton, pos=target)
    assert blocker.args == [1, date(2026, 11, 26)]


def test_a_full_day_counts_what_it_cannot_show(month):
    entries = [CalendarEntry(number, TODAY, f"Appel {number}", "phone") for number in range(40)]
    month.set_entries(entries)
    cell = next(cell for day, cell in month.grid._cells() if day == TODAY)
    lines = month.grid._lines(cell, TODAY)
    assert 0 < len(lines) < 40
    assert lines[-1][1].bottom() + lines[-1][1].height() <= cell.bottom() + 1


@pytest.mark.parametrize("choice", [Choice.LIGHT, Choice.DARK, Choice.CONTRAST])
def test_a_month_is_painted_in_every_theme_and_size(month, theme, choice):
    theme.choose(choice)
    theme.set_zoom(200)
    month.resize(420, 330)
    image = month.grid.grab().toImage()
    grounds = {image.pixelColor(x, image.height() - 4).name() for x in range(60, image.width(), 7)}
    assert theme.colours.window in grounds


def pdf(pages: int) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    for number in range(1, pages + 1):
        canvas.drawString(100, 700, f"Page {number}")
        canvas.rect(0, 0, 200, 200, fill=1)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def test_pages_become_images_at_the_asked_density(qapp):
    with PdfPages(pdf(2)) as pages:
        assert len(pages) == 2
        width, _ = pages.size(1)
        assert round(width) == 595
        image = pages.image(1, 300 / 72)
        assert abs(image.width() - width * 300 / 72) <= 1
        assert image.format() == QImage.Format.Format_RGB32
        assert image.pixelColor(10, image.height() - 10).lightness() == 0
        assert image.pixelColor(image.width() - 10, 10).lightness() == 255
        assert "Page 2" in pages.text(1)


def test_what_is_no_pdf_is_refused(qapp):
    with pytest.raises(UnreadablePdf):
        PdfPages(b"not a pdf")


@pytest.mark.parametrize("box", ["0 0 1 100000", "0 0 0 0", "1000 1000 1000 1000", "0 0 1e9 1e9"])
def test_a_page_of_any_size_is_shown_within_bounds(qtbot, theme, box):
    body = f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] >>"
    objects = ("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", body)
    written = "".join(f"{number} 0 obj\n{each}\nendobj\n" for number, each in enumerate(objects, 1))
    strange = f"%PDF-1.7\n{written}trailer << /Root 1 0 R >>\n%%EOF\n".encode()
    with PdfPages(strange) as pages:
        image = pages.image(0, 200 / pages.size(0)[0])
        assert not image.isNull()
        assert image.width() * image.height() <= 1.1 * pdf_pages.MOST_PIXELS
        assert pages.text(0) == ""
    view = PdfPreview()
    qtbot.addWidget(view)
    view.resize(300, 300)
    view.show_pdf(strange)
    view.grab()
    assert view.view.page_count() == 1


@pytest.mark.parametrize("density", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("width", [317, 402, 455, 333])
def test_no_row_of_a_page_is_lost_on_the_screen(qtbot, theme, monkeypatch, density, width):
    height = 400
    view = PdfPreview()
    qtbot.addWidget(view)
    monkeypatch.setattr(type(view.view), "devicePixelRatioF", lambda _: density)
    view.resize(width, height)
    view.show()
    view.show_pdf(pdf(1))
    view.view.verticalScrollBar().setValue(37)
    assert view.view._places[0].width() > width // 2, "laid out at the width of the view"
    image = QImage(2 * width, 2 * height, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(density)
    view.view.render(image)
    place = view.view._places[0]
    drawn = view.view._image(0)
    assert (drawn.width(), drawn.height()) == (
        round(place.width() * density),
        round(place.height() * density),
    )
    left, top = round(place.left() * density), round((place.top() - 37) * density)
    inside = image.rect().adjusted(0, 0, -image.width() // 2, -image.height() // 2)
    column = left + drawn.width() // 4
    for row in range(max(top, 1), min(top + drawn.height(), round(200 * density), inside.bottom())):
        shown, wanted = image.pixelColor(column, row), drawn.pixelColor(column - left, row - top)
        assert shown == wanted, (row, shown.name(), wanted.name())


def test_a_page_that_cannot_be_read_is_white(qapp, monkeypatch):
    import pypdfium2

    def refuse(*_: object, **__: object) -> None:
        raise pypdfium2.PdfiumError("no page")

    with PdfPages(pdf(1)) as pages:
        monkeypatch.setattr(pypdfium2.PdfDocument, "get_page", refuse)
        assert pages.image(0, 0.1).pixelColor(0, 0).name() == "#ffffff"
        assert pages.text(0) == ""


@pytest.fixture
def preview(qtbot, theme) -> PdfPreview:
    preview = PdfPreview()
    qtbot.addWidget(preview)
    preview.resize(500, 600)
    preview.show()
    qtbot.waitExposed(preview)
    preview.show_pdf(pdf(3))
    return preview


def test_the_preview_fits_the_width_and_turns_pages(preview, qtbot):
    view = preview.view
    assert view.fits_width()
    assert view.horizontalScrollBar().maximum() == 0
    assert view._places[0].width() > view.viewport().width() - 40
    assert preview._page.text() == "Page 1 sur 3"
    qtbot.mouseClick(preview._next, Qt.MouseButton.LeftButton)
    assert view.current_page() == 1
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.current_page() == 2
    assert not preview._next.isEnabled()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.current_page() == 0


def test_the_preview_zooms_and_comes_back_to_the_width(preview, qtbot):
    view = preview.view
    view.set_zoom(100)
    assert view.zoom() == 100
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom() == 125
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.zoom() == 100
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.fits_width()
    before = view._places[0].width()
    preview.resize(700, 600)
    assert view._places[0].width() > before + 150


def test_the_preview_paints_the_page(preview):
    image = preview.view.viewport().grab().toImage()
    place = preview.view._places[0]
    assert image.pixelColor(place.left() + 50, place.top() + 20).lightness() == 255


def test_a_preview_without_a_document_says_why(preview):
    preview.clear("Choisissez une lettre.")
    assert preview.view.page_count() == 0
    assert preview.view.accessibleDescription() == "Choisissez une lettre."
    assert not preview._in.isEnabled()
    preview.show_pdf(b"broken")
    assert preview.view.page_count() == 0
    assert "pas un PDF" in preview.view.accessibleDescription()


def test_the_strip_follows_its_task_and_cancels_it(qtbot, theme):
    executor = Executor()
    strip = BusyStrip(executor)
    qtbot.addWidget(strip)

    def job(progress) -> None:
        done = 0
        while not progress.cancelled:
            done += 1
            progress.report(3, 10, "Lettre à Lefèvre")

    task = executor.submit(job, label="Émission des lettres")
    strip.follow(task)
    label, bar = strip.findChildren(QLabel)[0], strip.findChildren(QProgressBar)[0]
    qtbot.waitUntil(strip.isVisible)
    qtbot.waitUntil(lambda: label.text() == "Lettre à Lefèvre (3/10)")
    assert (bar.value(), bar.maximum()) == (3, 10)
    (cancel,) = strip.findChildren(QPushButton)
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert not cancel.isEnabled()
    qtbot.waitUntil(strip.isHidden)
    assert strip.task is None
    assert executor.shut_down()


def test_short_work_shows_no_strip(qtbot, theme, executor):
    strip = BusyStrip(executor)
    qtbot.addWidget(strip)
    strip.follow(executor.submit(lambda _: None))
    assert strip.isHidden()
    assert strip.task is None


def test_nobody_watching_is_no_progress():
    progress = NoProgress()
    progress.report(1, 2, "x")
    assert not progress.cancelled


def test_days_of_the_months_around_are_shown(month):
    first, last = month.visible_days()
    assert first == date(2026, 10, 26)
    assert last - first == timedelta(days=41)
