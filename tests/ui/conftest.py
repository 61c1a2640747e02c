"""What tests of the window share: theme, recorded messages, executor without threads, accented keyboard."""

from collections import deque
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from creances_desktop.ui import messages as messages_module
from creances_desktop.ui.executor import SynchronousExecutor
from creances_desktop.ui.messages import Message, Question
from creances_desktop.ui.theme import Choice, Theme
from creances_desktop.ui.widgets.banner import Banner


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
    shared_theme.choose(Choice.LIGHT)
    shared_theme.set_zoom(100)
    yield shared_theme
    shared_theme.choose(Choice.LIGHT)
    shared_theme.set_zoom(100)


@pytest.fixture
def type_text(qapp: QApplication) -> Callable[[QWidget, str], None]:
    """A keyboard that knows accents: `qtbot.keyClicks` aborts the process on them."""

    def type_into(widget: QWidget, text: str) -> None:
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(widget, event)

    return type_into
