"""The agreement on an instalment plan as it is printed: its table, its clauses, the mention by hand."""

from __future__ import annotations

from dataclasses import dataclass

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.instalment_plan_parts import Charges, PlanPart
from creances_desktop.domain.letter_fields import whole_date
from creances_desktop.domain.money import Cents, format_cents
from creances_desktop.domain.number_words import amount_in_words


@dataclass(frozen=True, slots=True)
class AgreedSchedule:
    """The parts of a plan with the charges of its day, in cents.

    `mention`: what the debtor is asked to write by hand, empty where he is not.
    """

    parts: tuple[PlanPart, ...]
    charges: Charges
    interest: Cents
    indemnity: Cents
    lapse_clause: bool
    mention: str = ""

    @property
    def total(self) -> Cents:
        """What is divided, in cents."""
        return sum(one.amount for one in self.parts)

    @property
    def added(self) -> bool:
        """Whether the parts hold charges."""
        return self.charges is Charges.ADDED and self.interest + self.indemnity > 0


def wants_mention(nature: Nature) -> bool:
    """Whether the mention by hand is proposed at first.

    C. civ. 1376 [T]: who alone undertakes to pay a sum writes it himself, in words and figures. Between
    merchants proof is free (C. com. L110-3 [K]), and a public body signs by its own rules; but an artisan or
    a member of a profession is no merchant: the user decides.
    """
    return nature not in (Nature.PROFESSIONAL, Nature.PUBLIC)


def mention(total: Cents, company: str) -> str:
    """The mention of an acknowledgement of debt: the sum in words, then in figures (C. civ. 1376 [T])."""
    return (
        f"Je reconnais devoir à {company} la somme de {amount_in_words(total)} ({format_cents(total)}), "
        "que je m’engage à régler selon cet échéancier."
    )


def schedule_values(schedule: AgreedSchedule | None) -> dict[str, object]:
    """The fields of the agreement by name, as printed; empty in every other letter."""
    names = ("plan_total", "plan_first", "plan_last", "plan_charges", "plan_interest", "plan_indemnity")
    flags = ("plan_added", "plan_lapse", "plan_by_hand")
    if schedule is None:
        return dict.fromkeys(names, "") | dict.fromkeys(flags, False) | {"plan_count": 0}
    charges = schedule.interest + schedule.indemnity
    amounts = (charges, schedule.interest, schedule.indemnity)
    printed = (format_cents(amount) if amount else "" for amount in amounts)
    first, last = schedule.parts[0], schedule.parts[-1]
    values = (format_cents(schedule.total), whole_date(first.day), whole_date(last.day), *printed)
    return {
        **dict(zip(names, values, strict=True)),
        **dict(zip(flags, (schedule.added, schedule.lapse_clause, bool(schedule.mention)), strict=True)),
        "plan_count": len(schedule.parts),
    }
