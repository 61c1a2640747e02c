"""All that forms are made of, under one name."""

from creances_desktop.ui.widgets.chips import Chips
from creances_desktop.ui.widgets.date_field import DateField
from creances_desktop.ui.widgets.field import AmountField, Field, IdentifierField
from creances_desktop.ui.widgets.form import LabelledForm
from creances_desktop.ui.widgets.typed_date import Lean

__all__ = ["AmountField", "Chips", "DateField", "Field", "IdentifierField", "LabelledForm", "Lean"]
