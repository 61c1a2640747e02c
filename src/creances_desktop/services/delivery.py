"""A run of the follow-ups without a window: what was left is delivered first, then the day's letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.followups import Excluded, LetterProposal
from creances_desktop.domain.letters import LetterContent, content_from_json
from creances_desktop.domain.progress import NoProgress, Progress
from creances_desktop.domain.wording import Finding
from creances_desktop.services import company, emails, followups, letters, limitation_alerts, mail
from creances_desktop.storage import letters as states
from creances_desktop.storage.letters import StoredLetter
from creances_desktop.storage.store import Store


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter whose file is in place, with what it says."""

    letter: StoredLetter
    content: LetterContent


@dataclass(frozen=True, slots=True)
class Run:
    """What a run delivered; `combined` is the file of all of it, None when there was nothing.

    `redelivered`: letters of an earlier run that had not left. `missing_identity`: what the letterhead lacks.
    `to_review`: the clients whose letter holds passages that it should not; `refused`: those whose mise en
    demeure lacks something, with what it is.
    """

    day: date
    redelivered: tuple[SentLetter, ...]
    issued: tuple[SentLetter, ...]
    excluded: tuple[Excluded, ...]
    combined: Path | None
    missing_identity: tuple[str, ...]
    to_review: tuple[tuple[str, tuple[Finding, ...]], ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a run would do, nothing being written; `to_review` as in `Run`."""

    day: date
    redelivered: tuple[SentLetter, ...]
    proposals: tuple[LetterProposal, ...]
    excluded: tuple[Excluded, ...]
    missing_identity: tuple[str, ...]
    to_review: tuple[tuple[str, tuple[Finding, ...]], ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


def rehearse(store: Store, day: date, *, gap_days: int | None = None) -> Rehearsal:
    """What `run` would do on `day`; the store may be open for reading only."""
    proposals = followups.prepare(store, day, gap_days=gap_days)
    with store.reading() as r:
        waiting = [letter.id for letter in r.letters.with_status(states.RESERVED, states.TO_PRINT)]
    return Rehearsal(
        day,
        _with_content(store, waiting),
        proposals.to_do,
        proposals.excluded,
        company.get(store).missing_identity(),
        tuple(followups.to_review(store, day, gap_days=gap_days)),
    )


def run(
    store: Store, day: date, folder: Path, *, gap_days: int | None = None, progress: Progress | None = None
) -> Run:
    """Issues the letters of the day and delivers them to `folder` with all that had not left before.

    One file per letter and one of all of them, and a draft beside each letter that leaves by e-mail. A letter
    stays to print until its own file and the combined one are in place; after a failure the next run writes
    the same files again, under the same names. Raises UnwritableFolder
    before anything is issued when the folder cannot be written in.
    """
    progress = progress or NoProgress()
    letters.check_folder(folder)
    letters.finish_reserved(store)
    with store.reading() as r:
        waiting = [letter.id for letter in r.letters.with_status(states.TO_PRINT)]
    # Looked at before issuing: afterwards today's letters hold back the rest of their clients.
    excluded = followups.prepare(store, day, gap_days=gap_days).excluded
    flagged = followups.to_review(store, day, gap_days=gap_days)
    done = followups.issue(store, day, gap_days=gap_days, progress=progress)
    issued = [one.letter.id for one in done.issued]
    combined = _deliver(store, [*waiting, *issued], folder, day, progress)
    followups.schedule_calls(store, day)
    limitation_alerts.schedule_alerts(store, day)
    return Run(
        day,
        _with_content(store, waiting),
        _with_content(store, issued),
        excluded,
        combined,
        company.get(store).missing_identity(),
        tuple(flagged),
        done.refused,
    )


def _deliver(
    store: Store, letter_ids: Sequence[int], folder: Path, day: date, progress: Progress
) -> Path | None:
    if not letter_ids:
        return None
    with store.reading() as r:
        known = [r.letters.get(letter_id) for letter_id in letter_ids]
    for number, letter in enumerate(known):
        progress.report(number, len(known), "Enregistrement des lettres")
        letters.write_file(folder / letter.file_name, letters.pdf(store, letter.id))
    emails.write_drafts(store, [one.id for one in known if one.channel == Channel.EMAIL], folder)
    # Named by what it holds: another run of the same day never replaces it, the same run repeated does.
    combined = folder / f"relances_{day.isoformat()}_{known[0].reference}_{known[-1].reference}.pdf"
    mail.combined_into(store, letter_ids, combined, progress=progress)
    letters.mark_delivered(store, letter_ids, "enregistrée", day=day)
    return combined


def _with_content(store: Store, letter_ids: Sequence[int]) -> tuple[SentLetter, ...]:
    with store.reading() as r:
        return tuple(
            SentLetter(r.letters.get(letter_id), content_from_json(r.letters.content(letter_id)))
            for letter_id in letter_ids
        )
