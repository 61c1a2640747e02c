"""The actions of the menu *Dossier* on an open dossier: copies, checks, files that leave it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from creances_desktop.domain.text import plural
from creances_desktop.services import backup, balance, export, letters
from creances_desktop.services.verify import Report, verify
from creances_desktop.ui import file_dialogs, messages, recents
from creances_desktop.ui.dialogs.password import PasswordDialog
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner

TABLES = "Classeur Excel (*.xlsx);;Fichier CSV (*.csv)"


class CompanyFileActions(QObject):
    """What the user does with the dossier as a file.

    Signals:
        opening_requested(Path): open this dossier in place of the present one.
        creation_requested(Path): create a dossier there and open it.
        example_requested(): open the example dossier.
        restoring_requested(Path): put this copy in the place of the open dossier.
        password_requested(Wanted): write the dossier anew under another password, or without one.
        backed_up(): a copy was saved.
        lock_now(): cover the windows until the password is given.
        done(Changes): an action changed the dossier.
    """

    opening_requested = Signal(object)
    creation_requested = Signal(object)
    example_requested = Signal()
    restoring_requested = Signal(object)
    password_requested = Signal(object)
    backed_up = Signal()
    lock_now = Signal()
    done = Signal(object)

    def __init__(self, session: Session, banner: Banner, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._banner = banner
        self._parent = parent

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The actions of the window that this object answers."""
        return {
            "create": self.create,
            "open": self.open,
            "example": self.example_requested.emit,
            "backup": self.backup,
            "restore": self.restore,
            "verify": self.verify,
            "password": self.password,
            "lock": self.lock_now.emit,
        }

    def exports(self) -> list[tuple[str, str, Callable[[], None]]]:
        """The entries of the menu *Exporter*: text, tip, handler."""
        return [
            ("Balance âgée en &PDF…", "Une page à imprimer ou à envoyer", self.export_balance_pdf),
            ("Balance âgée en &tableau…", "Un classeur Excel ou un fichier CSV", self.export_balance_table),
            (
                "Tout le &dossier…",
                "Clients, factures, règlements, lettres et journal, lisibles sans ce programme",
                self.export_everything,
            ),
        ]

    def create(self) -> None:
        """Ask where the new dossier goes."""
        path = ask_new(self._parent)
        if path is not None:
            self.creation_requested.emit(path)

    def open(self) -> None:
        """Ask which dossier to open."""
        path = file_dialogs.file_to_open(self._parent, "Ouvrir un dossier", file_dialogs.DOSSIERS)
        if path is not None:
            self.opening_requested.emit(path)

    def backup(self) -> None:
        """Copy the dossier to a file of the user's choice."""
        source, day = self._session.store.path, self._session.today()
        target = file_dialogs.file_to_write(
            self._parent,
            "Sauvegarder une copie",
            file_dialogs.DOSSIERS,
            f"{source.stem} {day.isoformat()}.creances",
            suffix="creances",
            verb="Sauvegarder",
        )
        if target is None:
            return

        def done(path: Path) -> None:
            recents.backed_up(source, day)
            self.backed_up.emit()
            messages.notify(f"Copie enregistrée : {path}", self._parent, self._banner)

        self._session.executor.submit(
            lambda _: backup.save(source, target), done, self._failed, owner=self, label="Sauvegarde"
        )

    def restore(self) -> None:
        """Ask which copy takes the place of the open dossier, and whether that is really meant."""
        title = "Restaurer une copie"
        source = file_dialogs.file_to_open(self._parent, title, file_dialogs.COPIES, "Restaurer")
        if source is None:
            return
        if messages.confirm(
            title,
            f"Remplacer « {self._session.store.path.name} » par la copie « {source.name} » ?",
            "Restaurer",
            self._parent,
            informative="Le dossier actuel est d’abord gardé à côté, sous un autre nom.",
            dangerous=True,
        ):
            self.restoring_requested.emit(source)

    def verify(self) -> None:
        """Check the whole dossier and say what was found."""
        store = self._session.store
        self._session.executor.submit(
            lambda _: verify(store), self._verified, self._failed, owner=self, label="Vérification"
        )

    def password(self) -> None:
        """Set, change or take away the password; the dossier is then written anew, closed meanwhile."""
        wanted, changes = PasswordDialog.ask(self._parent, self._session)
        if changes is not None:
            self.done.emit(changes)
        if wanted is not None:
            self.password_requested.emit(wanted)

    def export_balance_pdf(self) -> None:
        """Write the aged balance as a PDF."""
        day = self._session.today()
        path = file_dialogs.file_to_write(
            self._parent, "Exporter la balance âgée", "PDF (*.pdf)", f"balance-agee-{day}.pdf", suffix="pdf"
        )
        if path is not None:
            store = self._session.store
            self._export(lambda: letters.write_file(path, balance.pdf(store, day)), path)

    def export_balance_table(self) -> None:
        """Write the aged balance for a spreadsheet."""
        day = self._session.today()
        path = file_dialogs.file_to_write(
            self._parent, "Exporter la balance âgée", TABLES, f"balance-agee-{day}.xlsx", suffix="xlsx"
        )
        if path is not None:
            store = self._session.store
            self._export(lambda: balance.write(store, day, path), path)

    def export_everything(self) -> None:
        """Write all that the dossier holds into a folder of its own."""
        title = "Exporter tout le dossier"
        place = file_dialogs.folder(self._parent, title, "Exporter ici")
        if place is None:
            return
        store, day = self._session.store, self._session.today()
        target = place / f"{store.path.stem} export {day.isoformat()}"
        self._session.executor.submit(
            lambda progress: export.write(store, target, day, progress=progress),
            lambda paths: messages.notify(
                f"{plural(len(paths), 'fichier écrit', 'fichiers écrits')} dans « {target} ».",
                self._parent,
                self._banner,
            ),
            self._failed,
            owner=self,
            label="Export du dossier",
        )

    def _export(self, write: Callable[[], None], path: Path) -> None:
        self._session.executor.submit(
            lambda _: write(),
            lambda _: messages.notify(f"Fichier enregistré : {path}", self._parent, self._banner),
            self._failed,
            owner=self,
            label="Export",
        )

    def _verified(self, report: Report) -> None:
        if report.problems:
            text = "Le dossier a des anomalies : faites-en une copie et envoyez ce texte aux auteurs.\n\n"
            messages.refuse(text + "\n".join(report.problems[:20]), self._parent)
            return
        counted = ", ".join(
            (
                plural(report.clients, "client"),
                plural(report.invoices, "facture"),
                plural(report.letters, "lettre"),
                plural(report.attachments, "pièce jointe", "pièces jointes"),
            )
        )
        messages.notify(f"Dossier sain : {counted} vérifiés.", self._parent, self._banner)

    def _failed(self, error: Exception) -> None:
        messages.show_error(error, self._parent, self._banner)


def ask_new(parent: QWidget | None) -> Path | None:
    """The path of a dossier to create; None when the user gave up."""
    return file_dialogs.file_to_write(
        parent,
        "Créer un dossier",
        file_dialogs.DOSSIERS,
        "Ma société.creances",
        suffix="creances",
        verb="Créer",
    )
