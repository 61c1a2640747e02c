"""Protects the words: a refusal, an obstacle and a bug are told apart, and a bug never stops the program."""

import errno
import logging
import sys
import threading

import pytest
import shiboken6
from PySide6.QtCore import Qt, QTimer, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMessageBox, QPushButton

from creances_desktop.domain.errors import DomainError, EnvironmentProblem
from creances_desktop.domain.progress import Cancelled
from creances_desktop.ui import messages as speech
from creances_desktop.ui import report_window, safety
from creances_desktop.ui.executor import SynchronousExecutor
from creances_desktop.ui.messages import Family
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.banner import Banner


@pytest.mark.parametrize(
    ("error", "family", "words"),
    [
        (DomainError("Ce règlement dépasse le reste dû."), Family.REQUEST, "Ce règlement dépasse"),
        (EnvironmentProblem("Le dossier est ouvert ailleurs."), Family.ENVIRONMENT, "ouvert ailleurs"),
        (OSError(errno.ENOSPC, "No space left on device"), Family.ENVIRONMENT, "Le disque est plein"),
        (
            PermissionError(errno.EACCES, "Permission denied", "a.pdf"),
            Family.ENVIRONMENT,
            "«\u00a0a.pdf\u00a0»",
        ),
        (FileNotFoundError(errno.ENOENT, "No such file", "b.csv"), Family.ENVIRONMENT, "introuvable"),
        (OSError(errno.EIO, "I/O error"), Family.ENVIRONMENT, "vérifiez le support"),
        (MemoryError(), Family.ENVIRONMENT, "La mémoire manque"),
        (KeyError("x"), Family.BUG, "erreur inattendue"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_each_error_is_told_as_what_it_is(messages, error, family, words):
    speech.show_error(error)
    said = messages.take()
    assert said.family is family
    assert words in said.text


def test_a_cancelled_action_needs_no_word(messages):
    speech.show_error(Cancelled())
    assert messages.shown == []


def test_a_refusal_stays_in_the_page_as_a_banner(qtbot, theme):
    banner = Banner()
    qtbot.addWidget(banner)
    assert banner.isHidden()
    speech.show_error(DomainError("Ce client a des factures."), banner=banner)
    assert banner.text() == "Ce client a des factures."
    assert banner.tone is Tone.WARNING
    speech.notify("La facture F-12 est enregistrée.", banner=banner)
    assert banner.tone is Tone.SUCCESS
    with qtbot.waitSignal(banner.closed):
        qtbot.keyClick(banner, Qt.Key.Key_Escape)
    assert banner.text() == ""


def test_a_banner_offers_the_way_out(qtbot, theme):
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_danger("Le disque est plein.", "Choisir un autre dossier")
    (action,) = [each for each in banner.findChildren(QPushButton) if each.text()]
    with qtbot.waitSignal(banner.action_requested):
        qtbot.mouseClick(action, Qt.MouseButton.LeftButton)


def press(verb: str) -> list[str]:
    """Click the button of the open dialog that bears this verb; the list receives what the dialog says."""
    said: list[str] = []

    def click() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        said.append(box.text())
        labels = {button.text().replace("&", ""): button for button in box.buttons()}
        labels[verb].click()

    QTimer.singleShot(0, click)
    return said


def test_a_question_bears_its_verbs(qtbot, theme):
    press("Supprimer")
    assert speech.confirm("Supprimer", "Supprimer cette note\u00a0?", "Supprimer", dangerous=True)
    press("Annuler")
    assert not speech.confirm("Supprimer", "Supprimer cette note\u00a0?", "Supprimer")
    press("Ne pas enregistrer")
    chosen = speech.choose("Fermer", "Enregistrer\u00a0?", ("Enregistrer", "Ne pas enregistrer"))
    assert chosen == "Ne pas enregistrer"


def test_a_refusal_without_a_banner_is_a_dialog(qtbot, theme):
    said = press("Fermer")
    speech.refuse("Ce numéro existe déjà\u00a0: choisissez-en un autre.")
    assert said == ["Ce numéro existe déjà\u00a0: choisissez-en un autre."]


def test_planned_answers_are_given_in_order(messages):
    messages.will_answer("Émettre", "")
    assert speech.confirm("Lettres", "Émettre 3 lettres\u00a0?", "Émettre")
    assert not speech.confirm("Lettres", "Émettre 3 lettres\u00a0?", "Émettre")
    assert len(messages.asked) == 2


def boom() -> None:
    name, amount, address = "Dupont", 1_000 + 234, "jean@dupont.fr"
    raise LookupError(f"client {name!r} owes {amount} to {address}")


@pytest.fixture
def net(qtbot, messages):
    net = safety.SafetyNet()
    net.install()
    yield net
    net.remove()


@pytest.mark.allow_log
def test_an_exception_nobody_caught_is_said_and_logged_without_business_data(net, messages, qtbot, caplog):
    try:
        boom()
    except LookupError:
        sys.excepthook(*sys.exc_info())
    said = messages.take()
    assert said.family is Family.BUG
    for text in (said.details, caplog.text):
        assert "in boom" in text
        assert "LookupError" in text
        assert "client '…' owes # to …@…" in text


@pytest.mark.allow_log
def test_an_exception_of_another_thread_is_said_on_the_window_thread(net, messages, qtbot):
    worker = threading.Thread(target=boom)
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(messages.shown))
    assert "LookupError" in messages.take().details


@pytest.mark.allow_log
def test_a_failed_job_reaches_the_net(net, messages):
    executor = SynchronousExecutor()
    executor.failed.connect(net.report)
    executor.submit(lambda _: boom())
    assert messages.take().family is Family.BUG


@pytest.mark.allow_log
def test_a_refusal_that_no_page_handled_is_not_called_a_bug(net, messages):
    net.report(DomainError("Ce client est en procédure collective."))
    assert messages.take().family is Family.REQUEST


@pytest.mark.allow_log
@pytest.mark.qt_no_exception_capture
@pytest.mark.no_qt_log
def test_what_qt_complains_about_is_logged(net, caplog):
    qWarning("a complaint of Qt")
    assert ("qt", logging.WARNING, "a complaint of Qt") in caplog.record_tuples


def test_the_log_turns_over(tmp_path):
    root = logging.getLogger()
    before = list(root.handlers), root.level
    path = safety.start_log(tmp_path)
    (handler,) = [each for each in root.handlers if each not in before[0]]
    try:
        logging.getLogger("creances_desktop").info("started")
        logging.getLogger("pypdf._page").info("Dupont owes %s", "98,76")
        handler.flush()
        written = path.read_text(encoding="utf-8")
        assert "INFO creances_desktop: started" in written
        assert "INFO pypdf._page: test_messages, line" in written
        assert "Dupont" not in written
        assert "98,76" not in written
        assert handler.maxBytes > 0
        assert handler.backupCount > 0
    finally:
        root.removeHandler(handler)
        root.setLevel(before[1])
        handler.close()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("no such column: foo", "no such column: foo"),
        ("'Dupont SA' is not in list", "'…' is not in list"),
        ("1\u202f234,56 > 12", "# > #"),
        ("(locked) [SQL: SELECT 1] [parameters: ('x',)]", "(locked) [SQL: …]"),
    ],
)
def test_only_words_stay_in_a_masked_message(text, kept):
    assert report_window.masked(text) == kept


def test_the_details_name_the_cause_too():
    try:
        try:
            boom()
        except LookupError as cause:
            raise RuntimeError("while loading") from cause
    except RuntimeError as error:
        details = report_window.details_of(error)
    assert details.index("LookupError") < details.index("RuntimeError: while loading")


@pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)
def test_the_report_window_reassures_folds_and_copies(qtbot, theme):
    window = report_window.open_report("Traceback: somewhere")
    qtbot.addWidget(window)
    assert window.isVisible()
    assert not window.isModal()
    assert report_window.open_report("another one") is window
    assert "somewhere" in window.details()
    assert "another one" in window.details()
    assert not window._details.isVisible()
    window._fold.click()
    assert window._details.isVisible()
    (box,) = window.findChildren(QDialogButtonBox)
    copy = next(each for each in box.buttons() if "Copier" in each.text())
    copy.click()
    assert QGuiApplication.clipboard().text() == window.details()
    window.close()
    qtbot.waitUntil(lambda: not shiboken6.isValid(window))
    fresh = report_window.open_report("later")
    qtbot.addWidget(fresh)
    assert "somewhere" not in fresh.details()
