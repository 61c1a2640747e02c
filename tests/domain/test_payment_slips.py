"""Payment slips: the reference that comes back, the text of the QR code, and when there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iso11649

from creances_desktop.domain.company import Company
from creances_desktop.domain.payment_slips import (
    EPC_MOST,
    Presence,
    SlipSettings,
    creditor_reference,
    epc_text,
    grouped_reference,
    letter_numbers,
    slip_of,
)

COMPANY = Company("Menuiserie Lefèvre & Œuvré", iban="FR76 3000 6000 0112 3456 7890 189", bic="AGRIFRPP")


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        # the published example of the standard: RF18 5390 0754 7034
        ("539007547034", "RF18539007547034"),
        ("L2026-00042", "RF17L202600042"),
        ("RC20261121-C0042", "RF48RC20261121C0042"),
    ],
)
def test_the_creditor_reference_bears_the_digits_of_the_standard(reference: str, expected: str) -> None:
    assert creditor_reference(reference) == expected
    assert iso11649.is_valid(expected)


def test_a_reference_that_is_too_long_or_empty_makes_none() -> None:
    assert creditor_reference("RC20261121-CLIENT-TRES-LONG") == ""
    assert creditor_reference("-") == ""


def test_it_is_printed_in_groups_of_four() -> None:
    assert grouped_reference("RF17L202600042").split("\u00a0") == ["RF17", "L202", "6000", "42"]
    assert grouped_reference("L2026-00042") == "L2026-00042"


@given(st.integers(2000, 2099), st.integers(1, 999_999), st.text("ABC 0123456789", max_size=8))
def test_what_the_bank_gives_back_names_the_letter(year: int, number: int, around: str) -> None:
    letter = f"L{year}-{number:05d}"
    words = f"VIR SEPA {around} {grouped_reference(creditor_reference(letter))} / MARTIN"
    assert letter in letter_numbers(words)


def test_a_reference_with_a_wrong_digit_names_no_letter() -> None:
    assert letter_numbers("RF17 L202 6000 42") == ["L2026-00042"]
    assert letter_numbers("RF18 L202 6000 42") == []
    assert letter_numbers("FACTURE L2026-00042") == []


def test_the_code_holds_every_field_in_the_order_of_the_guidelines() -> None:
    text = epc_text(
        "Menuiserie Lefèvre", "FR7630006000011234567890189", "AGRIFRPP", 1_629_65, "RF17L202600042"
    )
    assert text.split("\n") == [
        "BCD", "002", "1", "SCT", "AGRIFRPP", "Menuiserie Lefèvre", "FR7630006000011234567890189",
        "EUR1629.65", "", "RF17L202600042",
    ]  # fmt: skip
    unstructured = epc_text("M", "FR7630006000011234567890189", "", 5, "RC-2026 trop long pour la norme")
    assert unstructured.split("\n")[4:] == [
        "", "M", "FR7630006000011234567890189", "EUR0.05", "", "", "RC-2026 trop long pour la norme",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("iban", "bic", "amount"),
    [
        ("", "AGRIFRPP", 100),
        ("CH9300762011623852957", "", 100),
        ("FR7630006000011234567890189", "", 0),
        ("FR7630006000011234567890189", "", -5),
        ("FR7630006000011234567890189", "", EPC_MOST + 1),
    ],
)
def test_there_is_no_code_where_the_guidelines_have_none(iban: str, bic: str, amount: int) -> None:
    assert epc_text("Nom", iban, bic, amount, "RF17L202600042") == ""


@given(st.text(min_size=1, max_size=200), st.integers(1, EPC_MOST))
def test_no_name_makes_the_code_larger_than_it_may_be(name: str, amount: int) -> None:
    text = epc_text(
        " ".join(name.split()) or "X", "FR7630006000011234567890189", "AGRIFRPPXXX", amount, "RF17L202600042"
    )
    assert len(text.encode()) <= 331
    assert not text or len(text.split("\n")) == 10


def test_a_letter_that_asks_for_nothing_has_no_slip() -> None:
    assert slip_of(COMPANY, SlipSettings(), amount=0, letter="L2026-00001") is None
    assert slip_of(COMPANY, SlipSettings(), amount=-100, letter="L2026-00001") is None
    off = SlipSettings(transfer=Presence.NEVER, coupon=Presence.NEVER)
    assert slip_of(COMPANY, off, amount=100, letter="L2026-00001") is None


def test_without_an_iban_only_the_coupon_is_left() -> None:
    slip = slip_of(replace(COMPANY, iban=""), SlipSettings(), amount=100, letter="L2026-00001")
    assert slip is not None
    assert (slip.transfer, slip.qr, slip.coupon) == (Presence.NEVER, "", Presence.IF_ROOM)
    no_coupon = SlipSettings(coupon=Presence.NEVER)
    assert slip_of(replace(COMPANY, iban=""), no_coupon, amount=100, letter="L2026-00001") is None


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://payer.exemple.fr/lefevre", "https://payer.exemple.fr/lefevre"),
        (" https://payer.exemple.fr ", "https://payer.exemple.fr"),
        ("payer.exemple.fr", ""),
        ("javascript:alert(1)", ""),
        ("https://a.fr/un deux", ""),
        ("", ""),
    ],
)
def test_only_an_address_of_the_web_is_printed_as_a_link(link: str, kept: str) -> None:
    slip = slip_of(COMPANY, SlipSettings(), amount=100, letter="L2026-00001", link=link)
    assert slip is not None
    assert slip.link == kept


def test_settings_survive_storage_and_unknown_values_are_as_at_first() -> None:
    chosen = SlipSettings(Presence.NEVER, qr=False, coupon=Presence.ALWAYS)
    assert SlipSettings.read(chosen.stored()) == chosen
    assert SlipSettings.read({"transfer": "sometimes", "coupon": 3}) == SlipSettings()
