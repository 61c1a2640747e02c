"""The user's own texts of letters, every version kept, and the drafts of letters edited before they leave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from creances_desktop.storage.base import Clock, utc_now
from creances_desktop.storage.tables_letters import LetterDraftRow, LetterTemplateRow


@dataclass(frozen=True, slots=True)
class StoredText:
    """A version of the user's text of a letter; `restored`: the built-in one is in use again."""

    code: str
    nature: str
    tone: str
    version: int
    subject: str
    part_title: str
    opening: str
    closing: str
    restored: bool
    made_at: str

    @property
    def key(self) -> tuple[str, str, str]:
        """Which text of the program it stands for."""
        return self.code, self.nature, self.tone


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """The text of a client's next letter, edited before it leaves; see `LetterDraftRow`."""

    client_id: int
    step: str
    subject: str
    opening: str
    closing: str
    base: str


_TEXT = tuple(StoredText.__slots__)
_DRAFT = tuple(StoredDraft.__slots__)


class LetterTemplates:
    """Texts and drafts."""

    def __init__(self, connection: Connection, clock: Clock = utc_now) -> None:
        self._connection = connection
        self._clock = clock

    def latest(self) -> list[StoredText]:
        """The last version of each text that was ever edited."""
        last = (
            select(func.max(LetterTemplateRow.id))
            .group_by(LetterTemplateRow.code, LetterTemplateRow.nature, LetterTemplateRow.tone)
            .scalar_subquery()
        )
        return self._texts(LetterTemplateRow.id.in_(last))

    def history(self, key: tuple[str, str, str]) -> list[StoredText]:
        """Every version of a text, the latest first."""
        code, nature, tone = key
        found = self._texts(
            LetterTemplateRow.code == code,
            LetterTemplateRow.nature == nature,
            LetterTemplateRow.tone == tone,
        )
        return found[::-1]

    def all(self) -> list[StoredText]:
        """Every version of every text, in the order in which they were made."""
        return self._texts()

    def add(
        self,
        key: tuple[str, str, str],
        texts: tuple[str, str, str, str],
        *,
        action_id: int,
        restored: bool = False,
        made_at: str = "",
    ) -> int:
        """Keeps a new version (subject, part title, opening, closing) and returns its number."""
        code, nature, tone = key
        known = self.history(key)
        version = known[0].version + 1 if known else 1
        subject, part_title, opening, closing = texts
        self._connection.execute(
            insert(LetterTemplateRow).values(
                code=code,
                nature=nature,
                tone=tone,
                version=version,
                subject=subject,
                part_title=part_title,
                opening=opening,
                closing=closing,
                restored=restored,
                made_at=made_at or self._clock().isoformat(timespec="seconds"),
                action_id=action_id,
            )
        )
        return version

    def draft(self, client_id: int) -> StoredDraft | None:
        """The draft of a client's next letter, None without one."""
        found = self._drafts(LetterDraftRow.client_id == client_id)
        return found[0] if found else None

    def drafts(self, client_ids: Iterable[int] | None = None) -> dict[int, StoredDraft]:
        """The drafts by client, of these clients only if given."""
        wanted = None if client_ids is None else set(client_ids)
        return {one.client_id: one for one in self._drafts() if wanted is None or one.client_id in wanted}

    def keep_draft(self, draft: StoredDraft, *, action_id: int) -> None:
        """Replaces the draft of a client."""
        self.drop_draft(draft.client_id)
        values = {name: getattr(draft, name) for name in _DRAFT}
        self._connection.execute(insert(LetterDraftRow).values(action_id=action_id, **values))

    def drop_draft(self, client_id: int) -> None:
        """Takes the draft of a client away: it left, or is not wanted any more."""
        self._connection.execute(delete(LetterDraftRow).where(LetterDraftRow.client_id == client_id))

    def _texts(self, *conditions: Any) -> list[StoredText]:
        query = select(*(getattr(LetterTemplateRow, name) for name in _TEXT)).where(*conditions)
        rows = self._connection.execute(query.order_by(LetterTemplateRow.id))
        return [StoredText(**row._asdict()) for row in rows]

    def _drafts(self, *conditions: Any) -> list[StoredDraft]:
        query = select(*(getattr(LetterDraftRow, name) for name in _DRAFT)).where(*conditions)
        return [StoredDraft(**row._asdict()) for row in self._connection.execute(query)]
