"""The manual pages, in French, made of the words that the two programs understand."""

from __future__ import annotations

import argparse
import gzip
from pathlib import Path

import facts

from creances_desktop import __main__ as window
from creances_desktop.services import command_words

_FILES = """.SH FICHIERS
.TP
.I ~/.local/share/Creances
l’exemple et ce que le programme garde lui\\-même ; vos dossiers sont où vous les avez enregistrés
.TP
.I ~/.config/Creances
les préférences de la fenêtre
.TP
.I ~/.local/state/Creances
les journaux techniques, sans montant ni nom
.SH ENVIRONNEMENT
.TP
.B CREANCES_DATA_DIR
un répertoire qui remplace les trois précédents
"""
_EXIT = """.SH CODE DE RETOUR
0 : fait ; 1 : impossible, avec une phrase sur la sortie d’erreur ; 2 : mots mal écrits.
"""


def write(folder: Path) -> list[Path]:
    """The compressed pages of both programs, written into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {facts.COMMAND: _command_page(), facts.PACKAGE: _window_page()}
    written = []
    for name, page in pages.items():
        path = folder / f"{name}.1.gz"
        path.write_bytes(gzip.compress(page.encode(), compresslevel=9, mtime=0))
        written.append(path)
    return written


def _command_page() -> str:
    parser, commands = command_words.known_words(facts.DAY)
    parts = [
        _head(facts.COMMAND, "relances, balance âgée et décomptes sans fenêtre"),
        f".SH SYNOPSIS\n.B {facts.COMMAND}\n.I COMMANDE\n[options]\n",
        f".SH DESCRIPTION\n{_text(parser.description)}\n",
        (
            "Les commandes font ce que fait la fenêtre, pour les tâches planifiées et les scripts. "
            "Pendant que la fenêtre a le dossier ouvert, celles qui lisent fonctionnent, celles qui écrivent "
            "disent qu’il est ouvert.\n"
        ),
        f".SH OPTIONS\n{_options(parser)}",
        ".SH COMMANDES\n",
        *(_command(name, command) for name, command in commands.items()),
        _EXIT,
        ".SH EXEMPLES\n",
        _example("creances importer clients.csv factures.csv \\-\\-dossier societe.creances"),
        _example("creances relances \\-\\-dossier societe.creances \\-\\-sortie lettres"),
        _FILES,
        f".SH VOIR AUSSI\n.BR {facts.PACKAGE} (1)\n",
    ]
    return "".join(parts)


def _window_page() -> str:
    parser = window.known_words()
    return "".join([
        _head(facts.PACKAGE, "suivre les factures impayées et préparer les relances"),
        f".SH SYNOPSIS\n.B {facts.PACKAGE}\n[options]\n.RI [ dossier.creances ]\n",
        f".SH DESCRIPTION\n{_text(parser.description)}\n",
        ("Sans rien, le dernier dossier s’ouvre ; la première fois, une fenêtre propose d’essayer avec un "
        "exemple, d’importer des factures ou d’en saisir une. Le programme travaille hors ligne.\n"),
        f".SH OPTIONS\n{_options(parser)}",
        _FILES,
        f".SH VOIR AUSSI\n.BR {facts.COMMAND} (1)\n",
    ])  # fmt: skip


def _head(name: str, summary: str) -> str:
    title = f'.TH {name.upper()} 1 "{facts.DAY.isoformat()}" "{facts.NAME} {facts.VERSION}" "{facts.NAME}"\n'
    return f"{title}.nh\n.ad l\n.SH NOM\n{_text(name)} \\- {_text(summary)}\n"


def _command(name: str, parser: argparse.ArgumentParser) -> str:
    return f".SS {_text(name)}\n{_text(parser.description)}\n{_options(parser)}"


def _options(parser: argparse.ArgumentParser) -> str:
    """What the parser takes, as tagged paragraphs; a command's subcommands have sections of their own."""
    lines = []
    for action in parser._actions:  # noqa: SLF001 - argparse lists them nowhere else
        if isinstance(action, argparse._SubParsersAction) or action.help == argparse.SUPPRESS:  # noqa: SLF001
            continue
        lines.append(f".TP\n{_words(action)}\n{_text(action.help or '')}\n")
    return "".join(lines)


def _words(action: argparse.Action) -> str:
    value = action.metavar if isinstance(action.metavar, str) else action.dest
    takes = action.nargs != 0
    if not action.option_strings:
        return f".I {_text(value)}"
    words = ", ".join(f"\\fB{_text(word)}\\fR" for word in action.option_strings)
    return f"{words} \\fI{_text(value)}\\fR" if takes else words


def _example(line: str) -> str:
    return f".PP\n.nf\n.RS\n{line}\n.RE\n.fi\n"


def _text(text: str | None) -> str:
    """The text for roff: its signs escaped; %-signs doubled by argparse made one."""
    plain = (text or "").replace("%%", "%").replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain
