"""Payment terms as a user types them: `45 jours`, `fin de mois + 45`, `30 jours le 10`, `à réception`."""

from __future__ import annotations

import re

from creances_desktop.domain.errors import InvalidValue
from creances_desktop.domain.terms import Period, Reading, Start, Terms, describe
from creances_desktop.domain.text import fold


class AmbiguousTerms(InvalidValue):
    """Terms that the law lets read in two ways; `readings` holds both, in the order A, B, for the user."""

    def __init__(self, text: str, readings: tuple[Terms, Terms]) -> None:
        first, second = (describe(terms) for terms in readings)
        super().__init__(
            "terms",
            f"«\u00a0{text.strip()}\u00a0» se compte de deux façons\u00a0; choisissez celle de "
            f"votre contrat\u00a0: «\u00a0{first}\u00a0» ou «\u00a0{second}\u00a0».",
        )
        self.readings = readings


def parse(text: str) -> Terms:
    """The terms that the text says; the text of `describe` gives back the same terms.

    A bare number is a number of days. AmbiguousTerms where the law lets two counts (`45 jours fin de mois`);
    InvalidValue, with examples, where the text says no terms.
    """
    rest = _normal(text)
    rest, periodic = _without(rest, _PERIODIC)
    rest, start = _start(rest)
    if rest in _CASH:
        if start is Start.ISSUE and rest == "":
            raise _unreadable(text)
        return Terms(start=start, periodic=periodic)
    rest, method = _method(rest)
    found = _PATTERN.fullmatch(rest)
    if found is None or not any(found.groups()) or (found["before"] and found["after"]):
        raise _unreadable(text)
    return _terms(text, found, method, start, periodic=periodic)


def _terms(text: str, found: re.Match[str], method: Reading | None, start: Start, *, periodic: bool) -> Terms:
    days = int(found["before"] or found["after"] or 0)
    label = found["period"]
    period = None if label is None else Period.TEN_DAYS if "decade" in label else Period.MONTH
    wanted = found["day"] or found["next_day"]
    day_of_month = int(wanted) if wanted else None
    if (found["next"] or found["next_day"]) and period is None:
        # « le 10 du mois suivant »: the month after the one in which the days end
        period, method = Period.MONTH, Reading.DAYS_FIRST

    def reading(order: Reading) -> Terms:
        return Terms(days, start, period, order, day_of_month, periodic)

    if period is None or days == 0:
        return reading(Reading.DAYS_FIRST)
    if found["after"]:
        return reading(Reading.PERIOD_FIRST)
    if method is None and found["then"] is None:
        raise AmbiguousTerms(text, (reading(Reading.DAYS_FIRST), reading(Reading.PERIOD_FIRST)))
    return reading(method or Reading.DAYS_FIRST)


_PERIODIC = re.compile(r"\b(factures? )?(periodiques?|recapitulatives?)\b")
_CASH = frozenset({"", "comptant", "paiement comptant", "immediat", "paiement immediat", "a"})
_STARTS = (
    (
        Start.DELIVERY,
        re.compile(
            r"\b(a compter de |a partir de |apres |des |date de |a )?(la |l )?(date de )?"
            r"(livraison|prestation|execution|reception (des|de) marchandises?)\b( de la prestation)?"
        ),
    ),
    (
        Start.RECEIPT,
        re.compile(
            r"\b(a compter de |a partir de |apres |des |date de |a )?(la |l )?(date de )?"
            r"reception( de)?( la| votre| notre)?( facture)?\b"
        ),
    ),
    (
        Start.ISSUE,
        re.compile(
            r"\b(a compter de |a partir de |apres |date de |date d |d )?(la |l )?(date de |date d )?"
            r"(emission|facture|facturation)( de la facture)?\b"
        ),
    ),
)
_PATTERN = re.compile(
    r"(?:a )?"
    r"(?:(?:net )?(?P<before>\d{1,3}\b)(?! du mois)(?: jours)?(?: nets?)?)? ?"
    r"(?P<then>puis |plus |et )?"
    r"(?P<period>fin (?:de |du )?(?:mois|decade)(?: en cours)?)? ?"
    r"(?:(?:puis |plus |et )?(?P<after>\d{1,3}\b)(?! du mois)(?: jours)?(?: nets?)?)?"
    r"(?: ?(?:puis |et )?"
    r"(?:le (?P<day>\d{1,2})(?P<next> du mois suivant)?|(?P<next_day>\d{1,2}) du mois suivant))?"
)


def _normal(text: str) -> str:
    """The text folded, its signs turned into words, its abbreviations written out."""
    words = fold(text).replace("+", " plus ").replace("'", " ")
    words = re.sub(r"[,;:()./\u2013-]", " ", words)
    words = re.sub(r"(\d)\s*(?:jours?|jrs?|j|days?)\b", r"\1 jours ", words)
    words = re.sub(r"\b(?:fdm|eom)\b", "fin de mois", words)
    words = re.sub(r"\b(?:1er)\b", "1", words)
    return " ".join(words.split())


def _without(text: str, pattern: re.Pattern[str]) -> tuple[str, bool]:
    rest, times = pattern.subn(" ", text)
    return " ".join(rest.split()), times > 0


def _start(text: str) -> tuple[str, Start]:
    for start, pattern in _STARTS:
        rest, found = _without(text, pattern)
        if found:
            return rest, start
    return text, Start.ISSUE


def _method(text: str) -> tuple[str, Reading | None]:
    """The text without a trailing `méthode A` or `A`, and that reading."""
    found = re.search(r" (?:methode |lecture |calcul )?([ab])$", text)
    return (text, None) if found is None else (text[: found.start()], Reading(found[1].upper()))


def _unreadable(text: str) -> InvalidValue:
    return InvalidValue(
        "terms",
        f"«\u00a0{text.strip()}\u00a0» n’est pas compris comme des conditions de règlement\u00a0; écrivez "
        "par exemple «\u00a045 jours\u00a0», «\u00a0fin de mois + 45 jours\u00a0», "
        "«\u00a030 jours le 10\u00a0» ou «\u00a0à réception\u00a0».",
    )
