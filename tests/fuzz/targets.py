"""What is fuzzed: each target takes bytes that anybody could have made, and may only answer with a sentence.

    python tests/fuzz/targets.py TARGET [CORPUS | FILE] [options of libFuzzer]

An empty corpus gets the target's seeds first; a file is run again alone.

A target returns, or raises an error of the family that carries a French sentence; anything else is a find.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"
DAY = date(2026, 11, 23)
FOLDER = Path(tempfile.mkdtemp(prefix="creances-fuzz-"))
TEXTS = {
    "clients": "Code;Raison sociale;SIREN;Adresse;Code postal;Ville\nC1;Œuvré;732829320;1 rue;44000;Nantes\n",
    "invoices": "N° facture;Code client;Date;Échéance;Montant TTC\nF1;C1;15/06/2026;15/07/2026;1 234,56\n",
    "payments": "Code client;N° facture;Date;Montant;Mode\nC1;F1;01/07/2026;-1.234,56;virement\n",
}


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


TARGETS: dict[str, Callable[[bytes], None]] = {
    one.__name__: one for one in (lists, fec, xlsx, archive, template, image, dossier)
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
        import creances_desktop.services.verify  # noqa: F401
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
