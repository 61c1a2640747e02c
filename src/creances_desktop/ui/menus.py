"""The menu bar: which action stands in which menu. An entry exists only when something answers it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar

from creances_desktop.ui.actions import ActionSet
from creances_desktop.ui.theme import Choice, Theme

SEPARATOR = ""
RECENTS = "recents"
EXPORT = "export"
APPEARANCE = "appearance"
MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "&Dossier",
        ("create", "open", RECENTS, "example", SEPARATOR, "import", EXPORT, "aged_balance", SEPARATOR,
         "company", "backups", "backup", "restore", "verify", SEPARATOR, "password", "lock",
         SEPARATOR, "quit"),
    ),
    ("&Édition", ("undo", "redo", "history", SEPARATOR, "copy", "find", SEPARATOR, "reload")),
    (
        "&Client",
        ("new_client", "edit_client", "merge_clients", "complete", SEPARATOR, "note_call", "new_payment",
         "statement", "write_letter", "breakdown_client", "evidence_client", SEPARATOR,
         "call_sheet", "promise", "instalment_plan", "pause",
         "insolvency", "relation", "no_delivery", "client_calendar",
         "client_limitation", SEPARATOR, "personal_data"),
    ),
    ("&Facture", ("new_invoice", "new_credit_note", SEPARATOR, "new_payment", "breakdown_invoice",
                  "write_about_invoice", "note_sending", "evidence_invoice")),
    ("&Suivi", ("morning", "morning_report", SEPARATOR,
                "to_send", "issue_letters", "save_letters", "mail", SEPARATOR, "sent", "missing_receipts",
                SEPARATOR,
                "promises", "nonpayment_report", "first_to_lapse", "good_payers",
                SEPARATOR, "print_day", "print_week", "export_ics")),
    (
        "&Outils",
        ("letter_texts",
         "legal_rates", "limitation_periods", "claim_settings", "sending_settings", "paper_settings", "plans",
         "nonpayment_actions", "call_openings", "morning_rules",
         "contact_limits", "calendar_settings", SEPARATOR, APPEARANCE, "zoom_in", "zoom_out", "zoom_reset"),
    ),
    ("&Aide", ("shortcuts", SEPARATOR, "about")),
)  # fmt: skip
APPEARANCES = (
    (Choice.SYSTEM, "Comme le s&ystème"),
    (Choice.LIGHT, "&Clair"),
    (Choice.DARK, "&Sombre"),
    (Choice.CONTRAST, "Contraste &élevé"),
)
Submenus = dict[str, QMenu]


def fill(bar: QMenuBar, actions: ActionSet, submenus: Submenus) -> None:
    """Fill the menu bar; `submenus` gives the menus that stand inside another, by name."""
    for title, entries in MENUS:
        menu = bar.addMenu(title)
        menu.setToolTipsVisible(True)
        for entry in entries:
            if entry == SEPARATOR:
                menu.addSeparator()
            elif entry in submenus:
                menu.addMenu(submenus[entry])
            elif entry in actions:
                menu.addAction(actions[entry])


def recents_menu(paths: Callable[[], Iterable[Path]], chosen: Callable[[Path], None]) -> QMenu:
    """The menu of the dossiers opened lately, read again each time it is shown."""
    menu = QMenu("Dossiers récen&ts")
    menu.setToolTipsVisible(True)

    def read() -> None:
        menu.clear()
        for number, path in enumerate(paths(), 1):
            action = menu.addAction(f"&{number}  {path.stem}")
            action.setToolTip(str(path))
            action.triggered.connect(partial(_with, chosen, path))
        if menu.isEmpty():
            menu.addAction("Aucun autre dossier").setEnabled(False)

    menu.aboutToShow.connect(read)
    return menu


def choices_menu(title: str, entries: Iterable[tuple[str, str, Callable[[], None]]]) -> QMenu:
    """A menu of (text, tip, handler)."""
    menu = QMenu(title)
    menu.setToolTipsVisible(True)
    for text, tip, handler in entries:
        action = menu.addAction(text)
        action.setToolTip(tip)
        action.triggered.connect(partial(_ignoring_bool, handler))
    return menu


def appearance_menu(theme: Theme, chosen: Callable[[Choice], None]) -> QMenu:
    """The menu of the themes, the one in use ticked."""
    menu = QMenu("&Apparence")
    group = QActionGroup(menu)
    for choice, text in APPEARANCES:
        action = QAction(text, menu)
        action.setCheckable(True)
        action.setChecked(theme.choice is choice)
        action.triggered.connect(partial(_with, chosen, choice))
        group.addAction(action)
        menu.addAction(action)
    return menu


def _ignoring_bool(handler: Callable[[], None], *_checked: bool) -> None:
    """Call the handler with nothing: Qt may add `checked`, or not."""
    handler()


def _with(handler: Callable[[Any], None], value: object, *_checked: bool) -> None:
    """Call the handler with this value only: Qt may add `checked`, or not."""
    handler(value)
