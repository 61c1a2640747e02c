"""« DSO »: how many days of sales the receivables are, month by month."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from creances_desktop.domain.dso import Dso, DsoStep
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import short_date
from creances_desktop.services import key_figures
from creances_desktop.ui.dialogs.figure_rows import FigureRowsDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.columns import RIGHT, Column, amount_column, number_column

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


class DsoDialog(FigureRowsDialog):
    """The months that were counted, and what they add up to."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> None:
        """Show it until it is closed."""
        dialog = cls(session, parent)
        dialog.exec()
        dialog.deleteLater()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("dso", "DSO, délai moyen de paiement", COLUMNS, RULE, parent, size=(44, 26))
        self.table.setAccessibleName("Mois comptés")
        self.table.set_empty_message("Rien à compter", "Aucune vente n’est connue depuis un an.")
        self._day = day = session.today()
        self.read(session, lambda store: key_figures.dso(store, day), self._show)
        self.close_button.setFocus()

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
