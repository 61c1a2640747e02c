"""What tests of the window share: theme, recorded messages, executor without threads, accented keyboard."""

import shutil
from collections import deque
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from creances_desktop.domain.clients import Address, ClientDraft, Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.invoices import DocumentKind, InvoiceDraft
from creances_desktop.services import assembly, clients, demo, invoices
from creances_desktop.services.assembly import Store
from creances_desktop.ui import messages as messages_module
from creances_desktop.ui.dialogs.disputes import DisputeDialog
from creances_desktop.ui.executor import SynchronousExecutor
from creances_desktop.ui.messages import Message, Question
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Choice, Theme
from creances_desktop.ui.widgets.banner import Banner

TODAY = date(2026, 11, 21)
COMPANY = Company(
    "Menuiserie Lefèvre",
    legal_form="SARL",
    capital="10\u202f000\u00a0€",
    siren="732829320",
    rcs_city="Nantes",
    address="1 rue du Port\n44000 Nantes",
    iban="FR7630006000011234567890189",
    signatory="Hélène Lefèvre",
    quality="Gérante",
)


class RecordedMessages:
    """Stands in for the windows: remembers what was said and answers what the test planned.

    At the end of the test, what was said must have been taken, and what was planned must have been asked.
    """

    def __init__(self) -> None:
        self.shown: list[Message] = []
        self.asked: list[Question] = []
        self.answers: deque[str] = deque()

    def show(self, message: Message, parent: QWidget | None, banner: Banner | None) -> None:
        self.shown.append(message)

    def ask(self, question: Question, parent: QWidget | None) -> str:
        self.asked.append(question)
        assert self.answers, f"a question nobody planned an answer for: {question.text}"
        return self.answers.popleft()

    def will_answer(self, *verbs: str) -> None:
        """Plan the answers to the next questions, in order; "" gives up."""
        self.answers.extend(verbs)

    def take(self) -> Message:
        """The one message that was shown."""
        assert len(self.shown) == 1, f"expected one message, got {self.shown}"
        return self.shown.pop()


@pytest.fixture
def messages() -> Iterator[RecordedMessages]:
    """What the program says in this test; a message or an answer left over fails it."""
    recorded = RecordedMessages()
    previous = messages_module.use_presenter(recorded)
    yield recorded
    messages_module.use_presenter(previous)
    assert not recorded.shown, f"messages nobody expected: {recorded.shown}"
    assert not recorded.answers, f"answers nobody asked for: {recorded.answers}"


@pytest.fixture(autouse=True)
def deleted_widgets(qapp: QApplication) -> Iterator[None]:
    """Widgets of a test die with it: thousands left over would be styled again by each change of theme."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def executor(qapp: QApplication) -> SynchronousExecutor:
    """The executor without threads."""
    return SynchronousExecutor()


@pytest.fixture(scope="session")
def shared_theme(qapp: QApplication) -> Theme:
    """The theme of the one application."""
    return Theme(qapp)


@pytest.fixture
def theme(shared_theme: Theme) -> Iterator[Theme]:
    """The light theme at its base size; given back as it was."""
    _as_at_first(shared_theme)
    yield shared_theme
    _as_at_first(shared_theme)


def _as_at_first(theme: Theme) -> None:
    """Take the light theme and the base size; nothing when they are there: it styles every widget again."""
    other = Theme.current() is not theme  # a test made one of its own
    Theme._current = theme
    if other or theme.choice is not Choice.LIGHT:
        theme.choose(Choice.LIGHT)
    if theme.zoom != 100:
        theme.set_zoom(100)


@pytest.fixture
def type_text(qapp: QApplication) -> Callable[[QWidget, str], None]:
    """A keyboard that knows accents: `qtbot.keyClicks` aborts the process on them."""

    def type_into(widget: QWidget, text: str) -> None:
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(widget, event)

    return type_into


@pytest.fixture
def dossier(tmp_path: Path) -> Iterator[Store]:
    """The open dossier of a company that has no client yet."""
    store = assembly.create_company_file(tmp_path / "Menuiserie.creances", COMPANY)
    yield store
    store.close()


@pytest.fixture
def owing(dossier: Store) -> Callable[..., int]:
    """Enters a client who owes: his name, then the days late and the cents of each invoice; gives his id."""

    def enter(name: str, *owed: tuple[int, int], city: str = "Nantes") -> int:
        street = Address("2 rue Haute", "44000", city) if city else Address()
        made = clients.add(dossier, ClientDraft("", name, Nature.PROFESSIONAL, address=street))
        for days_late, cents in owed:
            due = TODAY - timedelta(days=days_late)
            number = f"F{made.id}-{days_late}"
            invoices.add(
                dossier,
                InvoiceDraft(
                    made.id,
                    DocumentKind.INVOICE,
                    number,
                    due - timedelta(days=30),
                    cents,
                    0,
                    cents,
                    invoices.single_due_item(cents, due),
                ),
            )
        return made.id

    return enter


@pytest.fixture
def session(dossier: Store, executor: SynchronousExecutor) -> Session:
    """What a page is given, on the dossier of this test, on 21 November 2026."""
    return Session(dossier, executor, lambda: TODAY)


@pytest.fixture(scope="session")
def example_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example dossier of 21 November 2026, closed; to be copied, never opened."""
    path = tmp_path_factory.mktemp("example") / "exemple.creances"
    demo.create(path, TODAY).close()
    return path


@pytest.fixture
def example(example_file: Path, tmp_path: Path, executor: SynchronousExecutor) -> Iterator[Session]:
    """What a page is given on a copy of the example."""
    store = assembly.open_company_file(Path(shutil.copy(example_file, tmp_path / "exemple.creances")))
    yield Session(store, executor, lambda: TODAY)
    store.close()


@pytest.fixture
def fill_dispute(qtbot: QtBot) -> Callable[..., None]:
    """Fills in the dialog of a dispute that the next action opens, then accepts it by Enter, or gives up."""

    def fill(amount: int | None = None, claim: str = "", key: Qt.Key = Qt.Key.Key_Return) -> None:
        def do() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, DisputeDialog)
            dialog.amount.set_value(amount)
            dialog.claim.setPlainText(claim)
            qtbot.keyClick(dialog.reason, key)

        QTimer.singleShot(0, do)

    return fill
