"""What an export holds of the user's own texts of letters, and how an import puts it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from creances_desktop.domain.imports import Complement
from creances_desktop.services.export_tables import Ledger
from creances_desktop.storage.letter_templates import StoredDraft
from creances_desktop.storage.transaction import Transaction

TEXT, DRAFT = "letter_text", "letter_draft"
_TEXT = ("subject", "part_title", "opening", "closing", "restored", "made_at")
_DRAFT = ("step", "subject", "opening", "closing", "base")
_BETWEEN = "|"


def writing_complements(ledger: Ledger) -> Iterator[Complement]:
    """Every version of every text of the user, and the letters that he edited and that have not left."""
    for text in ledger.texts:
        values = {name: getattr(text, name) for name in _TEXT}
        yield Complement(TEXT, "", _BETWEEN.join(text.key), values)
    for client_id, draft in ledger.drafts.items():
        values = {name: getattr(draft, name) for name in _DRAFT}
        yield Complement(DRAFT, ledger.clients[client_id].code, "", values)


def put_back_texts(t: Transaction, complements: Iterable[Complement], entry: int) -> None:
    """Enters the versions of the texts in their order, into a dossier that has nothing else."""
    for one in complements:
        code, nature, tone = one.key.split(_BETWEEN)
        values = one.values
        texts = (values["subject"], values["part_title"], values["opening"], values["closing"])
        t.letter_templates.add(
            (code, nature, tone),
            texts,
            action_id=entry,
            restored=bool(values["restored"]),
            made_at=values["made_at"],
        )


def put_back_drafts(
    t: Transaction, complements: Iterable[Complement], clients: Mapping[str, int], entry: int
) -> None:
    """Enters the words of letters that have not left, for the clients that the import made."""
    for one in complements:
        if one.client in clients:
            words = {name: str(one.values[name]) for name in _DRAFT}
            t.letter_templates.keep_draft(StoredDraft(clients[one.client], **words), action_id=entry)
