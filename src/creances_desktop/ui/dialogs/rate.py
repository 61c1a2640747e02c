"""The form of one legal rate that the user read somewhere."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QWidget

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.rates import Semester, Series, percent_text
from creances_desktop.services import rates
from creances_desktop.services.changes import Changes
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.fields import DateField, Field, Lean

_DAY_HINTS = {
    True: "Depuis quand la BCE applique ce taux.",
    False: "Jour de l’arrêté ou du Journal officiel.",
}


class RateDialog(FormDialog):
    """A semester's rate: value, source, date."""

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        session: Session,
        semester: Semester | None = None,
        series: Series = Series.ECB_MAIN_REFINANCING,
    ) -> Changes | None:
        """The rate kept; None when the user gave up."""
        return cls(session, parent, semester, series).run()

    def __init__(
        self,
        session: Session,
        parent: QWidget | None = None,
        semester: Semester | None = None,
        series: Series = Series.ECB_MAIN_REFINANCING,
    ) -> None:
        super().__init__("Saisir un taux légal", "Enregistrer le taux", parent, width=40)
        self._session = session
        self._cautioned = ""
        store, today = session.store, session.today()
        self._rows = {row.semester: row for row in rates.rows(store, today)}
        following = Semester.of(today).next
        self.semester, self.series = QComboBox(self), QComboBox(self)
        for one in sorted({following, *self._rows}, reverse=True):
            self.semester.addItem(one.label, str(one))
        for each in Series:
            self.series.addItem(each.label, each.value)
        self.percent = Field(self, required="Indiquez le taux.")
        self.source = Field(self, required="Indiquez où ce taux a été lu.")
        self.published_on = DateField(today, self, required="Indiquez la date.", lean=Lean.BEHIND)
        form = self.form = add_form(self)
        form.add("series", "&Taux", self.series)
        form.add("semester", "&Semestre", self.semester)
        form.add("percent", "&Valeur (% par an)", self.percent)
        form.add("published_on", "&Date", self.published_on)
        form.add("source", "S&ource", self.source, "Arrêté, Journal officiel, site de la BCE…")
        self.body.addWidget(form)
        self.body.addStretch(1)
        self.series.activated.connect(self._on_chosen)
        self.semester.activated.connect(self._on_chosen)
        self.semester.setCurrentIndex(max(self.semester.findData(str(semester or Semester.of(today))), 0))
        self.series.setCurrentIndex(self.series.findData(series.value))
        self._on_chosen()
        self.percent.setFocus()

    def _chosen(self) -> tuple[Series, Semester]:
        return Series(self.series.currentData()), Semester.parse(self.semester.currentData())

    @Slot()
    def _on_chosen(self) -> None:
        """Say what is known already, so that nobody types over it without knowing."""
        series, semester = self._chosen()
        row = self._rows.get(semester)
        cell = None if row is None else row.cells[series]
        known = "Pas encore connu." if cell is None else f"Connu\u00a0: {percent_text(cell.rate.percent)}."
        self.form.set_hint("percent", known)
        self.form.set_hint("published_on", _DAY_HINTS[series is Series.ECB_MAIN_REFINANCING])

    def save(self) -> Changes | None:
        store, day = self._session.store, self._session.today()
        series, semester = self._chosen()
        typed = (series, semester, self.percent.text(), self.source.text(), self.published_on.value(), day)
        caution = rates.warning(store, *typed)
        if caution and caution != self._cautioned:
            self._cautioned = caution
            raise DomainError(f"{caution} Pour le garder quand même, enregistrez-le de nouveau.")
        return rates.add(store, *typed)
