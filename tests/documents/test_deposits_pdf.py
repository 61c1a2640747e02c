"""Protects the deposit list: under a tall letterhead nothing is covered."""

from datetime import date
from io import BytesIO

import pypdfium2 as pdfium
import pytest
from PIL import Image

from creances_desktop.documents import deposits
from creances_desktop.documents.deposits import DepositItem, DepositList
from creances_desktop.domain.company import Company
from creances_desktop.domain.postage import Postage

COMPANY = Company(
    "Menuiserie Lefèvre & Fils", legal_form="SARL", siren="732829320", signatory="Hélène Lefèvre",
    address="12 rue des Ajoncs\nZA du Pallet\n44190 Clisson", phone="02 61 91 00 10", email="a@exemple.fr",
)  # fmt: skip
LIST = DepositList(
    date(2026, 11, 23), (DepositItem("", "Moreau, 49300 CHOLET", "L2026-00066", None),), Postage(()), ""
)


def heights(pdf: bytes, *words: str) -> list[float]:
    """How high on the first page the middle of each of these words stands, in points from its foot."""
    document = pdfium.PdfDocument(pdf)
    text = document[0].get_textpage()
    found = []
    for word in words:
        index, count = text.search(word).get_next()
        boxes = [text.get_charbox(place) for place in range(index, index + count)]
        found.append(sum(bottom + top for _, bottom, _, top in boxes) / len(boxes) / 2)
    text.close()
    document.close()
    return found


@pytest.mark.parametrize("size", [None, (400, 100), (300, 300)])
def test_the_list_begins_below_the_letterhead(size):
    logo = None
    if size:
        drawn = BytesIO()
        Image.new("RGB", size, (120, 72, 30)).save(drawn, "PNG")
        logo = drawn.getvalue()
    pdf = deposits.draw(LIST, COMPANY, logo=logo)
    last_of_head, first_of_list = heights(pdf, "a@exemple.fr", "Numéro de recommandé")
    assert last_of_head - first_of_list > 10
    assert deposits.draw(LIST, COMPANY, logo=logo) == pdf
