"""A spreadsheet made to exhaust the machine is refused with a sentence before anything is asked of it."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from creances_desktop.domain.errors import DomainError
from creances_desktop.exchange import archives
from creances_desktop.exchange.detect import read

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns"
XLSX = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}/relationships"><sheets>'
    '<sheet name="Factures" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
HEADERS = ("N° facture", "Client", "Date", "Montant TTC")
TABLE = "".join(
    f'<row r="{number}">'
    + "".join(
        f'<c r="{letter}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for letter, text in zip("ABCD", texts, strict=True)
    )
    + "</row>"
    for number, texts in enumerate((HEADERS, ("F-1", "Durand", "2026-11-02", "120.00")), 1)
)


def packed(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def xlsx(path: Path, rows: str, others: Mapping[str, str | bytes] = {}) -> Path:
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return packed(path, XLSX | {"xl/worksheets/sheet1.xml": sheet} | others)


def ods(path: Path, rows: str) -> Path:
    content = (
        f'<office:document-content xmlns:office="{ODF}:office:1.0" xmlns:table="{ODF}:table:1.0" '
        f'xmlns:text="{ODF}:text:1.0"><office:body><office:spreadsheet><table:table table:name="S">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0"/>'
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": manifest,
        "content.xml": content,
    }
    return packed(path, parts)


def ods_cell(text: str, repeated: int = 1) -> str:
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{repeated}">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def refusal(path: Path) -> str:
    with pytest.raises(DomainError) as caught:
        read(path)
    return str(caught.value)


def test_the_handmade_workbook_is_a_good_one(tmp_path: Path) -> None:
    reading = read(xlsx(tmp_path / "a.xlsx", TABLE))
    assert [(one.number, one.gross) for one in reading.invoices] == [("F-1", 120_00)]


def test_empty_cells_at_the_end_of_the_sheet_cost_nothing(tmp_path: Path) -> None:
    far = '<row r="1048576" spans="1:16384"><c r="XFD1048576" s="1"/></row>'
    assert len(read(xlsx(tmp_path / "a.xlsx", TABLE + far)).invoices) == 1


@pytest.mark.parametrize(
    "rows",
    [
        TABLE + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        TABLE + "<row r='1048576'><c t='n' r='XFD1048576' ><v>1</v></c></row>",
        TABLE.replace("<row", "<x:row").replace("<c ", "<x:c ")
        + '<x:row r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
        TABLE + '<row r="900000"><c><v>1</v></c></row><row r="2"><c r="ZZ2"><v>1</v></c></row>',
    ],
    ids=["far cell", "other spelling", "prefixed", "row without references"],
)
def test_a_cell_at_the_far_end_is_refused_before_the_reader_asks_for_memory(
    tmp_path: Path, rows: str
) -> None:
    assert "démesurée" in refusal(xlsx(tmp_path / "a.xlsx", rows))


def test_a_repeated_cell_of_an_open_document_counts_as_often_as_it_is_repeated(tmp_path: Path) -> None:
    row = f'<table:table-row table:number-rows-repeated="1048576">{ods_cell("x", 16384)}</table:table-row>'
    assert "démesurée" in refusal(ods(tmp_path / "a.ods", row))


def test_the_empty_end_of_an_open_document_costs_nothing(tmp_path: Path) -> None:
    texts = (HEADERS, ("F-1", "Durand", "2026-11-02", "120,00"))
    rows = "".join(
        f"<table:table-row>{''.join(ods_cell(text) for text in row)}"
        '<table:table-cell table:number-columns-repeated="16380"/></table:table-row>'
        for row in texts
    )
    rows += (
        '<table:table-row table:number-rows-repeated="1048574">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert len(read(ods(tmp_path / "a.ods", rows)).invoices) == 1


def test_an_archive_that_unfolds_too_far_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_UNFOLDED", 1_000_000)
    path = xlsx(tmp_path / "a.xlsx", TABLE, {"xl/media/image1.png": bytes(5_000_000)})
    assert path.stat().st_size < 20_000
    assert "une fois décompressé" in refusal(path)


def test_an_archive_that_lies_about_its_length_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MAX_UNFOLDED", 1_000_000)
    path = xlsx(tmp_path / "a.xlsx", TABLE, {"xl/media/image1.png": bytes(5_000_000)})
    data = path.read_bytes().replace((5_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert data != path.read_bytes()
    path.write_bytes(data)
    assert "n’est pas une feuille de calcul lisible" in refusal(path)


def test_what_the_reader_did_not_foresee_is_a_sentence_too(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """calamine panics on a sheet whose only cell lies at the very end (found by hand)."""
    path = xlsx(tmp_path / "a.xlsx", '<row r="1048576"><c r="A1048576"><v>1</v></c></row>')
    assert refusal(path)


def test_a_binary_workbook_and_a_wide_encoding_are_not_looked_into(tmp_path: Path) -> None:
    assert "XLSB" in refusal(xlsx(tmp_path / "a.xlsx", TABLE, {"xl/worksheets/sheet9.bin": b"\x00"}))
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{TABLE}</sheetData></worksheet>'.encode("utf-16")
    path = packed(tmp_path / "b.xlsx", XLSX | {"xl/worksheets/sheet1.xml": sheet})
    assert "n’est pas une feuille de calcul lisible" in refusal(path)


def test_entities_do_not_unfold(tmp_path: Path) -> None:
    laughs = (
        '<!DOCTYPE x [<!ENTITY a "'
        + "ha" * 1000
        + '">'
        + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 30}">' for n in range(8))
    )
    sheet = (
        f'<?xml version="1.0"?>{laughs}]><worksheet xmlns="{MAIN}"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&i;</t></is></c></row></sheetData></worksheet>'
    )
    assert refusal(packed(tmp_path / "a.xlsx", XLSX | {"xl/worksheets/sheet1.xml": sheet}))


def test_links_to_other_files_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("JAMAIS LU", encoding="utf-8")
    link = (
        f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{OFFICE}/relationships" r:id="r1"/>'
        "</externalLink>"
    )
    target = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" TargetMode="External" '
        f'Type="{OFFICE}/relationships/externalLinkPath" Target="{secret.as_uri()}"/></Relationships>'
    )
    rows = TABLE.replace(
        '<c r="B2" t="inlineStr"><is><t>Durand</t></is></c>',
        '<c r="B2" t="str"><f>[1]Feuille!A1</f><v>Durand</v></c>',
    )
    others = {
        "xl/externalLinks/externalLink1.xml": link,
        "xl/externalLinks/_rels/externalLink1.xml.rels": target,
    }
    (invoice,) = read(xlsx(tmp_path / "a.xlsx", rows, others)).invoices
    assert "JAMAIS" not in str(invoice)
