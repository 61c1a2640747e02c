"""Files attached from the window: by dialog, drop and paste; opened, saved, removed; sendings logged."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent, QGuiApplication, QImage

from creances_desktop.services import attachments, lists, sendings
from creances_desktop.services.attachments import About, AttachmentKind, Wording, incoming
from creances_desktop.ui.dialogs.attach import AttachDialog
from creances_desktop.ui.dialogs.sending import SendingDialog
from creances_desktop.ui.pages import attachments as module
from creances_desktop.ui.pages.attachments import AttachmentsView
from creances_desktop.ui.pages.invoice_card import InvoiceCardDialog
from creances_desktop.ui.widgets.banner import Banner

TODAY = date(2026, 11, 21)
PDF = b"%PDF-1.4 devis"


@pytest.fixture
def client(owing) -> int:
    return owing("Durand & Fils", (10, 120_00))


@pytest.fixture
def invoice(session, client) -> int:
    return lists.invoice_ids(session.store, TODAY, client_id=client)[0]


@pytest.fixture
def view(qtbot, theme, session, client):
    from PySide6.QtWidgets import QWidget

    host = QWidget()
    made = AttachmentsView(session, "test_files", Banner(host), host)
    qtbot.addWidget(host)
    made.done.connect(lambda _: made.show_about(About(client)))
    made.show_about(About(client))
    host.show()
    made.setProperty("kept", host)
    yield made
    host.close()


@pytest.fixture
def accepting(monkeypatch):
    """The dialog of a file accepted as it comes, remembering which files it was given."""
    seen: list[list[str]] = []

    def ask(parent, session, about, files):
        seen.append([file.name for file in files])
        dialog = AttachDialog(session, about, parent, files=files)
        dialog.accept()
        assert dialog.changes is not None, dialog.banner.text() if hasattr(dialog.banner, "text") else ""
        return dialog.changes

    monkeypatch.setattr(module.AttachDialog, "ask", ask)
    return seen


def drop(view: AttachmentsView, data: QMimeData) -> None:
    point, none = QPointF(5, 5), Qt.KeyboardModifier.NoModifier
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    view.dropEvent(QDropEvent(point, action, data, button, none))


def test_files_dropped_are_attached(qtbot, view, accepting, tmp_path: Path) -> None:
    paths = [tmp_path / "Devis 12.pdf", tmp_path / "photo.pdf"]
    paths[0].write_bytes(PDF)
    paths[1].write_bytes(b"\xff\xd8\xff photo")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    drop(view, data)
    qtbot.waitUntil(lambda: accepting == [["Devis 12.pdf", "photo.jpg"]])
    assert [one.kind for one in view.model.rows] == [AttachmentKind.QUOTE, AttachmentKind.QUOTE]


@pytest.mark.parametrize(("content", "said"), [(b"", "vide"), (b"MZ\x00", "programme")])
def test_a_hostile_file_is_answered_by_one_sentence(view, messages, tmp_path, content, said) -> None:
    path = tmp_path / "piege.pdf"
    path.write_bytes(content)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    drop(view, data)
    assert said in messages.take().text
    assert view.model.rows == []


def test_a_file_gone_before_it_is_read_is_said(view, messages, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "parti.pdf"))])
    drop(view, data)
    assert "introuvable" in messages.take().text


def test_an_image_or_a_text_is_pasted_by_keyboard(qtbot, view, accepting) -> None:
    clipboard = QGuiApplication.clipboard()
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    clipboard.setImage(image)
    view.table.setFocus()
    qtbot.keyClick(view.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(accepting) == 1)
    clipboard.setText("Bon pour accord, A. Martin")
    qtbot.keyClick(view.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(accepting) == 2)
    clipboard.clear()
    assert accepting == [["image-2026-11-21.png"], ["texte-2026-11-21.txt"]]


def test_an_empty_clipboard_is_said(view, messages) -> None:
    QGuiApplication.clipboard().clear()
    view._on_paste()
    assert "coller" in messages.take().text


def test_a_file_is_opened_as_a_copy_and_removed_then_put_back(  # noqa: PLR0917 - fixtures
    qtbot, view, session, client, messages, monkeypatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    made = attachments.attach(
        session.store, About(client), [incoming("devis.pdf", PDF)], Wording(AttachmentKind.QUOTE, TODAY)
    )
    view.show_about(About(client))
    view.table.select_id(made.id)
    qtbot.keyClick(view.table, Qt.Key.Key_Return)
    assert Path(opened[0]).read_bytes() == PDF
    qtbot.mouseClick(view.remove, Qt.MouseButton.LeftButton)
    assert view.model.rows == []
    qtbot.mouseClick(view.put_back, Qt.MouseButton.LeftButton)
    assert [one.file_name for one in view.model.rows] == ["devis.pdf"]
    assert view.put_back.isHidden()


def test_a_system_without_a_program_for_it_says_where_the_copy_is(
    view, session, client, messages, monkeypatch
):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: False)
    made = attachments.attach(
        session.store, About(client), [incoming("a.pdf", PDF)], Wording(AttachmentKind.QUOTE, TODAY)
    )
    view.open_file(made.id)
    assert "la copie est dans" in messages.take().text


def test_what_a_file_is_about_can_be_corrected(qtbot, theme, session, client, invoice) -> None:
    made = attachments.attach(
        session.store, About(client), [incoming("a.pdf", PDF)], Wording(AttachmentKind.OTHER, TODAY)
    )
    dialog = AttachDialog(session, About(client), known=attachments.of_client(session.store, client)[0])
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.kind.setCurrentIndex(dialog.kind.findData(AttachmentKind.ORDER.value))
    dialog.label.clear()
    qtbot.keyClicks(dialog.label, "BC 2026-7")
    dialog.about.setCurrentIndex(1)
    qtbot.keyClick(dialog.label, Qt.Key.Key_Return)
    (one,) = attachments.of_invoice(session.store, invoice)
    assert (one.id, one.kind, one.title) == (made.id, AttachmentKind.ORDER, "BC 2026-7")


def test_a_scan_that_lies_sideways_is_turned_before_the_eyes(qtbot, theme, session, client) -> None:
    image = QImage(60, 90, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.gray)
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    wording = Wording(AttachmentKind.OTHER, TODAY)
    scan = incoming("scan.png", held.data())
    text = incoming("note.txt", b"bonjour")
    attachments.attach(session.store, About(client), [scan, text], wording)
    known = {one.file_name: one for one in attachments.of_client(session.store, client)}
    about = About(client)
    assert AttachDialog(session, about, known=known["note.txt"]).turn is None
    dialog = AttachDialog(session, about, known=known["scan.png"])
    qtbot.addWidget(dialog)
    assert dialog.preview.view.page_count() == 1
    dialog.turn.setCurrentIndex(3)
    dialog.accept()
    turned = {one.file_name: one.turn for one in attachments.of_client(session.store, client)}
    assert turned == {"scan.png": 3, "note.txt": 0}


def test_a_sending_is_noted_with_its_proof_from_the_card(  # noqa: PLR0917 - fixtures
    qtbot, theme, session, invoice, tmp_path, monkeypatch
) -> None:
    card = InvoiceCardDialog(session, invoice)
    qtbot.addWidget(card)
    card.show()
    proof = tmp_path / "envoi.eml"
    proof.write_bytes(b"From: a@b.fr\nTo: c@d.fr\nSubject: F\n\nBonjour")

    def ask(parent, session_, ids):
        dialog = SendingDialog(session_, parent, ids)
        dialog.channel.setCurrentIndex(0)
        dialog.day.set_value(date(2026, 11, 12))
        dialog.recipient.setCurrentText("compta@durand.fr")
        dialog.proof.choose(proof)
        dialog.accept()
        return dialog.changes

    monkeypatch.setattr("creances_desktop.ui.pages.invoice_exhibits.SendingDialog.ask", ask)
    qtbot.mouseClick(card.exhibits.note, Qt.MouseButton.LeftButton)
    (line,) = card.exhibits.model.rows
    assert line.sentence == "envoyée par e-mail le 12/11/2026 à compta@durand.fr"
    assert [one.file_name for one in card.exhibits.files.model.rows] == ["envoi.eml"]
    assert any(event.kind == "sending" for event in card.history_model.rows)


def test_a_sending_before_the_invoice_is_refused_beside_its_day(qtbot, theme, session, invoice) -> None:
    dialog = SendingDialog(session, None, [invoice])
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.day.set_value(date(2026, 1, 1))
    dialog.accept()
    assert "n’a pas pu partir avant" in dialog.form.error("day")
    assert sendings.of_invoice(session.store, invoice) == []
