"""*Préparer le courrier*: a pile of letters counted, printed with its enclosures, addressed and deposited."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from creances_desktop.domain.progress import Progress
from creances_desktop.domain.text import plural
from creances_desktop.services import followups, letters, mail
from creances_desktop.services.changes import Changes
from creances_desktop.services.mail import Batch, MailPiece
from creances_desktop.ui import file_dialogs, messages, printing
from creances_desktop.ui.dialogs.mail_papers import MailPapers
from creances_desktop.ui.dialogs.mail_words import mail_columns, summary
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.executor import Task
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.banner import Banner
from creances_desktop.ui.widgets.busy import BusyStrip
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.chips import Chips
from creances_desktop.ui.widgets.flow import FlowLayout
from creances_desktop.ui.widgets.table import Table
from creances_desktop.ui.widgets.table_model import ListModel

WAITING, TODAY = "waiting", "today"


class MailDialog(QDialog):
    """The letters that wait, or those of the day, with what the desk needs for them."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> Changes | None:
        """What left; None when nothing did."""
        dialog = cls(session, parent)
        dialog.exec()
        changes = dialog.changes
        dialog.deleteLater()
        return changes

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.changes: Changes | None = None
        self._running = False
        self._pieces: dict[int, MailPiece] = {}
        self._steps = followups.step_names(session.store)
        self.setWindowTitle("Préparer le courrier")
        self.banner = Banner(self)
        self.busy = BusyStrip(session.executor, self)
        self.pile = Chips(
            ((WAITING, "À imprimer"), (TODAY, "Émises aujourd’hui")), self, exclusive=True, name="Pile"
        )
        self.table = Table("mail", self)
        self.model = ListModel(
            mail_columns(lambda step: self._steps.get(step, step)),
            row_id=lambda one: one.id,
            checkable=True,
            parent=self,
        )
        self.papers = MailPapers(session, self, self.banner, self.ticked)
        self.choice, self.address = self.papers.choice, self.papers.address
        self.summary = QLabel(self)
        self.remarks = QLabel(self)
        self._make_buttons()
        self._lay_out()
        self._connect()
        self.pile.set_chosen([WAITING])
        self.reload()
        if not self.model.rowCount():
            self.pile.set_chosen([TODAY])
            self.reload()
        self.table.setFocus()

    def ticked(self) -> list[int]:
        """The letters meant."""
        return list(self.model.ticked())

    @Slot()
    def reload(self) -> None:
        """Read the pile again, every letter ticked."""
        store, day = self._session.store, self._session.today()
        today = TODAY in self.pile.chosen()
        rows = mail.issued_on(store, day) if today else mail.waiting(store)
        self.model.set_rows(rows)
        self.model.set_ticked([one.id for one in rows], True)
        self._count()

    def _make_buttons(self) -> None:
        self.print_button = push_button(
            "&Imprimer les lettres…", self, icon="printer", primary=True,
            tooltip="Les lettres cochées et leurs pièces, en un seul document",
        )  # fmt: skip
        self.save_button = push_button(
            "&Enregistrer le PDF…", self, icon="save", tooltip="Le même document, dans un fichier"
        )
        self.address_button = push_button(
            "Imprimer les adre&sses…",
            self,
            icon="tag",
            tooltip="Étiquettes ou enveloppes, comme la pile",
        )
        self.test_button = push_button(
            "Page d’ess&ai…", self, icon="printer", tooltip="Les cadres de la planche, à poser sur une vraie"
        )
        self.slip_button = push_button(
            "&Recommandés…", self, icon="stamp",
            tooltip="Compléter les imprimés de recommandé, un par lettre recommandée",
        )  # fmt: skip
        self.deposit_button = push_button(
            "&Bordereau de dépôt…", self, icon="list", tooltip="La liste à faire tamponner au bureau de poste"
        )
        self.close_button = push_button("Fermer", self)

    def _lay_out(self) -> None:
        self.table.setAccessibleName("Lettres de la pile")
        self.table.set_rows_model(self.model)
        self.table.set_empty_message(
            "Aucune lettre n’attend.",
            "Émettez des lettres dans l’onglet Suivi, ou choisissez l’autre pile.",
        )
        for label in (self.summary, self.remarks):
            label.setWordWrap(True)
        self.remarks.setProperty("tone", "warning")
        layout = QVBoxLayout(self)
        layout.addWidget(self.banner)
        layout.addWidget(self.pile)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.choice)
        layout.addWidget(self.summary)
        layout.addWidget(self.remarks)
        addresses = FlowLayout(None, 6, wide=self.address)
        addresses.addWidget(self.address)
        addresses.addWidget(self.test_button)
        addresses.addWidget(self.address_button)
        layout.addLayout(addresses)
        layout.addWidget(self.busy)
        between = QWidget(self)
        foot = FlowLayout(None, 6, wide=between)
        for widget in (
            *(self.slip_button, self.deposit_button, between),
            *(self.save_button, self.print_button, self.close_button),
        ):
            foot.addWidget(widget)
        layout.addLayout(foot)
        self.resize(fitting(self))

    def _connect(self) -> None:
        self.pile.chosen_changed.connect(lambda _: self.reload())
        self.model.ticks_changed.connect(self._count)
        self.choice.changed.connect(self._count)
        self.print_button.clicked.connect(self._on_print)
        self.save_button.clicked.connect(self._on_save)
        self.address_button.clicked.connect(self.papers.print_addresses)
        self.test_button.clicked.connect(self.papers.print_test_page)
        self.address.support.currentIndexChanged.connect(self._show_test_button)
        self.slip_button.clicked.connect(self.papers.print_slips)
        self.deposit_button.clicked.connect(self.papers.print_deposit)
        self.close_button.clicked.connect(self.reject)
        self._session.executor.started.connect(self._on_task_started)

    @Slot()
    def _count(self) -> None:
        """Count the sheets and the stamps of what is ticked."""
        ids, wanted = self.ticked(), self.choice.options()
        self._enable()
        if not ids:
            self._session.executor.forget("mail_count")
            self._show_count(None)
            return
        store, day, known = self._session.store, self._session.today(), self._pieces
        self._session.executor.submit(
            lambda progress: mail.prepare(store, ids, day, wanted, progress, known_pieces=known),
            self._show_count,
            self._on_failed,
            key="mail_count",
            owner=self,
        )

    def _show_count(self, batch: Batch | None) -> None:
        self.summary.setText(summary(batch))
        self.remarks.setText("\n".join(batch.remarks[:6]) if batch is not None else "")
        self.remarks.setVisible(bool(self.remarks.text()))

    @Slot()
    def _on_print(self) -> None:
        store, ids, wanted = self._session.store, self.ticked(), self.choice.options()
        title = f"Créances, {plural(len(ids), 'lettre')}"
        chosen = printing.ask_printer(self, "Imprimer les lettres", title)
        if chosen is None:
            return

        def job(progress: Progress) -> str:
            data = mail.combined(store, ids, wanted, progress)
            return printing.send(chosen, data, title, progress)

        self._run(job, lambda how: self._on_left(ids, str(how)), "Impression")

    @Slot()
    def _on_save(self) -> None:
        store, ids, wanted = self._session.store, self.ticked(), self.choice.options()
        name = f"courrier-{self._session.today().isoformat()}.pdf"
        path = file_dialogs.file_to_write(self, "Enregistrer le courrier", "PDF (*.pdf)", name, suffix="pdf")
        if path is not None:
            self._run(
                lambda progress: mail.combined_into(store, ids, path, wanted, progress),
                lambda _: self._on_left(ids, printing.SAVED),
                "Assemblage du courrier",
            )

    @Slot()
    def _show_test_button(self) -> None:
        self.test_button.setVisible(self.address.chosen()[0] == "label")

    def _run(self, job: Callable[[Progress], object], done: Callable[[object], None], label: str) -> None:
        """Do the job; the dialog stays until it ended: what left must be marked."""
        self.banner.clear()
        self._running = True
        self._enable()
        self._session.executor.submit(
            job, done, self._on_failed, on_finished=self._on_finished, owner=self, label=label
        )

    @Slot()
    def _on_finished(self) -> None:
        self._running = False
        self._enable()

    def _enable(self) -> None:
        """Let the buttons answer only what is possible now."""
        for button in (
            self.print_button, self.save_button, self.address_button, self.slip_button, self.deposit_button,
        ):  # fmt: skip
            button.setEnabled(bool(self.ticked()) and not self._running)
        self.close_button.setEnabled(not self._running)

    def reject(self) -> None:
        """Close, but not while letters are on their way: *Annuler* stops them first."""
        if self._running:
            self.banner.show_warning("Les lettres sont en cours d’impression\u00a0: attendez, ou annulez-la.")
        else:
            super().reject()

    def _on_left(self, ids: list[int], how: str) -> None:
        self.changes = letters.mark_delivered(self._session.store, ids, how)
        self.banner.show_success(self.changes.message)
        self.reload()

    def _on_failed(self, error: Exception) -> None:
        messages.show_error(error, self, self.banner)

    @Slot(object)
    def _on_task_started(self, task: Task) -> None:
        if task.label and self.isVisible():
            self.busy.follow(task)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 66, line * 36)
