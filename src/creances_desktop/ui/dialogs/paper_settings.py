"""*Outils > Impression*: the slip, the enclosures, the envelope and the offsets of each printer."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from creances_desktop.domain.envelopes import MOST_OFFSET, Envelope
from creances_desktop.domain.payment_slips import Presence, SlipSettings
from creances_desktop.services import mail_papers, paper
from creances_desktop.services.changes import Changes
from creances_desktop.services.paper import Enclose, Offsets, PaperSettings
from creances_desktop.ui import messages
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.dialogs.postage import PostageDialog
from creances_desktop.ui.dialogs.print_pdf import print_pdf
from creances_desktop.ui.dialogs.registered_slip import RegisteredSlipDialog
from creances_desktop.ui.dialogs.sizes import fitting
from creances_desktop.ui.executor import Lane
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.buttons import push_button
from creances_desktop.ui.widgets.millimetre_field import MillimetreField
from creances_desktop.ui.widgets.pdf_view import PdfPreview
from creances_desktop.ui.widgets.printer_box import PrinterBox

NOTE_LETTERS = 26


class PaperSettingsDialog(FormDialog):
    """Every choice about paper, beside the calibration page that they give."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> Changes | None:
        """What was changed; None when the user gave up and changed nothing meanwhile."""
        dialog = cls(session, parent)
        return dialog.run() or dialog.meanwhile

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Impression", "Enregistrer les réglages", parent, width=62, height=34)
        self._session = session
        self.meanwhile: Changes | None = None
        known = paper.settings(session.store)
        self._offsets: dict[str, Offsets] = dict(known.offsets)
        self._shown = ""
        self.page = b""
        self.transfer, self.coupon = _choices(Presence, self), _choices(Presence, self)
        self.qr = QCheckBox("Code QR de virement", self)
        self.enclose, self.envelope = _choices(Enclose, self), _choices(Envelope, self)
        self.printer = PrinterBox([*known.offsets, known.printer], "Aucune en particulier", self)
        self.right = MillimetreField(self, most=MOST_OFFSET)
        self.down = MillimetreField(self, most=MOST_OFFSET)
        self.preview = PdfPreview(self)
        self._lay_out()
        self._show(known)
        self.resize(fitting(self))
        self.transfer.setFocus()

    def _lay_out(self) -> None:
        form = self.form = add_form(self)
        form.add_heading("Bulletin de règlement")
        form.add(
            "transfer", "&Virement", self.transfer, "Montant exact, IBAN et référence RF en pied de lettre."
        )
        form.add("qr", "&QR", self.qr, "Lu par les applications bancaires qui le proposent.")
        form.add("coupon", "Co&upon de chèque", self.coupon, "À découper et à joindre au chèque.")
        form.add(
            "enclose", "Copies de &factures", self.enclose, "Jointes quand leur PDF est dans le dossier."
        )
        form.add_heading("Adresse et imprimante")
        form.add("envelope", "&Enveloppe", self.envelope)
        form.add("printer", "&Imprimante des lettres", self.printer, "Ses décalages valent pour vos lettres.")
        form.add("right", "Vers la &droite (mm)", self.right, "Négatif\u00a0: vers la gauche.")
        form.add("down", "Vers le &bas (mm)", self.down, "Négatif\u00a0: vers le haut.")
        form.set_column_widths(0, self.fontMetrics().averageCharWidth() * NOTE_LETTERS)
        self.print_button = push_button("Imprimer la page de &calage…", self, icon="printer")
        self.print_button.setToolTip("Une page graduée qui montre la fenêtre de l’enveloppe et l’adresse")
        self.slip_button = push_button("Imprimé de &recommandé…", self, icon="stamp")
        self.slip_button.setToolTip("Placer l’expéditeur et le destinataire sur l’imprimé de la poste")
        self.postage_button = push_button("&Tarifs postaux…", self, icon="banknote")
        self.postage_button.setToolTip("Prix des timbres et des recommandés, poids du papier")
        column = QVBoxLayout()
        column.addWidget(form)
        column.addStretch(1)
        row = QHBoxLayout()
        for button in (self.print_button, self.slip_button, self.postage_button):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        halves = QHBoxLayout()
        halves.setSpacing(14)
        halves.addLayout(column, 3)
        halves.addWidget(self.preview, 2)
        self.body.addLayout(halves)
        self.envelope.activated.connect(lambda: self._draw())  # noqa: PLW0108 - drops the index
        self.printer.activated.connect(lambda: self._on_printer())  # noqa: PLW0108 - drops the index
        for field in (self.right, self.down):
            field.editingFinished.connect(self._draw)
        self.print_button.clicked.connect(self._on_print)
        self.slip_button.clicked.connect(lambda: self._note(RegisteredSlipDialog.ask(self, self._session)))
        self.postage_button.clicked.connect(lambda: self._note(PostageDialog.ask(self, self._session)))

    def _show(self, known: PaperSettings) -> None:
        for box, value in (
            (self.transfer, known.slip.transfer),
            (self.coupon, known.slip.coupon),
            (self.enclose, known.enclose),
            (self.envelope, known.envelope),
        ):
            box.setCurrentIndex(box.findData(value.value))
        self.qr.setChecked(known.slip.qr)
        self.printer.choose(known.printer)
        self._show_offsets()
        self._draw()

    def draft(self) -> PaperSettings:
        """What the form says."""
        self._keep_offsets()
        return PaperSettings(
            slip=SlipSettings(
                Presence(self.transfer.currentData()),
                self.qr.isChecked(),
                Presence(self.coupon.currentData()),
            ),
            enclose=Enclose(self.enclose.currentData()),
            envelope=Envelope(self.envelope.currentData()),
            printer=self.printer.name(),
            offsets=dict(self._offsets),
        )

    def save(self) -> Changes | None:
        return paper.save(self._session.store, self.draft())

    def _keep_offsets(self) -> None:
        """Remember what is typed for the printer that is shown."""
        pair = (self.right.value() or 0, self.down.value() or 0)
        if any(pair):
            self._offsets[self._shown] = pair
        else:
            self._offsets.pop(self._shown, None)

    def _show_offsets(self) -> None:
        self._shown = self.printer.name()
        right, down = self._offsets.get(self._shown, (0, 0))
        self.right.set_value(right)
        self.down.set_value(down)

    @Slot()
    def _on_printer(self) -> None:
        self._keep_offsets()
        self._show_offsets()
        self._draw()

    @Slot()
    def _draw(self) -> None:
        """Show the calibration page that these choices give."""
        wanted, day = self.draft(), self._session.today()
        self._session.executor.submit(
            lambda _: mail_papers.window_page(wanted, wanted.printer, day),
            self._on_drawn,
            lambda error: messages.show_error(error, self, self.banner),
            lane=Lane.PDF,
            key="calibration",
            owner=self,
        )

    def _on_drawn(self, data: bytes) -> None:
        self.page = data
        self.preview.show_pdf(data)

    @Slot()
    def _on_print(self) -> None:
        if self.form.check():
            wanted = self.draft()
            data = mail_papers.window_page(wanted, wanted.printer, self._session.today())
            print_pdf(self, self._session, self.banner, data, "Page de calage")

    def _note(self, changes: Changes | None) -> None:
        if changes is not None:
            self.meanwhile = changes
            self.banner.show_success(changes.message)


def _choices(values: Iterable[Presence | Enclose | Envelope], parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    for value in values:
        box.addItem(value.label, value.value)
    return box
