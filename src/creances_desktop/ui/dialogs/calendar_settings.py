"""The settings of the calendar: public holidays, and what is said beside the clock."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QSystemTrayIcon, QWidget

from creances_desktop.services import notifications, working_days
from creances_desktop.services.changes import Changes
from creances_desktop.services.notifications import NotificationRules
from creances_desktop.services.working_days import Region
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.fields import Field

_HOUR = re.compile(r"(\d{1,2})\s*(?:[:hH.]\s*(\d{2})?)?")
NO_TRAY = "Ce bureau n’a pas de zone de notification\u00a0: rien ne s’y affiche."
NOTE_LETTERS = 34


class HoursField(Field):
    """Hours of the day, parted by commas: `9, 14:30`, `9h, 14h30`; one only when `single`."""

    def __init__(self, parent: QWidget | None = None, *, required: str = "", single: bool = False) -> None:
        super().__init__(parent, required=required)
        self._single = single

    def _parse(self, text: str) -> Any:
        parts = [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
        if not parts:
            return None
        hours = tuple(_hour(part) for part in parts)
        if self._single and len(hours) > 1:
            raise ValueError("Indiquez une seule heure.")
        return hours[0] if self._single else hours

    def _format(self, value: Any) -> str:
        return f"{value:%H:%M}" if self._single else ", ".join(f"{hour:%H:%M}" for hour in value)


class CalendarSettingsDialog(FormDialog):
    """Everything on one page."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> Changes | None:
        """What was changed; None when the user gave up."""
        return cls(session, parent).run()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Réglages de l’agenda", "Enregistrer les réglages", parent, width=50)
        self._session = session
        self.region = QComboBox(self)
        for one in Region:
            self.region.addItem(one.label, one.value)
        self.enabled = QCheckBox("&Notifications pendant que le programme est ouvert", self)
        self.hours = HoursField(self)
        self.quiet_from = HoursField(self, required="Indiquez une heure, par exemple 18:30.", single=True)
        self.quiet_until = HoursField(self, required="Indiquez une heure, par exemple 8:00.", single=True)
        self.only_weekdays = QCheckBox("Jamais le &week-end", self)
        form = self.form = add_form(self)
        form.add_heading("Jours ouvrés")
        form.add("region", "&Jours fériés", self.region)
        form.add_heading("Zone de notification")
        tray = "" if QSystemTrayIcon.isSystemTrayAvailable() else NO_TRAY
        form.add("enabled", "Afficher", self.enabled, tray)
        form.add("hours", "&Heures", self.hours, "Par exemple 9:00, 14:00.")
        form.add("quiet_from", "&Silence de", self.quiet_from)
        form.add("quiet_until", "À", self.quiet_until, "Rien n’est dit entre ces heures.")
        form.add("only_weekdays", "Week-end", self.only_weekdays)
        form.set_column_widths(0, self.fontMetrics().averageCharWidth() * NOTE_LETTERS)
        self.body.addWidget(form)
        self.body.addStretch(1)
        self._show()
        self.region.setFocus()

    def save(self) -> Changes | None:
        store = self._session.store
        wanted = NotificationRules(
            self.enabled.isChecked(),
            self.hours.value() or (),
            self.quiet_from.value(),
            self.quiet_until.value(),
            self.only_weekdays.isChecked(),
        )
        # Refused first: the holidays then stay as they are.
        done = notifications.save_rules(store, wanted)
        chosen = Region(self.region.currentData())
        if chosen is not working_days.region(store):
            return working_days.save_region(store, chosen)
        return done

    def _show(self) -> None:
        store = self._session.store
        known = notifications.rules(store)
        self.region.setCurrentIndex(self.region.findData(working_days.region(store).value))
        self.enabled.setChecked(known.enabled)
        self.hours.set_value(known.hours or None)
        self.quiet_from.set_value(known.quiet_from)
        self.quiet_until.set_value(known.quiet_until)
        self.only_weekdays.setChecked(known.only_weekdays)


def _hour(text: str) -> time:
    found = _HOUR.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise ValueError("Cette heure n’est pas comprise\u00a0: écrivez par exemple 9:00 ou 14h30.")
    return time(int(found[1]), int(found[2] or 0))
