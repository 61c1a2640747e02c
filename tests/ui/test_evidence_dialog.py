"""The dialog of the evidence file: invoices and exhibits ticked, the gaps told, PDF and ZIP made."""

import io
import zipfile
from datetime import date

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices

from creances_desktop.services import lists
from creances_desktop.services.attachments import About, AttachmentKind, Wording, attach, incoming
from creances_desktop.ui import file_dialogs
from creances_desktop.ui.dialogs.evidence import EvidenceDialog

TODAY = date(2026, 11, 21)


@pytest.fixture
def client(owing) -> int:
    return owing("Durand & Fils", (40, 500_00), (10, 120_00), (-10, 80_00))


@pytest.fixture
def dialog(qtbot, theme, session, client):
    note = incoming("note.txt", b"Bon pour accord")
    attach(session.store, About(client), [note], Wording(AttachmentKind.CONTRACT, TODAY))
    made = EvidenceDialog(session, client)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_overdue_invoices_are_ticked_and_the_gaps_are_told(dialog) -> None:
    assert len(dialog.invoice_model.ticked()) == 2
    assert [one.title for one in dialog.exhibit_model.rows] == [
        "Contrat",
        "Décompte des intérêts et indemnités",
    ]
    assert any("mise en demeure" in sentence for sentence in dialog.missing.sentences())


def test_an_exhibit_unticked_by_keyboard_leaves_the_file(qtbot, dialog) -> None:
    dialog.exhibits.setFocus()
    dialog.exhibits.select_id(dialog.exhibit_model.id_at(0))
    qtbot.keyClick(dialog.exhibits, Qt.Key.Key_Space)
    assert dialog.count.text() == "1\u00a0pièce"
    column = dialog.exhibit_model.column_index("number")
    assert [dialog.exhibit_model.index(row, column).data() for row in range(2)] == ["", "1"]


def test_without_an_invoice_nothing_can_be_made(qtbot, dialog) -> None:
    dialog.invoice_model.set_ticked(dialog.invoice_model.ticked(), ticked=False)
    assert not dialog.pdf.isEnabled()
    assert dialog.exhibit_model.rows == []


@pytest.mark.parametrize("suffix", ["pdf", "zip"])
def test_the_file_is_saved_where_the_user_says(qtbot, dialog, tmp_path, monkeypatch, suffix) -> None:
    path = tmp_path / f"preuves.{suffix}"
    asked = []
    monkeypatch.setattr(file_dialogs, "file_to_write", lambda *args, **_: asked.append(args[3]) or path)
    qtbot.mouseClick(getattr(dialog, suffix), Qt.MouseButton.LeftButton)
    assert asked == [f"Preuves-{_code(dialog)}-2026-11-21.{suffix}"]
    data = path.read_bytes()
    if suffix == "pdf":
        assert len(PdfReader(io.BytesIO(data)).pages) >= 5
    else:
        assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    assert dialog.pdf.isEnabled()


def _code(dialog) -> str:
    return dialog._evidence.client.code


def test_it_is_read_before_it_is_saved_and_each_exhibit_opens(qtbot, dialog, monkeypatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.fileName()) or True)
    qtbot.mouseClick(dialog.see, Qt.MouseButton.LeftButton)
    dialog.exhibits.select_id(dialog.exhibit_model.id_at(0))
    qtbot.keyClick(dialog.exhibits, Qt.Key.Key_Return)
    assert opened == [f"Preuves-{_code(dialog)}-2026-11-21.pdf", "note.txt"]


def test_a_full_disk_is_said_and_the_dialog_stays(qtbot, dialog, messages, monkeypatch, tmp_path) -> None:
    blocked = tmp_path / "fichier"
    blocked.write_text("x")
    monkeypatch.setattr(file_dialogs, "file_to_write", lambda *_, **__: blocked / "preuves.pdf")
    qtbot.mouseClick(dialog.pdf, Qt.MouseButton.LeftButton)
    assert "Impossible d’écrire" in messages.take().text
    assert dialog.isVisible()


def test_from_one_invoice_only_that_one_is_ticked(qtbot, theme, session, client) -> None:
    ids = list(lists.invoice_ids(session.store, TODAY, client_id=client))
    dialog = EvidenceDialog(session, client, None, [ids[-1]])
    qtbot.addWidget(dialog)
    assert dialog.invoice_model.ticked() == (ids[-1],)
