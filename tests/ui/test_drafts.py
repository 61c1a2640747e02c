"""Protects what is being typed: a crash costs a second of it, and the form offers the rest again."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from creances_desktop.domain.clients import ClientDraft
from creances_desktop.domain.company import Company
from creances_desktop.domain.invoices import DocumentKind, DueItemDraft, InvoiceDraft
from creances_desktop.services import assembly, clients, invoices, passwords, typing_drafts
from creances_desktop.ui import drafts
from creances_desktop.ui.dialogs.client import ClientDialog
from creances_desktop.ui.dialogs.form_dialog import FormDialog
from creances_desktop.ui.dialogs.payment import PaymentDialog
from creances_desktop.ui.executor import SynchronousExecutor
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Theme


def opened(qtbot: QtBot, session: Session) -> ClientDialog:
    form = ClientDialog(session)
    qtbot.addWidget(form)
    form.show()
    return form


def crash(form: FormDialog) -> None:
    """The process is gone: nobody closed the form."""
    assert form.half_typed is not None
    form.half_typed.keep()
    form.half_typed._timer.stop()
    form.half_typed = None
    form.hide()


def test_a_form_left_by_a_crash_is_offered_and_taken_up(qtbot: QtBot, theme: Theme, session: Session) -> None:
    form = opened(qtbot, session)
    assert form.banner.text() == ""
    name = form.forms[0].field("name")
    qtbot.keyClicks(name, "Menuiserie du Lac")
    qtbot.keyClicks(form.forms[0].field("code"), "LAC")
    crash(form)
    (kept,) = drafts.listed(session.store.path)
    assert kept.title == form.windowTitle()
    again = opened(qtbot, session)
    assert "Une saisie interrompue le" in again.banner.text()
    assert again.forms[0].field("name").text() == ""
    again.banner.action_requested.emit()
    assert again.forms[0].field("name").text() == "Menuiserie du Lac"
    assert again.banner.text() == ""
    qtbot.mouseClick(again.accept_button, Qt.MouseButton.LeftButton)
    assert clients.find(session.store, "LAC").name == "Menuiserie du Lac"
    assert drafts.listed(session.store.path) == []


def test_a_form_given_up_leaves_nothing(qtbot: QtBot, theme: Theme, session: Session) -> None:
    form = opened(qtbot, session)
    qtbot.keyClicks(form.forms[0].field("name"), "Rien")
    assert form.half_typed is not None
    form.half_typed.keep()
    assert len(drafts.listed(session.store.path)) == 1
    form.reject()
    assert drafts.listed(session.store.path) == []


def test_an_untouched_form_keeps_nothing(qtbot: QtBot, theme: Theme, session: Session) -> None:
    form = opened(qtbot, session)
    assert form.half_typed is not None
    form.half_typed.keep()
    assert drafts.listed(session.store.path) == []


def test_nothing_typed_lies_in_clear_beside_a_dossier_under_a_password(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    path = tmp_path / "secret.creances"
    assembly.create_company_file(path, Company("Nous")).close()
    passwords.change(path, "un long secret")
    with assembly.open_company_file(path) as store:
        session = Session(store, SynchronousExecutor(), lambda: date(2026, 11, 21))
        form = opened(qtbot, session)
        qtbot.keyClicks(form.forms[0].field("name"), "Menuiserie du Lac")
        crash(form)
        (file,) = typing_drafts.files(path)
        assert b"Menuiserie" not in file.read_bytes()
        assert list(file.parent.iterdir()) == [file]
        (kept,) = drafts.listed(path)
        assert kept.title == form.windowTitle()
        again = opened(qtbot, session)
        again.banner.action_requested.emit()
        assert again.forms[0].field("name").text() == "Menuiserie du Lac"
        crash(again)
    passwords.change(path, None)
    assert list(typing_drafts.files(path)) == [], "nor under a password given up"


def test_the_client_and_the_parts_of_a_payment_come_back(
    qtbot: QtBot, theme: Theme, session: Session
) -> None:
    client = clients.add(session.store, ClientDraft("LAC", "Menuiserie du Lac")).id
    clients.add(session.store, ClientDraft("LAC2", "Menuiserie du Lac et fils"))
    for number in ("F1", "F2"):
        due = DueItemDraft(date(2026, 10, 1), 100_00)
        invoices.add(
            session.store,
            InvoiceDraft(
                client, DocumentKind.INVOICE, number, date(2026, 9, 1), None, None, 100_00, due_items=(due,)
            ),
        )
    form = PaymentDialog(session)
    qtbot.addWidget(form)
    form.show()
    form.client.choose("LAC")
    qtbot.keyClicks(form.amount, "120")
    model = form.allocation.model
    column = [one.id for one in model.columns].index("allocated")
    for row, text in ((0, "30"), (1, "90")):
        model.setData(model.index(row, column), text)
    wanted = form.allocation.allocations()
    assert sorted(part.amount for part in wanted) == [30_00, 90_00]
    crash(form)
    again = PaymentDialog(session)
    qtbot.addWidget(again)
    again.show()
    again.banner.action_requested.emit()
    assert again.client.client() is not None
    assert again.client.client().code == "LAC"
    assert again.allocation.allocations() == wanted


def test_a_broken_draft_is_as_none(session: Session) -> None:
    folder = typing_drafts.folder(session.store.path)
    folder.mkdir(parents=True)
    (folder / f"x{typing_drafts.SUFFIX}").write_text("{", encoding="utf-8")
    assert drafts.listed(session.store.path) == []
