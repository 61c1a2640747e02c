"""The form of a client."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from creances_desktop.domain.ceilings import Trade
from creances_desktop.domain.clients import Address, Channel, Client, ClientDraft, Nature
from creances_desktop.domain.identifiers import clean_email, clean_siren, clean_vat, format_siren
from creances_desktop.domain.letter_tones import Tone
from creances_desktop.domain.terms import count
from creances_desktop.domain.terms_text import parse
from creances_desktop.domain.text import plural, short_date
from creances_desktop.services import clients, company, followups, terms
from creances_desktop.services.changes import Changes
from creances_desktop.ui.dialogs.client_contacts import ContactsGrid
from creances_desktop.ui.dialogs.form_dialog import FormDialog, add_form
from creances_desktop.ui.session import Session
from creances_desktop.ui.widgets.fields import DateField, Field, IdentifierField, LabelledForm, Lean
from creances_desktop.ui.widgets.number_field import ClauseField
from creances_desktop.ui.widgets.terms_box import TermsBox, ToldTerms
from creances_desktop.ui.widgets.text_box import TextBox

_TEXTS = ("name", "code", "phone", "public_body_kind")


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
        self._first_terms = ""
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
        self.terms = TermsBox(self._told, self)
        self.trade = _choices([(each.label, each.value) for each in Trade], self)
        self.clause_without_notice = QCheckBox("Clause acceptée : &mise en demeure par l’échéance", self)
        self.plan = _choices([("Plan par défaut", None)], self)
        for plan in followups.plans(session.store):
            self.plan.addItem(plan.name, plan.id)
        self.tone = _choices([("Celui de l’étape", ""), *((one.label, one.value) for one in Tone)], self)
        self.rate = ClauseField(self)
        self.tags = Field(self)
        self.notes = TextBox(5, self)
        self.judgment = DateField(session.today(), self, lean=Lean.BEHIND)
        form.add("terms", "Con&ditions de règlement", self.terms, _usual_terms(usual))
        form.add("trade", "&Objet de la vente", self.trade, "Il fixe le plafond légal du délai.")
        form.add("plan_id", "&Plan de relance", self.plan)
        form.add("tone", "&Ton des lettres", self.tone)
        form.add(
            "contract_rate_percent",
            "Ta&ux des pénalités",
            self.rate,
            "12 %, BCE + 10, 3 fois le taux légal… Vide : celui de la société ou de la loi.",
        )
        form.add("clause_without_notice", "Clause", self.clause_without_notice, "Particulier seulement.")
        self.trade.activated.connect(lambda: self.terms.retell())  # noqa: PLW0108 - drops the index
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
        self.trade.setCurrentIndex(max(self.trade.findData(client.trade), 0))
        self.clause_without_notice.setChecked(client.clause_without_notice)
        days = client.terms_days
        self._first_terms = client.terms or ("" if days is None else plural(days, "jour"))
        self.terms.set_text(self._first_terms)
        self.plan.setCurrentIndex(max(self.plan.findData(client.plan_id), 0))
        self.tone.setCurrentIndex(self.tone.findData(client.tone.value if client.tone else ""))
        self.rate.set_value(client.contract_rate_percent or None)
        self.tags.set_value(", ".join(client.tags) or None)
        self.notes.set_value(client.notes)
        self.judgment.set_value(client.insolvency_judgment)
        self.contacts.set_contacts(client.contacts)

    def draft(self) -> ClientDraft:
        """What the form says; terms that nobody touched stay as they were brought."""
        known = self._known or ClientDraft("", "")
        untouched = self.terms.text() == self._first_terms
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
            terms=known.terms if untouched else self.terms.text(),
            terms_days=known.terms_days if untouched else None,
            contract_rate_percent=self.rate.value() or "",
            clause_without_notice=self.clause_without_notice.isChecked(),
            trade=self.trade.currentData(),
            public_body_kind=self.public_body_kind.text().strip(),
            plan_id=self.plan.currentData(),
            notes=self.notes.value(),
            tags=tuple(tag for part in self.tags.text().split(",") if (tag := part.strip())),
            insolvency_judgment=self.judgment.value(),
            contacts=self.contacts.contacts(),
            tone=Tone(self.tone.currentData()) if self.tone.currentData() else None,
        )

    def save(self) -> Changes | None:
        self.contacts.grid.commit()
        if self._known is None:
            return clients.add(self._session.store, self.draft())
        return clients.update(self._session.store, self._known.id, self.draft())

    def reveal(self, form: LabelledForm) -> None:
        self.tabs.setCurrentIndex(2 if form is self.terms_form else 0)

    def _told(self, text: str) -> ToldTerms:
        """What terms mean for an invoice of today, with the legal ceiling."""
        today = self._session.today()
        if not text:
            return ToldTerms("")
        nature = Nature(self.nature.currentData())
        read = terms.read(text, nature=nature, trade=self.trade.currentData() or "general", since=today)
        counted = count(parse(read.text), today)
        sentence = f"Facture du jour due le {short_date(counted.day)} ({counted.words})."
        return ToldTerms(sentence, tuple(warning.message for warning in read.warnings))

    @Slot()
    def _on_nature_chosen(self) -> None:
        nature = Nature(self.nature.currentData())
        self.identity.set_line_visible("public_body_kind", nature is Nature.PUBLIC)
        self.terms_form.set_line_visible("clause_without_notice", nature is Nature.CONSUMER)
        self.terms_form.set_line_visible("trade", nature not in (Nature.CONSUMER, Nature.PUBLIC))
        self.terms.retell()


def _usual_terms(days: int) -> str:
    return f"Vide : celles de la société, {plural(days, 'jour')} ; délai légal pour le public."


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
