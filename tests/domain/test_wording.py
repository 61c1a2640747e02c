"""What a letter must not say is flagged with its passage and its reason; what it may say is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creances_desktop.domain.clients import Nature
from creances_desktop.domain.wording import Fault, flag, flag_for_any
from creances_desktop.services import letters

FLAGGED = [
    (Fault.PENAL_THREAT, "Nous allons déposer plainte.", "déposer plainte"),
    (Fault.PENAL_THREAT, "Vous vous exposez à des poursuites pénales.", "pénales"),
    (Fault.PENAL_THREAT, "Cela constitue une ESCROQUERIE", "ESCROQUERIE"),
    (Fault.PENAL_THREAT, "Nous saisirons le procureur de la République.", "procureur"),
    (Fault.PENAL_THREAT, "Nous préviendrons la police.", "la police"),
    (Fault.SEIZURE_THREAT, "L’huissier viendra saisir tous vos biens.", "saisir tous vos biens"),
    (Fault.SEIZURE_THREAT, "Nous ferons saisir votre compte.", "saisir votre compte"),
    (Fault.INTIMIDATION, "Sinon on viendra chez vous.", "on viendra chez vous"),
    (Fault.INTIMIDATION, "Nous viendrons chez vous dès lundi.", "Nous viendrons chez vous"),
    (Fault.INTIMIDATION, "Nous passerons vous voir.", "Nous passerons vous voir"),
    (Fault.INTIMIDATION, "Nous allons passer à votre domicile.", "allons passer à votre domicile"),
    (Fault.INTIMIDATION, "Quelqu’un passera chez vous.", "Quelqu’un passera chez vous"),
    (Fault.INTIMIDATION, "Je vais venir sonner.", "vais venir sonner"),
    (Fault.INTIMIDATION, "Nous vous rendrons visite.", "Nous vous rendrons visite"),
    (Fault.INTIMIDATION, "On sait où vous habitez.", "On sait où vous"),
    (Fault.INTIMIDATION, "Vous allez le regretter.", "allez le regretter"),
    (Fault.INTIMIDATION, "Vous le regretterez.", "le regretterez"),
    (Fault.INTIMIDATION, "Vous entendrez parler de nous.", "entendrez parler de nous"),
    (Fault.INTIMIDATION, "Nous enverrons quelqu’un.", "enverrons quelqu’un"),
    (Fault.INTIMIDATION, "Cela vous coûtera cher.", "Cela vous coûtera cher"),
    (Fault.INSULT, "Vous êtes un menteur et un escroc.", "menteur"),
    (Fault.INSULT, "Votre attitude est honteuse.", "honteuse"),
    (Fault.INSULT, "Devant votre mauvaise foi manifeste", "votre mauvaise foi"),
    (Fault.PUBLICITY, "Nous en parlerons sur les réseaux sociaux.", "réseaux sociaux"),
    (Fault.PUBLICITY, "Nous publierons votre nom et le montant.", "publierons votre nom"),
    (Fault.PUBLICITY, "Nous informerons votre employeur.", "informerons votre employeur"),
    (Fault.PUBLICITY, "la liste des mauvais payeurs", "mauvais payeurs"),
    (Fault.FALSE_ACT, "COMMANDEMENT DE PAYER", "COMMANDEMENT DE PAYER"),
    (Fault.FALSE_ACT, "La présente vaut titre exécutoire.", "vaut titre exécutoire"),
    (Fault.FALSE_EFFECT, "Cette lettre interrompt la prescription.", "interrompt la prescription"),
]
TO_A_CONSUMER = [
    (Fault.BUSINESS_LAW, "en vertu de l’article L. 441-10 du code", "L. 441-10"),
    (Fault.BUSINESS_LAW, "une indemnité forfaitaire", "indemnité forfaitaire"),
    (Fault.BUSINESS_LAW, "40\u00a0€ pour frais", "40\u00a0€ pour frais"),
    (Fault.RECOVERY_COSTS, "12 € de frais de relance vous seront comptés", "frais de relance"),
    (Fault.RECOVERY_COSTS, "Ce recouvrement se fera à vos frais.", "à vos frais"),
    (Fault.PUBLIC_LAW, "des intérêts moratoires", "intérêts moratoires"),
]
CIVIL = [
    "Nous nous réservons le droit de poursuivre le recouvrement de notre créance par toute voie de droit.",
    "La clause pénale de notre contrat prévoit 10 %.",
    "Les pénalités de retard restent dues.",
    "Nous saisirons le tribunal compétent d’une requête en injonction de payer.",
    "Nous confierons ce dossier à un commissaire de justice.",
    "Nous vous remercions d’avoir contacté nos services et d’en informer votre comptable.",
    "Votre police d’assurance couvre ce sinistre.",
    "La publication de nos comptes est en ligne.",
    "Nous vous savons de bonne foi.",
    "La facture n° 40 de 140 € reste due.",
    "Nous sommes passés chez vous le 3 mars pour la pose des fenêtres.",
    "La marchandise livrée chez vous le 3 mars est conforme.",
    "Nous sommes venus vous voir le 3 mars, à votre demande.",
    "Nous regrettons de ne pas avoir reçu votre règlement.",
    "Vous pouvez passer nous voir à l’atelier.",
    "Le technicien que vous attendez passera chez vous le 3 mars.",
    "Nous venons vers vous au sujet de la facture F-1.",
    "Nous vous enverrons un duplicata.",
    "Un fichier PDF est joint à ce courrier.",
    "Le délai de règlement est de trente jours.",
    "Ce délai n’est pas interrompu.",
]


@pytest.mark.parametrize(("fault", "text", "passage"), FLAGGED)
@pytest.mark.parametrize("nature", list(Nature))
def test_what_no_client_should_read_is_flagged(fault: Fault, text: str, passage: str, nature: Nature) -> None:
    found = flag(text, nature)
    assert (fault, passage) in [(one.fault, one.passage) for one in found]
    assert all(text[one.start : one.end] == one.passage and one.reason for one in found)


@pytest.mark.parametrize(("fault", "text", "passage"), TO_A_CONSUMER)
def test_the_law_of_others_is_flagged_to_a_consumer_only(fault: Fault, text: str, passage: str) -> None:
    assert (fault, passage) in [(one.fault, one.passage) for one in flag(text, Nature.CONSUMER)]
    assert not flag(text, Nature.PUBLIC)
    assert bool(flag(text, Nature.PROFESSIONAL)) is (fault is Fault.PUBLIC_LAW)
    assert flag_for_any(text, list(Nature)) == flag(text, Nature.CONSUMER)


@pytest.mark.parametrize("text", CIVIL)
@pytest.mark.parametrize("nature", list(Nature))
def test_what_is_said_civilly_is_left_alone(text: str, nature: Nature) -> None:
    assert flag(text, nature) == ()


def test_costs_that_the_creditor_bears_may_be_spoken_of() -> None:
    assert flag("Les frais de recouvrement restent à notre charge.", Nature.CONSUMER) == ()


@pytest.mark.parametrize("template", letters.templates(), ids=lambda one: "-".join(one.key))
def test_no_text_of_the_program_is_flagged(template) -> None:  # type: ignore[no-untyped-def]
    natures = [template.nature] if template.nature else list(Nature)
    text = "\n".join((template.subject, template.part_title, *template.opening, *template.closing))
    assert [one.passage for one in flag_for_any(text, natures)] == []


@given(st.text(max_size=200))
def test_any_text_is_read_and_its_passages_are_its_own(text: str) -> None:
    for one in flag_for_any(text, list(Nature)):
        assert text[one.start : one.end] == one.passage
