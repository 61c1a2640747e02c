"""The form of one limitation period that the user read somewhere."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.limitation_periods import Period, PeriodRow, Unit
from creances_desktop.domain.rates import Certainty
from creances_desktop.domain.text import short_date
from creances_desktop.services import limitation_rules
from creances_desktop.services.changes import Changes
from creances_desktop.services.limitation_rules import ListedRow
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.fields import DateField, Field, Lean

UNITS = {Unit.YEARS: "ans", Unit.MONTHS: "mois", Unit.CALENDAR_YEARS: "années civiles"}


class LimitationPeriodDialog(FormDialog):
    """A period's length: since when, by which text, and how sure it is."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, chosen: ListedRow | None = None) -> Changes | None:
        """The length kept; None when the user gave up."""
        return cls(session, parent, chosen).run()

    def __init__(
        self, session: Session, parent: QWidget | None = None, chosen: ListedRow | None = None
    ) -> None:
        """`chosen` is the row looked at: one of the user's own is shown as he typed it, to be corrected."""
        super().__init__("Saisir une durée de prescription", "Enregistrer la durée", parent, width=42)
        self._session = session
        self._rows = limitation_rules.rows(session.store)
        self.period, self.unit, self.certainty = QComboBox(self), QComboBox(self), QComboBox(self)
        for period in Period:
            self.period.addItem(period.label, period.value)
        for unit, words in UNITS.items():
            self.unit.addItem(words, unit.value)
        for each in Certainty:
            self.certainty.addItem(each.label, each.value)
        self.length = Field(self, required="Indiquez la durée.")
        self.since = DateField(
            session.today(), self, required="Indiquez depuis quand elle s’applique.", lean=Lean.BEHIND
        )
        self.article = Field(self, required="Indiquez l’article ou le texte.")
        self.source = Field(self, required="Indiquez où cette durée a été lue.")
        self.note = Field(self)
        form = self.form = add_form(self)
        form.add("period", "&Délai", self.period)
        form.add("length", "D&urée", self.length)
        form.add("unit", "&Comptée en", self.unit)
        form.add("in_force_since", "En &vigueur depuis le", self.since)
        form.add("article", "&Article", self.article)
        form.add("source", "S&ource", self.source, "Texte lu, conseil…")
        form.add("certainty", "É&tat", self.certainty)
        form.add("note", "&Note", self.note)
        explained = QLabel(
            "Une durée du même délai et du même jour remplace celle qui était là. Les années civiles se "
            "comptent depuis le 1er janvier suivant.",
            self,
        )
        explained.setProperty("tone", "muted")
        explained.setWordWrap(True)
        self.body.addWidget(explained)
        self.body.addWidget(form)
        self.body.addStretch(1)
        if chosen is not None:
            self._start_from(chosen)
        self.period.activated.connect(self._on_chosen)
        self._on_chosen()
        self.length.setFocus()

    def _start_from(self, chosen: ListedRow) -> None:
        row = chosen.row
        for box, value in ((self.period, row.period.value), (self.unit, row.unit.value)):
            box.setCurrentIndex(box.findData(value))
        self.article.setText(row.article)
        if chosen.own:
            self.length.setText(str(row.length))
            self.since.set_value(row.in_force_since)
            self.source.setText(row.source)
            self.certainty.setCurrentIndex(self.certainty.findData(row.certainty.value))
            self.note.setText(row.note)

    @Slot()
    def _on_chosen(self) -> None:
        """Say what is known already, so that nobody types over it without knowing."""
        period = Period(self.period.currentData())
        known = [one.row for one in self._rows if one.row.period is period]
        days = ", ".join(dict.fromkeys(short_date(row.in_force_since) for row in known))
        self.form.set_hint("in_force_since", f"Déjà là\u00a0: {days}.")

    def save(self) -> Changes | None:
        typed = self.length.text().strip()
        if not typed.isdecimal():
            raise InvalidValue("length", "Écrivez la durée en chiffres, par exemple 5.")
        row = PeriodRow(
            period=Period(self.period.currentData()),
            in_force_since=self.since.value(),
            length=int(typed),
            unit=Unit(self.unit.currentData()),
            article=self.article.text().strip(),
            source=self.source.text().strip(),
            certainty=Certainty(self.certainty.currentData()),
            note=self.note.text().strip(),
        )
        return limitation_rules.save_row(self._session.store, row)
