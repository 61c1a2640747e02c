"""Encodings: French letters come out right whatever the file was saved in, also € and œ."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from creances_desktop.domain.errors import DomainError
from creances_desktop.exchange.detect import read
from creances_desktop.exchange.encoding import decode

UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
TEXTS = [
    "Échéance;Raison sociale\n30/06/2026;Lefèvre\n",
    "N° facture;Code\n",
    "Téléphone",
    "Métallerie Noël Gaëlle;ÉLECTRICITÉ GÉNÉRALE;HÔTEL",
    "Garçon naïf à l'hôpital, où ça ?",
    "Libellé;Débit;Crédit",
]
WITH_EURO = ["Montant (€)\n12\n", "Lefèvre à 12 €\n", "12 €"]
WITH_OE = ["Œuvré & cœur\n", "Boulangerie Bœuf; 10 €", "Sœur Adèle"]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("encoding", [*UNICODE, "cp1252", "iso8859-15", "cp850"])
def test_french_letters_in_every_encoding(text: str, encoding: str) -> None:
    assert decode(Path("f.csv"), text.encode(encoding)).text == text


@pytest.mark.parametrize("text", WITH_EURO)
@pytest.mark.parametrize("encoding", [*UNICODE, "cp1252", "iso8859-15", "cp858"])
def test_the_euro_sign(text: str, encoding: str) -> None:
    assert decode(Path("f.csv"), text.encode(encoding)).text == text


@pytest.mark.parametrize("text", WITH_OE)
@pytest.mark.parametrize("encoding", [*UNICODE, "cp1252", "iso8859-15"])
def test_ligatures(text: str, encoding: str) -> None:
    assert decode(Path("f.csv"), text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("cp1252", "Windows-1252"), ("cp850", "cp850")],
)
def test_the_encoding_is_named_for_people(encoding: str, name: str) -> None:
    assert decode(Path("f.csv"), TEXTS[0].encode(encoding)).encoding == name


def test_a_mark_in_front_of_windows_text_is_seen_through() -> None:
    """Some programs write the UTF-8 mark and then cp1252."""
    assert decode(Path("f.csv"), b"\xef\xbb\xbf" + "Échéance".encode("cp1252")).text == "Échéance"


def test_a_few_broken_letters_do_not_spoil_utf8(write: Callable[..., Path], tmp_path: Path) -> None:
    path = write("Code;Raison sociale\n" + "C1;Lefèvre à Noël, Œuvré, été, hôtel, où\n" * 3)
    path.write_bytes(path.read_bytes() + b"C2;Caf\xc3\n")
    reading = read(path)
    assert reading.clients[0].name.startswith("Lefèvre à Noël")
    assert reading.clients[1].name == "Caf\ufffd"
    assert "illisibles" in reading.warnings[0].message


def test_old_macintosh_text_is_left_to_charset_normalizer() -> None:
    text = "Société Générale des Pêcheries, créée à Sète ; éléments reçus, où ça"
    assert decode(Path("f.csv"), text.encode("mac_roman")).text == text


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(DomainError, match="n’est pas un fichier texte"):
        decode(Path("f.bin"), bytes(range(256)) * 40)
