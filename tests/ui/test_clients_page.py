"""Protects the page *Clients*: the list, the card that follows it, what each of its tabs says."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from creances_desktop.domain.clients import Address, Contact, Nature
from creances_desktop.services import clients, followups, holds, lists
from creances_desktop.services.changes import Subject
from creances_desktop.ui.dialogs.statement import StatementDialog
from creances_desktop.ui.pages import client_card, invoice_actions
from creances_desktop.ui.pages import clients as clients_page
from creances_desktop.ui.pages.clients import ClientsPage

TODAY = date(2026, 11, 21)


@pytest.fixture
def shown(qtbot, theme, messages):
    def show(session) -> ClientsPage:
        page = ClientsPage(session)
        qtbot.addWidget(page)
        page.resize(1300, 700)
        page.show()
        qtbot.waitExposed(page)
        page.data_changed.connect(page.after_change)
        return page

    return show


@pytest.fixture
def page(shown, session, owing) -> ClientsPage:
    """Étoile owes 100 (40 days) and 30 (not due); Zéphyr 20 (not due); Nul owes nothing."""
    owing("Étoile & Fils", (40, 100_00), (-9, 30_00))
    owing("Zéphyr", (-3, 20_00), city="Lyon")
    owing("Nul")
    return shown(session)


def rows(page, column: str = "name") -> list[str]:
    model = page.model
    place = model.column_index(column)
    return [str(model.index(row, place).data() or "") for row in range(model.rowCount())]


def click(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_clients_come_by_name_with_what_they_owe(page) -> None:
    assert rows(page) == ["Étoile & Fils", "Nul", "Zéphyr"]
    assert rows(page, "outstanding") == ["130,00\u00a0€", "", "20,00\u00a0€"]
    assert rows(page, "overdue") == ["100,00\u00a0€", "", ""]
    assert rows(page, "late") == ["40", "", ""]
    assert rows(page, "state") == ["En retard", "Soldé", "À jour"]
    assert page.count.text() == "3\u00a0clients"


def test_the_first_card_is_shown_at_once(page) -> None:
    assert page.card.name.text() == "Étoile & Fils"
    assert "Professionnel" in page.card.subtitle.text()
    assert page.current_client_id() == 1


def test_the_arrows_change_the_card(qtbot, page) -> None:
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.card.name.text() == "Nul"


def test_enter_goes_on_to_the_card(qtbot, page) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.card.pay.hasFocus()


def test_the_search_finds_a_city_and_shows_its_client(qtbot, page) -> None:
    qtbot.keyClicks(page.search, "LYON")
    qtbot.waitUntil(lambda: rows(page) == ["Zéphyr"])
    page.search.set_text("aucun")
    assert rows(page) == []
    assert page.card.currentIndex() == 0, "nobody is chosen"


def test_filters_keep_what_they_say(page, session) -> None:
    holds.pause(session.store, TODAY, "accord", TODAY, client_id=2)
    holds.insolvency(session.store, 3, TODAY)
    for chosen, expected in (
        ("overdue", ["Étoile & Fils"]),
        ("paused", ["Zéphyr"]),
        ("insolvency", ["Nul"]),
        ("disputed", []),
        ("incomplete", ["Étoile & Fils", "Nul", "Zéphyr"]),
        ("inconnu", ["Étoile & Fils", "Nul", "Zéphyr"]),
    ):
        page.show_filter(chosen)
        assert rows(page) == expected, chosen


def test_a_client_asked_for_is_shown_whatever_the_filter(page) -> None:
    page.show_filter("overdue")
    page.show_client(3)
    assert page.card.name.text() == "Nul"
    assert page.table.current_id() == 3
    assert page.chips.chosen() == ("all",)


def test_several_clients_are_added_up(page) -> None:
    sums = []
    page.selection_changed.connect(lambda count, cents: sums.append((count, cents)))
    page.table.selectAll()
    assert sums[-1] == (3, 150_00)
    page.table.select_id(2)
    assert sums[-1] == (1, None)


def test_heads_sort(page) -> None:
    page.table.columns.sort_by("outstanding", descending=True)
    assert rows(page) == ["Étoile & Fils", "Zéphyr", "Nul"]
    page.table.columns.sort_by("late", descending=True)
    assert rows(page)[0] == "Étoile & Fils"


def test_the_card_warns(page, session) -> None:
    known = clients.get(session.store, 1)
    clients.update(session.store, 1, replace(known, nature=Nature.UNSPECIFIED, address=Address()))
    holds.pause(session.store, TODAY + timedelta(days=3), "accord", TODAY, client_id=1)
    holds.promise(session.store, 1, 50_00, TODAY + timedelta(days=2), TODAY)
    holds.dispute(session.store, lists.invoice_ids(session.store, TODAY, client_id=1)[0], "Prix", TODAY)
    holds.insolvency(session.store, 1, date(2026, 10, 1))
    page.reload()
    said = " ".join(page.card.warnings.sentences())
    for words in ("à préciser", "Adresse incomplète", "24/11/2026", "23/11/2026", "Prix", "01/10/2026"):
        assert words in said
    assert len(page.card.warnings.sentences()) == 6


def test_a_hold_is_ended_from_the_card(qtbot, page, session) -> None:
    holds.pause(session.store, TODAY, "accord", TODAY, client_id=1)
    page.reload()
    end = next(action for action in page.card.menu.actions() if "Lever" in action.text())
    with qtbot.waitSignal(page.data_changed):
        end.trigger()
    assert page.card.warnings.sentences() == []


def test_the_tabs_tell_invoices_history_contacts_and_terms(page, session) -> None:
    followups.issue(session.store, TODAY)
    known = clients.get(session.store, 1)
    people = (Contact(name="Mme Roy", role="compta", preferred=True),)
    clients.update(session.store, 1, replace(known, contacts=people, terms_days=45, notes="Le mardi"))
    page.reload()
    tabs = page.card.tabs
    assert tabs.invoice_model.rowCount() == 2
    tabs.setCurrentIndex(1)
    assert {event.kind for event in tabs.history_model.rows} >= {"invoice", "letter", "action"}
    tabs.setCurrentIndex(2)
    assert [one.name for one in tabs.contact_model.rows] == ["Mme Roy"]
    assert tabs.tabText(2) == "Contacts (1)"
    tabs.setCurrentIndex(3)
    lines = dict(tabs._terms(clients.get(session.store, 1)))
    assert lines["Conditions de règlement"] == "45\u00a0jours"
    assert lines["Plan de relance"] == "Plan standard"
    assert lines["Notes"] == "Le mardi"


def test_the_history_leads_to_letters_and_invoices(qtbot, page, session) -> None:
    followups.issue(session.store, TODAY)
    page.reload()
    tabs = page.card.tabs
    tabs.setCurrentIndex(1)
    by_kind = {event.kind: place for place, event in enumerate(tabs.history_model.rows)}
    with qtbot.waitSignal(page.letter_chosen):
        tabs.history.activated_row.emit(by_kind["letter"])
    with qtbot.waitSignal(page.invoice_chosen):
        tabs.history.activated_row.emit(by_kind["invoice"])


def test_the_buttons_ask_their_forms_for_this_client(qtbot, page, monkeypatch) -> None:
    asked = []

    def record(name):
        return lambda *arguments, **named: asked.append((name, named.get("client_id", arguments[-1])))

    monkeypatch.setattr(invoice_actions.PaymentDialog, "ask", record("payment"))
    monkeypatch.setattr(invoice_actions.InvoiceDialog, "ask", record("invoice"))
    monkeypatch.setattr(client_card.ClientDialog, "ask", record("edit"))
    monkeypatch.setattr(client_card.StatementDialog, "ask", record("statement"))
    page.show_client(2)
    card = page.card
    for button in (card.pay, card.invoice, card.edit, card.statement):
        click(qtbot, button)
    assert asked == [("payment", 2), ("invoice", 2), ("edit", 2), ("statement", 2)]
    with qtbot.waitSignal(page.action_wanted) as wanted:
        click(qtbot, card.call)
    assert wanted.args == ["note_call"]


def test_a_new_client_is_chosen_in_the_list(qtbot, page, session, monkeypatch, owing) -> None:
    from creances_desktop.domain.clients import ClientDraft

    def ask(parent, asked):
        return clients.add(asked.store, ClientDraft("", "Nouveau"))

    monkeypatch.setattr(clients_page.ClientDialog, "ask", ask)
    with qtbot.waitSignal(page.data_changed) as told:
        click(qtbot, page.new_client)
    assert told.args[0].subjects == {Subject.CLIENTS}
    assert page.card.name.text() == "Nouveau"
    assert "Nouveau" in rows(page)


def test_the_statement_is_shown_as_it_will_be_printed(qtbot, page, session) -> None:
    dialog = StatementDialog(session, page, 1)
    qtbot.addWidget(dialog)
    assert dialog.data.startswith(b"%PDF-")
    assert dialog.preview.view.page_count() == 1
    whole = dialog.data
    qtbot.keyClicks(dialog.since, "01/11/2026")
    assert dialog.data != whole


def test_the_example_is_listed_and_every_card_opens(shown, example) -> None:
    page = shown(example)
    assert page.model.rowCount() == 40
    for client_id in page.model.ids:
        page.show_client(client_id)
        for place in range(4):
            page.card.tabs.setCurrentIndex(place)
        page.card.tabs.setCurrentIndex(0)
        assert page.card.client_id == client_id
