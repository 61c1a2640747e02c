"""What is fuzzed: each target takes bytes that anybody could have made, and may only answer with a sentence.

    python tests/fuzz/targets.py TARGET [CORPUS | FILE] [options of libFuzzer]

An empty corpus gets the target's seeds first; a file is run again alone.

A target returns, or raises an error of the family that carries a French sentence; anything else is a find.
"""

from __future__ import annotations

import contextlib
import functools
import io
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data"
DAY = date(2026, 11, 23)
FOLDER = Path(tempfile.mkdtemp(prefix="creances-fuzz-"))
TEXTS = {
    "clients": "Code;Raison sociale;SIREN;Adresse;Code postal;Ville\nC1;Œuvré;732829320;1 rue;44000;Nantes\n",
    "invoices": "N° facture;Code client;Date;Échéance;Montant TTC\nF1;C1;15/06/2026;15/07/2026;1 234,56\n",
    "payments": "Code client;N° facture;Date;Montant;Mode\nC1;F1;01/07/2026;-1.234,56;virement\n",
}
_MAIL = (
    b"From: =?utf-8?q?Chlo=C3=A9?= <c@exemple.fr>\r\nTo: a@exemple.fr\r\n"
    b"Date: Mon, 23 Nov 2026 09:30:00 +0100\r\nSubject: Facture F1\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>Bonjour</p><style>p {}</style>\r\n--b\r\n"
    b'Content-Type: text/plain\r\nContent-Disposition: attachment; filename="a.txt"\r\n\r\nx\r\n--b--\r\n'
)


def lists(data: bytes) -> None:
    """CSV files, and whatever else is taken for one."""
    _read("liste.csv", data)


def fec(data: bytes) -> None:
    """The accountant's export: always under a header that is recognised."""
    header = (
        b"JournalCode\tEcritureNum\tEcritureDate\tCompteNum\tCompAuxNum\tPieceRef\tDebit\tCredit\tEcritureLet"
    )
    _read("732829320FEC20261231.txt", data if data.startswith(b"Journal") else header + b"\n" + data)


def xlsx(data: bytes) -> None:
    """A workbook whose sheet and strings are anything at all."""
    sheet, _, strings = data.partition(b"\x00")
    _read("classeur.xlsx", _workbook(sheet, strings))


def archive(data: bytes) -> None:
    """An archive that is anything at all."""
    _read("classeur.xlsx", b"PK\x03\x04" + data.removeprefix(b"PK\x03\x04"))


def template(data: bytes) -> None:
    """A text of a letter as a user could have written it, filled with the fields of a letter."""
    from creances_desktop.domain.letter_templates import fill_all, parse_template

    with _only_sentences():
        found = parse_template(data.decode("utf-8", "replace"))
        values = {"claimed": "120,00 €", "previous": "", "accord": lambda one, many, count=1: one}
        fill_all(found, (found.subject, *found.opening, *found.closing), values)


def image(data: bytes) -> None:
    """A logo or a signature."""
    from creances_desktop.documents.images import prepare

    with _only_sentences():
        prepare(data)
    prepare.cache_clear()


def dossier(data: bytes) -> None:
    """A company file that somebody else made: opened, read and checked."""
    from creances_desktop.services import balance, verify
    from creances_desktop.storage.store import Store

    path = FOLDER / "autre.creances"
    path.write_bytes(data)
    with _only_sentences(), Store.open(path, write=False) as store:
        if not verify.verify(store).problems:
            balance.aged(store, DAY)


def exhibit(data: bytes) -> None:
    """What a client or a supplier made: attached, shown as pages of an evidence file and bound, previewed."""
    from creances_desktop.documents import evidence
    from creances_desktop.documents.joining import as_a4, page_count
    from creances_desktop.domain.attachments import incoming
    from creances_desktop.domain.company import Company
    from creances_desktop.domain.evidence import Exhibit, Section, Source
    from creances_desktop.services import exhibit_pages

    _preview(data)
    with _only_sentences():
        as_a4(data, "pièce")
    with _only_sentences():
        file = incoming("pièce", data)
        words = {"file_name": file.name, "media_type": file.type.media_type, "number": 1}
        one = Exhibit(Source.ATTACHMENT, 1, Section.OTHER, "Pièce", DAY, **words)  # type: ignore[arg-type]
        shown = exhibit_pages.shown(one, file.data, Company("Atelier"))
        stamps = [evidence.Stamp("Pièce n° 1", "", "Page 2")] * (1 + page_count(shown.pdf))
        bound = [evidence.Bound(shown.pdf, "1. Pièce", "Pièces")]
        evidence.stamped((_front(), {}), bound, stamps, title="Dossier", author="Atelier")


@functools.cache
def _front() -> bytes:
    from creances_desktop.documents import evidence
    from creances_desktop.domain.company import Company

    return evidence.text_sheet("Bordereau", (), ("Pièce",), Company("Atelier"), DAY)


def _preview(data: bytes) -> None:
    """The pages as the screen shows them, whatever the file says of their size."""
    from creances_desktop.ui.widgets.pdf_pages import PdfPages, UnreadablePdf

    with contextlib.suppress(UnreadablePdf), PdfPages(data) as pages:
        for number in range(min(3, len(pages))):
            width, _ = pages.size(number)
            pages.image(number, 200 / width)
            pages.text(number)


TARGETS: dict[str, Callable[[bytes], None]] = {
    one.__name__: one for one in (lists, fec, xlsx, archive, template, image, exhibit, dossier)
}


def seeds(name: str) -> Iterator[bytes]:
    """Good files to begin from: the nearer to the real thing, the deeper a changed byte reaches."""
    if name == "lists":
        yield from (
            text.encode(encoding, "replace")
            for text in TEXTS.values()
            for encoding in ("utf-8", "utf-16", "cp850")
        )
    elif name == "fec":
        yield from (
            b"".join(path.read_bytes().splitlines(keepends=True)[:8]) for path in DATA.glob("fec/*.[tT]*")
        )
    elif name in {"xlsx", "archive"}:
        cells = b'<c r="A1" t="inlineStr"><is><t>N\xc2\xb0 facture</t></is></c><c r="B1"><v>1.5</v></c>'
        rows = b'<row r="1">' + cells + b"</row>"
        sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        whole = sheet + rows + b"</sheetData></worksheet>"
        yield whole if name == "xlsx" else _workbook(whole, b"")
    elif name == "template":
        yield from (
            path.read_bytes() for path in sorted((DATA.parents[1] / "resources/letters").glob("*.txt"))
        )
    elif name == "image":
        yield from _images()
    elif name == "exhibit":
        yield from (*_papers(), *_images(), _MAIL)
    else:
        yield from (path.read_bytes() for path in sorted(DATA.glob("versions/*.creances")))


def _images() -> Iterator[bytes]:
    from PIL import Image

    for mode, kind in (
        ("RGB", "PNG"),
        ("RGBA", "PNG"),
        ("P", "GIF"),
        ("CMYK", "JPEG"),
        ("L", "TIFF"),
        ("RGB", "BMP"),
    ):
        buffer = io.BytesIO()
        Image.new(mode, (9, 7)).save(buffer, kind)
        yield buffer.getvalue()


def _papers() -> Iterator[bytes]:
    """PDFs whose bytes can be read, so that a changed one means something."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import RectangleObject
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(595, 842), pageCompression=0)
    canvas.drawString(40, 40, "Bon de livraison")
    canvas.acroForm.textfield(name="nom", x=40, y=700, value="Martin")
    canvas.showPage()
    canvas.setPageSize((842, 400))
    canvas.linkURL("https://exemple.fr", (40, 40, 90, 60))
    canvas.drawInlineImage(_first_image(), 40, 40)
    canvas.save()
    yield made.getvalue()
    for lock in ("", "sesame"):
        writer = PdfWriter(clone_from=PdfReader(made))
        for page in writer.pages:
            page.rotate(90)
            page.cropbox = RectangleObject((20, 20, 300, 400))
        if lock:
            writer.encrypt(lock, algorithm="RC4-128")
        changed = io.BytesIO()
        writer.write(changed)
        yield changed.getvalue()


def _first_image() -> Any:
    from PIL import Image

    return Image.open(io.BytesIO(next(_images())))


def _read(name: str, data: bytes) -> None:
    from creances_desktop.exchange.detect import read

    path = FOLDER / name
    path.write_bytes(data)
    with _only_sentences():
        read(path)


@contextlib.contextmanager
def _only_sentences() -> Iterator[None]:
    from creances_desktop.domain.errors import DomainError, EnvironmentProblem

    try:
        yield
    except (DomainError, EnvironmentProblem) as error:
        if not str(error).strip():
            raise AssertionError("an error without a sentence") from error


def _workbook(sheet: bytes, strings: bytes) -> bytes:
    office, package = (
        f"http://schemas.openxmlformats.org/{part}/2006" for part in ("officeDocument", "package")
    )
    relation = f'<Relationships xmlns="{package}/relationships">{{}}</Relationships>'
    one = f'<Relationship Id="{{}}" Type="{office}/relationships/{{}}" Target="{{}}"/>'
    parts = {
        "_rels/.rels": relation.format(one.format("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        f'xmlns:r="{office}/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": relation.format(
            one.format("r1", "worksheet", "worksheets/sheet1.xml")
            + one.format("r2", "sharedStrings", "sharedStrings.xml")
        ),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": strings,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive_file:
        for name, content in parts.items():
            archive_file.writestr(name, content)
    return buffer.getvalue()


def main() -> None:
    """Fuzzes one target until libFuzzer's own options say stop; aborts on a find."""
    import atheris

    name = sys.argv.pop(1)
    for corpus in (Path(word) for word in sys.argv[1:] if not word.startswith("-")):
        if corpus.is_dir() and not any(corpus.iterdir()):
            for number, seed in enumerate(seeds(name)):
                (corpus / f"seed-{number}").write_bytes(seed)
    with atheris.instrument_imports(include=["creances_desktop"]):
        import creances_desktop.documents.images
        import creances_desktop.domain.letter_templates
        import creances_desktop.exchange.detect
        import creances_desktop.services.exhibit_pages
        import creances_desktop.services.verify  # noqa: F401
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
