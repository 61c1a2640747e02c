"""Letters a second with and without their QR code, their weight, and the batch of 500, beside a bare letter.

    python packaging/dev.py bench letters

Nothing here passes or fails: it prints a table. The rounds of the three kinds alternate, so that a busy
machine slows them alike; the best round of each counts.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

DAY = date(2026, 11, 21)
ROUNDS = 7
LETTERS = 60
BATCH = 500


def main() -> None:
    """Prints the table; with a number as argument, only the peak memory of a batch of so many letters."""
    if len(sys.argv) > 1:
        sys.stdout.write(f"{peak_of_batch(int(sys.argv[1])):.1f}\n")
        return
    rows = speeds() + batches()
    width = max(len(name) for name, _ in rows)
    for name, figure in rows:
        sys.stdout.write(f"| {name:<{width}} | {figure:>16} |\n")


def speeds() -> list[tuple[str, str]]:
    """Letters a second of each kind, and what a page weighs."""
    from creances_desktop.documents import letters
    from creances_desktop.domain.payment_slips import SlipSettings

    plain = [content(number, SlipSettings(qr=False)) for number in range(LETTERS)]
    coded = [content(number, SlipSettings()) for number in range(LETTERS)]
    kinds: dict[str, Callable[[int], bytes]] = {
        "raw: bare reportlab letter": lambda _: bare_letter(),
        "letter without QR code": lambda number: letters.draw(plain[number]),
        "letter with QR code": lambda number: letters.draw(coded[number]),
    }
    best = dict.fromkeys(kinds, float("inf"))
    for _ in range(ROUNDS):
        for name, draw in kinds.items():
            clear_codes()
            start = time.perf_counter()
            for number in range(LETTERS):
                draw(number)
            best[name] = min(best[name], time.perf_counter() - start)
    rows = [(f"{name} (a second)", f"{LETTERS / took:.0f}") for name, took in best.items()]
    for name, one in (("without", plain[0]), ("with", coded[0])):
        data = letters.draw(one)
        pages = data.count(b"/Type /Page\n") or 1
        rows.append((f"a page {name} QR code, no logo", f"{len(data) / pages / 1000:.1f} kB"))
    return rows


def clear_codes() -> None:
    """Forgets the codes made: every letter has its own."""
    from creances_desktop.documents.qr_codes import qr_code

    qr_code.cache_clear()


def batches() -> list[tuple[str, str]]:
    """The batch of 500 letters, and its memory beside one of ten, each in a process of its own."""
    start = time.perf_counter()
    peaks = {}
    for count in (10, BATCH):
        words = [sys.executable, __file__, str(count)]
        done = subprocess.run(words, capture_output=True, text=True, check=True, env=dict(os.environ))
        peaks[count] = float(done.stdout)
        if count == 10:
            start = time.perf_counter()
    took = time.perf_counter() - start
    return [
        (f"{BATCH} letters drawn and joined in a file", f"{took:.1f} s"),
        ("peak memory of a batch of 10", f"{peaks[10]:.0f} MB"),
        (f"peak memory of a batch of {BATCH}", f"{peaks[BATCH]:.0f} MB"),
    ]


def peak_of_batch(count: int) -> float:
    """The largest resident memory, in MB, of drawing so many letters into one file."""
    from creances_desktop.documents import batch, letters
    from creances_desktop.domain.payment_slips import SlipSettings

    with tempfile.TemporaryFile() as file:
        pieces = (
            batch.Piece(f"Client {number}", letters.draw(content(number, SlipSettings())))
            for number in range(count)
        )
        batch.combine_into(file, pieces, title="Lettres", author="Menuiserie Martin")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def content(number: int, settings: object) -> object:
    """A reminder about five invoices, like no other."""
    from creances_desktop.domain.clients import Address, Channel, Client, Nature
    from creances_desktop.domain.company import Company
    from creances_desktop.domain.invoices import DocumentKind
    from creances_desktop.domain.letters import LetterContent, LetterLine, LetterPart, PartRole
    from creances_desktop.domain.payment_slips import slip_of
    from creances_desktop.domain.recipients import Recipient

    company = Company(
        "Menuiserie Lefèvre & Fils",
        legal_form="SARL",
        capital="20 000 €",
        siren="732829320",
        rcs_city="Nantes",
        address="12 rue des Ajoncs\n44190 Clisson",
        phone="0261910010",
        email="compta@menuiserie-lefevre.example",
        iban="FR7630006000011234567890189",
        bic="AGRIFRPP",
        signatory="Hélène Lefèvre",
        quality="Gérante",
    )
    address = Address(f"{number} avenue du Maréchal Foch", "01000", "Bourg-en-Bresse")
    client = Client(
        id=number,
        code=f"C{number:04d}",
        name=f"Boulangerie du Marché n° {number}",
        nature=Nature.PROFESSIONAL,
        address=address,
    )
    lines = tuple(
        LetterLine(
            f"FA-2026-{number * 5 + rank:04d}",
            "Pose de menuiseries",
            DocumentKind.INVOICE,
            DAY - timedelta(days=60 + rank),
            DAY - timedelta(days=30 + rank),
            False,
            amount,
            amount,
            0,
            amount,
            30 + rank,
        )
        for rank, amount in enumerate(range(120_00 + number * 37, 120_00 + number * 37 + 5 * 75_31, 75_31))
    )
    total = sum(line.outstanding for line in lines)
    made = LetterContent(
        template="reminder_2",
        template_version=1,
        step="reminder_2",
        step_name="Relance 2",
        reference=f"L2026-{number:05d}",
        issued_on=DAY,
        place="Clisson",
        deadline=DAY + timedelta(days=8),
        channel=Channel.LETTER,
        company=company,
        recipient=Recipient.from_client(client),
        subject="Relance pour factures impayées",
        opening=(
            "Madame, Monsieur,",
            "À ce jour, nous n’avons pas reçu le règlement des factures ci-dessous.",
        ),
        parts=(LetterPart(PartRole.AT_STEP, "", lines, total),),
        total=total,
        credits=0,
        closing=(
            "Nous vous demandons de nous régler cette somme. Si un motif s’y oppose, nous vous remercions de "
            "nous le faire connaître dans le même délai. " * 2,
            "Si votre règlement a été envoyé entre-temps, merci de ne pas tenir compte de ce courrier.",
            "Nous vous prions d’agréer, Madame, Monsieur, nos salutations distinguées.",
        ),
    )
    slip = slip_of(company, settings, amount=made.to_pay, letter=made.reference)  # type: ignore[arg-type]
    return replace(made, slip=slip)


def bare_letter() -> bytes:
    """A page with thirty lines of Helvetica: the least that reportlab can do."""
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    made = BytesIO()
    canvas = Canvas(made)
    for line in range(30):
        canvas.drawString(60, 780 - 20 * line, "Nous vous prions de régler la facture rappelée ci-dessus.")
    canvas.save()
    return made.getvalue()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2] / "src"))
    main()
