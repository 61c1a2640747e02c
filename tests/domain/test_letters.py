"""The content of a letter: the right invoices in the right part, sums that add up, an exact frozen form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.clients import Address, Client, Contact, Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.followups import LetterProposal, ProposedItem
from creances_desktop.domain.invoices import DocumentKind, OpenItem
from creances_desktop.domain.letter_templates import LetterTemplate
from creances_desktop.domain.letters import (
    LetterContent,
    PartRole,
    Recipient,
    compose,
    content_from_json,
    content_to_json,
)
from creances_desktop.domain.plans import DEFAULT_PLAN

DAY = date(2026, 11, 21)
TEMPLATE = LetterTemplate(
    "mise_en_demeure",
    2,
    "Mise en demeure",
    "{{ accord('Facture impayée', 'Factures impayées') }}",
    ("{{ previous }}", "{{ demanded }} / {{ claimed }} / {{ total }} / {{ credits }}"),
    ("{% if partly_paid %}Partie{% endif %}", "{{ deadline }} {{ oldest_due }} {{ other_count }}"),
)
STEPS = {step.id: step for step in DEFAULT_PLAN.steps}
CLIENT = Client(
    "C1",
    "Durand SAS",
    Nature.PROFESSIONAL,
    address=Address("1 rue A", "75001", "Paris"),
    contacts=(Contact(1, "M. Rare"), Contact(2, "Mme Compta", preferred=True)),
    id=1,
)


def item(rank: int, days_late: int, outstanding: int, *, paid: int = 0) -> OpenItem:
    due = DAY - timedelta(days=days_late)
    amount = outstanding + paid
    kind = DocumentKind.INVOICE
    return OpenItem(rank, rank, 1, kind, f"F{rank}", "", due, due, False, False, amount, amount, outstanding)


def proposal(
    at_step: tuple[OpenItem, ...],
    others: tuple[OpenItem, ...] = (),
    information: tuple[OpenItem, ...] = (),
    held: int = 0,
) -> LetterProposal:
    step, lower = STEPS["mise_en_demeure"], STEPS["reminder_1"]
    return LetterProposal(
        client_id=1,
        client_code="C1",
        client_name="Durand SAS",
        nature=Nature.PROFESSIONAL,
        step=step,
        channel=step.channel,
        template=step.template,
        deadline=DAY + timedelta(days=8),
        at_step=tuple(ProposedItem(one, step, one.days_late(DAY), 1, "") for one in at_step),
        other_reminded=tuple(ProposedItem(one, lower, one.days_late(DAY), 1, "") for one in others),
        information=information,
        credits=held,
        total=sum(one.outstanding for one in (*at_step, *others)),
        why="",
    )


def composed(made: LetterProposal, previous: tuple[date, ...] = ()) -> LetterContent:
    return compose(
        TEMPLATE,
        Company("Atelier", address="69002 LYON"),
        Recipient.from_client(CLIENT),
        made,
        reference="R-1",
        issued_on=DAY,
        previous=previous,
    )


def test_each_invoice_is_in_the_part_of_its_step_with_its_total() -> None:
    made = composed(
        proposal((item(1, 50, 100_00), item(2, 46, 50_00)), (item(3, 9, 30_00),), (item(4, 3, 7_00),))
    )
    assert [(part.role, part.total) for part in made.parts] == [
        (PartRole.AT_STEP, 150_00),
        (PartRole.OTHER_REMINDED, 30_00),
        (PartRole.INFORMATION, 7_00),
    ]
    steps = [[line.step for line in part.lines] for part in made.parts]
    assert steps == [["mise_en_demeure", "mise_en_demeure"], ["reminder_1"], [""]]
    assert made.total == made.claimed == 180_00
    assert all(part.title for part in made.parts)


def test_one_part_alone_needs_no_title_and_agrees_in_the_singular() -> None:
    made = composed(proposal((item(1, 50, 100_00),)))
    assert [part.title for part in made.parts] == [""]
    assert made.subject == "Facture impayée"
    assert composed(proposal((item(1, 50, 1), item(2, 50, 1)))).subject == "Factures impayées"


def test_credits_lower_what_is_claimed_and_first_what_is_put_in_demeure() -> None:
    made = composed(proposal((item(1, 50, 100_00),), (item(2, 9, 30_00),), held=20_00))
    assert made.claimed == 110_00
    assert made.opening == ("80,00\u00a0€ / 110,00\u00a0€ / 130,00\u00a0€ / 20,00\u00a0€",)


def test_the_text_speaks_of_earlier_letters_only_when_there_were_some() -> None:
    made = proposal((item(1, 50, 100_00),))
    assert len(composed(made).opening) == 1
    told = {
        (date(2026, 11, 3),): "notre courrier du 3 novembre 2026",
        (date(2026, 10, 3), date(2026, 10, 22)): "nos courriers des 3 et 22 octobre 2026",
        (date(2026, 10, 3), date(2026, 11, 1)): "nos courriers des 3 octobre et 1er novembre 2026",
        (date(2025, 12, 3), date(2026, 1, 5)): "nos courriers des 3 décembre 2025 et 5 janvier 2026",
        (date(2026, 10, 5), date(2026, 10, 19), date(2026, 11, 2)): (
            "nos courriers des 5 et 19 octobre et du 2 novembre 2026"
        ),
        (date(2025, 12, 28), date(2026, 1, 4), date(2026, 1, 11)): (
            "nos courriers du 28 décembre 2025 et des 4 et 11 janvier 2026"
        ),
    }
    for days, words in told.items():
        assert composed(made, days).opening[0].replace("\u00a0", " ") == words


def test_paid_parts_dates_and_place_are_frozen() -> None:
    made = composed(proposal((item(1, 50, 100_00, paid=20_00),)))
    line = made.parts[0].lines[0]
    assert (line.amount, line.paid, line.outstanding, line.days_late) == (120_00, 20_00, 100_00, 50)
    assert made.place == "Lyon"
    assert made.closing == ("Partie", "29\u00a0novembre\u00a02026 2\u00a0octobre\u00a02026 0")


def test_the_letter_goes_to_the_preferred_contact() -> None:
    assert Recipient.from_client(CLIENT).contact == "Mme Compta"
    assert Recipient.from_client(CLIENT, "M. Rare").lines[1] == "À l’attention de M. Rare"
    assert Recipient.from_client(CLIENT, "").lines[1] == "1 RUE A"
    assert Recipient.from_client(replace(CLIENT, contacts=())).contact == ""


names = st.text(min_size=1, max_size=40)


@given(names, st.integers(1, 10**13), st.booleans(), st.dates())
def test_json_gives_back_the_very_same_content(name: str, amount: int, several: bool, day: date) -> None:
    others = (item(2, 9, amount),) if several else ()
    made = composed(proposal((item(1, 50, amount),), others))
    made = replace(made, recipient=replace(made.recipient, name=name, lines=(name,)), issued_on=day)
    text = content_to_json(made)
    assert content_from_json(text) == made
    assert content_to_json(content_from_json(text)) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"total":100', '"total":100.0'),
        ('"total":100', '"total":"100"'),
        ('"total":100', '"somme":100'),
        ("{", "["),
    ],
)
def test_a_text_that_is_not_exact_is_refused(before: str, after: str) -> None:
    text = content_to_json(composed(proposal((item(1, 50, 100),))))
    assert before in text
    with pytest.raises(ValueError, match=r"\w"):
        content_from_json(text.replace(before, after, 1))


def test_a_field_younger_than_the_text_takes_its_default() -> None:
    text = content_to_json(composed(proposal((item(1, 50, 100),)))).replace(',"enclosures":[]', "")
    assert content_from_json(text).enclosures == ()
