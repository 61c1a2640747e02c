"""The tariffs of the post, typed as they change, each with the day it begins and where it was read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from creances_desktop.domain.money import format_cents, typed_cents
from creances_desktop.domain.postage import PaperWeights, Product, Tariff
from creances_desktop.domain.text import fold, short_date
from creances_desktop.services import postage
from creances_desktop.services.changes import Changes
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import Column, amount_column, date_column, number_column
from creances_desktop.ui.widgets.edit_grid import Edit, EditGrid, EditModel
from creances_desktop.ui.widgets.number_field import DaysField
from creances_desktop.ui.widgets.typed_date import parse_typed_date

COLUMNS: tuple[Column[Tariff], ...] = (
    date_column("valid_from", "Depuis le", lambda one: one.valid_from),
    Column("product", "Produit", lambda one: one.product.label, width=26),
    number_column("up_to_grams", "Jusqu’à (g)", lambda one: one.up_to_grams, width=11),
    amount_column("price", "Prix", lambda one: one.price),
    Column("source", "Source", lambda one: one.source, width=34, stretch=True),
)
ADVICE = (
    "Les tarifs livrés viennent d’une source faible\u00a0: vérifiez-les, complétez-les (avis de réception, "
    "tranches de poids) et notez où vous les avez lus. Un nouveau tarif s’ajoute avec sa date\u00a0: "
    "l’ancien reste pour les envois d’avant."
)


def _product(text: str) -> Product:
    """The product whose name begins with, or contains, what was typed."""
    wanted = fold(text.strip())
    for one in Product:
        if wanted and wanted in fold(one.label):
            return one
    names = ", ".join(f"«\u00a0{one.label}\u00a0»" for one in Product)
    raise ValueError(f"Choisissez un produit\u00a0: {names}.")


def _grams(text: str) -> int:
    bare = text.strip().casefold().removesuffix("g").strip()
    if not bare.isdecimal() or not 0 < int(bare) <= postage.MOST_GRAMS:
        raise ValueError(f"Indiquez un poids entre 1 et {postage.MOST_GRAMS}\u00a0g.")
    return int(bare)


def edits(today: date) -> dict[str, Edit[Tariff]]:
    """How each cell is typed into; `today` completes a day without its year."""
    return {
        "valid_from": Edit(
            lambda one: short_date(one.valid_from),
            lambda one, text: replace(one, valid_from=parse_typed_date(text, today)),
        ),
        "product": Edit(
            lambda one: one.product.label, lambda one, text: replace(one, product=_product(text))
        ),
        "up_to_grams": Edit(
            lambda one: str(one.up_to_grams), lambda one, text: replace(one, up_to_grams=_grams(text))
        ),
        "price": Edit(
            lambda one: format_cents(one.price, symbol=False),
            lambda one, text: replace(one, price=typed_cents(text)),
        ),
        "source": Edit(lambda one: one.source, lambda one, text: replace(one, source=text.strip())),
    }


class PostageDialog(FormDialog):
    """The tariffs as a grid to type into, and what paper and envelopes weigh."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> Changes | None:
        """What was changed; None when the user gave up."""
        return cls(session, parent).run()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Tarifs postaux", "Enregistrer les tarifs", parent, width=58, height=26)
        self._session = session
        self.model = EditModel(COLUMNS, edits(session.today()), parent=self)
        self.grid = EditGrid("tariffs", self)
        self.grid.setAccessibleName("Tarifs")
        self.grid.set_rows_model(self.model)
        self.grid.set_empty_message(
            "Aucun tarif", "Ajoutez ceux de vos envois\u00a0: produit, poids, prix, source."
        )
        self.sheet_gsm = DaysLikeField(self, "Indiquez le grammage.", 400)
        self.envelope_grams = DaysLikeField(self, "Indiquez un poids.", 200)
        self._lay_out()
        known = postage.weights(session.store)
        self.model.set_rows(postage.tariffs(session.store))
        self.sheet_gsm.set_value(known.sheet_gsm)
        self.envelope_grams.set_value(known.envelope_grams)
        self.model.refused.connect(self.banner.show_warning)
        self.model.edited.connect(self.banner.clear)
        self.resize(fitting(self))
        self.grid.setFocus()

    def _lay_out(self) -> None:
        advice = QLabel(ADVICE, self)
        advice.setWordWrap(True)
        self.add_button = push_button("A&jouter un tarif", self, icon="plus")
        self.remove_button = push_button("&Retirer", self, icon="trash-2")
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addWidget(self.remove_button)
        row.addStretch(1)
        form = self.form = add_form(self)
        form.add(
            "sheet_gsm",
            "&Papier (g/m²)",
            self.sheet_gsm,
            "80 pour le papier ordinaire\u00a0: 5 g la feuille.",
        )
        form.add("envelope_grams", "&Enveloppe (g)", self.envelope_grams)
        self.body.addWidget(advice)
        self.body.addWidget(self.grid, 1)
        self.body.addLayout(row)
        self.body.addWidget(form)
        self.add_button.clicked.connect(self._on_add)
        self.remove_button.clicked.connect(self._on_remove)

    def save(self) -> Changes | None:
        self.grid.commit()
        weights = PaperWeights(self.sheet_gsm.value(), self.envelope_grams.value())
        return postage.save(self._session.store, self.model.rows, weights)

    @Slot()
    def _on_add(self) -> None:
        fresh = Tariff(self._session.today(), Product.GREEN, 20, 0, "")
        self.model.set_rows([*self.model.rows, fresh])
        self.grid.edit_cell(self.model.rowCount() - 1, "product")

    @Slot()
    def _on_remove(self) -> None:
        current = self.grid.currentIndex().row()
        if current >= 0:
            self.model.set_rows([one for place, one in enumerate(self.model.rows) if place != current])


class DaysLikeField(DaysField):
    """A small whole number of grams."""

    def __init__(self, parent: QWidget, required: str, maximum: int) -> None:
        super().__init__(parent, required=required, maximum=maximum)

    def _parse(self, text: str) -> int | None:
        bare = text.strip().casefold().removesuffix("g").strip()
        if not bare:
            return None
        if not bare.isdecimal() or int(bare) > self._maximum:
            raise ValueError(f"Indiquez un nombre entre 0 et {self._maximum}.")
        return int(bare)
