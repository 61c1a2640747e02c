"""The words of the `creances` command: its commands, their options, and what is said of wrong ones."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from creances_desktop import __date__, __version__

_MAX_DAYS = 365

_TRANSLATIONS = (
    (r"the following arguments are required: (.*)", r"il manque {0}"),
    (r"one of the arguments (.*) is required", r"il faut l’un de {0}"),
    (r"unrecognized arguments: (.*)", "mots inconnus\u00a0: {0}"),
    (r"argument (.*): not allowed with argument (.*)", r"{0} et {1} ne vont pas ensemble"),
    (r"argument (.*): expected one argument", r"{0} attend une valeur"),
    (r"argument (.*): expected at least one argument", r"{0} attend au moins une valeur"),
    (r"argument (.*): ignored explicit argument (.*)", r"{0} ne prend pas de valeur"),
    (
        r"argument (?:COMMANDE|command): invalid choice: '(.*?)' \(.*",
        "la commande «\u00a0{0}\u00a0» n’existe pas",
    ),
    (r"argument (.*): invalid choice: '(.*?)' \(.*", "«\u00a0{1}\u00a0» n’est pas possible pour {0}"),
    (r"argument (.*): (.*)", "{0}\u00a0: {1}"),
)


class _Words(argparse.ArgumentParser):
    """A parser that speaks French; its errors are one sentence and exit 2."""

    def error(self, message: str) -> NoReturn:
        """Says what is wrong with the words."""
        sentence = message
        for pattern, french in _TRANSLATIONS:
            found = re.fullmatch(pattern, message, flags=re.DOTALL)
            if found:
                sentence = french.format(*found.groups())
                break
        self.exit(2, f"{self.prog}\u00a0: {sentence}. Aide\u00a0: {self.prog} --aide\n")

    def format_help(self) -> str:
        """The help with French titles."""
        text = super().format_help()
        return (
            text.replace("usage: ", "Usage\u00a0: ", 1)
            .replace("\npositional arguments:", "\nArguments\u00a0:")
            .replace("\noptions:", "\nOptions\u00a0:")
        )


def parse(words: Sequence[str], today: date) -> argparse.Namespace:
    """The command and its options; `jour` is `today` unless given.

    Leaves the program with exit code 2 and one sentence when the words are wrong, with 0 after the help.
    """
    words_known, commands = known_words(today)
    arguments = words_known.parse_args(words)
    if arguments.command == "relances" and arguments.sortie is None and not arguments.simuler:
        commands["relances"].error("the following arguments are required: --sortie")
    return arguments


def known_words(today: date) -> tuple[argparse.ArgumentParser, Mapping[str, argparse.ArgumentParser]]:
    """The words of the program, and those of each of its commands by name; the manual is made of them."""
    parser = _Words(
        prog="creances",
        description="Créances sans fenêtre\u00a0: importer, relancer, vérifier, sauvegarder.",
        add_help=False,
        allow_abbrev=False,
    )
    _add_help(parser)
    parser.add_argument(
        "--version", action="version", version=f"creances {__version__} ({__date__})",
        help="la version du programme et son jour",
    )  # fmt: skip
    commands = parser.add_subparsers(dest="command", metavar="COMMANDE", required=True, parser_class=_Words)
    for name, (help_text, add) in _COMMANDS.items():
        command = commands.add_parser(
            name, help=help_text, description=f"{help_text}.", add_help=False, allow_abbrev=False
        )
        add(command)
        command.add_argument(
            "--jour", type=_day, default=today, metavar="AAAA-MM-JJ", help="le jour (aujourd’hui par défaut)"
        )
        _add_help(command)
    return parser, commands.choices


def _add_help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--aide", "--help", action="help", help="cette aide")


def _create(command: argparse.ArgumentParser) -> None:
    _target(command, "le dossier à créer")
    command.add_argument("--societe", required=True, metavar="NOM", help="le nom de votre société")
    command.add_argument("--profil", type=Path, metavar="F.json", help="l’identité de la société, en JSON")


def _demo(command: argparse.ArgumentParser) -> None:
    _target(command, "le dossier d’exemple à créer")


def _import(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "fichiers", nargs="+", type=Path, metavar="FICHIER", help="FEC, CSV ou XLSX, reconnus à leur contenu"
    )
    _company_file(command)
    command.add_argument(
        "--delai",
        type=_days,
        metavar="N",
        help="jours de règlement, quand ni le fichier ni le client n’en donne",
    )
    _simulate(command)
    command.add_argument("--strict", action="store_true", help="n’importer rien si une ligne est rejetée")
    _json(command)


def _balance(command: argparse.ArgumentParser) -> None:
    _company_file(command)
    form = command.add_mutually_exclusive_group()
    _json(form)
    form.add_argument("--csv", type=_other_than_xlsx, metavar="F", help="l’écrire dans un fichier CSV")
    form.add_argument("--xlsx", type=_xlsx, metavar="F", help="l’écrire dans un fichier XLSX")
    form.add_argument("--pdf", type=Path, metavar="F", help="l’écrire dans un fichier PDF")


def _follow_up(command: argparse.ArgumentParser) -> None:
    _company_file(command)
    command.add_argument("--sortie", type=Path, metavar="REP", help="où écrire les lettres")
    _simulate(command)
    command.add_argument(
        "--intervalle-min", type=_days, metavar="N", help="jours au moins entre deux lettres à un client"
    )
    _json(command)


def _breakdown(command: argparse.ArgumentParser) -> None:
    command.add_argument("numero", metavar="NUMERO", help="le numéro de la facture")
    _company_file(command)
    form = command.add_mutually_exclusive_group()
    _json(form)
    form.add_argument("--pdf", type=Path, metavar="F", help="l’écrire dans un fichier PDF")


def _back_up(command: argparse.ArgumentParser) -> None:
    _company_file(command)
    _target(command, "le fichier de la sauvegarde", "F")


def _restore(command: argparse.ArgumentParser) -> None:
    command.add_argument("fichier", type=Path, metavar="F", help="la sauvegarde")
    _target(command, "le dossier à mettre en place")
    command.add_argument(
        "--remplacer", action="store_true", help="remplacer le dossier qui s’y trouve, gardé à côté"
    )


def _with_answer(command: argparse.ArgumentParser) -> None:
    _company_file(command)
    _json(command)


def _compare(command: argparse.ArgumentParser) -> None:
    command.add_argument("fichier", type=Path, metavar="F", help="la sauvegarde")
    _with_answer(command)


def _export(command: argparse.ArgumentParser) -> None:
    _company_file(command)
    _target(command, "le répertoire des fichiers", "REP")


def _company_file(command: argparse.ArgumentParser) -> None:
    command.add_argument("--dossier", required=True, type=Path, metavar="D.creances", help="le dossier")


def _target(command: argparse.ArgumentParser, help_text: str, name: str = "D.creances") -> None:
    command.add_argument("--vers", required=True, type=Path, metavar=name, help=help_text)


def _simulate(command: argparse.ArgumentParser) -> None:
    command.add_argument("--simuler", action="store_true", help="dire ce qui serait fait, sans rien écrire")


def _json(command: argparse._ActionsContainer) -> None:
    command.add_argument("--json", action="store_true", help="répondre en JSON")


def _xlsx(text: str) -> Path:
    if not text.casefold().endswith(".xlsx"):
        raise argparse.ArgumentTypeError("le nom du fichier doit finir par .xlsx")
    return Path(text)


def _other_than_xlsx(text: str) -> Path:
    if text.casefold().endswith(".xlsx"):
        raise argparse.ArgumentTypeError("pour un fichier .xlsx, écrivez --xlsx")
    return Path(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"«\u00a0{text}\u00a0» n’est pas un jour, comme 2026-11-21"
        ) from None


def _days(text: str) -> int:
    if not text.isdecimal() or int(text) > _MAX_DAYS:
        raise argparse.ArgumentTypeError(
            f"«\u00a0{text}\u00a0» n’est pas un nombre de jours entre 0 et {_MAX_DAYS}"
        )
    return int(text)


_COMMANDS = {
    "creer": ("Crée un dossier vide", _create),
    "demo": ("Crée un dossier d’exemple", _demo),
    "importer": ("Importe des clients, des factures, des règlements ou un FEC", _import),
    "balance": ("Donne la balance âgée", _balance),
    "relances": ("Émet les relances du jour", _follow_up),
    "decompte": ("Calcule les intérêts et l’indemnité d’une facture", _breakdown),
    "verifier": ("Vérifie l’intégrité d’un dossier", _company_file),
    "sauvegarder": ("Copie un dossier, même ouvert", _back_up),
    "restaurer": ("Remet une sauvegarde en place", _restore),
    "sauvegardes": ("Liste les sauvegardes que le programme garde d’un dossier", _with_answer),
    "comparer": ("Dit ce qu’une sauvegarde contient, et ce qui a été fait depuis", _compare),
    "recuperer": ("Relit ce qui peut l’être d’un dossier abîmé, dans un nouveau fichier", _with_answer),
    "exporter": ("Écrit tout le dossier en CSV, que importer relit", _export),
}
