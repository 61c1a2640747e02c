"""The report of a morning session, on screen and as a PDF."""

from __future__ import annotations

from datetime import date

from creances_desktop.domain.contact_attempts import SPOKEN
from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.morning_report import MorningReport, ReportLine
from creances_desktop.domain.morning_session import ActionKind
from creances_desktop.domain.text import plural, short_date
from creances_desktop.services import company as companies
from creances_desktop.storage.instalment_plans import StoredPlan
from creances_desktop.storage.morning_session import DONE
from creances_desktop.storage.store import Store


def of(store: Store, session_id: int) -> MorningReport:
    """The report of a session, from what is in the dossier."""
    with store.reading() as r:
        session = r.morning_sessions.get(session_id)
        items = r.morning_sessions.items(session_id)
        clients = {one.client_id for one in items}
        contacts = [one for one in r.contact_attempts.of_day(session.day) if one.client_id in clients]
        promises = [
            one.promise for one in r.promises.all(client_ids=clients) if one.promise.made_on == session.day
        ]
        letters = [
            letter
            for client_id in clients
            for letter in r.letters.of_client(client_id)
            if letter.issued_on == session.day and letter.status != "cancelled"
        ]
        plans = {
            one.terms.client_id: one
            for one in r.instalment_plans.all(client_ids=clients)
            if one.terms.proposed_on == session.day
        }
        disputes = [one for one in r.invoices.open_disputes() if one.opened_on == session.day]
        owners = {one.id: r.invoices.get(one.invoice_id).client_id for one in disputes}
    return MorningReport(
        session.day,
        session.bank_day,
        tuple(
            ReportLine(
                one.client_name,
                ActionKind(one.kind).label,
                one.amount,
                _said(one.said, plans.get(one.client_id)),
                one.state == DONE,
            )
            for one in items
        ),
        len(contacts),
        sum(1 for one in contacts if one.outcome in SPOKEN),
        len(letters),
        len(promises),
        sum(one.amount for one in promises),
        sum(1 for client_id in owners.values() if client_id in clients),
        len(plans),
    )


def _said(said: str, plan: StoredPlan | None) -> str:
    """What came of a client, with the instalment plan that he was granted."""
    if plan is None:
        return said
    parts = plan.terms.parts
    granted = (
        f"Échéancier accordé\u00a0: {format_cents(sum(one.amount for one in parts))} en "
        f"{plural(len(parts), 'échéance')} dès le {short_date(parts[0].day)}."
    )
    return f"{said} {granted}".strip()


def last(store: Store) -> MorningReport:
    """The report of the latest session. DomainError when there was none."""
    with store.reading() as r:
        session = r.morning_sessions.last()
    if session is None:
        raise DomainError("Aucune séance du matin n’a encore eu lieu\u00a0: F9 en commence une.")
    return of(store, session.id)


def pdf(store: Store, report: MorningReport) -> bytes:
    """The report as a PDF; the same report gives the same bytes."""
    from creances_desktop.documents import morning_report as drawing

    return drawing.draw(report, companies.get(store))


def file_name(day: date) -> str:
    """The name of the PDF of a session."""
    return f"seance-{day.isoformat()}.pdf"
