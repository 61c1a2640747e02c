"""The dialogs about paper: what is chosen is kept, what is ticked is printed, what cannot be is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.ui.conftest import TODAY

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.envelopes import Envelope, PaperLayout
from creances_desktop.domain.payment_slips import Presence
from creances_desktop.domain.postage import Product
from creances_desktop.services import (
    followups,
    letters,
    mail,
    mail_papers,
    other_letters,
    paper,
    postage,
    registered_slips,
)
from creances_desktop.services.paper import Enclose
from creances_desktop.ui import file_dialogs, printing
from creances_desktop.ui.dialogs import mail as mail_module
from creances_desktop.ui.dialogs.mail import MailDialog
from creances_desktop.ui.dialogs.paper_settings import PaperSettingsDialog
from creances_desktop.ui.dialogs.postage import PostageDialog
from creances_desktop.ui.dialogs.registered_slip import RegisteredSlipDialog


def click(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(box, value) -> None:
    """Choose as the user does: the box tells that it was activated."""
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def replace_text(qtbot, field, text: str) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Tab)


@pytest.fixture
def shown(qtbot, theme, messages):
    """Shows a dialog; messages that nobody expected fail the test."""

    def show(dialog):
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        return dialog

    return show


@pytest.fixture
def issued(session, owing) -> list[int]:
    """Two letters that wait to be printed."""
    owing("Durand", (12, 120_00))
    owing("Abba", (14, 90_00))
    return [one.letter.id for one in followups.issue(session.store, TODAY).issued]


def test_what_is_chosen_about_paper_is_kept_and_shown_again(qtbot, session, shown) -> None:
    paper.save(session.store, replace(paper.settings(session.store), offsets={"Bureau": (10, 0)}))
    dialog = shown(PaperSettingsDialog(session))
    assert dialog.preview.view.page_count() == 1
    choose(dialog.transfer, Presence.IF_ROOM.value)
    choose(dialog.coupon, Presence.NEVER.value)
    choose(dialog.enclose, Enclose.ALWAYS.value)
    choose(dialog.envelope, Envelope.C5.value)
    qtbot.keyClick(dialog.qr, Qt.Key.Key_Space)
    choose(dialog.printer, "Bureau")
    assert dialog.right.text() == "1,0"
    replace_text(qtbot, dialog.right, "1,5")
    replace_text(qtbot, dialog.down, "-2")
    click(qtbot, dialog.accept_button)
    kept = paper.settings(session.store)
    assert (kept.slip.transfer, kept.slip.coupon, kept.slip.qr) == (Presence.IF_ROOM, Presence.NEVER, False)
    assert (kept.enclose, kept.printer) == (Enclose.ALWAYS, "Bureau")
    assert kept.layout() == PaperLayout(Envelope.C5, 15, -20)
    again = shown(PaperSettingsDialog(session))
    assert (again.right.text(), again.down.text()) == ("1,5", "−2,0")


@pytest.mark.parametrize("typed", ["beaucoup", "16", "0,25"])
def test_an_offset_that_makes_no_sense_is_said_beside_its_field(qtbot, session, shown, typed) -> None:
    dialog = shown(PaperSettingsDialog(session))
    replace_text(qtbot, dialog.right, typed)
    click(qtbot, dialog.accept_button)
    assert dialog.isVisible()
    assert dialog.form.error("right")
    assert paper.settings(session.store) == paper.PaperSettings()


def test_each_printer_has_its_own_offsets_while_one_goes_from_one_to_the_other(session, shown, qtbot) -> None:
    known = replace(paper.settings(session.store), offsets={"A": (10, 0), "B": (0, 20)})
    paper.save(session.store, known)
    dialog = shown(PaperSettingsDialog(session))
    choose(dialog.printer, "A")
    replace_text(qtbot, dialog.down, "3")
    choose(dialog.printer, "B")
    assert (dialog.right.text(), dialog.down.text()) == ("0,0", "2,0")
    choose(dialog.printer, "A")
    assert (dialog.right.text(), dialog.down.text()) == ("1,0", "3,0")
    assert dialog.draft().offsets == {"A": (10, 30), "B": (0, 20)}


def test_a_tariff_is_typed_with_its_source_and_kept(qtbot, session, shown) -> None:
    dialog = shown(PostageDialog(session))
    click(qtbot, dialog.add_button)
    place = dialog.model.rowCount() - 1
    for column, typed in (("product", "avis"), ("price", "1,30"), ("source", "guichet")):
        index = dialog.model.index(place, dialog.model.column_index(column))
        assert dialog.model.setData(index, typed)
    click(qtbot, dialog.accept_button)
    kept = postage.tariffs(session.store)[-1]
    assert (kept.product, kept.price, kept.source) == (Product.RECEIPT, 130, "guichet")


def test_what_is_no_tariff_is_said_and_nothing_is_kept(qtbot, session, shown, messages) -> None:
    dialog = shown(PostageDialog(session))
    click(qtbot, dialog.add_button)
    place = dialog.model.rowCount() - 1
    index = dialog.model.index(place, dialog.model.column_index("product"))
    assert not dialog.model.setData(index, "colis")
    assert "Choisissez un produit" in dialog.banner.text()
    click(qtbot, dialog.accept_button)
    assert "tarif" in messages.take().text
    assert postage.tariffs(session.store) == postage.shipped()


def test_the_blocks_of_the_slip_move_and_the_test_page_follows(qtbot, session, shown) -> None:
    dialog = shown(RegisteredSlipDialog(session))
    index = dialog.model.index(0, dialog.model.column_index("x"))
    assert dialog.model.setData(index, "25,5")
    click(qtbot, dialog.accept_button)
    assert registered_slips.layout(session.store).blocks[0].x == 25.5
    again = shown(RegisteredSlipDialog(session))
    assert again.model.rows[0].x == 25.5
    click(qtbot, again.reset_button)
    assert again.model.rows[0].x == registered_slips.shipped().blocks[0].x


def test_a_block_outside_the_slip_is_said_and_not_kept(qtbot, session, shown, messages) -> None:
    dialog = shown(RegisteredSlipDialog(session))
    assert dialog.model.setData(dialog.model.index(0, dialog.model.column_index("y")), "400")
    assert "sort de l’imprimé" in dialog.banner.text()
    click(qtbot, dialog.accept_button)
    assert "sort de l’imprimé" in messages.take().text
    assert registered_slips.layout(session.store) == registered_slips.shipped()


class Printer:
    """Stands in for the system's dialog and the printer."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sent: list[bytes] = []
        self.paper: printing.Size | None = None
        self.refuses = False
        monkeypatch.setattr(printing, "ask_printer", self.ask)
        monkeypatch.setattr(printing, "send", self.send)

    def ask(self, _parent, _title, _name="", *, paper=None):
        self.paper = paper
        return object()

    def send(self, _chosen, data, _title, _progress) -> str:
        if self.refuses:
            raise printing.PrinterRefused("Bureau")
        self.sent.append(data)
        return printing.PRINTED


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> Printer:
    return Printer(monkeypatch)


def test_the_pile_is_counted_printed_and_marked(qtbot, session, shown, issued, printer) -> None:
    dialog = shown(MailDialog(session))
    assert sorted(dialog.ticked()) == sorted(issued)
    assert "2 lettres, 2 feuilles de papier" in dialog.summary.text().replace("\u00a0", " ")
    assert "2 × lettre verte" in dialog.summary.text()
    expected = mail.combined(session.store, issued)
    click(qtbot, dialog.print_button)
    assert printer.sent == [expected]
    assert {one.status for one in letters.page(session.store, issued)} == {letters.DELIVERED}
    assert dialog.ticked() == []
    assert not dialog.print_button.isEnabled()


def test_one_letter_leaves_as_it_is_archived(qtbot, session, shown, issued, printer) -> None:
    dialog = shown(MailDialog(session))
    dialog.model.set_ticked(issued[1:], False)
    click(qtbot, dialog.print_button)
    assert printer.sent == [letters.pdf(session.store, issued[0])]
    assert dialog.ticked() == [issued[1]]


def test_a_printer_that_refuses_marks_nothing(session, shown, issued, printer, messages) -> None:
    printer.refuses = True
    dialog = shown(MailDialog(session))
    dialog.print_button.click()
    assert "n’a pas accepté" in messages.take().text
    assert {one.status for one in letters.page(session.store, issued)} == {"to_print"}


def test_the_pile_is_saved_as_one_file(
    session, shown, issued, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "courrier.pdf"
    monkeypatch.setattr(file_dialogs, "file_to_write", lambda *_, **__: path)
    dialog = shown(MailDialog(session))
    expected = mail.combined(session.store, issued)
    dialog.save_button.click()
    assert path.read_bytes() == expected
    assert "lettres enregistrées" in dialog.banner.text()


def test_addresses_are_printed_on_the_paper_chosen(qtbot, session, shown, issued, printer) -> None:
    dialog = shown(MailDialog(session))
    dialog.address.start.setValue(3)
    click(qtbot, dialog.address_button)
    assert printer.sent == [mail_papers.labels(session.store, issued, "l7160", TODAY, start=3)]
    assert printer.paper is None
    dialog.address.support.setCurrentIndex(
        dialog.address.support.findText("Enveloppes C5", Qt.MatchFlag.MatchStartsWith)
    )
    assert not dialog.address.start.isVisible()
    click(qtbot, dialog.address_button)
    assert printer.paper == (229.0, 162.0)
    click(qtbot, dialog.deposit_button)
    assert printer.sent[-1] == mail_papers.deposit_list(session.store, issued, TODAY)


def test_without_a_registered_letter_there_is_no_slip(session, shown, issued, printer, messages) -> None:
    assert {one.channel for one in letters.page(session.store, issued)} == {Channel.LETTER.value}
    dialog = shown(MailDialog(session))
    dialog.slip_button.click()
    assert "recommandé" in messages.take().text
    assert printer.sent == []


def test_with_nothing_to_print_the_letters_of_the_day_are_shown(qtbot, session, shown, issued) -> None:
    letters.mark_delivered(session.store, issued, "imprimée")
    dialog = shown(MailDialog(session))
    assert dialog.pile.chosen() == (mail_module.TODAY,)
    assert sorted(dialog.ticked()) == sorted(issued)


def test_a_letter_outside_the_plan_is_named_as_the_user_knows_it(session, shown, owing) -> None:
    other_letters.issue(session.store, owing("Durand", (12, 120_00)), "statement_cover", day=TODAY)
    dialog = shown(MailDialog(session))
    column = next(
        index for index in range(dialog.model.columnCount())
        if dialog.model.headerData(index, Qt.Orientation.Horizontal) == "Étape"
    )  # fmt: skip
    assert dialog.model.index(0, column).data() == "Envoi d’un relevé de compte"


def test_an_empty_pile_teaches_what_to_do(session, shown) -> None:
    dialog = shown(MailDialog(session))
    assert dialog.ticked() == []
    assert dialog.summary.text() == "Cochez les lettres à préparer."
    assert not any(
        button.isEnabled() for button in (dialog.print_button, dialog.save_button, dialog.deposit_button)
    )


def test_the_dialog_stays_while_letters_are_on_their_way(session, shown, issued, monkeypatch) -> None:
    """Closed meanwhile, nobody would mark what the printer took."""
    seen: list[tuple[bool, bool]] = []
    dialog = shown(MailDialog(session))

    def send(_chosen, _data, _title, _progress) -> str:
        dialog.reject()
        seen.append((dialog.isVisible(), dialog.print_button.isEnabled()))
        return printing.PRINTED

    monkeypatch.setattr(printing, "ask_printer", lambda *_, **__: object())
    monkeypatch.setattr(printing, "send", send)
    dialog.print_button.click()
    assert seen == [(True, False)]
    assert {one.status for one in letters.page(session.store, issued)} == {letters.DELIVERED}
    dialog.reject()
    assert not dialog.isVisible()
