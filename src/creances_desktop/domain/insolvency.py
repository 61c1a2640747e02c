"""What an insolvency changes for the creditor: earlier debts are declared, and asked for no more.

C. com. L622-7 (payment of debts born before the judgment is forbidden), L622-21 (suits are stopped), L622-24
and R622-24 (the claim is declared within two months of the publication in the BODACC).
"""

from __future__ import annotations

from datetime import date

from creances_desktop.domain.text import short_date

GOAL = (
    "Le nom du mandataire judiciaire et la date de publication au BODACC, pour déclarer la créance. Ne "
    "demander aucun paiement de ce qui est né avant le jugement."
)
GRANTS = ("Rien à accorder ni à échelonner\u00a0: le paiement des dettes antérieures est interdit.",)
LEVER = (
    "La déclaration de créance, en principe dans les deux mois de la publication au BODACC, à adresser au "
    "mandataire ou au liquidateur. Ni lettre de relance, ni intérêts après le jugement."
)
NOTHING_EXPECTED = "rien à attendre d’un contact, procédure collective\u00a0: la créance se déclare"


def opened(judgment: date | None, day: date) -> date | None:
    """The day of the judgment when it was given by the end of `day`, else None."""
    return judgment if judgment is not None and judgment <= day else None


def warning(judgment: date) -> str:
    """What to know before speaking to such a client, in French."""
    return (
        f"Procédure collective ouverte le {short_date(judgment)}\u00a0: ce qui est né avant ne se paie plus "
        "(C. com. L622-7). Ne réclamez rien\u00a0: demandez qui est le mandataire et déclarez la créance."
    )
