"""« DSO »: how many days of sales the receivables are, month by month."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.dso import Dso, DsoStep
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import short_date
from creances_desktop.services import key_figures
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import RIGHT, Column, amount_column, number_column
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

RULE = (
    "Le calcul remonte le temps\u00a0: l’encours épuise les ventes du mois, puis du mois d’avant. Un "
    "mois épuisé compte tous ses jours (le mois en cours, ceux qui sont passés), le dernier compte au "
    "prorata. Montants TTC, avoirs et non imputé déduits\u00a0; les reprises de solde ne sont "
    "pas des ventes. Ce que doivent des clients en procédure collective est douteux et ne compte pas."
)
COLUMNS: tuple[Column[DsoStep], ...] = (
    Column("month", "Mois", lambda step: step.month.name, sortable=False, width=18, stretch=True),
    number_column("of", "Jours du mois", lambda step: step.month.days),
    amount_column("sales", "Ventes TTC", lambda step: step.month.sales),
    amount_column("consumed", "Compté", lambda step: step.consumed),
    Column("days", "Jours", lambda step: f"{float(step.days):.1f}".replace(".", ","), RIGHT, sortable=False),
)


class DsoDialog(QDialog):
    """The months that were counted, and what they add up to."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> None:
        """Show it until it is closed."""
        dialog = cls(session, parent)
        dialog.exec()
        dialog.deleteLater()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("DSO, délai moyen de paiement")
        self.banner = Banner(self)
        self.head = QLabel(self)
        self.head.setWordWrap(True)
        self.table = Table("dso", self)
        self.model: ListModel[DsoStep] = ListModel(COLUMNS, parent=self)
        self.table.set_rows_model(self.model)
        self.table.setAccessibleName("Mois comptés")
        self.table.set_empty_message("Rien à compter", "Aucune vente n’est connue depuis un an.")
        self._day = session.today()
        self._build()
        store, day = session.store, self._day
        session.executor.submit(
            lambda _: key_figures.dso(store, day),
            self._show,
            lambda error: messages.show_error(error, self, self.banner),
            key="dso",
            owner=self,
        )
        self.resize(fitting(self))

    def _build(self) -> None:
        rule = QLabel(RULE, self)
        rule.setProperty("tone", "muted")
        rule.setWordWrap(True)
        close = push_button("Fermer", self)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(self.banner)
        layout.addWidget(self.head)
        layout.addWidget(self.table, 1)
        layout.addWidget(rule)
        layout.addLayout(foot)
        close.setFocus()

    def _show(self, found: Dso | None) -> None:
        if found is None:
            self.head.setText("Sans ventes depuis un an, il n’y a pas de DSO.")
            return
        owed = sum(step.consumed for step in found.steps)
        words = [
            f"Au {short_date(self._day)}, {found.words} de ventes font l’encours",
            f"({format_cents(owed)} comptés).",
        ]
        if found.beyond:
            words.append("Les ventes connues ne suffisent pas à faire l’encours\u00a0: c’est davantage.")
        self.head.setText(" ".join(words))
        self.model.set_rows(found.steps)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 44, line * 26)
