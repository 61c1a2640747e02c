"""The evidence file of a client: which invoices, which exhibits, what is missing, then the PDF or the ZIP."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.progress import Progress
from creances_desktop.domain.text import plural
from creances_desktop.services import clients, evidence, letters
from creances_desktop.services.evidence import Candidate, Evidence, Exhibit, Made
from creances_desktop.ui import file_dialogs, messages, outside
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.executor import Lane
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.busy import BusyStrip
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import Column, amount_column, date_column, number_column
from creances_desktop.ui.widgets.facts import Warnings
from creances_desktop.ui.widgets.splitter import KeptSplitter
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

Make = Callable[[Evidence, Progress], Made]


def candidate_columns() -> list[Column[Candidate]]:
    """The invoices that may be in the file."""
    return [
        Column("number", "Facture", lambda one: one.number, width=11, stretch=True),
        date_column("due", "Échéance", lambda one: one.due_date),
        amount_column("outstanding", "Reste dû", lambda one: one.outstanding or None),
    ]


def exhibit_columns(number: Callable[[Exhibit], int]) -> list[Column[Exhibit]]:
    """The exhibits; `number` is theirs in the file, 0 for one left out."""
    return [
        number_column("number", "N°", lambda one: number(one) or None, width=5),
        Column("title", "Pièce", lambda one: one.title, tooltip=lambda one: one.file_name, width=30,
               stretch=True),
        Column("section", "Partie", lambda one: one.section.label, width=24, hidden=True),
        date_column("day", "Date", lambda one: one.day),
    ]  # fmt: skip


class EvidenceDialog(QDialog):
    """Invoices above, exhibits below, what is usually asked and missing beside; nothing of it is saved."""

    @classmethod
    def ask(
        cls, parent: QWidget | None, session: Session, client_id: int, invoice_ids: Collection[int] = ()
    ) -> None:
        """Show it until it is closed, on these invoices if given, otherwise on those due and unpaid."""
        dialog = cls(session, client_id, parent, invoice_ids)
        dialog.exec()
        dialog.deleteLater()

    def __init__(
        self,
        session: Session,
        client_id: int,
        parent: QWidget | None = None,
        invoice_ids: Collection[int] = (),
    ) -> None:
        super().__init__(parent)
        self._session, self._client_id = session, client_id
        self._wanted = frozenset(invoice_ids)
        self._evidence: Evidence | None = None
        self._numbers: dict[str, int] = {}
        self.banner = Banner(self)
        self.busy = BusyStrip(session.executor, self)
        self.invoices, self.exhibits = Table("evidence_invoices", self), Table("evidence_exhibits", self)
        self.invoice_model: ListModel[Candidate] = ListModel(
            candidate_columns(), row_id=lambda one: one.invoice_id, checkable=True, parent=self
        )
        self.exhibit_model: ListModel[Exhibit] = ListModel(
            exhibit_columns(lambda one: self._numbers.get(one.key, 0)), checkable=True, parent=self
        )
        self.missing = Warnings(self)
        self.nothing_missing = QLabel("Rien de ce qui est d’ordinaire demandé ne manque.", self)
        self.count = QLabel(self)
        self._build()
        self._fill()
        self.resize(fitting(self))
        self.pdf.setFocus()

    def _build(self) -> None:
        name = clients.get(self._session.store, self._client_id).name
        self.setWindowTitle(f"Dossier de preuves — {name}")
        for table, model, words in (
            (self.invoices, self.invoice_model, "Factures du dossier"),
            (self.exhibits, self.exhibit_model, "Pièces du dossier"),
        ):
            table.set_rows_model(model)
            table.setAccessibleName(words)
        self.exhibits.set_empty_message(
            "Aucune pièce", "Cochez une facture, ou joignez des pièces au client."
        )
        halves = KeptSplitter("evidence", Qt.Orientation.Horizontal, self)
        halves.addWidget(self._column(("Factures", self.invoices), ("Pièces manquantes", self.missing)))
        halves.addWidget(self._column(("Pièces, dans leur ordre", self.exhibits)))
        halves.share(420, 620)
        self.pdf = push_button("&Enregistrer le PDF…", self, icon="save", primary=True)
        self.zip = push_button("Enregistrer le &ZIP…", self, icon="archive",
                               tooltip="Le PDF, les originaux numérotés et leurs empreintes")  # fmt: skip
        self.see = push_button(
            "&Ouvrir le PDF", self, icon="file-text", tooltip="Le lire avant de l’enregistrer"
        )
        close = push_button("Fermer", self)
        row = QHBoxLayout()
        for button in (self.pdf, self.zip, self.see):
            row.addWidget(button)
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(self.banner)
        layout.addWidget(halves, 1)
        layout.addWidget(self.busy)
        layout.addLayout(row)
        self.invoice_model.ticks_changed.connect(self._on_invoices)
        self.exhibit_model.ticks_changed.connect(self._on_exhibits)
        self.exhibits.activated_row.connect(self._on_open_exhibit)
        self.pdf.clicked.connect(lambda: self._save("pdf"))
        self.zip.clicked.connect(lambda: self._save("zip"))
        self.see.clicked.connect(lambda: self._see())  # noqa: PLW0108 - drops the bool
        close.clicked.connect(self.reject)

    def _column(self, *parts: tuple[str, QWidget]) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        for title, widget in parts:
            heading = QLabel(title, page)
            heading.setProperty("heading", True)
            column.addWidget(heading)
            column.addWidget(widget, 1 if isinstance(widget, Table) else 0)
            if widget is self.missing:
                self.nothing_missing.setWordWrap(True)
                column.addWidget(self.nothing_missing)
        return page

    def _fill(self) -> None:
        found = evidence.candidates(self._session.store, self._client_id, self._session.today())
        self.invoice_model.set_rows(found)
        chosen = [one.invoice_id for one in found if one.invoice_id in self._wanted]
        if not chosen:
            chosen = [one.invoice_id for one in found if one.chosen]
        self.invoice_model.set_ticked(chosen, ticked=True)
        self._prepare()

    def _prepare(self) -> None:
        """Gather the exhibits of the invoices ticked; all of them are in the file at first."""
        ids = self.invoice_model.ticked()
        everything: tuple[Exhibit, ...] = ()
        if ids:
            made = evidence.prepare(self._session.store, self._client_id, ids, self._session.today())
            everything = made.exhibits
        self.exhibit_model.set_rows(everything)
        self.exhibit_model.set_ticked(range(len(everything)), ticked=True)
        self._read()

    def _read(self) -> None:
        """Number what is ticked, and say what is missing."""
        ids, rows = self.invoice_model.ticked(), self.exhibit_model.rows
        kept = {self.exhibit_model.id_at(place) for place in range(len(rows))} & set(
            self.exhibit_model.ticked()
        )
        out = [one.key for place, one in enumerate(rows) if self.exhibit_model.id_at(place) not in kept]
        self._evidence = None
        if ids:
            self._evidence = evidence.prepare(
                self._session.store, self._client_id, ids, self._session.today(), left_out=out
            )
        known = self._evidence
        self._numbers = {one.key: one.number for one in known.exhibits} if known else {}
        sentences = list(known.missing) if known else []
        if known and known.no_breakdown:
            sentences.insert(0, known.no_breakdown)
        self.missing.show_warnings([("circle-alert", one, Tone.WARNING) for one in sentences])
        self.nothing_missing.setVisible(known is not None and not sentences)
        self.count.setText(plural(len(known.exhibits), "pièce") if known else "")
        for button in (self.pdf, self.zip, self.see):
            button.setEnabled(known is not None)
        self.exhibit_model.refresh()

    @Slot()
    def _on_invoices(self) -> None:
        self._prepare()

    @Slot()
    def _on_exhibits(self) -> None:
        self._read()

    @Slot(int)
    def _on_open_exhibit(self, row_id: int) -> None:
        one = self.exhibit_model.row_of(row_id)
        if one is None or self._evidence is None:
            return
        try:
            data = evidence.original(self._session.store, self._evidence, one)
        except DomainError as error:
            messages.show_error(error, self, self.banner)
        else:
            outside.open_copy(one.file_name, data, self, self.banner)

    def _see(self) -> None:
        if self._evidence is not None:
            self._run(self._evidence, "pdf", self._on_seen)

    def _save(self, suffix: str) -> None:
        known = self._evidence
        if known is None:
            return
        kinds = "PDF (*.pdf)" if suffix == "pdf" else "Archive ZIP (*.zip)"
        name = evidence.file_name(known, suffix)
        path = file_dialogs.file_to_write(self, "Enregistrer le dossier", kinds, name, suffix=suffix)
        if path is not None:
            self._run(known, suffix, partial(self._on_saved, path))

    def _run(self, known: Evidence, suffix: str, then: Callable[[Made], None]) -> None:
        store = self._session.store
        make = evidence.make_pdf if suffix == "pdf" else evidence.make_zip
        self.banner.clear()
        for button in (self.pdf, self.zip, self.see):
            button.setEnabled(False)
        self.busy.follow(
            self._session.executor.submit(
                lambda progress: make(store, known, progress),
                then,
                lambda error: messages.show_error(error, self, self.banner),
                on_finished=self._on_finished,
                lane=Lane.PDF,
                owner=self,
                label="Dossier de preuves",
            )
        )

    @Slot()
    def _on_finished(self) -> None:
        for button in (self.pdf, self.zip, self.see):
            button.setEnabled(self._evidence is not None)

    def _on_seen(self, made: Made) -> None:
        known = self._evidence
        if known is not None and outside.open_copy(
            evidence.file_name(known, "pdf"), made.data, self, self.banner
        ):
            self._say("Dossier ouvert", made)

    def _on_saved(self, path: Path, made: Made) -> None:
        try:
            letters.write_file(path, made.data)
        except DomainError as error:
            messages.show_error(error, self, self.banner)
        else:
            self._say(f"Dossier enregistré\u00a0: {path}", made)

    def _say(self, words: str, made: Made) -> None:
        pages = f", {plural(made.pages, 'page')}" if made.pages else ""
        if made.remarks:
            self.banner.show_warning(f"{words}{pages}. {' '.join(made.remarks)}")
        else:
            self.banner.show_success(f"{words}{pages}.")

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 56, line * 32)
