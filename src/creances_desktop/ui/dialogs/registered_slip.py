"""The slip of registered letters: where sender and recipient are printed on it, moved until it fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.labels import SlipBlock, SlipLayout, UnusableLayout, checked
from creances_desktop.services import mail_papers, paper, registered_slips
from creances_desktop.services.changes import Changes
from creances_desktop.services.paper import Offsets
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.dialogs.print_pdf import print_pdf
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import RIGHT, Column
from creances_desktop.ui.widgets.edit_grid import Edit, EditGrid, EditModel
from creances_desktop.ui.widgets.millimetre_field import MillimetreField
from creances_desktop.ui.widgets.pdf_view import PdfPreview

ADVICE = (
    "La poste ne publie pas les mesures de son imprimé, et elle en change\u00a0: ces positions ne sont qu’un "
    "point de départ. Mesurez le vôtre en millimètres depuis le coin en haut à gauche, imprimez la page "
    "d’essai sur du papier ordinaire, posez-la sur l’imprimé devant une fenêtre, corrigez, recommencez."
)


def _number(text: str) -> float:
    try:
        return round(float(text.strip().replace(",", ".")), 1)
    except ValueError as error:
        raise ValueError("Indiquez un nombre, par exemple 16,5.") from error


def _shown(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _measure(name: str) -> Edit[SlipBlock]:
    def apply(block: SlipBlock, text: str) -> SlipBlock:
        values: dict[str, float] = {name: _number(text)}
        return replace(block, **values)  # type: ignore[arg-type]

    return Edit(lambda one: _shown(getattr(one, name)), apply)


def _column(name: str, title: str, tip: str) -> Column[SlipBlock]:
    def text(one: SlipBlock) -> str:
        return _shown(getattr(one, name))

    return Column(name, title, text, align=RIGHT, width=9, title_tooltip=tip, sortable=False)


COLUMNS: tuple[Column[SlipBlock], ...] = (
    Column("name", "Contenu", lambda one: one.name, width=30, stretch=True, sortable=False),
    _column("x", "Gauche", "Millimètres depuis le bord gauche de l’imprimé"),
    _column("y", "Haut", "Millimètres depuis le bord haut de l’imprimé"),
    _column("width", "Largeur", "Millimètres que les lignes peuvent prendre"),
    _column("size", "Corps", "Taille des lettres, en points"),
)
EDITS: dict[str, Edit[SlipBlock]] = {name: _measure(name) for name in ("x", "y", "width", "size")}


class RegisteredSlipDialog(FormDialog):
    """The blocks of the form as a grid to type into, beside the test page that they give."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> Changes | None:
        """What was changed; None when the user gave up."""
        return cls(session, parent).run()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Imprimé de recommandé", "Enregistrer le calage", parent, width=72, height=28)
        self._session = session
        settings = paper.settings(session.store)
        self._offsets: Offsets = settings.offsets.get(settings.printer, (0, 0))
        self._name = ""
        self.model = EditModel(COLUMNS, EDITS, parent=self)
        self.grid = EditGrid("registered_slip", self)
        self.grid.setAccessibleName("Blocs imprimés")
        self.grid.set_rows_model(self.model)
        self.width_field = MillimetreField(self, most=2970)
        self.height_field = MillimetreField(self, most=4200)
        self.preview = PdfPreview(self)
        self._lay_out()
        self._show(_kept_or_proposed(session, self._tell))
        self.resize(fitting(self))
        self.grid.setFocus()

    def _lay_out(self) -> None:
        advice = QLabel(ADVICE, self)
        advice.setWordWrap(True)
        form = self.form = add_form(self)
        form.add("width", "&Largeur de l’imprimé (mm)", self.width_field)
        form.add("height", "&Hauteur de l’imprimé (mm)", self.height_field)
        self.print_button = push_button("&Imprimer la page d’essai…", self, icon="printer")
        self.reset_button = push_button("&Positions proposées", self, icon="undo-2")
        self.reset_button.setToolTip("Revenir aux positions livrées avec le programme")
        row = QHBoxLayout()
        row.addWidget(self.print_button)
        row.addWidget(self.reset_button)
        row.addStretch(1)
        column = QVBoxLayout()
        column.addWidget(self.grid, 1)
        column.addWidget(form)
        column.addLayout(row)
        halves = QHBoxLayout()
        halves.setSpacing(14)
        halves.addLayout(column, 1)
        halves.addWidget(self.preview, 1)
        self.body.addWidget(advice)
        self.body.addLayout(halves, 1)
        self.model.refused.connect(self.banner.show_warning)
        self.model.edited.connect(self._draw)
        for field in (self.width_field, self.height_field):
            field.editingFinished.connect(self._draw)
        self.print_button.clicked.connect(self._on_print)
        self.reset_button.clicked.connect(lambda: self._show(registered_slips.shipped()))

    def draft(self) -> SlipLayout:
        """What the form says, checked. Raises UnusableLayout."""
        width, height = self.width_field.value() or 0, self.height_field.value() or 0
        return checked(SlipLayout(self._name, width / 10, height / 10, tuple(self.model.rows)))

    def save(self) -> Changes | None:
        self.grid.commit()
        return registered_slips.save(self._session.store, self.draft())

    def _show(self, layout: SlipLayout) -> None:
        self._name = layout.name
        self.model.set_rows(layout.blocks)
        self.width_field.set_value(round(layout.width * 10))
        self.height_field.set_value(round(layout.height * 10))
        self._draw()

    @Slot()
    def _draw(self) -> None:
        """Show the test page of what is typed, or say what is wrong with it."""
        try:
            data = self._page()
        except DomainError as error:
            self.banner.show_warning(str(error))
            self.preview.clear(str(error))
        else:
            self.banner.clear()
            self.preview.show_pdf(data)

    def _page(self) -> bytes:
        return mail_papers.slip_page(self.draft(), self._offsets, self._session.today())

    @Slot()
    def _on_print(self) -> None:
        self.grid.commit()
        try:
            layout, data = self.draft(), self._page()
        except DomainError as error:
            messages.show_error(error, self, self.banner)
            return
        print_pdf(self, self._session, self.banner, data, "Page d’essai", paper=(layout.width, layout.height))

    def _tell(self, sentence: str) -> None:
        self.banner.show_warning(sentence)


def _kept_or_proposed(session: Session, tell: Callable[[str], None]) -> SlipLayout:
    """The layout of the dossier; the proposed one, told so, when what is kept cannot be read."""
    try:
        return registered_slips.layout(session.store)
    except UnusableLayout as error:
        tell(str(error))
        return registered_slips.shipped()
