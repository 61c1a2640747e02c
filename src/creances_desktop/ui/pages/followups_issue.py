"""Issuing what is ticked and letting it leave: printed, or in a folder. One report at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.progress import Progress
from creances_desktop.domain.text import plural
from creances_desktop.services import followups, letters, mail
from creances_desktop.services.assembly import Store
from creances_desktop.services.changes import Subject, changed
from creances_desktop.services.followups import Outcome
from creances_desktop.services.letter_checks import Finding
from creances_desktop.services.mail import MailOptions
from creances_desktop.ui import file_dialogs, messages, printing
from creances_desktop.ui.printing import Chosen
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner

TOLD_AT_MOST = 5
ISSUED = frozenset({Subject.LETTERS, Subject.INVOICES, Subject.CALENDAR})


@dataclass(frozen=True, slots=True)
class Saved:
    """What a run into a folder gave: the outcome of issuing, how many files are in place, and where."""

    outcome: Outcome | None
    files: int
    folder: Path
    combined: Path | None


class Issuing(QObject):
    """The runs of the page *Suivi*; one at a time.

    Signals:
        data_changed(Changes): letters were issued or delivered.
        busy_changed(bool): a run began or ended.
    """

    data_changed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, session: Session, banner: Banner, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._banner = banner
        self._parent = parent
        self._busy = False
        self._folder: Path | None = None
        banner.action_requested.connect(self._open_folder)

    @property
    def busy(self) -> bool:
        """True from the beginning of a run to its end."""
        return self._busy

    def issue_and_print(self, client_ids: Sequence[int], on_paper: int) -> None:
        """Ask for the printer, then issue the letters of these clients and print those on paper.

        Given up at the printer, nothing is issued. `on_paper`: how many are not sent by e-mail; without any
        no printer is asked for.
        """
        self._reviewed(
            client_ids,
            # later: the run that ends must not wait for the dialog of the printer
            lambda: QTimer.singleShot(0, self, lambda: self._choose_printer(client_ids, on_paper)),
        )

    def _choose_printer(self, client_ids: Sequence[int], on_paper: int) -> None:
        chosen = self._asked_printer(on_paper) if on_paper and not self._busy else None
        if on_paper and chosen is None:
            self._banner.show_information("Rien n’a été émis ni imprimé.")
            return
        self._issue(client_ids, chosen)

    def _asked_printer(self, count: int) -> Chosen | None:
        return printing.ask_printer(
            self._parent, f"Imprimer {plural(count, 'lettre')}", self._document_name(count)
        )

    def _document_name(self, count: int) -> str:
        return f"Créances, {plural(count, 'lettre')} du {self._session.today():%d-%m-%Y}"

    def _issue(self, client_ids: Sequence[int], chosen: Chosen | None) -> None:
        store, day = self._session.store, self._session.today()
        if not self._begin():
            return
        self._session.executor.submit(
            lambda progress: followups.issue(store, day, client_ids=client_ids, progress=progress),
            lambda outcome: self._on_issued(outcome, chosen),
            self._on_failed,
            on_finished=self._on_finished,
            owner=self,
            label="Émission des lettres",
        )

    def issue_to_folder(self, client_ids: Sequence[int]) -> None:
        """Issue the letters of these clients into a folder: one file each, and one of them all."""
        self._reviewed(client_ids, lambda: self._to_folder(client_ids))

    def _reviewed(self, client_ids: Sequence[int], go_on: Callable[[], None]) -> None:
        """Go on, once the user has seen the passages that these letters should not hold, if there are any."""
        store, day = self._session.store, self._session.today()

        def ask(found: list[tuple[str, tuple[Finding, ...]]]) -> None:
            if not found or self._accepts(found):
                go_on()

        self._session.executor.submit(
            lambda _: followups.to_review(store, day, client_ids),
            ask,
            self._on_failed,
            owner=self,
            key="letters_to_review",
        )

    def _accepts(self, found: list[tuple[str, tuple[Finding, ...]]]) -> bool:
        """True when the user wants these letters to leave as they are."""
        told = [
            f"{client}\u00a0: «\u00a0{one.passage}\u00a0». {one.reason}"
            for client, findings in found[:TOLD_AT_MOST]
            for one in findings
        ]
        return messages.confirm(
            "Passages à revoir",
            f"{plural(len(found), 'lettre contient', 'lettres contiennent')} un passage à revoir.",
            "Émettre quand même",
            self._parent,
            informative="\n\n".join(told),
            dangerous=True,
            give_up="Revoir les lettres",
        )

    def save_waiting(self) -> None:
        """Write the letters that wait to be printed into a folder."""
        self._to_folder(None)

    def print_waiting(self) -> None:
        """Print the letters that wait since an earlier run."""
        waiting = [letter.id for letter in letters.to_print(self._session.store)]
        if waiting:
            self.print_letters(waiting)

    def print_letters(self, letter_ids: Sequence[int], report: str = "") -> None:
        """Ask for the printer and print; what it took is marked as delivered. `report` opens the sentence."""
        chosen = self._asked_printer(len(letter_ids))
        if chosen is None:
            self._banner.show_information(f"{report}Rien n’a été imprimé.")
            return
        self._print(letter_ids, chosen, report)

    def _print(self, letter_ids: Sequence[int], chosen: Chosen, report: str) -> None:
        """Print where the user chose; refused, the letters stay to be printed."""
        store, ids, name = self._session.store, list(letter_ids), self._document_name(len(letter_ids))

        def job(progress: Progress) -> str:
            data = mail.combined(store, ids, MailOptions(duplex=chosen.both_sides), progress)
            return printing.send(chosen, data, name, progress)

        self._begin()
        self._session.executor.submit(
            job,
            lambda how: self._on_printed(ids, how, report),
            self._on_failed,
            on_finished=self._on_finished,
            owner=self,
            label="Impression",
        )

    def _to_folder(self, client_ids: Sequence[int] | None) -> None:
        folder = file_dialogs.folder(self._parent, "Enregistrer les lettres", "Enregistrer ici")
        if folder is None or not self._begin():
            return
        store, day = self._session.store, self._session.today()
        self._session.executor.submit(
            lambda progress: save_letters(store, day, folder, client_ids, progress),
            self._on_saved,
            self._on_failed,
            on_finished=self._on_finished,
            owner=self,
            label="Enregistrement des lettres",
        )

    def _begin(self) -> bool:
        """True when nothing else runs; from now on something does."""
        if self._busy:
            return False
        self._banner.clear()
        self._folder = None
        self._busy = True
        self.busy_changed.emit(True)
        return True

    def _on_issued(self, outcome: Outcome, chosen: Chosen | None) -> None:
        self._on_finished()
        self.data_changed.emit(outcome.changes)
        report = issued_report(outcome)
        if outcome.cancelled or not outcome.issued:
            self._banner.show_warning(report)
        else:
            ids = paper_of(outcome)
            if not ids:
                self._banner.show_success(report)
                return
            # later: this run has to end first
            QTimer.singleShot(0, self, lambda: self._go_on(ids, chosen, report))

    def _go_on(self, letter_ids: Sequence[int], chosen: Chosen | None, report: str) -> None:
        if chosen is None:
            self.print_letters(letter_ids, report)
        else:
            self._print(letter_ids, chosen, report)

    def _on_printed(self, letter_ids: Iterable[int], how: str, report: str) -> None:
        day = self._session.today()
        changes = letters.mark_delivered(self._session.store, letter_ids, how, day=day)
        self.data_changed.emit(changes)
        self._banner.show_success(f"{report}{changes.message}")

    def _on_saved(self, saved: Saved) -> None:
        self.data_changed.emit(changed(*ISSUED, message=""))
        report = issued_report(saved.outcome) if saved.outcome is not None else ""
        files = plural(saved.files, "lettre enregistrée", "lettres enregistrées")
        together = f", réunies dans « {saved.combined.name} »" if saved.combined else ""
        self._folder = saved.folder
        if saved.files:
            self._banner.show_success(
                f"{report}{files} dans « {saved.folder} »{together}.", "Ouvrir le dossier"
            )
        else:
            self._banner.show_warning(f"{report}Aucune lettre n’a été enregistrée.")

    def _on_failed(self, error: Exception) -> None:
        # What was issued before the error stays: the lists show it.
        self.data_changed.emit(changed(*ISSUED, message=""))
        messages.show_error(error, self._parent, self._banner)

    @Slot()
    def _on_finished(self) -> None:
        if self._busy:
            self._busy = False
            self.busy_changed.emit(False)

    @Slot()
    def _open_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


def save_letters(
    store: Store, day: date, folder: Path, client_ids: Sequence[int] | None, progress: Progress
) -> Saved:
    """Issues the letters of these clients, or takes those that wait, and puts their files in `folder`.

    Stops between two letters when cancelled: what is issued stays, to be printed. Raises UnwritableFolder.
    """
    outcome: Outcome | None = None
    if client_ids is None:
        ids = [letter.id for letter in letters.to_print(store)]
    else:
        outcome = followups.issue(store, day, client_ids=client_ids, progress=progress)
        ids = paper_of(outcome)
    delivered = letters.deliver_to_folder(store, ids, folder, progress, day=day)
    together: Path | None = None
    if len(delivered) > 1 and not progress.cancelled:
        together = letters.free_path(folder, f"lettres-{day.isoformat()}.pdf")
        mail.combined_into(store, [one.letter.id for one in delivered], together, progress=progress)
    return Saved(outcome, len(delivered), folder, together)


def paper_of(outcome: Outcome) -> list[int]:
    """The letters that leave on paper; those by e-mail wait in the strip of the page."""
    return [one.letter.id for one in outcome.issued if one.letter.channel != Channel.EMAIL]


def issued_report(outcome: Outcome) -> str:
    """What issuing gave, as French sentences that end with a space."""
    sentences = [f"{plural(len(outcome.issued), 'lettre émise', 'lettres émises')}."]
    mails = len(outcome.issued) - len(paper_of(outcome))
    if mails:
        sentences.append(f"{plural(mails, 'part', 'partent')} par e-mail\u00a0: préparez-en les brouillons.")
    if outcome.cancelled:
        sentences.append("Vous avez arrêté avant la fin : ce qui est émis reste à imprimer.")
    sentences += [f"Pas de mise en demeure pour {client}\u00a0: {lacks}" for client, lacks in outcome.refused]
    if outcome.skipped:
        sentences.append(f"Laissés de côté, leur situation ayant changé : {', '.join(outcome.skipped)}.")
    return " ".join(sentences) + " "
