"""Dossier > Sauvegardes: the copies by date, what each holds, what was done since, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from creances_desktop.domain.text import plural, short_date
from creances_desktop.services import backup, backups
from creances_desktop.services.backups import Backup, Comparison, Reason
from creances_desktop.services.passwords import PasswordNeeded
from creances_desktop.ui import file_dialogs, messages
from creances_desktop.ui.dialogs.password import UnlockDialog
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.session import Session
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.busy import BusyStrip
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.columns import Column, State, number_column, state_column
from creances_desktop.ui.widgets.flow import FlowLayout
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

_READABLE = State("circle-check", "Lisible", Tone.SUCCESS)
_BROKEN = State("circle-alert", "Abîmée", Tone.DANGER)


def _size(one: Backup) -> str:
    if one.size < 1_000_000:
        return f"{max(1, round(one.size / 1000))}\u00a0ko"
    return f"{one.size / 1_000_000:.1f}\u00a0Mo".replace(".", ",")


def _changed(one: Backup) -> str:
    if one.facts is None or one.facts.last_change is None:
        return ""
    return f"{one.facts.last_change.astimezone():%d/%m/%Y %H:%M}"


COLUMNS: tuple[Column[tuple[int, Backup]], ...] = (
    Column("at", "Date", lambda row: f"{row[1].at.astimezone():%d/%m/%Y %H:%M}",
           sort_key=lambda row: int(row[1].at.timestamp()), width=17),
    Column("reason", "Pourquoi", lambda row: row[1].reason, width=20, stretch=True),
    Column("size", "Taille", lambda row: _size(row[1]), Qt.AlignmentFlag.AlignRight,
           sort_key=lambda row: row[1].size, width=10),
    number_column("clients", "Clients", lambda row: row[1].facts.clients if row[1].facts else None, width=9),
    number_column("invoices", "Factures", lambda row: row[1].facts.invoices if row[1].facts else None,
                  width=9),
    Column("changed", "Dernière action", lambda row: _changed(row[1]), width=17),
    Column("place", "Où", lambda row: row[1].place, tooltip=lambda row: str(row[1].path), width=18),
    state_column("state", "État", lambda row: _BROKEN if row[1].facts is None else _READABLE, width=10),
)  # fmt: skip


class BackupsDialog(QDialog):
    """The copies, newest first. Restoring closes the dialog: the window then does it."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> Path | None:
        """The copy to restore; None when the user only looked."""
        dialog = cls(session, parent)
        dialog.exec()
        chosen = dialog.chosen
        dialog.deleteLater()
        return chosen

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.chosen: Path | None = None
        self.setWindowTitle("Sauvegardes")
        self.banner = Banner(self)
        self.busy = BusyStrip(session.executor, self)
        self.table = Table("backups", self)
        self.model: ListModel[tuple[int, Backup]] = ListModel(COLUMNS, row_id=lambda row: row[0], parent=self)
        self.table.set_rows_model(self.model)
        self.table.setAccessibleName("Sauvegardes du dossier")
        self.table.set_empty_message(
            "Aucune sauvegarde encore",
            "Une copie se fait d’elle-même à chaque fermeture et avant chaque import.",
        )
        self.detail = QPlainTextEdit(self)
        self.detail.setReadOnly(True)
        self.detail.setAccessibleName("Comparaison avec le dossier présent")
        self.second = QLabel(self)
        self.second.setWordWrap(True)
        self._build()
        self.table.current_changed.connect(lambda _: self._on_chosen())
        self.reload()
        self.table.setFocus()
        self.resize(fitting(self))

    def reload(self) -> None:
        """Read the copies again."""
        path = self._session.store.path
        self._submit(lambda: backups.listed(path), self._show, "Lecture des sauvegardes")
        self._show_second()

    def _build(self) -> None:
        tips = {
            "compare": "Ce que la copie contient, et ce qui a été fait depuis",
            "restore": "La remettre à la place du dossier, qui est d’abord gardé sous un autre nom",
            "place": "Une clé USB ou un autre disque, qui reçoit aussi les copies",
        }
        self.now_button = push_button("&Sauvegarder maintenant", self, icon="save")
        self.compare_button = push_button("&Comparer", self, icon="scale", tooltip=tips["compare"])
        self.restore_button = push_button(
            "&Restaurer cette copie", self, icon="database-backup", tooltip=tips["restore"]
        )
        self.other_button = push_button("&Autre copie…", self, icon="folder-open")
        self.place_button = push_button(
            "Second &emplacement…", self, icon="folder-open", tooltip=tips["place"]
        )
        self.send_button = push_button("&Y copier maintenant", self, icon="copy")
        self.forget_button = push_button("&Ne plus l’utiliser", self, icon="x")
        close = push_button("Fermer", self)
        close.clicked.connect(self.reject)
        for button, action in (
            (self.now_button, self._on_now),
            (self.compare_button, self._on_compare),
            (self.restore_button, self._on_restore),
            (self.other_button, self._on_other),
            (self.place_button, self._on_place),
            (self.send_button, self._on_send),
            (self.forget_button, self._on_forget),
        ):
            button.clicked.connect(action)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(self.banner)
        layout.addWidget(split, 1)
        layout.addWidget(self.busy)
        layout.addLayout(_row(self, self.second, self.place_button, self.send_button, self.forget_button))
        acts = (self.now_button, self.compare_button, self.restore_button, self.other_button, None, close)
        layout.addLayout(_row(self, *acts))

    def _show(self, found: list[Backup]) -> None:
        self.model.set_rows(list(enumerate(found)))
        if found:
            self.table.select_id(0)
        self._on_chosen()

    def _show_second(self) -> None:
        second = backups.second_place(self._session.store.path)
        if second is None:
            text = "Aucun second emplacement\u00a0: une panne de ce disque emporterait dossier et copies."
        else:
            last = short_date(second.last.astimezone().date()) if second.last else "jamais"
            there = "" if second.folder.is_dir() else " — non branché"
            text = f"Second emplacement\u00a0: {second.folder}{there} (dernière copie\u00a0: {last})"
        self.second.setText(text)
        for button in (self.send_button, self.forget_button):
            button.setVisible(second is not None)

    def _current(self) -> Backup | None:
        row = self.model.row_of(self.table.current_id())
        return None if row is None else row[1]

    @Slot()
    def _on_chosen(self) -> None:
        one = self._current()
        sound = one is not None and one.facts is not None
        writable = not self._session.store.read_only
        self.compare_button.setEnabled(sound)
        self.restore_button.setEnabled(sound and writable)
        self.other_button.setEnabled(writable)
        if one is None:
            self.detail.setPlainText("")
        elif one.facts is None:
            self.detail.setPlainText(f"Cette copie est illisible, ne comptez pas sur elle\u00a0:\n{one.path}")
        else:
            self.detail.setPlainText(
                f"{one.path}\n\n«\u00a0Comparer\u00a0» dit ce qui a été fait depuis cette copie, et qui "
                "serait perdu en la restaurant. Restaurer garde d’abord le dossier actuel sous un autre nom."
            )

    @Slot()
    def _on_now(self) -> None:
        path = self._session.store.path
        self._submit(lambda: backups.write(path, Reason.MANUAL), self._on_written, "Sauvegarde")

    def _on_written(self, one: Backup) -> None:
        self.reload()
        self.banner.show_success(f"Copie faite, relue et conforme\u00a0: {one.path.name}")

    @Slot()
    def _on_compare(self) -> None:
        one = self._current()
        if one is not None:
            store = self._session.store
            self._submit(lambda: backups.compare(store, one.path), self._show_comparison, "Comparaison")

    def _show_comparison(self, found: Comparison) -> None:
        lines = [f"{name}\u00a0: {then}, maintenant {now}" for name, then, now in found.lines]
        if found.since:
            lines += ["", f"{plural(len(found.since), 'action faite', 'actions faites')} depuis\u00a0:"]
            lines += [f"  {entry}" for entry in found.since]
        else:
            lines += ["", "Rien n’a été fait depuis cette copie."]
        self.detail.setPlainText("\n".join(lines))

    @Slot()
    def _on_restore(self) -> None:
        one = self._current()
        if one is not None:
            self._check_then_restore(one.path)

    @Slot()
    def _on_other(self) -> None:
        path = file_dialogs.file_to_open(self, "Restaurer une copie", file_dialogs.COPIES, "Restaurer")
        if path is not None:
            self._check_then_restore(path)

    def _check_then_restore(self, path: Path) -> None:
        """A copy is read whole before the dossier gives way to it."""

        def sound(_: object) -> None:
            self.chosen = path
            self.accept()

        self._submit(lambda: backup.check(path), sound, "Contrôle de la copie")

    @Slot()
    def _on_place(self) -> None:
        folder = file_dialogs.folder(self, "Second emplacement des sauvegardes", "Y copier les sauvegardes")
        if folder is None:
            return
        path = self._session.store.path

        def choose() -> bool:
            backups.choose_second_place(path, folder)
            return backups.send_to_second_place(path)

        self._submit(choose, self._on_sent, "Copie vers le second emplacement")

    @Slot()
    def _on_send(self) -> None:
        path = self._session.store.path
        self._submit(lambda: backups.send_to_second_place(path), self._on_sent, "Copie")

    def _on_sent(self, sent: bool) -> None:
        self.reload()
        if sent:
            self.banner.show_success("La dernière copie est aussi au second emplacement, relue et conforme.")
        else:
            self.banner.show_warning(
                "Rien n’a été copié\u00a0: branchez le support, ou faites d’abord une première sauvegarde."
            )

    @Slot()
    def _on_forget(self) -> None:
        backups.choose_second_place(self._session.store.path, None)
        self._show_second()

    def _submit(self, work: Callable[[], object], done: Callable[..., None], label: str) -> None:
        self.banner.clear()

        def failed(error: Exception) -> None:
            # a copy of before the password was changed
            if isinstance(error, PasswordNeeded) and UnlockDialog.ask(self, error.path):
                self._submit(work, done, label)
            else:
                messages.show_error(error, self, self.banner)

        task = self._session.executor.submit(lambda _: work(), done, failed, owner=self, label=label)
        self.busy.follow(task)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 66, line * 34)


def _row(parent: QWidget, *widgets: QWidget | None) -> FlowLayout:
    """Widgets side by side, or below one another; None, or else a label, is the room left over."""
    shown = [widget or QWidget(parent) for widget in widgets]
    wide = next((one for one, widget in zip(shown, widgets, strict=True) if widget is None), None)
    row = FlowLayout(None, 6, wide=wide or next(one for one in shown if isinstance(one, QLabel)))
    for one in shown:
        row.addWidget(one)
    return row
