"""Protects the forms: what is typed the French way is understood, what is wrong is said beside its field."""

from datetime import date

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel

from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.ui.widgets.date_field import CalendarPopup
from creances_desktop.ui.widgets.fields import (
    AmountField,
    Chips,
    DateField,
    Field,
    IdentifierField,
    LabelledForm,
)
from creances_desktop.ui.widgets.search import SearchField

TODAY = date(2026, 11, 21)


def leave(qtbot, field: Field) -> None:
    field.editingFinished.emit()


@pytest.fixture
def amount(qtbot, theme) -> AmountField:
    field = AmountField(required="Indiquez le montant.", minimum=1, maximum=100_000)
    qtbot.addWidget(field)
    return field


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("12,5", 1250),
        ("999.99", 99_999),
        ("1\u00a0000,00", 100_000),
        ("1\u202f000", 100_000),
        ("1 000 €", 100_000),
    ],
)
def test_an_amount_is_understood_with_all_its_spaces(amount, type_text, qtbot, typed, cents):
    type_text(amount, typed)
    leave(qtbot, amount)
    assert amount.value() == cents
    assert amount.error() == ""


def test_an_amount_is_shown_the_french_way_once_typed(amount, type_text, qtbot):
    type_text(amount, "999.5")
    leave(qtbot, amount)
    assert amount.text() == "999,50\u00a0€"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("douze", "Ce montant n’est pas compris"),
        ("12,345", "Ce montant n’est pas compris"),
        ("0", "au moins 0,01\u00a0€"),
        ("1000,01", "dépasser 1\u202f000,00\u00a0€"),
    ],
)
def test_a_wrong_amount_is_said_when_the_field_is_left(amount, type_text, qtbot, typed, sentence):
    type_text(amount, typed)
    assert amount.error() == ""
    with qtbot.waitSignal(amount.error_changed):
        leave(qtbot, amount)
    assert sentence in amount.error()
    assert amount.value() is None
    assert amount.text() == typed


def test_the_reproach_is_taken_back_as_soon_as_it_is_answered(amount, type_text, qtbot):
    type_text(amount, "x")
    leave(qtbot, amount)
    assert amount.error()
    amount.selectAll()
    type_text(amount, "7")
    assert amount.error() == ""


def test_a_required_field_left_empty_is_said(amount):
    assert not amount.check()
    assert amount.error() == "Indiquez le montant."


def test_filling_a_form_is_not_typing(amount, qtbot):
    with qtbot.assertNotEmitted(amount.value_edited):
        amount.set_value(4_200)
    assert amount.value() == 4_200
    amount.set_value(None)
    assert amount.text() == ""


@pytest.fixture
def day(qtbot, theme) -> DateField:
    field = DateField(TODAY)
    qtbot.addWidget(field)
    return field


def test_a_day_typed_short_is_shown_long(day, type_text, qtbot):
    day.set_base(date(2026, 11, 3))
    type_text(day, "+30")
    leave(qtbot, day)
    assert day.text() == "03/12/2026"
    assert day.value() == date(2026, 12, 3)


def test_a_wrong_day_is_said(day, type_text, qtbot):
    type_text(day, "31/02/2026")
    leave(qtbot, day)
    assert day.error() == "Le 31/02/2026 n’existe pas."


def test_the_arrows_move_the_day(day, qtbot):
    day.set_value(date(2026, 1, 31))
    with qtbot.waitSignal(day.value_edited) as blocker:
        qtbot.keyClick(day, Qt.Key.Key_PageUp)
    assert blocker.args == [date(2026, 2, 28)]
    qtbot.keyClick(day, Qt.Key.Key_Up)
    qtbot.keyClick(day, Qt.Key.Key_Down)
    qtbot.keyClick(day, Qt.Key.Key_Down)
    assert day.value() == date(2026, 2, 27)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_calendar_opens_by_key_and_gives_its_day(day, qtbot):
    day.set_value(date(2026, 12, 24))
    day.show()
    qtbot.keyClick(day, Qt.Key.Key_F4)
    (popup,) = day.findChildren(CalendarPopup)
    assert popup.calendar.selectedDate().toPython() == date(2026, 12, 24)
    popup.calendar.setSelectedDate(popup.calendar.selectedDate().addDays(1))
    with qtbot.waitSignal(day.value_edited):
        popup.calendar.activated.emit(popup.calendar.selectedDate())
    assert day.text() == "25/12/2026"
    qtbot.waitUntil(lambda: not shiboken6.isValid(popup))


def validate_siren(text: str) -> str:
    digits = text.replace(" ", "")
    if len(digits) != 9:
        raise DomainError("Ce SIREN n’a pas neuf chiffres.")
    return digits


def test_an_identifier_is_normalised_and_grouped(qtbot, theme, type_text):
    field = IdentifierField(validate_siren, show=lambda siren: f"{siren[:3]} {siren[3:6]} {siren[6:]}")
    qtbot.addWidget(field)
    type_text(field, "732829320")
    leave(qtbot, field)
    assert field.text() == "732 829 320"
    assert field.value() == "732829320"
    field.setText("73282932")
    assert not field.check()
    assert field.error() == "Ce SIREN n’a pas neuf chiffres."


@pytest.fixture
def form(qtbot, theme) -> LabelledForm:
    form = LabelledForm()
    qtbot.addWidget(form)
    form.add_heading("Facture")
    form.add("number", "&Numéro", Field(required="Indiquez le numéro."), hint="tel qu’il est imprimé")
    form.add("gross", "&Montant TTC", AmountField(required="Indiquez le montant."))
    form.add("kind", "N&ature", QComboBox())
    form.show()
    return form


def test_every_label_gives_its_key_to_its_field(form):
    buddies = [label.buddy() for label in form.findChildren(QLabel) if label.buddy() is not None]
    assert buddies == [form.field("number"), form.field("gross"), form.field("kind")]
    assert form.field("gross").accessibleName() == "Montant TTC"


def test_errors_stand_beside_their_field_and_the_first_has_the_focus(form, qtbot):
    qtbot.waitExposed(form)
    form.activateWindow()
    assert not form.check()
    assert form.error("number") == "Indiquez le numéro."
    assert form.error("gross") == "Indiquez le montant."
    assert QApplication.focusWidget() is form.field("number")
    form.field("number").set_value("F-1")
    assert form.error("number") == ""
    assert any(label.text() == "tel qu’il est imprimé" for label in form.findChildren(QLabel))


def test_what_a_service_refuses_is_shown_beside_its_field(form):
    assert form.show_invalid(InvalidValue("kind", "Choisissez la nature."))
    assert form.error("kind") == "Choisissez la nature."
    assert not form.show_invalid(InvalidValue("unknown", "x"))
    form.clear_errors()
    assert form.error("kind") == ""


def test_a_hidden_line_is_not_asked_for(form):
    form.field("number").set_value("F-1")
    form.set_line_visible("gross", visible=False)
    assert form.check()


def test_chips_filter_together_or_one_at_a_time(qtbot, theme):
    chips = Chips([("late", "En retard"), ("disputed", "En litige")])
    one = Chips([("late", "En retard"), ("disputed", "En litige")], exclusive=True)
    for each in (chips, one):
        qtbot.addWidget(each)
        with qtbot.waitSignal(each.chosen_changed):
            qtbot.mouseClick(each._buttons["late"], Qt.MouseButton.LeftButton)
        with qtbot.waitSignal(each.chosen_changed):
            qtbot.keyClick(each._buttons["disputed"], Qt.Key.Key_Space)
    assert chips.chosen() == ("late", "disputed")
    assert one.chosen() == ("disputed",)
    with qtbot.waitSignal(chips.chosen_changed):
        chips.clear()
    assert chips.chosen() == ()


def test_the_number_of_a_chip_is_read_aloud_in_words(qtbot, theme):
    chips = Chips([("late", "En retard")])
    qtbot.addWidget(chips)
    chips.set_count("late", 3)
    assert chips._buttons["late"].text() == "En retard\u00a0(3)"
    assert chips._buttons["late"].accessibleName() == "En retard, 3\u00a0lignes"


@pytest.fixture
def search(qtbot, theme) -> SearchField:
    field = SearchField("Rechercher un client")
    qtbot.addWidget(field)
    field.show()
    qtbot.waitExposed(field)
    return field


def test_one_searches_once_after_the_pause(search, type_text, qtbot):
    asked: list[str] = []
    search.search_requested.connect(asked.append)
    with qtbot.waitSignal(search.search_requested):
        type_text(search, "dépôt")
    assert asked == ["dépôt"]


def test_enter_searches_at_once_and_goes_to_the_list(search, type_text, qtbot):
    type_text(search, "abc")
    with qtbot.waitSignals([search.search_requested, search.list_wanted], timeout=100):
        qtbot.keyClick(search, Qt.Key.Key_Return)


def test_escape_empties_the_search_at_once(search, qtbot):
    search.set_text("abc")
    with qtbot.waitSignal(search.search_requested, timeout=100) as blocker:
        qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert blocker.args == [""]


def test_spaces_around_the_words_ask_nothing_new(search, qtbot):
    search.set_text("abc")
    with qtbot.assertNotEmitted(search.search_requested):
        search.set_text(" abc ")
