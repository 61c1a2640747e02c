"""The form of the user's own company: what his letters must say."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QTabWidget, QVBoxLayout, QWidget

from creances_desktop.domain.company import Company
from creances_desktop.domain.identifiers import (
    clean_bic,
    clean_email,
    clean_iban,
    clean_siren,
    clean_vat,
    format_iban,
    format_siren,
)
from creances_desktop.services import company as companies
from creances_desktop.services.changes import Changes
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.fields import Field, IdentifierField, LabelledForm
from creances_desktop.ui.widgets.file_field import FileField
from creances_desktop.ui.widgets.number_field import DaysField
from creances_desktop.ui.widgets.text_box import TextBox

IMAGES = "Images (*.png *.jpg *.jpeg)"
_LINES = ("legal_name", "legal_form", "capital", "siren", "rcs_city", "vat_number", "phone", "email")
_BANK = ("iban", "bic", "signatory", "quality", "payment_link")


class CompanyDialog(FormDialog):
    """The profile of the company, its logo and its signature image."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session) -> Changes | None:
        """What was changed; None when the user gave up."""
        return cls(companies.get(session.store), parent, session=session).run()

    @classmethod
    def ask_profile(cls, parent: QWidget | None, known: Company | None = None) -> Company | None:
        """The profile of a company that has no dossier yet; None when the user gave up."""
        dialog = cls(known or Company(""), parent)
        dialog.exec()
        profile = dialog.profile
        dialog.deleteLater()
        return profile

    def __init__(
        self, known: Company, parent: QWidget | None = None, *, session: Session | None = None
    ) -> None:
        """Without a `session`, the form only gives the `profile`: images wait for the dossier."""
        title = "Ma société" if session else "Nouveau dossier\u00a0: votre société"
        verb = "Enregistrer la société" if session else "Créer le dossier"
        super().__init__(title, verb, parent, width=50, height=28)
        self._session = session
        self._known = known
        self.profile: Company | None = None
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self._add_identity(add_form(self))
        self._add_bank(add_form(self))
        self.tabs.addTab(_padded(self.identity), "&Identité")
        self.tabs.addTab(_padded(self.bank), "&Banque et signature")
        self.body.addWidget(self.tabs)
        self._show(known)
        self.legal_name.setFocus()

    def _add_identity(self, form: LabelledForm) -> None:
        self.identity = form
        self.legal_name = Field(self, required="Indiquez le nom de votre société.")
        self.legal_form, self.capital = Field(self), Field(self)
        self.siren = IdentifierField(clean_siren, self, show=format_siren)
        self.rcs_city, self.phone = Field(self), Field(self)
        self.vat_number = IdentifierField(clean_vat, self)
        self.address = TextBox(3, self)
        self.email = IdentifierField(clean_email, self)
        form.add("legal_name", "&Nom", self.legal_name)
        form.add("legal_form", "&Forme juridique", self.legal_form, "SARL, SAS, EI…")
        form.add("capital", "&Capital", self.capital, "10\u202f000\u00a0€")
        form.add("siren", "&SIREN", self.siren)
        form.add("rcs_city", "Ville du &RCS", self.rcs_city, "Lyon, Paris…")
        form.add("vat_number", "N° de T&VA", self.vat_number)
        form.add("address", "&Adresse", self.address, "Comme sur votre papier à en-tête.")
        form.add("phone", "&Téléphone", self.phone)
        form.add("email", "&E-mail", self.email)

    def _add_bank(self, form: LabelledForm) -> None:
        self.bank = form
        self.iban = IdentifierField(clean_iban, self, show=format_iban)
        self.bic = IdentifierField(clean_bic, self)
        self.signatory, self.quality, self.payment_link = Field(self), Field(self), Field(self)
        self.footer = TextBox(2, self)
        self.default_terms_days = DaysField(self, required="Indiquez le délai habituel.")
        form.add("iban", "IB&AN", self.iban, "Vos lettres demandent le virement sur ce compte.")
        form.add("bic", "BI&C", self.bic)
        form.add("signatory", "&Signataire", self.signatory)
        form.add("quality", "&Qualité", self.quality, "Gérante, président…")
        form.add("payment_link", "Lien de &paiement", self.payment_link, "https://… imprimé sur vos lettres.")
        form.add("footer", "Pied de pa&ge", self.footer, "Deux lignes de votre choix.")
        form.add(
            "default_terms_days", "&Délai habituel (jours)", self.default_terms_days,
            "Pour les clients sans conditions propres.",
        )  # fmt: skip
        if self._session is not None:
            self.logo = self._add_image(form, "logo", "&Logo")
            self.signature_image = self._add_image(form, "signature_image", "Image de la signat&ure")

    def _add_image(self, form: LabelledForm, name: str, label: str) -> FileField:
        file = FileField(f"Choisir\u00a0: {label.replace('&', '').lower()}", IMAGES, self)
        shown = QLabel(self)
        shown.setMinimumHeight(self.fontMetrics().height() * 3)
        shown.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        line = QWidget(self)
        layout = QVBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(file)
        layout.addWidget(shown)
        line.setFocusProxy(file)
        form.add(name, label, line, "PNG ou JPEG")
        digest = getattr(self._known, name)
        if digest:
            file.set_kept("Image du dossier")
        file.chosen.connect(lambda: self._show_image(name, file, shown))
        self._show_image(name, file, shown)
        return file

    def _show_image(self, name: str, file: FileField, shown: QLabel) -> None:
        pixmap = QPixmap()
        path = file.path()
        if path is not None:
            pixmap.load(str(path))
        elif not file.removed and self._session is not None:
            kept = companies.image(self._session.store, getattr(self._known, name))
            pixmap.loadFromData(kept or b"")
        if pixmap.isNull():
            shown.clear()
        else:
            height = round(self.fontMetrics().height() * 2.5)
            shown.setPixmap(
                pixmap.scaled(
                    height * 4,
                    height,
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )

    def _show(self, known: Company) -> None:
        for name in (*_LINES, *_BANK):
            getattr(self, name).set_value(getattr(known, name) or None)
        self.address.set_value(known.address)
        self.footer.set_value(known.footer)
        self.default_terms_days.set_value(known.default_terms_days)

    def draft(self) -> Company:
        """What the form says."""
        texts = {name: getattr(self, name).value() or "" for name in (*_LINES, *_BANK)}
        return replace(
            self._known,
            **texts,
            address=self.address.value(),
            footer=self.footer.value(),
            default_terms_days=self.default_terms_days.value(),
        )

    def save(self) -> Changes | None:
        if self._session is None:
            self.profile = companies.checked(self.draft())
            return None
        images: dict[str, bytes | None] = {}
        for name, file in (("logo", self.logo), ("signature_image", self.signature_image)):
            if file.path() is not None or file.removed:
                images[name] = file.data()
        return companies.save(self._session.store, self.draft(), images=images)

    def reveal(self, form: LabelledForm) -> None:
        self.tabs.setCurrentIndex(1 if form is self.bank else 0)


def _padded(form: LabelledForm) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(4, 10, 4, 4)
    layout.addWidget(form)
    layout.addStretch(1)
    return page
