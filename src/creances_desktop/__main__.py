"""The window's entry: arguments, log, then the program; or the main job without a screen."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from creances_desktop import __date__, __version__, paths
from creances_desktop.domain.errors import DomainError

_PAPERS = "--papiers"
"""The word with which the program calls itself to read foreign papers apart: `documents.apart`."""

NO_DISPLAY = (
    "Aucun écran n’est disponible : ouvrez une session graphique, ou ajoutez --sans-ecran --sortie DOSSIER "
    "pour obtenir l’exemple, ses lettres et une image de chaque onglet."
)


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code: 0, 1 when the machine or the request is in the way, 2 for wrong arguments."""
    words = sys.argv[1:] if argv is None else argv
    if list(words) == [_PAPERS]:
        from creances_desktop.services import joining

        return joining.serve()
    arguments = known_words().parse_args(words)
    if arguments.sans_ecran:
        return _without_screen(arguments.sortie, arguments.jour or date.today())
    if not _has_display():
        print(NO_DISPLAY, file=sys.stderr)
        return 1
    from creances_desktop import app
    from creances_desktop.ui.safety import start_log

    try:
        start_log(paths.log_folder())
        paths.settings_folder()
    except OSError as error:
        return app.refuse_to_start(error)
    return app.run(app.Start(arguments.dossier, arguments.exemple, arguments.jour))


def known_words() -> argparse.ArgumentParser:
    """The words of the program; the manual is made of them."""
    parser = argparse.ArgumentParser(
        prog="creances-desktop",
        description="Créances : les factures impayées, les relances et leurs preuves.",
    )
    parser.add_argument("dossier", nargs="?", type=Path, help="le dossier à ouvrir (.creances)")
    parser.add_argument("--exemple", action="store_true", help="ouvre le dossier d’exemple")
    parser.add_argument(
        "--jour", type=_day, metavar="AAAA-MM-JJ", help="travaille comme si on était ce jour-là"
    )
    parser.add_argument("--sans-ecran", action="store_true", help="fait le travail principal sans fenêtre")
    parser.add_argument(
        "--sortie", type=Path, default=Path("sortie"), metavar="DOSSIER",
        help="avec --sans-ecran : où écrire (par défaut ./sortie)",
    )  # fmt: skip
    parser.add_argument("--version", action="version", version=f"Créances {__version__} ({__date__})")
    return parser


def _without_screen(folder: Path, day: date) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from creances_desktop import app

    try:
        written = app.run_without_screen(folder, day)
    except (DomainError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    for path in written:
        print(path)
    return 0


def _has_display() -> bool:
    """Whether Qt will find a screen: without one it ends the process."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {text} » n’est pas un jour : écrivez AAAA-MM-JJ") from None


if __name__ == "__main__":
    sys.exit(main())
