"""The window *Décompte*: interest, indemnity and costs of an invoice or a client as of any day, explained."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.rates import Certainty
from creances_desktop.services import breakdown
from creances_desktop.services.breakdown import ClientBreakdown, InvoiceBreakdown
from creances_desktop.services.breakdown_report import decided
from creances_desktop.services.changes import Changes
from creances_desktop.services.letters import write_file
from creances_desktop.ui import file_dialogs, messages
from creances_desktop.ui.dialogs.breakdown_rows import (
    PeriodRow,
    SumRow,
    period_columns,
    period_rows,
    sum_columns,
    sum_row,
    total_row,
)
from creances_desktop.ui.dialogs.breakdown_subject import BreakdownSubject, file_word, invoices_of
from creances_desktop.ui.dialogs.charges import ChargesDialog
from creances_desktop.ui.dialogs.rates import RatesDialog
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.reading_only import disable_if_reading
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.facts import FigureStrip, Warned, Warnings
from creances_desktop.ui.widgets.fields import DateField
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel
from creances_desktop.ui.widgets.why_panel import WhyPanel


class BreakdownDialog(QDialog):
    """The breakdown of one invoice, of all the late invoices of a client, or of those of a letter.

    Signals:
        data_changed(Changes): a decision or a rate was recorded.
    """

    data_changed = Signal(object)

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        session: Session,
        *,
        invoice_id: int | None = None,
        client_id: int | None = None,
        letter_id: int | None = None,
        on_change: Callable[[Changes], None] | None = None,
    ) -> None:
        """Show it until the user closes it; `on_change` is told what he records meanwhile."""
        dialog = cls(session, parent, invoice_id=invoice_id, client_id=client_id, letter_id=letter_id)
        if on_change is not None:
            dialog.data_changed.connect(on_change)
        dialog.exec()
        dialog.deleteLater()

    def __init__(
        self,
        session: Session,
        parent: QWidget | None = None,
        *,
        invoice_id: int | None = None,
        client_id: int | None = None,
        letter_id: int | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._of = BreakdownSubject(session.store, invoice_id, client_id, letter_id)
        fixed = self._of.fixed_day()
        self.day: date = fixed or session.today()
        self._found: InvoiceBreakdown | ClientBreakdown | None = None
        self.shown: tuple[InvoiceBreakdown, ...] = ()
        self.setWindowTitle(f"Décompte des intérêts\u00a0: {self._of.about(self.day)}")
        self.banner = Banner(self)
        self.as_of = DateField(session.today(), self, required="Indiquez le jour du décompte.")
        self.figures, self.warnings = FigureStrip(self), Warnings(self)
        self.periods, self.sums = Table("breakdown_periods", self), Table("breakdown_sums", self)
        several = not self._of.is_one_invoice
        self.period_model: ListModel[PeriodRow] = ListModel(period_columns(of_client=several), parent=self)
        self.sum_model: ListModel[SumRow] = ListModel(sum_columns(), parent=self)
        self.why = WhyPanel("Pour&quoi\u00a0?", self)
        self._build()
        disable_if_reading(session, self.decide, self.rates_button)
        self._connect()
        self.as_of.set_value(self.day)
        self.as_of.setReadOnly(fixed is not None)
        self._load()
        self.periods.setFocus()
        self.resize(fitting(self))

    def _build(self) -> None:
        label = QLabel("A&u\u00a0:", self)
        label.setBuddy(self.as_of)
        self.as_of.setAccessibleName("Jour du décompte")
        self.as_of.setMaximumWidth(self.fontMetrics().averageCharWidth() * 18)
        fixed = self._of.letter_id is not None
        words = "Le jour de la lettre." if fixed else "N’importe quel jour, passé ou à venir."
        hint = QLabel(words, self)
        hint.setProperty("tone", "muted")
        self.rates_button = push_button("&Saisir le taux manquant…", self, icon="pencil")
        head = QHBoxLayout()
        for widget in (label, self.as_of, hint):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.rates_button)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        for table, model, name in (
            (self.periods, self.period_model, "Lignes d’intérêts"),
            (self.sums, self.sum_model, "Sommes"),
        ):
            table.set_rows_model(model)
            table.setAccessibleName(name)
        self.periods.set_empty_message("Aucun jour d’intérêts", "Rien n’est en retard à cette date.")
        self.sums.setMaximumHeight(self.fontMetrics().height() * (5 if self._of.is_one_invoice else 9))
        column.addWidget(self.periods, 3)
        column.addWidget(self.sums, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(left)
        splitter.addWidget(self.why)
        splitter.setStretchFactor(0, 5)
        splitter.setStretchFactor(1, 2)
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(self.banner)
        layout.addLayout(head)
        layout.addWidget(self.figures)
        layout.addWidget(self.warnings)
        layout.addWidget(splitter, 1)
        layout.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self.decide = push_button("&Réclamer ou renoncer…", self, icon="scale")
        self.save_button = push_button("&Enregistrer en PDF…", self, icon="save", primary=True)
        close = push_button("Fermer", self)
        row = QHBoxLayout()
        row.addWidget(self.decide)
        row.addStretch(1)
        row.addWidget(self.save_button)
        row.addWidget(close)
        close.clicked.connect(self.reject)
        return row

    def _connect(self) -> None:
        self.as_of.value_edited.connect(self._on_day_edited)
        self.periods.current_changed.connect(lambda row: self._explain(self.period_model.row_of(row)))
        self.sums.current_changed.connect(lambda row: self._explain(self.sum_model.row_of(row)))
        # the same row again, from the other table: the panel must follow the eye
        self.periods.clicked.connect(lambda _: self._explain(self._current_period()))
        self.sums.clicked.connect(lambda _: self._explain(self._current_sum()))
        self.periods.activated_row.connect(lambda _: self.why.text.setFocus())
        self.sums.activated_row.connect(lambda _: self.why.text.setFocus())
        self.rates_button.clicked.connect(self._on_rates)
        self.decide.clicked.connect(self._on_decide)
        self.save_button.clicked.connect(self._on_save)

    def _load(self) -> None:
        subject, day = self._of, self.day
        self._session.executor.submit(
            lambda _: subject.read(day),
            self._show,
            self._on_failed,
            key=f"breakdown:{id(self)}",
            owner=self,
        )

    def _show(self, whole: InvoiceBreakdown | ClientBreakdown) -> None:
        self.banner.clear()
        self._found = whole
        found = self.shown = invoices_of(whole)
        rows = [
            row
            for one in found
            for row in period_rows(one.invoice.number, one.due_dates, one.debts, one.result)
        ]
        sums = [
            sum_row(one.invoice.id, one.invoice.number, one.debts, one.result, given_up=one.is_given_up)
            for one in found
        ]
        total = total_row(sums)
        self.period_model.set_rows(rows)
        self.sum_model.set_rows([*sums, total] if len(sums) > 1 else sums)
        in_hand = whole.credits if isinstance(whole, ClientBreakdown) else 0
        self.figures.show_figures(_figures(total, in_hand))
        self.warnings.show_warnings(_warnings(found))
        self.rates_button.setVisible(any(one.result.missing_rates for one in found))
        self.decide.setEnabled(bool(found))
        self.save_button.setEnabled(bool(found))
        self.periods.select_id(0)
        self._explain(rows[0] if rows else next(iter(sums), None))

    def _on_failed(self, error: Exception) -> None:
        self.period_model.set_rows([])
        self.sum_model.set_rows([])
        self.figures.show_figures([])
        self.rates_button.hide()
        for button in (self.decide, self.save_button):
            button.setEnabled(False)
        self._explain(None)
        messages.show_error(error, self, self.banner)

    def _explain(self, row: PeriodRow | SumRow | None) -> None:
        self.why.show_explanations(() if row is None else row.why)

    def _current_period(self) -> PeriodRow | None:
        return self.period_model.row_of(self.periods.current_id())

    def _current_sum(self) -> SumRow | None:
        return self.sum_model.row_of(self.sums.current_id())

    def chosen(self) -> InvoiceBreakdown | None:
        """The breakdown that a decision is about: of the invoice chosen among the sums, or the only one."""
        if len(self.shown) == 1:
            return self.shown[0]
        row = self._current_sum()
        return next((one for one in self.shown if row is not None and one.invoice.id == row.invoice_id), None)

    @Slot(object)
    def _on_day_edited(self, day: date | None) -> None:
        if day is not None:
            self.day = day
            self._load()

    @Slot()
    def _on_rates(self) -> None:
        changes = RatesDialog.ask(self, self._session)
        if changes is not None:
            self.data_changed.emit(changes)
        self._load()

    @Slot()
    def _on_decide(self) -> None:
        one = self.chosen()
        if one is None:
            messages.refuse("Choisissez d’abord une facture dans les sommes.", self, self.banner)
            return
        changes = ChargesDialog.ask(self, self._session, one, self.day)
        if changes is not None:
            self._load()
            self.banner.show_success(changes.message)
            self.data_changed.emit(changes)

    @Slot()
    def _on_save(self) -> None:
        if self._found is None:
            return
        name = f"decompte-{file_word(self._found)}-{self.day.isoformat()}.pdf"
        path = file_dialogs.file_to_write(self, "Enregistrer le décompte", "PDF (*.pdf)", name, suffix="pdf")
        if path is None:
            return
        try:
            write_file(path, breakdown.pdf(self._session.store, self._found))
        except (DomainError, OSError) as error:
            messages.show_error(error, self, self.banner)
        else:
            self.banner.show_success(f"Décompte enregistré\u00a0: {path}")

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 70, line * 38)


def _figures(total: SumRow, in_hand: Cents = 0) -> list[tuple[str, str, Tone]]:
    figures = [
        ("Reste dû", format_cents(total.outstanding), Tone.NORMAL),
        ("Intérêts", format_cents(total.interest), Tone.NORMAL),
        ("Indemnité", format_cents(total.indemnity), Tone.NORMAL),
    ]
    if total.costs:
        figures.append(("Frais en plus", format_cents(total.costs), Tone.NORMAL))
    if total.received:
        figures.append(("Déjà réglés", format_cents(-total.received), Tone.NORMAL))
    if in_hand:
        figures.append(("Non imputé", format_cents(-in_hand), Tone.NORMAL))
    owed = total.total - in_hand
    figures.append(("Total", format_cents(owed), Tone.DANGER if owed > 0 else Tone.NORMAL))
    figures.append(("Chaque jour de plus", format_cents(total.per_day), Tone.NORMAL))
    return figures


def _warnings(found: Sequence[InvoiceBreakdown]) -> list[Warned]:
    """What is missing first, then the alerts, each once."""
    missing = sorted({semester for one in found for semester in one.result.missing_rates})
    shown: list[Warned] = [
        (
            "triangle-alert",
            f"Taux du {semester.label} à saisir\u00a0: les jours de ce semestre ne sont pas comptés.",
            Tone.DANGER,
        )
        for semester in missing
    ]
    alerts = {alert.message: alert for one in found for alert in one.result.alerts}
    for alert in alerts.values():
        doubt = ", à vérifier" if alert.certainty is Certainty.UNCONFIRMED else ""
        shown.append(("info", f"{alert.message} ({alert.article}{doubt})", Tone.WARNING))
    told = dict.fromkeys(note for one in found for note in (*one.notes, *one.hints, *decided(one)))
    shown.extend(("info", note, Tone.NORMAL) for note in told)
    if any(one.result.is_claim_of_its_own for one in found):
        sentence = "Le principal est payé\u00a0: intérêts et indemnité restent dus, comme une créance à part."
        shown.append(("info", sentence, Tone.NORMAL))
    return shown
