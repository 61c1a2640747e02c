"""The aged balance as of any day, in bands of the user's own, on screen, as a PDF or for a spreadsheet."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.balance import AgedBalance, AgedRow, checked_limits
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.money import format_cents
from creances_desktop.services import balance
from creances_desktop.services.assembly import Store
from creances_desktop.services.letters import write_file
from creances_desktop.ui import file_dialogs, messages
from creances_desktop.ui.dialogs.choosing import ChoosingDialog
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import Column, amount_column
from creances_desktop.ui.widgets.facts import FigureStrip
from creances_desktop.ui.widgets.fields import DateField, Field
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

TABLES = "Classeur Excel (*.xlsx);;Fichier CSV (*.csv)"


class LimitsField(Field):
    """The last days of the bands: `30, 60, 90`."""

    def _parse(self, text: str) -> tuple[int, ...] | None:
        words = text.replace(";", " ").replace(",", " ").split()
        if not words:
            return None
        if not all(word.isdecimal() for word in words):
            raise ValueError("Écrivez les tranches en jours, par exemple 30, 60, 90.")
        return checked_limits([int(word) for word in words])

    def _format(self, value: tuple[int, ...]) -> str:
        return ", ".join(str(limit) for limit in value)


class AgedBalanceDialog(ChoosingDialog):
    """Who owes what, and since when."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.day, self.limits = session.today(), balance.own_limits(session.store)
        self.shown: AgedBalance | None = None
        self.setWindowTitle("Balance âgée")
        self.banner, self.totals = Banner(self), FigureStrip(self)
        self.as_of = DateField(session.today(), self, required="Indiquez le jour.")
        self.bands = LimitsField(self, required="Indiquez les tranches, par exemple 30, 60, 90.")
        self.note = QLabel(self)
        self.table: Table = Table("aged_balance", self)
        self.model: ListModel[AgedRow] = ListModel((), parent=self)
        self._build()
        self.as_of.set_value(self.day)
        self.bands.set_value(self.limits)
        self.as_of.value_edited.connect(self._on_day_edited)
        self.bands.editingFinished.connect(self._on_bands_edited)
        self.bands.error_changed.connect(self._say)
        self.as_of.error_changed.connect(self._say)
        self._load()
        self.table.setFocus()
        self.resize(fitting(self))

    def _build(self) -> None:
        head = QHBoxLayout()
        width = self.fontMetrics().averageCharWidth()
        for text, field, letters in (("A&u", self.as_of, 18), ("&Tranches (jours)", self.bands, 24)):
            label = QLabel(f"{text}\u00a0:", self)
            label.setBuddy(field)
            field.setAccessibleName(text.replace("&", ""))
            field.setMaximumWidth(width * letters)
            head.addWidget(label)
            head.addWidget(field)
        self.note.setProperty("tone", "danger")
        head.addWidget(self.note, 1)
        self.pdf_button = push_button("&Enregistrer en PDF…", self, icon="save", primary=True)
        self.table_button = push_button("Enregistrer en ta&bleau…", self, icon="list")
        close = push_button("Fermer", self)
        foot = QHBoxLayout()
        foot.addStretch(1)
        for button in (self.table_button, self.pdf_button, close):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(self.banner)
        layout.addLayout(head)
        layout.addWidget(self.totals)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self.pdf_button.clicked.connect(self._on_pdf)
        self.table_button.clicked.connect(self._on_table)
        close.clicked.connect(self.reject)

    def _load(self) -> None:
        store, day, limits = self._session.store, self.day, self.limits
        self._session.executor.submit(
            lambda _: balance.aged(store, day, limits), self._show, self._failed, key="aged", owner=self
        )

    def _show(self, found: AgedBalance) -> None:
        if self.shown is None or self.shown.limits != found.limits:
            self._new_table(found)
        self.shown = found
        self.model.set_rows(found.rows)
        total = found.total
        figures = [("Total", format_cents(total.outstanding), Tone.NORMAL)]
        for name, cents in zip(found.band_names, total.bands, strict=True):
            figures.append((name, format_cents(cents), Tone.NORMAL))
        figures.append(("Non imputé", format_cents(total.unallocated), Tone.NORMAL))
        if total.disputed:
            figures.append(("Dont en litige", format_cents(total.disputed), Tone.WARNING))
        self.totals.show_figures(figures)

    def _new_table(self, found: AgedBalance) -> None:
        """Bands of another number have other columns, with an arrangement of their own."""
        old, table = self.table, Table(f"aged_balance_{len(found.limits)}", self)
        self.model = ListModel(_columns(found), row_id=lambda row: row.client_id, parent=self)
        table.set_rows_model(self.model)
        table.setAccessibleName("Balance âgée par client")
        table.set_empty_message("Personne ne doit rien", "À cette date, tous les comptes sont soldés.")
        table.activated_row.connect(self._on_opened)
        layout = self.layout()
        if layout is not None:
            layout.replaceWidget(old, table)
        had_focus = old.hasFocus()
        old.hide()
        old.deleteLater()
        self.table = table
        QWidget.setTabOrder(self.bands, table)
        QWidget.setTabOrder(table, self.table_button)
        if had_focus:
            table.setFocus()

    def _failed(self, error: Exception) -> None:
        messages.show_error(error, self, self.banner)

    @Slot(object)
    def _on_day_edited(self, day: date | None) -> None:
        if day is not None:
            self.day = day
            self._load()

    @Slot()
    def _on_bands_edited(self) -> None:
        """Take the bands once the user leaves them, and keep them for next time."""
        limits = self.bands.value()
        if limits is None or limits == self.limits:
            return
        self.limits = limits
        try:
            balance.save_own_limits(self._session.store, limits)
        except DomainError as error:
            self._failed(error)
        self._load()

    @Slot(str)
    def _say(self, sentence: str) -> None:
        self.note.setText(sentence)

    @Slot(int)
    def _on_opened(self, client_id: int) -> None:
        self._choose(client_id)

    @Slot()
    def _on_pdf(self) -> None:
        path = self._target("PDF (*.pdf)", "pdf")
        if path is not None:
            store, day, limits = self._session.store, self.day, self.limits
            self._write(path, partial(_write_pdf, store, day, limits, path))

    @Slot()
    def _on_table(self) -> None:
        path = self._target(TABLES, "xlsx")
        if path is not None:
            self._write(path, partial(balance.write, self._session.store, self.day, path, self.limits))

    def _target(self, kinds: str, suffix: str) -> Path | None:
        name = f"balance-agee-{self.day.isoformat()}.{suffix}"
        return file_dialogs.file_to_write(self, "Enregistrer la balance âgée", kinds, name, suffix=suffix)

    def _write(self, path: Path, write: partial[None]) -> None:
        self._session.executor.submit(
            lambda _: write(),
            lambda _: self.banner.show_success(f"Fichier enregistré\u00a0: {path}"),
            self._failed,
            owner=self,
            label="Balance âgée",
        )

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 64, line * 34)


def _write_pdf(store: Store, day: date, limits: tuple[int, ...], path: Path) -> None:
    write_file(path, balance.pdf(store, day, limits))


def _columns(found: AgedBalance) -> tuple[Column[AgedRow], ...]:
    def cents(place: int, row: AgedRow) -> int | None:
        return row.bands[place] or None

    return (
        Column("code", "Code", lambda row: row.code, width=11),
        Column("name", "Client", lambda row: row.name, width=20, stretch=True),
        amount_column("outstanding", "Total", lambda row: row.outstanding, bold=lambda _row: True),
        *(
            amount_column(f"band_{place}", name, partial(cents, place), width=14)
            for place, name in enumerate(found.band_names)
        ),
        amount_column("unallocated", "Non imputé", lambda row: row.unallocated or None),
        amount_column("disputed", "Dont en litige", lambda row: row.disputed or None),
    )
