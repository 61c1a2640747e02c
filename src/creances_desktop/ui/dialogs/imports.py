"""Importing files: chosen, recognised, looked at, and only then written, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.imports import UnrecognisedColumns
from creances_desktop.domain.progress import Progress
from creances_desktop.domain.text import plural
from creances_desktop.services import clients, company, imports
from creances_desktop.services.changes import Changes
from creances_desktop.services.import_plan import ImportPlan
from creances_desktop.ui import file_dialogs, messages
from creances_desktop.ui.dialogs.completion import AT_ONCE, CompletionDialog
from creances_desktop.ui.dialogs.import_choice import DropZone
from creances_desktop.ui.dialogs.import_columns import ColumnsPage
from creances_desktop.ui.dialogs.import_preview import ImportPreview
from creances_desktop.ui.dialogs.import_rows import import_verb
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.executor import Task
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import SideButton, push_button

CHOICE, BUSY, COLUMNS, PREVIEW = range(4)
CSV_FILES = "Tableau CSV (*.csv)"


class ImportDialog(QDialog):
    """The steps of an import; giving up at any of them leaves nothing behind."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.changes: Changes | None = None
        self._session = session
        self._paths: tuple[Path, ...] = ()
        self._mapping: dict[str, Mapping[str, str]] = {}
        self._named: dict[str, Mapping[str, str]] = {}
        self._terms: int | None = None
        self._asked_terms = False
        self._signature = ""
        self._plan: ImportPlan | None = None
        self._task: Task | None = None
        self._writing = False
        self.setWindowTitle("Importer")
        self.banner = Banner(self)
        self.choice = DropZone(self)
        self.columns = ColumnsPage(self)
        self.preview = ImportPreview(company.get(session.store).default_terms_days, self)
        self._progress = QProgressBar(self)
        self._step = QLabel(self)
        self.stack = QStackedWidget(self)
        self.save_rejected = push_button(
            "&Enregistrer les lignes rejetées…", self, icon="save", tooltip="En CSV, pour les corriger"
        )
        self.others = push_button("&Autres fichiers…", self, tooltip="Choisir d’autres fichiers")
        self.go_on = QPushButton("&Continuer", self)
        self.go_on.setToolTip("Lire le fichier avec ces colonnes")
        self.go = QPushButton("&Importer", self)
        self.go.setToolTip("Tout écrire en une fois\u00a0; l’import s’annule ensuite d’un seul geste")
        self.give_up = SideButton("Annuler", self)
        self._place()
        self._connect()
        self._show(CHOICE)

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        session: Session,
        paths: Sequence[Path] = (),
    ) -> Changes | None:
        """Import these files, or those that the user chooses; None when nothing was imported."""
        dialog = cls(session, parent)
        if paths:
            dialog.analyse(tuple(paths))
        dialog.exec()
        changes = dialog.changes
        dialog.deleteLater()
        return changes

    @property
    def plan(self) -> ImportPlan | None:
        """What the last analysis found."""
        return self._plan

    @Slot(tuple)
    def analyse(self, paths: tuple[Path, ...]) -> None:
        """Read these files and show what importing them would do."""
        self._paths, self._mapping, self._named = paths, {}, {}
        self._terms, self._asked_terms, self._plan = None, False, None
        self._analyse()

    def _analyse(self) -> None:
        store, paths, terms, mapping = self._session.store, self._paths, self._terms, dict(self._mapping)
        self.banner.clear()
        self._show(BUSY, "Lecture des fichiers…")
        self._task = self._session.executor.submit(
            lambda progress: imports.analyse(
                store, paths, default_terms_days=terms, mapping=mapping, progress=progress
            ),
            self._on_analysed,
            self._on_failed,
            self._on_progress,
            key="import",
            owner=self,
        )

    def _on_analysed(self, plan: ImportPlan) -> None:
        self._plan = plan
        self._asked_terms = self._asked_terms or plan.needs_terms
        self.preview.show_plan(plan, with_terms=self._asked_terms)
        self.go.setText(import_verb(plan))
        self.go.setEnabled(not plan.writes.is_empty)
        self._show(PREVIEW)
        if plan.writes.is_empty:
            self.banner.show_information(
                "Rien de nouveau dans ces fichiers\u00a0: le dossier les connaît déjà."
            )
            self.give_up.setFocus()
        else:
            self.go.setFocus()

    def _on_failed(self, error: Exception) -> None:
        self._writing = False
        if isinstance(error, UnrecognisedColumns):
            self._signature = imports.headers_signature(error.headers)
            self.columns.ask(error)
            self._on_named()
            self._show(COLUMNS)
            return
        self._show(CHOICE if self._plan is None else PREVIEW)
        messages.show_error(error, self, self.banner)

    def _on_progress(self, done: int, total: int, text: str) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        if text:
            self._step.setText(f"{text}…")

    @Slot()
    def _on_columns(self) -> None:
        """Read again, with the columns as the user named them."""
        said = self.columns.mapping()
        self._mapping[self.columns.path] = said
        self._named[self._signature] = said
        self._analyse()

    @Slot()
    def _on_named(self) -> None:
        self.go_on.setEnabled(self.columns.is_complete())

    @Slot(int)
    def _on_terms(self, days: int) -> None:
        self._terms = days
        self._analyse()

    @Slot()
    def _on_go(self) -> None:
        plan = self._plan
        if plan is None:
            return
        store, today, named = self._session.store, self._session.today(), dict(self._named)

        def write(progress: Progress) -> Changes:
            changes = imports.execute(store, plan, today=today, progress=progress)
            for signature, mapping in named.items():
                imports.remember_mapping(store, signature, mapping)
            return changes

        self.banner.clear()
        self._writing = True
        self._show(BUSY, "Enregistrement…")
        self._task = self._session.executor.submit(
            write,
            self._on_written,
            self._on_failed,
            self._on_progress,
            owner=self,
        )

    def _on_written(self, changes: Changes) -> None:
        self._writing = False
        self.changes = changes
        self.accept()

    @Slot()
    def _on_save_rejected(self) -> None:
        if self._plan is None:
            return
        name = f"{self._paths[0].stem} - lignes rejetées.csv"
        path = file_dialogs.file_to_write(self, "Lignes rejetées", CSV_FILES, name, suffix="csv")
        if path is None:
            return
        try:
            imports.rejected_csv(self._plan, path)
        except (DomainError, OSError) as error:
            messages.show_error(error, self, self.banner)
        else:
            messages.notify(f"Lignes rejetées enregistrées\u00a0: {path}", self, self.banner)

    @Slot()
    def _on_others(self) -> None:
        self._plan = None
        self.banner.clear()
        self._show(CHOICE)

    def _show(self, step: int, text: str = "") -> None:
        self.stack.setCurrentIndex(step)
        self._step.setText(text)
        self._progress.setRange(0, 0)
        self.others.setVisible(step in (COLUMNS, PREVIEW))
        self.save_rejected.setVisible(step == PREVIEW and bool(self._plan and self._plan.rejected))
        self.go_on.setVisible(step == COLUMNS)
        self.go.setVisible(step == PREVIEW)
        self.go_on.setDefault(step == COLUMNS)
        self.go.setDefault(step == PREVIEW)
        self.give_up.setEnabled(not self._writing)
        if step == CHOICE:
            self.choice.choose.setFocus()

    def _place(self) -> None:
        busy = QWidget(self)
        middle = QVBoxLayout(busy)
        middle.addStretch(1)
        middle.addWidget(self._step)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Avancement")
        middle.addWidget(self._progress)
        middle.addStretch(1)
        for page in (self.choice, busy, self.columns, self.preview):
            self.stack.addWidget(page)
        buttons = QHBoxLayout()
        for button in (self.others, self.save_rejected):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.go_on, self.go, self.give_up):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(self.banner)
        layout.addWidget(self.stack, 1)
        layout.addLayout(buttons)
        em = self.fontMetrics().height()
        self.resize(fitting(self, QSize(em * 52, em * 31)))

    def _connect(self) -> None:
        self.choice.files_chosen.connect(self.analyse)
        self.columns.changed.connect(self._on_named)
        self.preview.terms_chosen.connect(self._on_terms)
        self.save_rejected.clicked.connect(self._on_save_rejected)
        self.others.clicked.connect(self._on_others)
        self.go_on.clicked.connect(self._on_columns)
        self.go.clicked.connect(self._on_go)
        self.give_up.clicked.connect(self.reject)

    def reject(self) -> None:
        """Give up: stop the reading under way; what is being written is written whole first."""
        if self._writing:
            return
        if self.stack.currentIndex() == BUSY and self._task is not None:
            self._session.executor.forget("import")
        super().reject()


def lacking_clients(session: Session) -> int:
    """How many clients lack something that letters need; `AT_ONCE` at the most."""
    return len(clients.incomplete(session.store, session.today(), limit=AT_ONCE))


def offer_completion(parent: QWidget | None, session: Session, imported: str) -> Changes | None:
    """Ask whether the clients that lack something are completed now; what that changed.

    `imported` says what the import did.
    """
    lacking = lacking_clients(session)
    if not lacking:
        return None
    count = f"plus de {AT_ONCE}\u00a0clients" if lacking == AT_ONCE else plural(lacking, "client")
    if not messages.confirm(
        "Import terminé",
        f"{imported}\n\nIl manque à {count} une nature, une adresse ou un e-mail.",
        "Compléter maintenant",
        parent,
        informative="Sans adresse, une lettre ne peut pas partir\u00a0; sans nature, elle ne cite aucune "
        "règle propre aux professionnels. Vous pourrez y revenir par Client > À compléter.",
        give_up="Plus tard",
    ):
        return None
    return CompletionDialog.ask(parent, session)
