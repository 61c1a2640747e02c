"""The frame of every form: title, banner, content, and a button that bears the verb of the action."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from creances_desktop.domain.errors import DomainError, InvalidValue
from creances_desktop.services.changes import Changes
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.drafts import DraftKeeper
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import SideButton
from creances_desktop.ui.widgets.form import LabelledForm
from creances_desktop.ui.widgets.page_area import FormArea


class FormDialog(QDialog):
    """A form that saves once, when the user accepts it; refused, it stays open and says why beside the field.

    A form fills `body`, names its `forms`, and overrides `save`.
    """

    def __init__(
        self, title: str, verb: str, parent: QWidget | None = None, *, width: int = 36, height: int = 0
    ) -> None:
        """`verb` is the text of the accepting button: what will be done, never OK.

        `width` and `height` are the least size of the dialog in lines of text: it grows with the zoom.
        """
        super().__init__(parent)
        self._least = QSize(width, height)
        self.changes: Changes | None = None
        self.half_typed: DraftKeeper | None = None
        self.forms: list[LabelledForm] = []
        self.setWindowTitle(title)
        self.banner = Banner(self)
        fields = QWidget(self)
        self.body = QVBoxLayout(fields)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(10)
        self.accept_button = QPushButton(verb, self)
        self.accept_button.setDefault(True)
        self.buttons = QDialogButtonBox(self)
        self.buttons.addButton(self.accept_button, QDialogButtonBox.ButtonRole.AcceptRole)
        # A button of ours: those of Qt bear coloured icons on some desktops.
        self.cancel_button = SideButton("Annuler", self)
        self.buttons.addButton(self.cancel_button, QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(self.banner)
        layout.addWidget(FormArea(fields, self), 1)
        layout.addWidget(self.buttons)

    def run(self) -> Changes | None:
        """What the action changed; None when the user gave up."""
        self.exec()
        changes = self.changes
        self.deleteLater()
        return changes

    def save(self) -> Changes | None:
        """Do the action with what was typed; forms override it.

        A DomainError is shown, and the form stays open.
        """
        return None

    def reveal(self, form: LabelledForm) -> None:
        """Bring this form before the eyes; dialogs with tabs override it."""

    def show_refusal(self, error: DomainError | OSError) -> None:
        """Say why: beside the field when the error names one of ours, in the banner otherwise."""
        if isinstance(error, InvalidValue):
            for form in self.forms:
                if form.show_invalid(error):
                    self.reveal(form)
                    return
        messages.show_error(error, self, self.banner)

    @Slot()
    def accept(self) -> None:
        """Check, then save; close only when it is done."""
        self.banner.clear()
        for form in self.forms:
            if not form.check():
                self.reveal(form)
                return
        try:
            self.changes = self.save()
        except (DomainError, OSError) as error:
            self.show_refusal(error)
        else:
            super().accept()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return super().sizeHint().expandedTo(QSize(self._least.width() * line, self._least.height() * line))

    def setVisible(self, visible: bool) -> None:
        """Put the buttons behind the fields, made after them: the first field then has the focus."""
        if visible:
            self._begin_typing()
            if not self.testAttribute(Qt.WidgetAttribute.WA_Resized):
                self.resize(fitting(self))  # Qt itself stops at two thirds of the screen
        last = self.previousInFocusChain()
        if visible and last is not None and last not in (self.accept_button, self.cancel_button):
            QWidget.setTabOrder(last, self.accept_button)
            QWidget.setTabOrder(self.accept_button, self.cancel_button)
        super().setVisible(visible)

    def done(self, result: int) -> None:
        """Close; what was kept of the typing goes."""
        if self.half_typed is not None:
            self.half_typed.drop()
        super().done(result)

    def _begin_typing(self) -> None:
        """Say that nothing can be saved, or keep what is typed and offer what a crash left."""
        session = getattr(self, "_session", None)
        if session is None or self.half_typed is not None:
            return
        if session.store.read_only:
            self.accept_button.setEnabled(False)
            self.banner.show_warning("Lecture seule\u00a0: ce formulaire se consulte, il n’enregistre rien.")
            return
        self.half_typed = DraftKeeper(self, session.store.path)
        if self.half_typed.left is not None:
            at = self.half_typed.left.at.astimezone()
            self.banner.show_information(
                f"Une saisie interrompue le {at:%d/%m/%Y à %H:%M} a été gardée.", "La reprendre"
            )
            self.banner.action_requested.connect(self._take_typing_up)

    @Slot()
    def _take_typing_up(self) -> None:
        self.banner.clear()
        if self.half_typed is not None:
            self.half_typed.take_up()

    def event(self, event: QEvent) -> bool:
        """Grow when a sentence beside a field needs another line."""
        # Looked at first: after a DeferredDelete there is no dialog left to ask.
        grows = event.type() == QEvent.Type.LayoutRequest
        answered = super().event(event)
        layout = self.layout() if grows else None
        if layout is not None and layout.hasHeightForWidth():
            needed = min(layout.totalHeightForWidth(self.width()), self.screen().availableSize().height())
            if needed > self.height():
                self.resize(self.width(), needed)
        return answered


def add_form(dialog: FormDialog, parent: QWidget | None = None) -> LabelledForm:
    """A new form of the dialog: checked when it is accepted, and told what was refused."""
    form = LabelledForm(parent or dialog)
    form.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    dialog.forms.append(form)
    return form
