"""« Pourquoi ? »: the article, the rate, the calculation in words and the source of what is chosen beside."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtWidgets import QLabel, QTextBrowser, QVBoxLayout, QWidget

from creances_desktop.domain.explanations import Explanation
from creances_desktop.domain.rates import Certainty

NOTHING = "Choisissez une ligne\u00a0: son calcul, son article et sa source s’affichent ici."


class WhyPanel(QWidget):
    """The explanations of one row, to read and to copy; the keyboard enters it by its title."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        """`title` may bear the `&` that gives its key."""
        super().__init__(parent)
        self._shown: tuple[Explanation, ...] = ()
        self.heading = QLabel(title, self)
        self.heading.setProperty("heading", True)
        self.text = QTextBrowser(self)
        self.text.setOpenLinks(False)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(title.replace("&", ""))
        self.heading.setBuddy(self.text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.heading)
        layout.addWidget(self.text, 1)
        self.show_explanations(())

    def explanations(self) -> tuple[Explanation, ...]:
        """What is shown."""
        return self._shown

    def show_explanations(self, explanations: Sequence[Explanation]) -> None:
        """Show these instead."""
        self._shown = tuple(explanations)
        if not explanations:
            self.text.setHtml(f"<p>{escape(NOTHING)}</p>")
            return
        self.text.setHtml("".join(_html(one, place) for place, one in enumerate(explanations)))


def _html(one: Explanation, place: int) -> str:
    above = 14 if place else 0
    lines = [f"<p style='margin:{above}px 0 2px 0'><b>{escape(one.figure)}</b></p>"]
    for caption, value in (
        ("Calcul", one.calculation),
        ("Taux", one.rate),
        ("Article", one.article),
        ("Source", one.source),
        ("Fiabilité", _SURE[one.certainty]),
    ):
        if value:
            lines.append(f"<p style='margin:0 0 2px 0'><i>{caption}\u00a0:</i> {escape(value)}</p>")
    return "".join(lines)


_SURE = {
    Certainty.CONFIRMED: "",
    Certainty.SECONDARY: Certainty.SECONDARY.label,
    Certainty.UNCONFIRMED: f"⚠\u00a0{Certainty.UNCONFIRMED.label}",
}
"""What is told of each; what is confirmed needs no word."""
