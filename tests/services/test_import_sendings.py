"""A list of invoices may say how each was sent: it enters their log, once, and leaves with the import."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from creances_desktop.exchange.words import read_channel
from creances_desktop.services import imports, invoices, sendings, undo
from creances_desktop.services.imports import ACTION
from creances_desktop.storage.store import Store

DAY = date(2026, 11, 21)
HEADS = "N° facture;Code client;Date;Échéance;Montant TTC;Envoyée le;Canal d’envoi;Envoyée à\n"


def brought(store: Store, path: Path, *lines: str) -> Any:
    path.write_text(HEADS + "".join(f"{line}\n" for line in lines), "utf-8")
    plan = imports.analyse(store, [path])
    return plan, imports.execute(store, plan, today=DAY)


def sent(store: Store, number: str) -> list[str]:
    return [one.sentence for one in sendings.of_invoice(store, invoices.by_number(store, number).id)]


def test_the_sending_of_each_line_is_logged_once(books: Any, tmp_path: Path) -> None:
    books.client("DURAND")
    lines = (
        "F-1;DURAND;01/10/2026;31/10/2026;120,00;02/10/2026;e-mail;compta@durand.fr",
        "F-2;DURAND;01/10/2026;31/10/2026;120,00;;;",
        "F-3;DURAND;05/10/2026;31/10/2026;120,00;04/10/2026;poste;",
        "F-4;DURAND;05/10/2026;31/10/2026;120,00;06/10/2026;pigeon;",
    )
    plan, _ = brought(books.store, tmp_path / "factures.csv", *lines)
    assert sent(books.store, "F-1") == ["envoyée par e-mail le 02/10/2026 à compta@durand.fr"]
    assert sent(books.store, "F-2") == []
    assert sent(books.store, "F-3") == []
    assert sent(books.store, "F-4") == ["envoyée le 06/10/2026"]
    said = " ".join(warning.message for report in plan.files for warning in report.warnings)
    assert "envoyée avant sa date" in said
    assert "canal d’envoi" in said
    again, _ = brought(books.store, tmp_path / "factures.csv", *lines)
    assert again.changed.invoices == 0
    assert len(sent(books.store, "F-1")) == 1


def test_the_sendings_of_an_undone_import_leave_with_it(books: Any, tmp_path: Path) -> None:
    client = books.client("DURAND")
    books.invoice(client, "F-1", 120_00, days_late=21)
    known = invoices.by_number(books.store, "F-1")
    issued, due = f"{known.issue_date:%d/%m/%Y}", "31/10/2026"
    line = f"F-1;DURAND;{issued};{due};120,00;15/10/2026;recommandé;"
    brought(books.store, tmp_path / "factures.csv", line)
    assert sent(books.store, "F-1") == ["envoyée en recommandé le 15/10/2026"]
    entry = undo.last_import(books.store)
    assert entry is not None
    assert entry.action == ACTION
    undo.undo(books.store, entry.id, today=DAY)
    assert sent(books.store, "F-1") == []


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("E-mail", "email"),
        ("COURRIEL", "email"),
        ("Lettre recommandée", "registered_letter"),
        ("Chorus Pro", "portal"),
        ("en main propre", "by_hand"),
        ("registered_letter", "registered_letter"),
        ("", ""),
        ("pigeon", None),
    ],
)
def test_channels_are_read_as_people_write_them(text: str, channel: str | None) -> None:
    assert read_channel(text) == channel
