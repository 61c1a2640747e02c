"""The pages of an evidence file: its exhibits bound and numbered, and the same as a ZIP."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from creances_desktop.documents import evidence as drawing
from creances_desktop.documents.evidence import Bound, DebtLine, FactLine, Front, ListLine, Stamp
from creances_desktop.documents.joining import page_count
from creances_desktop.domain.evidence import Exhibit, Section, Source, safe_name
from creances_desktop.domain.identifiers import format_siren
from creances_desktop.domain.letters import Recipient
from creances_desktop.domain.money import format_cents
from creances_desktop.domain.progress import Progress, stop_if_cancelled
from creances_desktop.domain.settlement import RECEIVED
from creances_desktop.domain.text import plural, short_date
from creances_desktop.exchange.csv_out import Cell, as_csv
from creances_desktop.services import breakdown, company, evidence_facts, exhibit_pages
from creances_desktop.services.evidence import Evidence, chosen_breakdown
from creances_desktop.storage.store import Store

CONTESTED = "dont contesté"
_HEADS = ("N°", "Pièce", "Date", "Fichier", "Taille (octets)", "SHA-256")


@dataclass(frozen=True, slots=True)
class _Pages:
    """An exhibit as A4 pages."""

    exhibit: Exhibit
    pdf: bytes
    count: int


def assemble(store: Store, evidence: Evidence, progress: Progress) -> tuple[bytes, tuple[str, ...], int]:
    """The PDF of the file, the remarks about its exhibits, and how many pages it has. Raises Cancelled."""
    remarks: list[str] = []
    made: list[_Pages] = []
    total = len(evidence.exhibits) + 1
    for number, exhibit in enumerate(evidence.exhibits):
        stop_if_cancelled(progress)
        progress.report(number, total, f"Pièce n° {exhibit.number}\u00a0: {exhibit.title}")
        made.append(_pages(store, evidence, exhibit, remarks))
    progress.report(total - 1, total, "Assemblage du dossier")
    stop_if_cancelled(progress)
    logo = company.image(store, evidence.company.logo)
    first_try, _ = drawing.front(_front(evidence, made, 0, remarks), logo=logo)
    before = page_count(first_try)
    front = drawing.front(_front(evidence, made, before, remarks), logo=logo)
    whole = before + sum(one.count for one in made)
    stamps = [Stamp("", "", _foot(place, whole)) for place in range(before)]
    bound, sections = [], _sections(made)
    for number, one in enumerate(made):
        name = f"Pièce n° {one.exhibit.number}"
        for place in range(one.count):
            words = f"page {place + 1}/{one.count}" if one.count > 1 else ""
            stamps.append(Stamp(name, words, _foot(len(stamps), whole)))
        bookmark = f"{one.exhibit.number}. {one.exhibit.title}"
        bound.append(Bound(one.pdf, bookmark, sections.get(number, "")))
    title = f"Dossier de preuves – {evidence.client.name}"
    data = drawing.stamped(front, bound, stamps, title=title, author=evidence.company.legal_name)
    progress.report(total, total, "")
    return data, tuple(remarks), whole


def pack(store: Store, evidence: Evidence, progress: Progress) -> tuple[bytes, tuple[str, ...]]:
    """The ZIP: the PDF, each original under its number, the list as CSV and as text with fingerprints."""
    pdf, remarks, _ = assemble(store, evidence, progress)
    rows: list[tuple[Cell, ...]] = []
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, data: bytes) -> None:
            moment = (evidence.day.year, evidence.day.month, evidence.day.day, 12, 0, 0)
            info = zipfile.ZipInfo(name, moment)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)

        put("00-Dossier-de-preuves.pdf", pdf)
        sums = [("00-Dossier-de-preuves.pdf", pdf)]
        for exhibit in evidence.exhibits:
            stop_if_cancelled(progress)
            data = original_of(store, evidence, exhibit)
            name = f"{exhibit.number:02d}-{safe_name(exhibit.title)}{_suffix(exhibit)}"
            put(name, data)
            sums.append((name, data))
            digest = hashlib.sha256(data).hexdigest()
            rows.append((exhibit.number, exhibit.title, exhibit.day, name, len(data), digest))
        put("Bordereau.csv", as_csv(_HEADS, rows))
        listed = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sums)
        put("SHA256SUMS.txt", listed.encode())
        put("LISEZMOI.txt", _notice(evidence, rows, remarks).encode())
    return written.getvalue(), remarks


def _pages(store: Store, evidence: Evidence, exhibit: Exhibit, remarks: list[str]) -> _Pages:
    data = original_of(store, evidence, exhibit)
    if exhibit.source in {Source.LETTER, Source.CONTACTS, Source.BREAKDOWN}:
        return _Pages(exhibit, data, page_count(data))
    shown = exhibit_pages.shown(exhibit, data, evidence.company)
    remarks += shown.remarks
    return _Pages(exhibit, shown.pdf, page_count(shown.pdf))


def original_of(store: Store, evidence: Evidence, exhibit: Exhibit) -> bytes:
    """The bytes of an exhibit as they are kept, or as the program draws them now."""
    if exhibit.source is Source.BREAKDOWN:
        return breakdown.pdf(store, chosen_breakdown(store, evidence))
    if exhibit.source is Source.CONTACTS:
        return _contacts(store, evidence, exhibit)
    with store.reading() as r:
        return r.blobs.get(exhibit.sha256)


def _contacts(store: Store, evidence: Evidence, exhibit: Exhibit) -> bytes:
    with store.reading() as r:
        ids = [one.invoice_id for one in evidence.debts]
        entries = evidence_facts.gather(r, evidence.client.id, ids, evidence.day).contacts
    rows = [(short_date(day), one.summary, _note(one.after)) for day, one in entries]
    heads = ("Date", "Ce qui s’est passé", "Note prise ce jour-là")
    return drawing.table_sheet(exhibit.title, rows, heads, evidence.company, evidence.day)


def _note(after: object) -> str:
    note = after.get("note") if isinstance(after, dict) else None
    return " ".join(note.split()) if isinstance(note, str) else ""


def _front(evidence: Evidence, made: list[_Pages], before: int, remarks: list[str]) -> Front:
    client = evidence.client
    identity = (f"SIREN {format_siren(client.siren)}",) if client.siren else ()
    debts = tuple(
        DebtLine(
            (
                one.number,
                short_date(one.issue_date),
                short_date(one.due_date),
                *_amounts(one.gross, one.paid, one.outstanding),
            ),
            f"dont contesté\u00a0: {format_cents(one.disputed)}" if one.disputed else "",
        )
        for one in evidence.debts
    )
    return Front(
        company=evidence.company,
        recipient=Recipient.from_client(client),
        identity=identity,
        day=evidence.day,
        debts=debts,
        totals=_totals(evidence),
        sums=_sums(evidence),
        exhibits=_listed(made, before),
        facts=_facts(evidence),
        remarks=tuple(remarks),
    )


def _totals(evidence: Evidence) -> tuple[DebtLine, ...]:
    gross, paid = sum(one.gross for one in evidence.debts), sum(one.paid for one in evidence.debts)
    total = DebtLine(("Total", "", "", *_amounts(gross, paid, evidence.outstanding)))
    if not evidence.disputed:
        return (total,)
    return total, DebtLine((CONTESTED, "", "", "", "", format_cents(evidence.disputed)))


def _amounts(*cents: int) -> tuple[str, str, str]:
    gross, paid, left = (format_cents(one) for one in cents)
    return gross, paid, left


def _sums(evidence: Evidence) -> tuple[tuple[str, str], ...]:
    day, charges = short_date(evidence.day), evidence.charges
    if charges is None:
        words = evidence.no_breakdown
        principal = ("Principal restant dû", format_cents(evidence.outstanding))
        contested = ((CONTESTED, format_cents(evidence.disputed)),) if evidence.disputed else ()
        return (principal, *contested, (words, ""))
    rows = [
        ("Principal restant dû", charges.outstanding),
        (CONTESTED, evidence.disputed),
        (f"Intérêts de retard arrêtés au {day}", charges.interest),
        (f"Indemnités forfaitaires de recouvrement ({charges.indemnities})", charges.fixed_indemnity),
        ("Autres frais de recouvrement justifiés", charges.further_costs),
        (RECEIVED, -charges.received),
    ]
    kept = [
        (words, format_cents(amount))
        for place, (words, amount) in enumerate(rows)
        if amount or place in {0, 2}
    ]
    kept.append((f"Total au {day}, hors frais de justice", format_cents(charges.total)))
    if charges.further_day:
        kept.append(("puis, par jour de retard en plus", format_cents(charges.further_day)))
    return tuple(kept)


def _listed(made: list[_Pages], before: int) -> tuple[ListLine, ...]:
    lines: list[ListLine] = []
    section: Section | None = None
    place = before + 1
    for one in made:
        if one.exhibit.section is not section:
            section = one.exhibit.section
            lines.append(ListLine(section.label))
        exhibit = one.exhibit
        lines.append(ListLine(exhibit.title, exhibit.number, short_date(exhibit.day), one.count, place))
        place += one.count
    return tuple(lines)


def _sections(made: list[_Pages]) -> dict[int, str]:
    """The title of the section that begins with each of these exhibits, by the place of the exhibit."""
    found: dict[int, str] = {}
    section: Section | None = None
    for place, one in enumerate(made):
        if one.exhibit.section is not section:
            section = one.exhibit.section
            found[place] = section.label
    return found


def _facts(evidence: Evidence) -> tuple[FactLine, ...]:
    numbers = {key: one.number for one in evidence.exhibits for key in (one.key, *one.also)}
    found = []
    for fact in evidence.facts:
        proofs = [numbers.get(key) for key in fact.keys]
        words = ", ".join(str(number) for number in dict.fromkeys(proofs) if number)
        found.append(FactLine(short_date(fact.day), fact.text, words))
    return tuple(found)


def _foot(place: int, whole: int) -> str:
    return f"Page {place + 1} / {whole}"


def _suffix(exhibit: Exhibit) -> str:
    return PurePath(exhibit.file_name).suffix.lower() or ".bin"


def _notice(evidence: Evidence, rows: list[tuple[Cell, ...]], remarks: tuple[str, ...]) -> str:
    lines = [
        f"Dossier de preuves de {evidence.company.legal_name} contre {evidence.client.name}",
        f"établi le {short_date(evidence.day)}, {plural(len(rows), 'pièce')}.",
        "",
        "00-Dossier-de-preuves.pdf réunit tout, pages numérotées. Les autres fichiers sont les originaux,",
        "octet pour octet\u00a0; leurs empreintes SHA-256 sont dans Bordereau.csv et dans SHA256SUMS.txt,",
        "que vérifie la commande «\u00a0sha256sum -c SHA256SUMS.txt\u00a0».",
        "",
        *(f"{row[0]}. {row[1]} ({row[3]})" for row in rows),
    ]
    if remarks:
        lines += ["", "Remarques", *remarks]
    return "\r\n".join(lines) + "\r\n"
