"""Letters to draw: one company, clients of every nature, proposals of any size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from creances_desktop.domain.clients import Address, Channel, Client, Contact, Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.followups import LetterProposal, ProposedItem
from creances_desktop.domain.invoices import DocumentKind, OpenItem
from creances_desktop.domain.letter_templates import (
    LetterTemplate,
    choose_template,
    parse_phrases,
    parse_template,
)
from creances_desktop.domain.letter_tones import Tone
from creances_desktop.domain.letters import LetterContent, Recipient, compose
from creances_desktop.domain.plans import DEFAULT_PLAN, Step
from creances_desktop.domain.statements import Movement, StatementContent, compose_statement
from creances_desktop.paths import resource

DAY = date(2026, 11, 21)
LABELS = ("Maintenance annuelle", "Dépannage du 3 mars", "Pièces détachées", "", "Étude préalable")

MakeLetter = Callable[..., LetterContent]

COMPANY = Company(
    legal_name="Menuiserie Lefèvre & Œuvré",
    legal_form="SARL",
    capital="20\u202f000\u00a0€",
    siren="732829320",
    rcs_city="Lyon",
    vat_number="FR44732829320",
    address="12 rue de la République\n69002 LYON",
    phone="0478000000",
    email="compta@lefevre-oeuvre.example",
    iban="FR7630006000011234567890189",
    bic="AGRIFRPP",
    signatory="Hélène Lefèvre",
    quality="Gérante",
)


@cache
def built_in() -> tuple[LetterTemplate, ...]:
    """The texts that the program ships."""
    files = sorted(resource("letters").glob("*.txt"))
    shared = parse_phrases((resource("phrases") / "letters.txt").read_text(encoding="utf-8"))
    return tuple(replace(parse_template(file.read_text(encoding="utf-8")), phrases=shared) for file in files)


def client(nature: Nature = Nature.PROFESSIONAL, **changes: object) -> Client:
    names = {
        Nature.PROFESSIONAL: "Boulangerie du Marché SAS",
        Nature.CONSUMER: "Mme Anne Chauvière",
        Nature.PUBLIC: "Commune de Saint-Étienne-du-Bois",
        Nature.UNSPECIFIED: "Garage Martin & Fils <Auto>",
    }
    values: dict[str, object] = {
        "id": 1,
        "code": "C0042",
        "name": names[nature],
        "nature": nature,
        "siren": "552100554" if nature in {Nature.PROFESSIONAL, Nature.PUBLIC} else "",
        "address": Address("Bâtiment B\n45, avenue du Maréchal Foch", "01000", "Bourg-en-Bresse"),
        "contacts": (Contact(1, "Mme Claire Dupont", "Comptabilité", preferred=True),)
        if nature is not Nature.CONSUMER
        else (),
    }
    return Client(**{**values, **changes})  # type: ignore[arg-type]


def open_item(
    rank: int, days_late: int, *, amount: int | None = None, paid: int = 0, **changes: object
) -> OpenItem:
    gross = amount if amount is not None else 12_000 + rank * 7_531
    due = DAY - timedelta(days=days_late)
    values: dict[str, object] = {
        "due_item_id": rank,
        "invoice_id": rank,
        "client_id": 1,
        "kind": DocumentKind.INVOICE,
        "number": f"FA-2026-{rank:04d}",
        "label": LABELS[rank % len(LABELS)],
        "issue_date": due - timedelta(days=30),
        "due_date": due,
        "estimated": False,
        "to_confirm": False,
        "gross": gross,
        "amount": gross,
        "outstanding": gross - paid,
    }
    return OpenItem(**{**values, **changes})  # type: ignore[arg-type]


PRE_DUE = Step("pre_due", "Avant l’échéance", 1, -5, Channel.LETTER, "pre_due", 0, tone=Tone.COURTEOUS)
LAST_NOTICE = Step("last_notice", "Dernier avis", 4, 33, Channel.LETTER, "last_notice", 8)


def step(step_id: str) -> Step:
    others = {one.id: one for one in (PRE_DUE, LAST_NOTICE)}
    found = others.get(step_id) or DEFAULT_PLAN.step(step_id)
    assert found is not None
    return found


def proposal(
    step_id: str,
    nature: Nature = Nature.PROFESSIONAL,
    *,
    count: int = 3,
    others: int = 0,
    information: int = 0,
    held: int = 0,
    items: tuple[OpenItem, ...] | None = None,
) -> LetterProposal:
    taken = step(step_id)
    listed = items or tuple(
        open_item(n, taken.days + 3 * (count - n) + 1, paid=5_000 if n % 4 == 1 else 0)
        for n in range(1, count + 1)
    )
    lower = step("reminder_1")
    at_step = tuple(ProposedItem(one, taken, one.days_late(DAY), 1, "") for one in listed)
    other = tuple(ProposedItem(open_item(200 + n, 9 + n), lower, 9 + n, 1, "") for n in range(others))
    told = tuple(open_item(300 + n, 2 + n) for n in range(information))
    total = sum(one.item.outstanding for one in (*at_step, *other))
    return LetterProposal(
        client_id=1,
        client_code="C0042",
        client_name="",
        nature=nature,
        step=taken,
        channel=taken.channel,
        template=taken.template,
        deadline=DAY + timedelta(days=taken.granted_days(nature)),
        at_step=at_step,
        other_reminded=other,
        information=told,
        credits=held,
        total=total,
        why="",
    )


def letter(
    step_id: str = "reminder_1",
    nature: Nature = Nature.PROFESSIONAL,
    *,
    company: Company = COMPANY,
    to: Client | None = None,
    previous: tuple[date, ...] = (),
    enclosures: tuple[str, ...] = (),
    channel: Channel | None = None,
    tone: Tone | None = None,
    **sizes: object,
) -> LetterContent:
    made = proposal(step_id, nature, **sizes)  # type: ignore[arg-type]
    if channel is not None:
        made = replace(made, channel=channel)
    return compose(
        choose_template(built_in(), made.template, nature, tone or made.step.tone),
        company,
        Recipient.from_client(to or client(nature)),
        made,
        reference="R-2026-000123",
        issued_on=DAY,
        previous=previous,
        enclosures=enclosures,
    )


@pytest.fixture
def make_letter() -> MakeLetter:
    """Builds the content of a letter: `make_letter("mise_en_demeure", Nature.CONSUMER, count=60)`."""
    return letter


@pytest.fixture
def make_client() -> Callable[..., Client]:
    """Builds a client of a nature, with any field changed."""
    return client


@pytest.fixture
def make_item() -> Callable[..., OpenItem]:
    """Builds an open due item: its rank and its days late, with any field changed."""
    return open_item


@pytest.fixture
def company() -> Company:
    """A company whose letterhead is complete."""
    return COMPANY


@pytest.fixture
def shipped() -> tuple[LetterTemplate, ...]:
    """The texts that the program ships."""
    return built_in()


@pytest.fixture
def statement() -> Callable[..., StatementContent]:
    """Builds a statement of so many invoices: `statement(5, open_credits=1000)`."""

    def build(count: int, open_credits: int = 0, since: date | None = None) -> StatementContent:
        items = [open_item(rank, 200 - rank) for rank in range(1, count + 1)]
        moved = [Movement(one.issue_date, "Facture", one.number, one.label, debit=one.gross) for one in items]
        if open_credits:
            moved.append(Movement(DAY, "Avoir", "AV-1", "Retour", credit=open_credits))
        return compose_statement(
            choose_template(built_in(), "statement", Nature.PROFESSIONAL),
            COMPANY,
            Recipient.from_client(client()),
            moved,
            items,
            open_credits=open_credits,
            as_of=DAY,
            reference="RC-2026-0007",
            since=since,
        )

    return build
