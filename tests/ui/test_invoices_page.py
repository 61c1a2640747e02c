"""Protects the page *Factures*: the list, its filters and sums, the batch, the card behind a row."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from creances_desktop.domain.invoices import DocumentKind, InvoiceDraft
from creances_desktop.domain.payments import PaymentDraft
from creances_desktop.services import clients, followups, holds, invoices, letters, lists, payments
from creances_desktop.services.changes import Changes, Subject
from creances_desktop.ui.pages import invoice_actions
from creances_desktop.ui.pages.invoice_card import InvoiceCardDialog
from creances_desktop.ui.pages.invoices import InvoicesPage
from creances_desktop.ui.pages.next_steps import PLAN_DONE, step_text

TODAY = date(2026, 11, 21)


@pytest.fixture
def shown(qtbot, theme, messages):
    def show(session) -> InvoicesPage:
        page = InvoicesPage(session)
        qtbot.addWidget(page)
        page.resize(1300, 700)
        page.show()
        qtbot.waitExposed(page)
        page.data_changed.connect(page.after_change)
        return page

    return show


@pytest.fixture
def page(shown, session, owing) -> InvoicesPage:
    """Étoile owes 100 (40 days), 50 (5 days) and 30 (not due); Zéphyr 20 (10 days)."""
    owing("Étoile & Fils", (40, 100_00), (5, 50_00), (-9, 30_00))
    owing("Zéphyr", (10, 20_00))
    return shown(session)


def rows(page, column: str = "number") -> list[str]:
    model = page.model
    place = model.column_index(column)
    return [str(model.index(row, place).data() or "") for row in range(model.rowCount())]


def click(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_what_is_open_comes_first_the_oldest_due_at_the_top(page) -> None:
    assert page.chips.chosen() == ("open",)
    assert rows(page) == ["F1-40", "F2-10", "F1-5", "F1--9"]
    assert rows(page, "late") == ["40", "10", "5", ""]
    assert rows(page, "state") == ["Échue", "Échue", "Échue", "À échoir"]
    assert page.totals.text().startswith("4\u00a0pièces")
    assert "Reste dû\u00a0: 200,00\u00a0€" in page.totals.text()


def test_the_next_step_is_shown_with_its_date_or_as_due_once_the_list_stands(page, qtbot) -> None:
    steps = ["Relance 1, à faire", "Relance 1, à faire", "Relance 1, 24/11/2026", "Relance 1, 08/12/2026"]
    qtbot.waitUntil(lambda: rows(page, "next") == steps)


def test_no_next_step_is_announced_for_what_is_in_dispute(page, session) -> None:
    invoice_id = page.model.id_at(0)
    holds.dispute(session.store, invoice_id, "", TODAY)
    page.reload()
    assert rows(page, "next")[0] == ""
    assert rows(page, "state")[0] == "En litige"


def test_the_search_ignores_accents_and_case(qtbot, page) -> None:
    qtbot.keyClicks(page.search, "etoile f1-5")
    qtbot.waitUntil(lambda: rows(page) == ["F1-5"])
    page.search.set_text("rien de tel")
    assert rows(page) == []


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("overdue", ["F1-40", "F2-10", "F1-5"]),
        ("not_due", ["F1--9"]),
        ("paid", []),
        ("d31_60", ["F1-40"]),
        ("d1_30", ["F2-10", "F1-5"]),
        ("d90_plus", []),
    ],
)
def test_another_page_asks_for_a_filter(page, chosen, expected) -> None:
    page.show_filter(chosen)
    assert rows(page) == expected


def test_a_head_sorts_and_the_longest_delay_is_the_oldest_date(page) -> None:
    page.table.columns.sort_by("late", descending=True)
    assert rows(page, "late")[0] == "40"
    page.table.columns.sort_by("gross")
    assert rows(page)[0] == "F2-10"


def test_the_selection_is_added_up(qtbot, page) -> None:
    sums = []
    page.selection_changed.connect(lambda count, cents: sums.append((count, cents)))
    page.table.selectAll()
    assert "4\u00a0pièces sélectionnées" in page.totals.text()
    assert sums[-1] == (4, 200_00)
    page.table.clearSelection()
    assert sums[-1] == (0, None)
    assert not page.batch["dispute"].isEnabled()


def test_a_batch_goes_to_its_form_and_the_list_follows(qtbot, page, session, monkeypatch) -> None:
    def ask(parent, asked, ids) -> Changes:
        return holds.dispute_all(asked.store, ids, "Prix", TODAY)

    monkeypatch.setattr(invoice_actions.DisputeDialog, "ask", ask)
    page.table.selectAll()
    with qtbot.waitSignal(page.data_changed) as told:
        click(qtbot, page.batch["dispute"])
    assert Subject.INVOICES in told.args[0].subjects
    assert rows(page, "state") == ["En litige"] * 4


def test_a_payment_is_of_one_client(qtbot, page, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(
        invoice_actions.PaymentDialog,
        "ask",
        lambda *_, client_id, invoice_ids: asked.append((client_id, len(invoice_ids))),
    )
    page.table.selectAll()
    click(qtbot, page.batch["payment"])
    assert "un seul client" in page.banner.text()
    page.table.select_id(page.model.id_at(0))
    click(qtbot, page.batch["payment"])
    assert asked == [(1, 1)]


def test_confirming_asks_nothing_since_it_can_be_undone(qtbot, page, session, messages) -> None:
    with qtbot.waitSignal(page.data_changed) as told:
        page.actions_on.confirm([page.model.id_at(0)])
    assert told.args[0].message == "1\u00a0pièce confirmée."
    assert messages.asked == []


def test_estimated_due_dates_bear_a_mark(page, session) -> None:
    from creances_desktop.ui.pages.invoice_columns import due_text

    line = lists.invoice_page(session.store, [page.model.id_at(0)], TODAY)[0]
    assert due_text(line) == "12/10/2026"
    from dataclasses import replace

    assert due_text(replace(line, estimated=True)) == "≈\u00a012/10/2026"


def test_enter_opens_the_card_of_the_row(qtbot, page, session) -> None:
    page.table.select_id(page.model.id_at(0))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    card = page._card
    assert card.head.text() == "Facture F1-40"
    assert card.pay.isVisible()
    assert not card.set_off.isVisible()
    assert card.settled.due_model.rowCount() == 1
    card.close()
    assert page._card is None


def test_the_card_shows_what_was_paid_and_what_holds(qtbot, page, session, monkeypatch) -> None:
    invoice_id = page.model.id_at(0)
    item = invoices.card(session.store, invoice_id, TODAY).due_items[0].id
    proposal = payments.propose(session.store, 1, 40_00, designated=(item,))
    draft = PaymentDraft(1, 40_00, TODAY, reference="VIR 7", allocations=proposal.allocations)
    payments.record(session.store, draft, TODAY)
    holds.promise(session.store, 1, 60_00, TODAY + timedelta(days=3), TODAY, note="par Mme Roy")
    holds.dispute(session.store, invoice_id, "Prix", TODAY)
    page.show_invoice(invoice_id)
    card = page._card
    assert [one.text for one in card.settled.model.rows] == ["Virement VIR 7"]
    assert any("Prix" in one for one in card.warnings.sentences())
    assert any("Mme Roy" in one for one in card.warnings.sentences())
    assert card.state_word.text() == "En litige"
    assert {event.kind for event in card.history_model.rows} >= {"invoice", "payment", "action"}
    ends = [action.text() for action in card.hold_menu.actions() if action.text()]
    assert "Clore le litige sur F1-40…" in ends
    monkeypatch.setattr(
        invoice_actions.SettleDisputeDialog,
        "ask",
        lambda _parent, asked, invoice_id: holds.close_dispute(asked.store, invoice_id, TODAY),
    )
    closing = next(action for action in card.hold_menu.actions() if "Clore" in action.text())
    with qtbot.waitSignal(page.data_changed):
        closing.trigger()
    assert card.state_word.text() == "Promesse"
    card.close()


def test_a_credit_note_has_a_card_of_its_own(page, session) -> None:
    draft = InvoiceDraft(1, DocumentKind.CREDIT_NOTE, "A-1", TODAY, 30_00, 0, 30_00)
    credit = invoices.add(session.store, draft).id
    page.show_invoice(credit)
    card = page._card
    assert card.set_off.isVisible()
    assert not card.pay.isVisible()
    assert not card.hold.isVisible()
    assert card.state_word.text() == "Avoir non imputé"
    card.close()


def test_cancelling_the_document_closes_its_card(qtbot, page, session, monkeypatch) -> None:
    invoice_id = page.model.id_at(0)
    page.show_invoice(invoice_id)
    monkeypatch.setattr(
        invoice_actions.CancelInvoiceDialog,
        "ask",
        lambda *_: invoices.cancel(session.store, invoice_id, "doublon"),
    )
    click(qtbot, page._card.cancel)
    assert page._card is None
    assert "F1-40" not in rows(page)


def test_the_card_leads_to_the_client(qtbot, page) -> None:
    page.show_invoice(page.model.id_at(0))
    with qtbot.waitSignal(page.client_chosen) as chosen:
        click(qtbot, page._card.client_link)
    assert chosen.args == [1]


def test_an_empty_list_teaches(shown, session) -> None:
    page = shown(session)
    page.show_filter("all")
    assert page.table._empty_title == "Aucune facture"


def test_a_hidden_page_reads_again_when_it_is_seen(page, session) -> None:
    page.hide()
    invoices.cancel(session.store, page.model.id_at(0), "doublon")
    page.after_change(Changes(frozenset({Subject.INVOICES}), ""))
    assert len(rows(page)) == 4
    page.show()
    assert len(rows(page)) == 3


def test_the_example_is_listed_whole_and_every_card_opens(shown, example, qtbot) -> None:
    page = shown(example)
    page.show_filter("all")
    assert page.model.rowCount() > 200
    for invoice_id in page.model.ids[::25]:
        page.show_invoice(invoice_id)
        assert page._card.head.text()
        page._card.close()


def test_the_current_row_is_what_menus_act_on(page, session) -> None:
    assert page.current_invoice_id() is None
    page.table.select_id(page.model.id_at(1))
    assert page.current_invoice_id() == page.model.id_at(1)
    assert clients.get(session.store, page.current_client_id()).name == "Zéphyr"


def test_the_end_of_a_plan_is_told_with_what_is_left() -> None:
    assert step_text(None, date(2026, 11, 30), TODAY) == "Délai jusqu’au 29/11/2026"
    assert step_text(None, TODAY, TODAY) == PLAN_DONE
    assert step_text(None, None, TODAY) == PLAN_DONE


@pytest.mark.usefixtures("theme")
def test_an_invoice_whose_plan_has_ended_says_so_on_its_card(qtbot, session, owing) -> None:
    owing("Étoile", (200, 120_000))
    (invoice_id,) = lists.invoice_ids(session.store, TODAY).tolist()
    for ago in (120, 90, 60):
        day = TODAY - timedelta(days=ago)
        for one in followups.issue(session.store, day).issued:
            letters.mark_delivered(session.store, [one.letter.id], "imprimée", day=day)
    dialog = InvoiceCardDialog(session, invoice_id)
    qtbot.addWidget(dialog)
    assert PLAN_DONE in " ".join(dialog.warnings.sentences())
