"""The form of a client."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from creances_desktop.domain.clients import Address, Channel, Client, ClientDraft, Nature
from creances_desktop.domain.identifiers import clean_email, clean_siren, clean_vat, format_siren
from creances_desktop.services import clients, company, followups
from creances_desktop.services.changes import Changes
from creances_desktop.ui.dialogs.client_contacts import ContactsGrid
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.fields import DateField, Field, IdentifierField, LabelledForm, Lean
from creances_desktop.ui.widgets.number_field import DaysField, PercentField
from creances_desktop.ui.widgets.text_box import TextBox

_TEXTS = ("name", "code", "phone", "terms", "public_body_kind")


class ClientDialog(FormDialog):
    """A new client, or everything that is known about one."""

    @classmethod
    def ask(cls, parent: QWidget | None, session: Session, client_id: int | None = None) -> Changes | None:
        """What was entered or changed; None when the user gave up."""
        return cls(session, parent, client_id).run()

    def __init__(self, session: Session, parent: QWidget | None = None, client_id: int | None = None) -> None:
        title = "Nouveau client" if client_id is None else "Modifier le client"
        super().__init__(title, "Enregistrer le client", parent, width=44, height=29)
        self._session = session
        self._known: Client | None = None
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self._add_identity(add_form(self))
        self._add_terms(add_form(self))
        self.contacts = ContactsGrid(self)
        for widget, text in (
            (self.identity, "&Identité et adresse"),
            (self.contacts, "&Contacts"),
            (self.terms_form, "Conditions et &notes"),
        ):
            self.tabs.addTab(_padded(widget), text)
        self.body.addWidget(self.tabs)
        self.contacts.refused.connect(lambda sentence: self.banner.show_warning(sentence))  # noqa: PLW0108
        if client_id is not None:
            self._known = clients.get(session.store, client_id)
            self._show(self._known)
        self._on_nature_chosen()
        self.name.setFocus()

    def _add_identity(self, form: LabelledForm) -> None:
        self.identity = form
        self.name = Field(self, required="Indiquez le nom du client.")
        self.code = Field(self)
        self.nature = _choices([(each.label, each.value) for each in Nature], self)
        self.nature.setCurrentIndex(self.nature.findData(Nature.UNSPECIFIED.value))
        self.public_body_kind = Field(self)
        self.siren = IdentifierField(clean_siren, self, show=format_siren)
        self.vat_number = IdentifierField(clean_vat, self)
        self.street = TextBox(2, self)
        self.zip, self.city, self.country = Field(self), Field(self), Field(self)
        self.phone = Field(self)
        self.email = IdentifierField(clean_email, self)
        self.channel = _choices([(each.label, each.value) for each in Channel], self)
        form.add("name", "N&om", self.name)
        form.add("code", "Co&de", self.code, "Laissé vide, il est tiré du nom.")
        form.add("nature", "Na&ture", self.nature, "Elle décide de ce qu’une lettre peut citer.")
        form.add("public_body_kind", "Type d’or&ganisme", self.public_body_kind, "Commune, hôpital…")
        form.add("siren", "&SIREN ou SIRET", self.siren)
        form.add("vat_number", "N° de T&VA", self.vat_number)
        form.add("street", "&Adresse", self.street)
        form.add("city", "Code &postal et ville", self._place_line())
        form.add("country", "Pa&ys", self.country, "Vide pour la France.")
        form.add("phone", "Té&léphone", self.phone)
        form.add("email", "&E-mail", self.email)
        form.add("preferred_channel", "Canal p&référé", self.channel)
        self.nature.activated.connect(self._on_nature_chosen)

    def _place_line(self) -> QWidget:
        line = QWidget(self)
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        self.zip.setMaximumWidth(self.fontMetrics().averageCharWidth() * 12)
        self.zip.setAccessibleName("Code postal")
        self.city.setAccessibleName("Ville")
        layout.addWidget(self.zip)
        layout.addWidget(self.city, 1)
        line.setFocusProxy(self.zip)
        return line

    def _add_terms(self, form: LabelledForm) -> None:
        self.terms_form = form
        session = self._session
        usual = company.get(session.store).default_terms_days
        self.terms_days = DaysField(self, maximum=365)
        self.terms = Field(self)
        self.plan = _choices([("Plan par défaut", None)], self)
        for plan in followups.plans(session.store):
            self.plan.addItem(plan.name, plan.id)
        self.rate = PercentField(self)
        self.tags = Field(self)
        self.notes = TextBox(5, self)
        self.judgment = DateField(session.today(), self, lean=Lean.BEHIND)
        form.add(
            "terms_days", "&Délai de règlement (jours)", self.terms_days,
            f"Vide\u00a0: celui de la société, {usual} jours.",
        )  # fmt: skip
        form.add("terms", "Condi&tions écrites", self.terms, "Comme sur vos factures.")
        form.add("plan_id", "&Plan de relance", self.plan)
        form.add("contract_rate_percent", "Ta&ux contractuel (%)", self.rate, "Des pénalités, par an.")
        form.add("tags", "Éti&quettes", self.tags, "Séparées par des virgules.")
        form.add(
            "insolvency_judgment", "Procédure collecti&ve", self.judgment, "Date du jugement d’ouverture."
        )
        form.add("notes", "Note&s", self.notes)

    def _show(self, client: Client) -> None:
        for name in _TEXTS:
            getattr(self, name).set_value(getattr(client, name) or None)
        for name in ("siren", "vat_number", "email"):
            getattr(self, name).set_value(getattr(client, name) or None)
        self.nature.setCurrentIndex(self.nature.findData(client.nature.value))
        self.channel.setCurrentIndex(self.channel.findData(client.preferred_channel.value))
        self.street.set_value(client.address.street)
        self.zip.set_value(client.address.zip or None)
        self.city.set_value(client.address.city or None)
        country = client.address.country
        self.country.set_value(None if country in ("", "FR") else country)
        self.terms_days.set_value(client.terms_days)
        self.plan.setCurrentIndex(max(self.plan.findData(client.plan_id), 0))
        self.rate.set_value(client.contract_rate_percent or None)
        self.tags.set_value(", ".join(client.tags) or None)
        self.notes.set_value(client.notes)
        self.judgment.set_value(client.insolvency_judgment)
        self.contacts.set_contacts(client.contacts)

    def draft(self) -> ClientDraft:
        """What the form says."""
        return ClientDraft(
            code=self.code.text().strip(),
            name=self.name.text().strip(),
            nature=Nature(self.nature.currentData()),
            siren=self.siren.value() or "",
            vat_number=self.vat_number.value() or "",
            address=Address(
                self.street.value(),
                self.zip.text().strip(),
                self.city.text().strip(),
                self.country.text().strip(),
            ),
            phone=self.phone.text().strip(),
            email=self.email.value() or "",
            preferred_channel=Channel(self.channel.currentData()),
            terms=self.terms.text().strip(),
            terms_days=self.terms_days.value(),
            contract_rate_percent=self.rate.value() or "",
            public_body_kind=self.public_body_kind.text().strip(),
            plan_id=self.plan.currentData(),
            notes=self.notes.value(),
            tags=tuple(tag for part in self.tags.text().split(",") if (tag := part.strip())),
            insolvency_judgment=self.judgment.value(),
            contacts=self.contacts.contacts(),
        )

    def save(self) -> Changes | None:
        self.contacts.grid.commit()
        if self._known is None:
            return clients.add(self._session.store, self.draft())
        return clients.update(self._session.store, self._known.id, self.draft())

    def reveal(self, form: LabelledForm) -> None:
        self.tabs.setCurrentIndex(2 if form is self.terms_form else 0)

    @Slot()
    def _on_nature_chosen(self) -> None:
        self.identity.set_line_visible("public_body_kind", self.nature.currentData() == Nature.PUBLIC.value)


def _padded(widget: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(4, 10, 4, 4)
    layout.addWidget(widget)
    if isinstance(widget, LabelledForm):
        layout.addStretch(1)
    return page


def _choices(entries: list[tuple[str, object]], parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    for text, data in entries:
        box.addItem(text, data)
    return box
