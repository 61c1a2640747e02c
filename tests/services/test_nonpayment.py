"""What follows a reason of non-payment, as it is told."""

from datetime import date

import pytest

from creances_desktop.domain.clients import Channel
from creances_desktop.domain.nonpayment import ActionTone, NextAction, Reason
from creances_desktop.services.nonpayment import Advice


@pytest.mark.parametrize(
    ("channel", "document", "words"),
    [
        (
            Channel.REGISTERED_LETTER,
            "Mise en demeure",
            "Mise en demeure, recommandé avec AR, ton ferme. Agir.",
        ),
        (Channel.EMAIL, "Duplicata", "Duplicata, e-mail, ton ferme. Agir."),
        (Channel.PHONE, "", "Ton ferme. Agir."),
    ],
)
def test_the_advice_names_its_channel_as_it_is_written(channel: Channel, document: str, words: str) -> None:
    action = NextAction(Reason.BAD_FAITH, "", channel, None, ActionTone.FIRM, "Agir.")
    assert Advice(action, document, date(2026, 11, 23)).words == words
