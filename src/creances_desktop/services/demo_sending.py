"""What the example sent and what proves it: sendings of invoices, registered letters at each stage, files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from creances_desktop.documents import evidence as drawing
from creances_desktop.domain.attachments import AttachmentKind, IncomingFile, incoming
from creances_desktop.domain.clients import Channel, ClientDraft, Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.invoices import DocumentKind
from creances_desktop.domain.letter_events import EventKind
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.plans import DEFAULT_PLAN, Plan
from creances_desktop.domain.registered import format_number
from creances_desktop.domain.sendings import SendingChannel, SendingDraft
from creances_desktop.domain.text import short_date
from creances_desktop.exchange import eml
from creances_desktop.services import attachments, company, emails, letters, registered, sendings
from creances_desktop.services.attachments import About, Wording
from creances_desktop.services.demo_documents import ExampleDocument, clients, on_working_day
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction

EMAIL_PLAN = Plan(
    0,
    "Plan par e-mail",
    tuple(
        replace(step, channel=Channel.EMAIL) if step.channel is Channel.LETTER else step
        for step in DEFAULT_PLAN.steps
    ),
)
BY_EMAIL = frozenset({"VERRERIE", "COUVREURS"})
"""The clients who are reminded by e-mail."""

FATES = {
    "BATIOUEST": EventKind.REFUSED,
    "FLEURS": EventKind.UNCLAIMED,
    "ROUSSEAU": EventKind.WRONG_ADDRESS,
    "IMPRIM": None,
    "GARAGE": None,
}
"""What the post did with the registered letters of each; None: nothing came back yet. Else, received."""

CONTRACTS = ("BATIOUEST", "OPH", "NAUTIC", "TRANSPORTS")
WITHOUT_LOG = 7
"""Every seventh invoice was sent without a note: what is missing shows in the evidence file."""


def log_sending(t: Transaction, invoice_id: int, one: ExampleDocument) -> None:
    """Notes how an invoice of the example left on its day."""
    if one.kind is not DocumentKind.INVOICE or invoice_id % WITHOUT_LOG == 0:
        return
    client, _habit = clients()[one.client]
    channel, to = SendingChannel.POST, ""
    if client.nature is Nature.PUBLIC:
        channel, to = SendingChannel.PORTAL, "Chorus Pro"
    elif client.email and client.nature is Nature.PROFESSIONAL:
        channel, to = SendingChannel.EMAIL, client.email
    sendings.enter(t, invoice_id, SendingDraft(channel, one.issue, to), one.issue)


def send_letters(store: Store, letter_ids: Sequence[int], day: date) -> None:
    """Lets the letters leave: printed, or sent by e-mail."""
    paper = []
    for letter in letters.page(store, letter_ids):
        known = emails.prepare(store, letter.id) if letter.channel == Channel.EMAIL else None
        if known is not None and known.contact is not None:
            emails.mark_sent(store, letter.id, day, known.contact.address, day)
        else:
            paper.append(letter.id)
    letters.mark_delivered(store, paper, "imprimée", day=day)


def visit_post_office(store: Store, day: date) -> None:
    """Deposits the registered letters that were printed, and notes what came back of the others."""
    creditor = company.get(store)
    for letter_id in registered.awaited(store, day):
        known = registered.view(store, letter_id, day)
        code, issued = known.letter.client_code, known.letter.issued_on
        if known.life.deposited_on is None:
            deposited = on_working_day(issued + timedelta(days=1))
            number = f"1A{17_400_000_000 + 137_041 * letter_id:011d}"
            scan = _slip(
                "Preuve de dépôt", number, (f"Déposé le {short_date(deposited)}",), creditor, deposited
            )
            registered.record_deposit(store, letter_id, number, max(deposited, issued), day, scan=scan)
            continue
        fate = FATES.get(code, EventKind.RECEIVED)
        if fate is None:
            continue
        presented = _delivery_day(known.life.deposited_on + timedelta(days=2))
        unclaimed = fate is EventKind.UNCLAIMED
        settled = min(day, _delivery_day(presented + timedelta(days=16 if unclaimed else 1)))
        if settled < presented or (unclaimed and settled == day):
            continue
        words = (f"Présenté le {short_date(presented)}", f"{fate.label} le {short_date(settled)}")
        scan = _slip("Avis de réception", known.number, words, creditor, settled)
        registered.record(store, letter_id, fate, settled, day, presented_on=presented, scan=scan)


def attach_exhibits(store: Store, entered: Sequence[tuple[int, ExampleDocument]], day: date) -> None:
    """Attaches quotes, delivery notes, contracts and mails to what is still open as of a day."""
    creditor = company.get(store)
    open_ones = [(row, one) for row, one in entered if not one.receipts and one.due[0][0] < day]
    for row, one in open_ones:
        client, _habit = clients()[one.client]
        with store.reading() as r:
            about = About(r.invoices.get(row).client_id, row)
        ordered = one.issue - timedelta(days=24)
        _attach(store, about, _quote(one, client, creditor, ordered), AttachmentKind.QUOTE, ordered)
        if row % 3:
            delivered = on_working_day(one.issue - timedelta(days=1))
            note = _delivery_note(one, client, creditor, delivered)
            _attach(store, about, note, AttachmentKind.DELIVERY_NOTE, delivered)
        if one.client in CONTRACTS and not row % 2:
            asked = min(day, on_working_day(one.due[0][0] + timedelta(days=5)))
            _attach(
                store,
                about,
                _mail(one, client, creditor, min(asked, day)),
                AttachmentKind.MAIL,
                min(asked, day),
            )
    with store.reading() as r:
        ids = {one.code: one.id for one in r.clients.all(archived=True)}
    for place, code in enumerate(CONTRACTS):
        signed = day - timedelta(days=640 + 40 * place)
        contract = _contract(clients()[code][0], creditor, signed)
        _attach(store, About(ids[code]), contract, AttachmentKind.CONTRACT, signed)


def note_answers(store: Store, day: date) -> None:
    """Keeps what one of those reminded by e-mail answered."""
    with store.reading() as r:
        sent = [
            one for one in r.letters.page(r.letters.search("guerin"))
            if one.channel == Channel.EMAIL and one.status == letters.DELIVERED and one.issued_on < day
        ]  # fmt: skip
    if sent:
        answered = min(day, sent[0].issued_on + timedelta(days=1))
        emails.note_answer(store, sent[0].id, answered, "Bien reçu, je règle par virement vendredi.", day)


def _delivery_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _attach(store: Store, about: About, file: IncomingFile, kind: AttachmentKind, day: date) -> None:
    attachments.attach(store, about, [file], Wording(kind, day))


def _sheet(
    title: str, heads: Sequence[tuple[str, str]], lines: Sequence[str], creditor: Company, day: date
) -> bytes:
    return drawing.text_sheet(title, heads, lines, creditor, day)


def _slip(title: str, number: str, words: Sequence[str], creditor: Company, day: date) -> IncomingFile:
    heads = (("Numéro", format_number(number)), ("Expéditeur", creditor.legal_name))
    data = _sheet(f"{title} (exemple)", heads, words, creditor, day)
    return incoming(f"{title} {number}.pdf", data)


def _quote(one: ExampleDocument, client: ClientDraft, creditor: Company, day: date) -> IncomingFile:
    heads = (("Client", client.name), ("Objet", one.label), ("Montant TTC", format_cents(one.gross)))
    lines = (
        "Devis valable trente jours, conditions générales au verso.",
        "",
        "Bon pour accord, lu et approuvé.",
    )
    number = one.number.replace("F", "D", 1)
    return incoming(f"Devis {number}.pdf", _sheet(f"Devis {number}", heads, lines, creditor, day))


def _delivery_note(one: ExampleDocument, client: ClientDraft, creditor: Company, day: date) -> IncomingFile:
    heads = (("Client", client.name), ("Chantier", client.address.city), ("Travaux", one.label))
    lines = (f"Travaux reçus sans réserve le {short_date(day)}.", "", "Signature du client")
    number = one.number.replace("F", "BL", 1)
    return incoming(f"{number}.pdf", _sheet(f"Bon de réception {number}", heads, lines, creditor, day))


def _contract(client: ClientDraft, creditor: Company, day: date) -> IncomingFile:
    heads = (("Entre", creditor.legal_name), ("Et", client.name), ("Signé le", short_date(day)))
    lines = (
        "Article 1. Le présent contrat-cadre régit les travaux de menuiserie commandés par le client.",
        "Article 2. Chaque commande fait l’objet d’un devis accepté.",
        (
            "Article 3. Tout retard de paiement entraîne de plein droit des pénalités au taux convenu et "
            "l’indemnité forfaitaire de 40\u00a0€ pour frais de recouvrement."
        ),
    )
    return incoming("Contrat-cadre.pdf", _sheet("Contrat-cadre", heads, lines, creditor, day))


def _mail(one: ExampleDocument, client: ClientDraft, creditor: Company, day: date) -> IncomingFile:
    who = client.contacts[0].name if client.contacts else client.name
    body = f"Bonjour,\n\nNous avons bien reçu la facture {one.number}. Le règlement est en cours.\n\n{who}\n"
    to = [creditor.email or "compta@menuiserie.example"]
    data = eml.draft((who, client.email), to, f"Re: facture {one.number}", body, sent_on=day)
    return incoming(f"Re facture {one.number}.eml", data)
