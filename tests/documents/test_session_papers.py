"""Protects the papers of the mornings: the call sheet stays one page, both say what they must."""

import io
from datetime import date, timedelta

from pypdf import PdfReader

from creances_desktop.documents import call_sheet, morning_report
from creances_desktop.domain.call_sheet import (
    MOST_INVOICES,
    CallSheetPage,
    SheetInvoice,
    SheetLine,
    Situation,
    goal,
    grants,
    kept,
    lever,
)
from creances_desktop.domain.clients import Nature
from creances_desktop.domain.company import Company
from creances_desktop.domain.morning_report import MorningReport, ReportLine

DAY = date(2026, 11, 24)
OPENING = "«\u00a0Bonjour, vous m’aviez promis 1 200,00 €, et je n’ai rien reçu. Quel jour\u00a0?\u00a0»"
COMPANY = Company("Menuiserie Martin & Fils <SARL>")


def situation(**changes: object) -> Situation:
    known = {"overdue": 300_000, "oldest_late": 40, "oldest": 120_000, "contacts": 2, "letters": 1}
    return Situation(day=DAY, nature=Nature.PROFESSIONAL, **(known | changes))  # type: ignore[arg-type]


def sheet(count: int, words: str = "Relance par téléphone") -> CallSheetPage:
    lines = [
        SheetInvoice(f"F-{n}", DAY - timedelta(days=n), n, 10_000, ("facture PDF",)) for n in range(count)
    ]
    shown, more = kept(lines)
    told = situation(interest=1_234, indemnity=4_000, broken="1 200,00 € pour le 20/11/2026")
    return CallSheetPage(
        DAY, "C1", "Œuvré & Fils <SA>", Nature.PROFESSIONAL, ("→ Téléphone\u00a0: 02 40 00 00 00",),
        (("Échu", "3 000,00 €"), ("Motif connu", "à demander")), shown, more,
        ("contrat du 05/01/2026",) * 5,
        tuple(SheetLine(DAY, words) for _ in range(6)), ("non tenue",) * 4, "aucune promesse échue",
        (SheetLine(DAY, "Chèque revenu"),) * 3, OPENING, grants(told), goal(told), lever(told),
    )  # fmt: skip


def text(data: bytes) -> str:
    pages = PdfReader(io.BytesIO(data)).pages
    assert len(pages) == 1
    return pages[0].extract_text()


def test_the_call_sheet_says_what_one_needs_on_the_telephone() -> None:
    data = call_sheet.draw(sheet(3), COMPANY)
    said = text(data)
    for words in ("Œuvré & Fils <SA>", "F-2", "facture PDF", "Chèque revenu", "je n’ai rien reçu",
                  "À obtenir",
                  "En deux fois", "En réserve", "Parlé à", "Promet", "Prochain appel le"):  # fmt: skip
        assert words in said.replace("\u00a0", " ")
    assert call_sheet.draw(sheet(3), COMPANY) == data


def test_it_stays_one_page_however_much_there_is() -> None:
    said = text(call_sheet.draw(sheet(60, "Un contact dont la note est bien longue, " * 6), COMPANY))
    assert f"et {60 - MOST_INVOICES}" in said.replace("\u00a0", " ")
    assert "Parlé à" in said
    assert "En réserve" in said
    assert "Aussi à portée de main" in said.replace("\u00a0", " ")


def test_what_may_be_granted_never_exceeds_what_is_owed() -> None:
    assert "1\u202f500,00\u00a0€ maintenant" in grants(situation())[1]
    assert "1,00\u00a0€ maintenant" in grants(situation(overdue=150))[1]
    assert grants(situation(overdue=0)) == ("Rien à accorder\u00a0: rien n’est échu.",)
    assert "ménager" in lever(situation(spared=True))


def test_the_report_of_a_morning_names_every_client() -> None:
    lines = tuple(
        ReportLine(f"Client {n} & Cie", "Appel", 10_000, "Joint. Prochain appel le 01/12/2026.", n % 2 == 0)
        for n in range(70)
    )
    report = MorningReport(DAY, DAY, lines, 5, 3, 1, 2, 150_000, 0)
    data = morning_report.draw(report, COMPANY)
    pages = PdfReader(io.BytesIO(data)).pages
    said = "".join(page.extract_text() for page in pages)
    assert len(pages) == 2
    assert all(f"Client {n} & Cie" in said for n in range(70))
    assert "35 sur 70" in said
    assert morning_report.draw(report, COMPANY) == data
