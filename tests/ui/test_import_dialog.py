"""Protects the import: all is seen before it is written, giving up leaves nothing, columns are asked once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from creances_desktop.domain.company import Company
from creances_desktop.services import assembly, history, lists
from creances_desktop.services.assembly import Store
from creances_desktop.ui import file_dialogs
from creances_desktop.ui.dialogs.completion import CompletionDialog
from creances_desktop.ui.dialogs.imports import BUSY, CHOICE, COLUMNS, PREVIEW, ImportDialog, offer_completion
from creances_desktop.ui.executor import Executor
from creances_desktop.ui.session import Session

TODAY = date(2026, 11, 24)
FEC = Path(__file__).parents[1] / "data/fec/A_tab_utf8bom_18col_411.txt"
CLIENTS = "Code;Raison sociale;Ville\nLEF;Scierie Lefèvre;Nantes\nOEU;Œuvré & Fils;\n"
INVOICES = (
    "N° facture;Code client;Date;Échéance;Montant TTC\n"
    "F-1;LEF;01/09/2026;01/10/2026;1 200,00\n"
    "F-2;LEF;31/02/2026;01/10/2026;80,00\n"
    "F-3;LEF;01/09/2026;01/10/2026;douze\n"
)
OWN_HEADERS = "Repère;Qui nous doit;Émission;Somme\nF-1;Lefèvre;01/09/2026;1 200,00\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    company = Company(legal_name="Menuiserie Martin", default_terms_days=45)
    with assembly.create_company_file(tmp_path / "martin.creances", company) as store:
        yield store


@pytest.fixture
def session(store, executor) -> Session:
    return Session(store, executor, lambda: TODAY)


@pytest.fixture
def dialog(qtbot, theme, messages, session) -> ImportDialog:
    dialog = ImportDialog(session)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def clients_of(store: Store) -> list[str]:
    lines = lists.client_page(store, lists.client_ids(store, TODAY), TODAY)
    return [line.name for line in lines]


def test_the_first_step_tells_what_can_be_read(dialog):
    assert dialog.stack.currentIndex() == CHOICE
    assert not dialog.go.isVisible()
    assert dialog.choice.choose.text() == "&Choisir des fichiers…"


def test_files_are_dropped(dialog, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(written(tmp_path, "c.csv", CLIENTS)))])
    dialog.choice.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    assert dialog.stack.currentIndex() == PREVIEW
    assert dialog.go.text() == "&Importer 2\u00a0clients"


def test_counts_changes_and_rejected_lines_are_seen_before_anything_is_written(dialog, store, tmp_path):
    dialog.analyse((written(tmp_path, "c.csv", CLIENTS), written(tmp_path, "f.csv", INVOICES)))
    rows = [(row.kind, row.new, row.rejected) for row in dialog.preview.count_model.rows]
    assert rows == [("Clients", 2, 0), ("Factures et avoirs", 1, 2)]
    rejected = [
        (row.line.line, row.line.column, row.line.value) for row in dialog.preview.rejected_model.rows
    ]
    assert rejected == [(3, "Date", "31/02/2026"), (4, "Montant TTC", "douze")]
    assert dialog.preview.tabs.currentWidget() is dialog.preview.rejected
    assert "reconnue à ses colonnes" in dialog.preview.description.text()
    assert clients_of(store) == []


def test_importing_writes_all_at_once_and_says_so(dialog, store, tmp_path):
    dialog.analyse((written(tmp_path, "c.csv", CLIENTS), written(tmp_path, "f.csv", INVOICES)))
    dialog.go.click()
    assert dialog.changes is not None
    assert dialog.changes.message.startswith("Import terminé")
    assert history.journal(store, 1)[0].action == "import"
    assert sorted(clients_of(store)) == ["Scierie Lefèvre", "Œuvré & Fils"]


def test_giving_up_leaves_nothing(dialog, store, tmp_path):
    before = len(history.journal(store))
    dialog.analyse((written(tmp_path, "f.csv", OWN_HEADERS),))
    dialog.analyse((written(tmp_path, "c.csv", CLIENTS),))
    dialog.give_up.click()
    assert dialog.changes is None
    assert len(history.journal(store)) == before


def test_a_second_time_there_is_nothing_to_import(dialog, session, qtbot, tmp_path):
    dialog.analyse((written(tmp_path, "c.csv", CLIENTS),))
    dialog.go.click()
    again = ImportDialog(session)
    qtbot.addWidget(again)
    again.analyse((tmp_path / "c.csv",))
    assert not again.go.isEnabled()
    assert "Rien de nouveau" in again.banner.text()


def test_what_changes_is_shown_old_and_new(dialog, session, qtbot, tmp_path):
    dialog.analyse((written(tmp_path, "c.csv", CLIENTS),))
    dialog.go.click()
    again = ImportDialog(session)
    qtbot.addWidget(again)
    again.analyse((written(tmp_path, "c.csv", CLIENTS.replace("Nantes", "Rezé")),))
    rows = [(row.name, row.label, row.before, row.after) for row in again.preview.change_model.rows]
    assert rows == [("LEF", "Ville", "Nantes", "Rezé")]
    assert again.go.text() == "&Importer 1\u00a0mise à jour"


def test_a_fec_explains_its_due_dates_and_asks_for_the_delay(dialog):
    dialog.analyse((FEC,))
    assert dialog.preview.terms.isVisible()
    assert dialog.preview.terms.value() == 45
    words = dialog.preview.warnings.toPlainText()
    assert "estimée" in words
    assert "confirmées" in words
    dialog.preview.terms.setValue(60)
    dialog.preview.apply_terms.click()
    assert dialog.stack.currentIndex() == PREVIEW
    assert dialog.preview.terms.isVisible(), "the answer can be changed again"
    assert dialog.go.text() == "&Importer 17\u00a0clients, 409\u00a0pièces et 129\u00a0règlements"


def test_unknown_columns_are_asked_once(dialog, session, qtbot, tmp_path):
    path = written(tmp_path, "f.csv", OWN_HEADERS)
    dialog.analyse((path,))
    assert dialog.stack.currentIndex() == COLUMNS
    asked = dialog.columns
    asked.kind.setCurrentIndex(asked.kind.findData("invoices"))
    asked.kind.activated.emit(0)
    assert not dialog.go_on.isEnabled()
    said = (
        ("Repère", "number"),
        ("Qui nous doit", "client_name"),
        ("Émission", "issue_date"),
        (
            "Somme",
            "amount_ttc",
        ),
    )
    for header, name in said:
        box = asked._boxes[header]
        box.setCurrentIndex(box.findData(name))
        box.activated.emit(box.currentIndex())
    dialog.go_on.click()
    assert dialog.stack.currentIndex() == PREVIEW
    dialog.go.click()
    again = ImportDialog(session)
    qtbot.addWidget(again)
    again.analyse((written(tmp_path, "g.csv", OWN_HEADERS.replace("F-1", "F-9")),))
    assert again.stack.currentIndex() == PREVIEW
    assert again.plan.new.invoices == 1


def test_a_column_named_twice_is_not_accepted(dialog, tmp_path):
    dialog.analyse((written(tmp_path, "f.csv", OWN_HEADERS),))
    for box in dialog.columns._boxes.values():
        box.setCurrentIndex(1)
        box.activated.emit(1)
    assert not dialog.go_on.isEnabled()
    assert dialog.columns.twice()


def test_an_unreadable_file_is_said_and_another_can_be_chosen(dialog, messages, tmp_path):
    dialog.analyse((written(tmp_path, "page.html", "<html>rien</html>"),))
    assert "page.html" in messages.take().text
    assert dialog.stack.currentIndex() == CHOICE


def test_rejected_lines_are_saved_as_csv(dialog, messages, tmp_path, monkeypatch):
    dialog.analyse((written(tmp_path, "c.csv", CLIENTS), written(tmp_path, "f.csv", INVOICES)))
    target = tmp_path / "rejets.csv"
    monkeypatch.setattr(file_dialogs, "file_to_write", lambda *_args, **_named: target)
    dialog.save_rejected.click()
    assert "rejets.csv" in messages.take().text
    assert target.read_text(encoding="utf-8-sig").splitlines()[0] == "Ligne;Colonne;Valeur;Motif"


def test_a_dossier_changed_meanwhile_is_not_written_into(dialog, session, messages, qtbot, tmp_path):
    dialog.analyse((written(tmp_path, "c.csv", CLIENTS),))
    other = ImportDialog(session)
    qtbot.addWidget(other)
    other.analyse((written(tmp_path, "d.csv", CLIENTS.replace("LEF", "AUT")),))
    other.go.click()
    dialog.go.click()
    assert "a changé depuis" in messages.take().text
    assert dialog.changes is None
    assert dialog.stack.currentIndex() == PREVIEW


def test_leaving_while_reading_stops_the_reading(dialog, session, qtbot, monkeypatch):
    monkeypatch.setattr(session.executor, "_launch", lambda run, lane: None)
    dialog.analyse((FEC,))
    assert dialog.stack.currentIndex() == BUSY
    task = dialog._task
    dialog.reject()
    assert task.cancelled


def test_the_grid_is_offered_after_new_clients(dialog, session, messages, monkeypatch, tmp_path):
    dialog.analyse((written(tmp_path, "c.csv", CLIENTS),))
    dialog.go.click()
    opened = []
    monkeypatch.setattr(CompletionDialog, "ask", lambda *_: opened.append(True))
    messages.will_answer("Compléter maintenant")
    offer_completion(None, session, dialog.changes.message)
    assert opened == [True]
    assert "2\u00a0clients" in messages.asked[0].text
    messages.will_answer("")
    assert offer_completion(None, session, dialog.changes.message) is None
    assert opened == [True]


def test_with_real_threads_the_window_waits_for_nothing(qtbot, qapp, theme, messages, store):
    executor = Executor()
    dialog = ImportDialog(Session(store, executor, lambda: TODAY))
    qtbot.addWidget(dialog)
    dialog.analyse((FEC,))
    assert dialog.stack.currentIndex() == BUSY
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == PREVIEW, timeout=20_000)
    dialog.go.click()
    assert not dialog.give_up.isEnabled(), "what is being written is written whole"
    with qtbot.waitSignal(dialog.accepted, timeout=20_000):
        pass
    assert dialog.changes.entry_id > 0
    assert executor.shut_down()
