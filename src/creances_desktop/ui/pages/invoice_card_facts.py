"""What the card of an invoice tells at its head and in its details."""

from __future__ import annotations

from datetime import date

from creances_desktop.domain.money import format_cents
from creances_desktop.domain.text import plural, short_date
from creances_desktop.services import lists
from creances_desktop.services.invoices import InvoiceCard
from creances_desktop.ui.pages.invoice_columns import days_late, left, signed_gross
from creances_desktop.ui.theme import Tone
from creances_desktop.ui.widgets.facts import Figure


def card_figures(line: lists.InvoiceLine, card: InvoiceCard, day: date) -> list[Figure]:
    """The figures at the head of a card."""
    one, late = card.invoice, days_late(line, day)
    debit = one.kind.is_debit
    paid = abs(signed_gross(line) - left(line))
    figures = [
        ("Montant TTC", format_cents(one.gross), Tone.NORMAL),
        ("Payé ou crédité" if debit else "Imputé", format_cents(paid), Tone.NORMAL),
        (
            "Reste dû" if debit else "Non imputé",
            format_cents(abs(left(line))),
            Tone.DANGER if late else Tone.NORMAL,
        ),
        ("Émise le" if debit else "Émis le", short_date(one.issue_date), Tone.NORMAL),
    ]
    if card.disputed:
        figures.insert(3, ("Dont contesté", format_cents(card.disputed), Tone.WARNING))
    if debit and line.due_date is not None:
        caption = "Échéance estimée" if line.estimated else "Échéance"
        figures.append((caption, short_date(line.due_date), Tone.NORMAL))
    if late:
        figures.append(("Retard", plural(late, "jour"), Tone.DANGER))
    return figures


def card_details(card: InvoiceCard) -> list[tuple[str, str]]:
    """The lines of the tab *Détails*."""
    one = card.invoice
    return [
        ("Objet", one.label),
        ("Bon de commande", one.order_reference),
        ("Montant HT", "" if one.net is None else format_cents(one.net)),
        ("TVA", "" if one.vat is None else format_cents(one.vat)),
        ("Montant TTC", format_cents(one.gross)),
        ("Livraison ou prestation", short_date(one.performance_date) if one.performance_date else ""),
        ("Conditions", one.terms),
        ("Escompte", one.early_payment),
        *([("Reçue par l’acheteur le", short_date(one.notified_on))] if one.notified_on else []),
        *([("Effet", "Corrige la facture\u00a0: ce qu’il retire n’a jamais été dû")] if one.corrects else []),
        ("PDF", "Joint" if one.pdf_sha256 else "Aucun"),
    ]
