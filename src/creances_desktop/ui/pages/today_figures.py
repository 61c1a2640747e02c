"""The figures at the head of the first page: each is a link to the list behind it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.text import plural, short_date
from creances_desktop.services.balance import KeyFigures
from creances_desktop.services.key_figures import Trends
from creances_desktop.services.receipts_forecast import DAYS
from creances_desktop.ui.theme import Tone, colours

PADDING = 12


class Figure(QAbstractButton):
    """A caption, a figure and a word about it, on a card that is clicked as a whole."""

    def __init__(self, caption: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = caption
        self._value = "…"
        self._note = ""
        self._change = ""
        self._tip = tooltip
        self._tone = Tone.NORMAL
        self.setToolTip(tooltip)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(caption)

    def show_value(self, value: str, note: str = "", tone: Tone = Tone.NORMAL) -> None:
        """Show this figure, with a word about it."""
        self._value, self._note, self._tone = value, note, tone
        self.setText(value)
        self._say()

    def show_change(self, change: str, since: str) -> None:
        """Show how the figure moved, where there is room for it; `since` tells from which day, in French."""
        self._change = change
        self.setToolTip(f"{self._tip}\n{change} {since}" if change else self._tip)
        self._say()

    def _say(self) -> None:
        told = [f"{self._caption}\u00a0: {self._value}", self._note, self._change]
        self.setAccessibleName(". ".join(part for part in told if part))
        self.update()

    def value(self) -> str:
        """The figure shown."""
        return self._value

    def note(self) -> str:
        """The word about it."""
        return self._note

    def change(self) -> str:
        """How it moved in a month."""
        return self._change

    def _value_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.55)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(220, 2 * line + QFontMetrics(self._value_font()).height() + PADDING + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = colours()
        painter.setPen(
            QPen(QColor(chosen.accent if self.hasFocus() else chosen.separator), 1 + self.hasFocus())
        )
        painter.setBrush(QColor(chosen.soft_accent if self.underMouse() else chosen.base))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
        line = self.fontMetrics().height()
        area = QRect(PADDING, PADDING // 2 + 1, self.width() - 2 * PADDING, self.height())
        painter.setPen(QColor(chosen.muted))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft), self._caption)
        if self._room_for_change(area.width()):
            painter.drawText(area, int(Qt.AlignmentFlag.AlignRight), self._change)
        painter.setFont(self._value_font())
        painter.setPen(QColor(chosen.of(self._tone)))
        painter.drawText(area.translated(0, line), int(Qt.AlignmentFlag.AlignLeft), self._value)
        big = painter.fontMetrics().height()
        painter.setFont(self.font())
        painter.setPen(QColor(chosen.muted))
        note = self.fontMetrics().elidedText(self._note, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area.translated(0, line + big), int(Qt.AlignmentFlag.AlignLeft), note)

    def _room_for_change(self, width: int) -> bool:
        words = f"{self._caption}\u2003{self._change}"
        return self.fontMetrics().horizontalAdvance(words) <= width


class KeyFigureRow(QWidget):
    """The four figures of the first page; how each moved comes a moment later."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.exposure = Figure("Encours", "Voir les factures qui ne sont pas soldées", self)
        self.overdue = Figure("Échu", "Voir les factures en retard", self)
        self.expected = Figure(
            f"À encaisser sous {DAYS} jours", "Voir ce qui devrait entrer, et pourquoi", self
        )
        self.dso = Figure("DSO", "Voir combien de jours de ventes font l’encours", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for figure in (self.exposure, self.overdue, self.expected, self.dso):
            row.addWidget(figure)

    def show_figures(self, figures: KeyFigures, overdue_count: int) -> None:
        """Show what is owed, and what of it is late."""
        in_hand = -figures.unallocated
        notes = [f"dont {format_cents(figures.disputed)} en litige"] if figures.disputed else []
        if in_hand:
            notes.append(f"{format_cents(in_hand)} non imputés, déduits")
        self.exposure.show_value(
            format_cents(figures.outstanding), "\u00a0; ".join(notes) or "Toutes factures ouvertes"
        )
        self.overdue.show_value(
            format_cents(figures.overdue),
            _overdue_words(figures, overdue_count),
            Tone.DANGER if figures.overdue else Tone.SUCCESS,
        )

    def show_trends(self, figures: KeyFigures, trends: Trends) -> None:
        """Show the forecast, the DSO, and how the four moved since a month ago."""
        since = f"depuis le {short_date(trends.since)}"
        coming = trends.forecast
        late = f"{format_cents(coming.undated)} en retard, sans jour prévisible"
        self.expected.show_value(
            format_cents(coming.total), late if coming.undated else f"jusqu’au {short_date(coming.last)}"
        )
        self.dso.show_value(
            trends.dso.words if trends.dso else "—",
            "de ventes font l’encours" if trends.dso else "Aucune vente depuis un an",
        )
        for figure, now, before in (
            (self.exposure, figures.outstanding, trends.outstanding_before),
            (self.overdue, figures.overdue, trends.overdue_before),
            (self.expected, coming.total, trends.forecast_before),
        ):
            figure.show_change(_moved(now - before), since)
        told = trends.dso and trends.dso_before and not (trends.dso.beyond or trends.dso_before.beyond)
        days = trends.dso.days - trends.dso_before.days if told and trends.dso and trends.dso_before else 0
        self.dso.show_change(f"{days:+d}\u00a0j en un mois" if days else "", since)


def _moved(cents: Cents) -> str:
    """`+1 200,00 € en un mois`; empty when nothing moved."""
    sign = "+" if cents > 0 else "\u2212"
    return f"{sign}{format_cents(abs(cents))} en un mois" if cents else ""


def _overdue_words(figures: KeyFigures, count: int) -> str:
    """How many invoices are late; and why they come to more than all that is owed, when they do."""
    if not count:
        return "Aucun retard"
    words = f"{plural(count, 'facture')} en retard"
    return f"{words}, sans déduire le non imputé" if figures.overdue > figures.outstanding else words
