"""What a letter was when it left: bytes, fingerprint, version of its text, figures, who, when and how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.letter_events import EventKind, LetterEvent
from creances_desktop.domain.letter_tones import Tone
from creances_desktop.domain.letters import LetterContent, content_from_json
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import plural, short_date
from creances_desktop.services.attachments import size_text
from creances_desktop.services.letters import status_label
from creances_desktop.storage.letters import StoredLetter, TextUsed
from creances_desktop.storage.store import Store


@dataclass(frozen=True, slots=True)
class ArchivedLetter:
    """A letter of the archive; `sound` tells whether its bytes still match its fingerprint."""

    letter: StoredLetter
    content: LetterContent
    size: int
    sound: bool
    events: tuple[LetterEvent, ...]

    @property
    def left_on(self) -> date | None:
        """The day on which it left, None while it has not."""
        days = [event.day for event in self.events if event.kind in _LEAVING]
        if days:
            return min(days)
        at = self.letter.delivered_at
        return datetime.fromisoformat(at).astimezone().date() if at else None


_LEAVING = frozenset({EventKind.DELIVERED, EventKind.EMAILED, EventKind.DEPOSITED})


def of_letter(store: Store, letter_id: int) -> ArchivedLetter:
    """What is kept of a letter."""
    import hashlib

    with store.reading() as r:
        letter = r.letters.get(letter_id)
        content = content_from_json(r.letters.content(letter_id))
        events = tuple(r.letter_events.of_letters([letter_id]).get(letter_id, ()))
        data = r.blobs.get(letter.pdf_sha256) if letter.pdf_sha256 else b""
    sound = bool(data) and hashlib.sha256(data).hexdigest() == letter.pdf_sha256
    return ArchivedLetter(letter, content, len(data), sound, events)


def texts(store: Store, letter_ids: Iterable[int]) -> dict[int, str]:
    """Which text each of these letters was written from, in French words."""
    with store.reading() as r:
        return {letter_id: text_words(used) for letter_id, used in r.letters.texts_of(letter_ids).items()}


def text_words(used: TextUsed) -> str:
    """The kind, the tone, whose text it is and its version."""
    tone = f", ton {Tone(used.tone).label.lower()}" if used.tone in set(Tone) else ""
    whose = "votre texte" if used.own else "texte du programme"
    edited = ", modifié pour cette lettre" if used.edited else ""
    return f"{used.kind}{tone}\u00a0: {whose}, version {used.version}{edited}"


def _used(content: LetterContent) -> TextUsed:
    origin = content.origin
    return TextUsed(content.step_name, content.template_version, origin.own, origin.tone, content.edited)


def _amounts(content: LetterContent) -> str:
    """What the letter asks for, and what it is made of."""
    if not content.to_pay or not content.asks_payment:
        return "Rien n’est réclamé"
    count = sum(len(part.lines) for part in content.parts)
    amounts = f"{format_cents(content.total)} sur {plural(count, 'échéance')}"
    if content.credits:
        amounts += f", moins {format_cents(content.credits)} d’avoirs et règlements"
    if content.asked is not None:
        amounts = f"{format_cents(content.asked)} réclamés, " + amounts
    if content.annex is not None:
        amounts += f", plus {format_cents(content.annex.charges)} d’intérêts et indemnités"
    return amounts


def lines(one: ArchivedLetter) -> list[tuple[str, str]]:
    """The facts of the archive, as captions and values."""
    letter, content = one.letter, one.content
    sent = [_how(event) for event in one.events if event.kind in _LEAVING]
    if not sent and letter.delivered_at:
        at = datetime.fromisoformat(letter.delivered_at).astimezone()
        sent = [f"Partie le {short_date(at.date())}"]
    state = status_label(letter) + (f" ({letter.void_reason})" if letter.void_reason else "")
    return [
        ("Référence", f"{letter.reference} du {short_date(letter.issued_on)}"),
        ("Destinataire", ", ".join(content.recipient.lines)),
        ("Texte", text_words(_used(content))),
        ("Montants", _amounts(content)),
        ("Canal", Channel(letter.channel).label),
        ("Signée par", ", ".join(p for p in (content.company.signatory, content.company.quality) if p)),
        ("Partie", "\n".join(sent)),
        ("État", state),
        ("Fichier", f"{letter.file_name}, {size_text(one.size)}" if one.size else ""),
        ("Empreinte SHA-256", letter.pdf_sha256 or ""),
        (
            "Contrôle",
            "Intacte\u00a0: les octets archivés ont cette empreinte" if one.sound else "Non conforme",
        ),
    ]


def _how(event: LetterEvent) -> str:
    words = event.text if event.kind is EventKind.DELIVERED else event.kind.label
    to = f" à {event.recipient}" if event.recipient else ""
    return f"{words} le {short_date(event.day)}{to}"
