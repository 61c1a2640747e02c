"""The follow-ups of a day as the command prints them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from creances_desktop.domain.followups import Excluded, LetterProposal
from creances_desktop.domain.letters import LetterLine, PartRole
from creances_desktop.domain.money import format_cents, plain_cents
from creances_desktop.domain.text import plural, short_date
from creances_desktop.services.delivery import Rehearsal, Run, SentLetter
from creances_desktop.services.text_table import text_table

_HEADS = ("Client", "Étape", "Envoi", "Délai", "Factures", "À régler")


def as_json(outcome: Run | Rehearsal) -> dict[str, Any]:
    """The letters with their files, and what was set aside; a rehearsal's letters have no file."""
    if isinstance(outcome, Run):
        made = [_sent(one, written=True) for one in outcome.issued]
    else:
        made = [_proposed(one, outcome.day) for one in outcome.proposals]
    return {
        "as_of": outcome.day.isoformat(),
        "redelivered": [_sent(one, written=isinstance(outcome, Run)) for one in outcome.redelivered],
        "letters": made,
        "excluded": [_excluded(one) for one in outcome.excluded],
    }


def as_text(outcome: Run | Rehearsal) -> str:
    """The same to read: letters, then what was set aside and why."""
    rehearsal = isinstance(outcome, Rehearsal)
    parts = [_sent_text(outcome.redelivered, "Restées à imprimer")] if outcome.redelivered else []
    if isinstance(outcome, Run):
        parts.append(_sent_text(outcome.issued, f"Relances du {short_date(outcome.day)}"))
        if outcome.combined is not None:
            parts.append(f"Toutes les lettres\u00a0: {outcome.combined}")
    else:
        rows = [_proposal_row(one) for one in outcome.proposals]
        parts.append(_titled(f"Relances proposées le {short_date(outcome.day)}", rows))
    if outcome.excluded:
        rows = [(one.client_code, one.invoice_number, one.message) for one in outcome.excluded]
        table = text_table(("Client", "Facture", "Motif"), rows, widest=200)
        parts.append(f"Mises de côté\u00a0: {len(outcome.excluded)}\n{table}")
    if rehearsal:
        parts.append("Simulation\u00a0: rien n’a été enregistré ni écrit.")
    return "\n\n".join(parts)


def _sent(one: SentLetter, *, written: bool) -> dict[str, Any]:
    letter, content = one.letter, one.content
    lines = {part.role: part.lines for part in content.parts}
    reminded = (*lines.get(PartRole.AT_STEP, ()), *lines.get(PartRole.OTHER_REMINDED, ()))
    return {
        "client": letter.client_code,
        "step": letter.step,
        "channel": letter.channel,
        "deadline": None if letter.deadline is None else letter.deadline.isoformat(),
        "invoices": [_line(line) for line in reminded],
        "other_overdue": [_line(line, step=False) for line in lines.get(PartRole.INFORMATION, ())],
        "total": plain_cents(letter.total),
        "credits": plain_cents(letter.credits),
        "claimed": plain_cents(letter.claimed),
        "file": letter.file_name if written else None,
    }


def _line(line: LetterLine, *, step: bool = True) -> dict[str, Any]:
    said: dict[str, Any] = {"number": line.number}
    if step:
        said["step"] = line.step
    return said | {"outstanding": plain_cents(line.outstanding), "days_late": line.days_late}


def _proposed(one: LetterProposal, day: date) -> dict[str, Any]:
    return {
        "client": one.client_code,
        "step": one.step.id,
        "channel": one.channel.value,
        "deadline": one.deadline.isoformat(),
        "invoices": [
            {
                "number": said.item.number,
                "step": said.step.id,
                "outstanding": plain_cents(said.item.outstanding),
                "days_late": said.days_late,
            }
            for said in one.reminded
        ],
        "other_overdue": [
            {
                "number": item.number,
                "outstanding": plain_cents(item.outstanding),
                "days_late": item.days_late(day),
            }
            for item in one.information
        ],
        "total": plain_cents(one.total),
        "credits": plain_cents(one.credits),
        "claimed": plain_cents(one.claimed),
        "file": None,
    }


def _excluded(one: Excluded) -> dict[str, str]:
    return {
        "client": one.client_code,
        "invoice": one.invoice_number,
        "reason": one.reason.value,
        "message": one.message,
    }


def _sent_text(sent: Iterable[SentLetter], title: str) -> str:
    rows = [
        (
            f"{one.letter.client_code} {one.letter.client_name}",
            one.content.step_name,
            one.content.channel.label,
            "" if one.content.deadline is None else short_date(one.content.deadline),
            str(sum(len(part.lines) for part in one.content.parts if part.role is not PartRole.INFORMATION)),
            format_cents(one.letter.claimed),
        )
        for one in sent
    ]
    return _titled(title, rows)


def _proposal_row(one: LetterProposal) -> tuple[str, ...]:
    return (
        f"{one.client_code} {one.client_name}",
        one.step.name,
        one.channel.label,
        short_date(one.deadline),
        str(len(one.reminded)),
        format_cents(one.claimed),
    )


def _titled(title: str, rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return f"{title}\u00a0: aucune lettre à envoyer."
    return f"{title}\u00a0: {plural(len(rows), 'lettre')}\n{text_table(_HEADS, rows, right=4)}"
