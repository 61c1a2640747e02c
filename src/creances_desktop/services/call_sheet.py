"""The call sheet of a client, gathered from the dossier and drawn as one page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from creances_desktop.domain import insolvency
from creances_desktop.domain.attachments import Attachment
from creances_desktop.domain.call_sheet import (
    MOST_CLIENT_FILES,
    MOST_CONTACTS,
    MOST_INCIDENTS,
    MOST_PROMISES,
    CallSheetPage,
    SheetInvoice,
    SheetLine,
    Situation,
    attached,
    goal,
    grants,
    kept,
    lever,
    step_sentence,
)
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.promises import PromiseState
from creances_desktop.domain.text import plural, short_date
from creances_desktop.services import (
    attachments,
    breakdown,
    call_openings,
    calls,
    disputes,
    followups,
    history,
    nonpayment,
    payment_incidents,
    relations,
)
from creances_desktop.services import company as companies
from creances_desktop.services.calls import CallSheet
from creances_desktop.storage.store import Store
from creances_desktop.storage.transaction import Transaction


def page(store: Store, client_id: int, day: date) -> CallSheetPage:
    """What the call sheet of a client says on a day."""
    sheet = calls.sheet(store, day, client_id=client_id)
    files = attachments.of_client(store, client_id)
    with store.reading() as r:
        invoices = _invoices(r, sheet, day, files)
        letters = sum(1 for one in r.letters.of_client(client_id) if one.status == "delivered")
    situation = _situation(store, sheet, day, letters)
    shown, more = kept(invoices)
    client = sheet.card.client
    return CallSheetPage(
        day=day,
        code=client.code,
        name=client.name,
        nature=client.nature,
        ways=_ways(sheet),
        figures=_figures(sheet, situation),
        invoices=shown,
        more_invoices=more,
        exhibits=tuple(attached([one for one in files if one.invoice_id is None], MOST_CLIENT_FILES)),
        contacts=tuple(SheetLine(one.day, history.sentence(one)) for one in sheet.contacts[:MOST_CONTACTS]),
        plans=tuple(f"{one.words}." for one in sheet.card.plans if one.status.state.is_under_way),
        promises=tuple(
            f"{one.words}\u00a0: {one.status.state.label.lower()}" for one in sheet.promises[:MOST_PROMISES]
        ),
        word=sheet.word.words,
        incidents=sheet.incidents[:MOST_INCIDENTS],
        opening=call_openings.opening(store, situation),
        grants=grants(situation),
        goal=goal(situation),
        lever=lever(situation),
        warning=insolvency.warning(situation.insolvency) if situation.insolvency else "",
    )


def pdf(store: Store, client_id: int, day: date) -> bytes:
    """The call sheet as a PDF of one page."""
    from creances_desktop.documents import call_sheet as drawing

    return drawing.draw(page(store, client_id, day), companies.get(store))


def file_name(code: str, day: date) -> str:
    """The name of the PDF."""
    safe = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in code)
    return f"fiche-appel-{safe}-{day.isoformat()}.pdf"


def _invoices(r: Transaction, sheet: CallSheet, day: date, files: Sequence[Attachment]) -> list[SheetInvoice]:
    disputed = {one.invoice_id for one in sheet.card.disputes}
    found = []
    for item in sheet.card.open_items:
        invoice = r.invoices.get(item.invoice_id)
        exhibits = []
        if invoice.pdf_sha256:
            exhibits.append("facture PDF")
        if invoice.order_reference:
            exhibits.append(f"commande {invoice.order_reference}")
        if invoice.performance_date:
            exhibits.append(f"livré le {short_date(invoice.performance_date)}")
        if invoice.mise_en_demeure_received:
            exhibits.append(f"mise en demeure reçue le {short_date(invoice.mise_en_demeure_received)}")
        exhibits += attached([one for one in files if one.invoice_id == item.invoice_id])
        found.append(
            SheetInvoice(
                item.number,
                item.due_date,
                max(item.days_late(day), 0),
                item.outstanding,
                tuple(exhibits),
                "en litige" if item.invoice_id in disputed else "",
                item.estimated,
            )
        )
    return found


def _situation(store: Store, sheet: CallSheet, day: date, letters: int) -> Situation:
    card = sheet.card
    with store.reading() as r:
        contested = disputes.contested(r, card.open_items, day)
    late = [item for item in card.open_items if item.days_late(day) > 0]
    oldest = min(late, key=lambda item: (item.due_date, item.number), default=None)
    charges = breakdown.totals(breakdown.of_client(store, card.client.id, day).invoices)
    steps = followups.next_steps(store, {item.invoice_id for item in card.open_items}, day)
    step, when = min(
        ((step, when) for step, when in steps.values() if step is not None and when is not None),
        key=lambda one: one[1],
        default=(None, None),
    )
    broken = [one.words for one in sheet.promises if one.status.state is PromiseState.BROKEN]
    broken += [
        f"{format_cents(part.missing)} le {short_date(part.part.day)}, échéance de votre échéancier"
        for one in card.plans
        for part in one.status.missed[:1]
    ]
    running = [one for one in sheet.promises if one.status.state is PromiseState.RUNNING]
    return Situation(
        day=day,
        nature=card.client.nature,
        overdue=card.overdue - sum(contested.get(item.due_item_id, 0) for item in late),
        oldest_late=max((item.days_late(day) for item in late), default=0),
        oldest=oldest.outstanding - contested.get(oldest.due_item_id, 0) if oldest else 0,
        reason=sheet.reason,
        broken=broken[0] if broken else "",
        running=running[0].words if running else "",
        contacts=len(sheet.reach.attempts),
        letters=letters,
        disputed=sum(contested.values()),
        interest=charges.interest,
        indemnity=charges.fixed_indemnity,
        next_step=step_sentence(step.name, when, day) if step is not None else "",
        advice=nonpayment.advice(store, sheet.reason, day).action.advice if sheet.reason else "",
        spared=relations.of(store, card.client.id, day).relation.cared,
        returned=payment_incidents.unspoken(sheet.incidents, sheet.reach.attempts),
        insolvency=insolvency.opened(card.client.insolvency_judgment, day),
    )


def _ways(sheet: CallSheet) -> tuple[str, ...]:
    following = sheet.reach.next_way
    return tuple(
        f"{'→ ' if way == following else ''}{way.channel.label}\u00a0: {way.words} ({way.tried})"
        for way in sheet.reach.ways[:5]
    )


def _figures(sheet: CallSheet, situation: Situation) -> tuple[tuple[str, str], ...]:
    card = sheet.card
    found = [("Échu", format_cents(card.overdue)), ("Reste dû", format_cents(card.outstanding))]
    if card.credits:
        found.append(("Non imputé", format_cents(card.credits)))
    late = plural(situation.oldest_late, "jour") if situation.oldest_late else "aucun"
    found += [
        ("Plus grand retard", late),
        ("Motif connu", sheet.reason.label if sheet.reason else "à demander"),
    ]
    return tuple(found)
