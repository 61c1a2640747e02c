"""What cannot be read at all: one French sentence that names the file and the way out, never a traceback."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from creances_desktop.domain.errors import DomainError
from creances_desktop.domain.imports import Reading, UnrecognisedColumns
from creances_desktop.exchange.detect import read

Write = Callable[..., Path]

HEADER = "N° facture;Code client;Date;Montant TTC"
FEC = "JournalCode\tEcritureDate\tCompteNum\tDebit\tCredit"
UNREADABLE = {
    "empty": (b"", "est vide"),
    "blank": (b"\xef\xbb\xbf\r\n \r\n", "est vide"),
    "mark only": (b"\xff\xfe", "est vide"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "est un PDF"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(100), "est une image"),
    "sqlite": (b"SQLite format 3\x00" + bytes(100), "est une base de données"),
    "zeros": (bytes(1000), "est vide"),
    "random": (random.Random(1).randbytes(20_000), "n’est pas un fichier texte"),
    "prose": (b"Bonjour,\nvoici la liste.\nMerci\n", "n’est pas un tableau"),
    "header only": (f"{HEADER}\n".encode(), "ne contient que des titres"),
    "header and ghosts": (f"{HEADER}\n;;;\n\n ; ; ;\n".encode(), "ne contient que des titres"),
    "fec header only": (f"{FEC}\n".encode(), "ne contient que des titres"),
    "fec without clients": (f"{FEC}\nOD\t20260101\t601000\t1,00\t0,00\n".encode(), "compte 411"),
    "xml": (b'<?xml version="1.0"?><comptabilite/>', "est un fichier XML"),
    "giant line": (b"a;b\n" + b"x" * 3_000_000 + b"\n", "plus d’un million de signes"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_one_sentence_names_the_file_and_the_way_out(tmp_path: Path, case: str) -> None:
    content, words = UNREADABLE[case]
    path = tmp_path / "liste à lire.csv"
    path.write_bytes(content)
    with pytest.raises(DomainError) as refusal:
        read(path)
    sentence = str(refusal.value)
    assert sentence.startswith("«\u00a0liste à lire.csv\u00a0» ")
    assert words in sentence
    assert "\u00a0: " in sentence
    assert sentence.endswith(".")


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="est un dossier"):
        read(tmp_path)
    with pytest.raises(DomainError, match="est introuvable"):
        read(tmp_path / "absent.csv")


def test_a_big_file_without_a_table_is_refused_quickly(tmp_path: Path) -> None:
    path = tmp_path / "gros.csv"
    path.write_bytes(b"N;" + b"0" * 30_000_000)
    with pytest.raises(DomainError, match="million de signes"):
        read(path)


def test_a_giant_cell_costs_its_line_only(write: Write) -> None:
    reading = read(
        write(f"{HEADER};Libellé\nF1;C1;05/01/2026;1,00;{'x' * 200_000}\nF2;C1;05/01/2026;1,00;y\n")
    )
    assert [row.number for row in reading.invoices] == ["F2"]
    assert [(bad.line, bad.reason) for bad in reading.rejected] == [
        (2, "Une cellule dépasse cent mille signes.")
    ]


def test_only_bad_lines_is_a_reading_without_rows(write: Write) -> None:
    reading = read(write(f"{HEADER}\nF1;C1;hier;1,00\n"))
    assert reading.invoices == ()
    assert len(reading.rejected) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(
    content=st.one_of(
        st.binary(max_size=400), st.text(alphabet=" ;,\t|\"\n\r'éF1/-.0àN°", max_size=200).map(str.encode)
    )
)
def test_no_bytes_break_the_reader(tmp_path: Path, content: bytes) -> None:
    """Whatever the file holds, the answer is a reading or a sentence."""
    path = tmp_path / "f.csv"
    for start in (b"", f"{HEADER}\n".encode(), f"{FEC}\n".encode()):
        path.write_bytes(start + content)
        try:
            reading = read(path)
        except DomainError:
            continue
        assert isinstance(reading, Reading)
        assert all(bad.reason for bad in reading.rejected)


def test_a_table_of_something_else_asks_for_its_columns(write: Write) -> None:
    with pytest.raises(UnrecognisedColumns) as question:
        read(write("a;b;c\n1;2;3\n4;5;6\n"))
    assert question.value.headers == ("a", "b", "c")
    assert question.value.sample == (("1", "2", "3"), ("4", "5", "6"))
