"""The `creances` command: the services of the window without a window, for scripts and scheduled tasks.

It starts at once: what a command needs is imported by that command, and Qt never is. Exit 0: done; 1: it
could not be done, one French sentence on standard error; 2: wrong words.
"""

from __future__ import annotations

import argparse
import contextlib
import getpass
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any, Self

from creances_desktop.domain.errors import DomainError, system_reason
from creances_desktop.domain.text import plural

DONE, FAILED = 0, 1
_PAPERS = "--papiers"
"""The word with which the program calls itself to read foreign papers apart: `documents.apart`."""

PASSWORD_VARIABLE = "CREANCES_MOT_DE_PASSE"  # noqa: S105 - the name of the variable
"""The environment variable with a password for scripts: an argument would show in lists of processes."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; `argv` without the program's name."""
    _be_lenient_with_encodings()
    from creances_desktop.services.command_words import parse

    words = sys.argv[1:] if argv is None else list(argv)
    if words == [_PAPERS]:
        from creances_desktop.services import joining

        return joining.serve()
    arguments = parse(words, date.today())
    try:
        _refuse_missing_folder(arguments)
        code = _with_passwords(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except DomainError as error:
        _say(str(error))
        return FAILED
    except KeyboardInterrupt:
        _say("Arrêté à votre demande\u00a0: relancez la commande pour terminer, rien ne sera fait deux fois.")
        return FAILED
    except BrokenPipeError:
        # The reader of the output had enough (`| head`): the work itself is done.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        _say(f"Le système refuse\u00a0: {system_reason(error)} ({error.filename or 'fichier'}).")
        return FAILED
    return code


def _with_passwords(arguments: argparse.Namespace) -> int:
    """Runs the command; a protected dossier asks for its password first, each file once."""
    from creances_desktop.services.passwords import PasswordNeeded, unlock

    asked = set()
    while True:
        try:
            return _COMMANDS[arguments.command](arguments)
        except PasswordNeeded as needed:
            # nothing was done yet: a dossier is opened before anything else
            password = os.environ.get(PASSWORD_VARIABLE, "")
            if not password and sys.stdin is not None and sys.stdin.isatty():
                password = getpass.getpass(f"Mot de passe de {needed.path.name}\u00a0: ")
            if not password or needed.path in asked:
                _say(f"Sans terminal, donnez-le dans la variable {PASSWORD_VARIABLE}.")
                raise
            unlock(needed.path, password)
            asked.add(needed.path)


def _create(arguments: argparse.Namespace) -> int:
    from creances_desktop.services import assembly, company

    profile = company.from_profile(arguments.societe, arguments.profil)
    assembly.create_company_file(arguments.vers, profile).close()
    print(f"Dossier créé\u00a0: {arguments.vers}")
    return DONE


def _demo(arguments: argparse.Namespace) -> int:
    from creances_desktop.services import demo

    demo.create(arguments.vers, arguments.jour).close()
    print(f"Dossier d’exemple créé\u00a0: {arguments.vers}")
    return DONE


def _import(arguments: argparse.Namespace) -> int:
    from creances_desktop.services import import_report, imports

    with _opened(arguments, write=not arguments.simuler) as store, _Bar() as bar:
        plan = imports.analyse(store, arguments.fichiers, default_terms_days=arguments.delai, progress=bar)
        bar.clear()
        _answer(arguments, import_report.as_json(plan), lambda: import_report.as_text(plan))
        if plan.rejected:
            _say(f"{plural(plan.rejected, 'ligne rejetée', 'lignes rejetées')}.")
        _say_estimated(plan.estimated)
        if not arguments.simuler:
            done = imports.execute(store, plan, strict=arguments.strict, today=arguments.jour, progress=bar)
            _tell(arguments, done.message)
        else:
            _tell(arguments, "Simulation\u00a0: rien n’a été enregistré.")
    return DONE


def _balance(arguments: argparse.Namespace) -> int:
    from creances_desktop.services import balance, balance_report, letters

    with _opened(arguments, write=False) as store:
        _say_estimated(balance.estimated(store, arguments.jour))
        table = arguments.csv or arguments.xlsx
        if table is not None:
            balance.write(store, arguments.jour, table)
            print(f"Balance âgée écrite\u00a0: {table}")
        elif arguments.pdf is not None:
            letters.write_file(arguments.pdf, balance.pdf(store, arguments.jour))
            print(f"Balance âgée écrite\u00a0: {arguments.pdf}")
        else:
            aged = balance.aged(store, arguments.jour)
            _answer(arguments, balance_report.as_json(aged), lambda: balance_report.as_text(aged))
    return DONE


def _follow_up(arguments: argparse.Namespace) -> int:
    from creances_desktop.services import delivery, followup_report, morning_session

    gap = arguments.intervalle_min
    outcome: delivery.Run | delivery.Rehearsal
    with _opened(arguments, write=not arguments.simuler) as store, _Bar() as bar:
        if arguments.simuler:
            outcome = delivery.rehearse(store, arguments.jour, gap_days=gap)
        else:
            outcome = delivery.run(store, arguments.jour, arguments.sortie, gap_days=gap, progress=bar)
        bar.clear()
        bank = morning_session.bank_sentence(store)
    _say(bank)
    for client, lacks in outcome.refused:
        _say(f"Pas de mise en demeure pour {client}\u00a0: {lacks}")
    for client, findings in outcome.to_review:
        for one in findings:
            _say(f"{client}\u00a0: passage à revoir «\u00a0{one.passage}\u00a0». {one.reason}")
    if outcome.missing_identity:
        _say(f"Il manque au papier à en-tête de la société\u00a0: {', '.join(outcome.missing_identity)}.")
    _answer(arguments, followup_report.as_json(outcome), lambda: followup_report.as_text(outcome))
    return DONE


def _breakdown(arguments: argparse.Namespace) -> int:
    from creances_desktop.services import breakdown, letters

    with _opened(arguments, write=False) as store:
        try:
            one = breakdown.of_invoice(store, arguments.numero, arguments.jour)
        except breakdown.RegimeUnavailable as unknown:
            if arguments.pdf is not None or not arguments.json:
                raise
            # Scripts are answered what is known: the principal, under no regime.
            _answer(arguments, breakdown.without_regime(store, arguments.numero, arguments.jour), None)
            _say(str(unknown))
            return DONE
        if arguments.pdf is not None:
            letters.write_file(arguments.pdf, breakdown.pdf(store, one))
            print(f"Décompte écrit\u00a0: {arguments.pdf}")
        else:
            _answer(arguments, breakdown.as_json(one), lambda: breakdown.as_text(one))
        if not arguments.json:
            for sentence in breakdown.warnings(one):
                _say(sentence)
    return DONE


def _verify(arguments: argparse.Namespace) -> int:
    from creances_desktop.services import verify

    with _opened(arguments, write=False) as store:
        report = verify.verify(store)
    if report.problems:
        found = plural(len(report.problems), "problème trouvé", "problèmes trouvés")
        _say(f"{found} dans {arguments.dossier}.")
        for problem in report.problems:
            _say(f"- {problem}")
        return FAILED
    print(
        f"{arguments.dossier} est intact\u00a0: fichier, liens et sommes vérifiés, "
        f"{plural(report.clients, 'client')}, {plural(report.invoices, 'pièce')}, "
        f"{plural(report.letters, 'lettre conforme à son empreinte', 'lettres conformes à leur empreinte')}, "
        f"{plural(report.attachments, 'pièce jointe conforme', 'pièces jointes conformes')}."
    )
    if report.erased_clients:
        gone = plural(report.erased_files, "document", "documents")
        print(f"Effacé (données personnelles)\u00a0: {plural(report.erased_clients, 'client')}, {gone}.")
    erased = f", dont {plural(report.erased, 'effacée', 'effacées')}" if report.erased else ""
    print(
        f"Journal\u00a0: {plural(report.entries, 'action')}{erased}, chaîne entière, empreinte {report.seal}."
    )
    return DONE


def _back_up(arguments: argparse.Namespace) -> int:
    from creances_desktop.services import backup

    print(f"Sauvegarde écrite\u00a0: {backup.save(arguments.dossier, arguments.vers)}")
    return DONE


def _restore(arguments: argparse.Namespace) -> int:
    from creances_desktop.services import backup

    kept = backup.restore(arguments.fichier, arguments.vers, replace=arguments.remplacer)
    print(f"Dossier restauré\u00a0: {arguments.vers}")
    if kept is not None:
        print(f"L’ancien dossier est gardé dans {kept}")
    return DONE


def _list_copies(arguments: argparse.Namespace) -> int:
    from creances_desktop.services import backups, backups_report

    if not arguments.dossier.is_file():
        _say(f"«\u00a0{arguments.dossier}\u00a0» n’est plus là\u00a0; voici ses sauvegardes.")
    found = backups.listed(arguments.dossier)
    _answer(arguments, backups_report.as_json(found), lambda: backups_report.as_text(found))
    return DONE


def _compare(arguments: argparse.Namespace) -> int:
    from creances_desktop.services import backup, backups, backups_report

    with _opened(arguments, write=False) as store:
        backup.check(arguments.fichier)
        found = backups.compare(store, arguments.fichier)
    as_json, as_text = backups_report.comparison_as_json, backups_report.comparison_as_text
    _answer(arguments, as_json(found), lambda: as_text(found))
    return DONE


def _recover(arguments: argparse.Namespace) -> int:
    from creances_desktop.services import backups_report, recovery

    found = recovery.recover(arguments.dossier)
    _answer(arguments, backups_report.recovery_as_json(found), lambda: backups_report.recovery_as_text(found))
    if not found.whole:
        _say("Une partie du dossier n’a pas pu être relue.")
    return DONE


def _export(arguments: argparse.Namespace) -> int:
    from creances_desktop.services import export

    with _opened(arguments, write=False) as store, _Bar() as bar:
        written = export.write(store, arguments.vers, arguments.jour, progress=bar)
    for path in written:
        print(path)
    return DONE


_COMMANDS = {
    "creer": _create,
    "demo": _demo,
    "importer": _import,
    "balance": _balance,
    "relances": _follow_up,
    "decompte": _breakdown,
    "verifier": _verify,
    "sauvegarder": _back_up,
    "restaurer": _restore,
    "sauvegardes": _list_copies,
    "comparer": _compare,
    "recuperer": _recover,
    "exporter": _export,
}


def _opened(arguments: argparse.Namespace, *, write: bool) -> Any:
    from creances_desktop.services.assembly import open_company_file

    return open_company_file(arguments.dossier, write=write)


def _answer(arguments: argparse.Namespace, answer: dict[str, Any], text: Any) -> None:
    """Prints the answer as JSON when asked for, else to be read."""
    if arguments.json:
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        print(text())


def _tell(arguments: argparse.Namespace, sentence: str) -> None:
    if not arguments.json:
        print(f"\n{sentence}")


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _say_estimated(due_dates: int) -> None:
    """Says that due dates are not those of a paper, where some are."""
    if due_dates:
        words = plural(due_dates, "échéance estimée", "échéances estimées")
        _say(f"{words} d’après le délai de règlement\u00a0: les retards en dépendent.")


def _refuse_missing_folder(arguments: argparse.Namespace) -> None:
    """Refuses a file in a folder that is not there: a slip of the pen, or a disk that is not plugged in."""
    for name in ("vers", "csv", "xlsx", "pdf"):
        path = getattr(arguments, name, None)
        if path is not None and arguments.command != "exporter" and not path.absolute().parent.is_dir():
            raise DomainError(
                f"Le répertoire «\u00a0{path.parent}\u00a0» n’existe pas\u00a0: créez-le d’abord pour "
                f"écrire «\u00a0{path.name}\u00a0»."
            )


def _be_lenient_with_encodings() -> None:
    """A terminal without accents gets question marks, never a failure."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError, OSError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


class _Bar:
    """A progress bar on a terminal, nothing elsewhere."""

    def __init__(self) -> None:
        self._shown = sys.stderr is not None and sys.stderr.isatty()
        self._last = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def report(self, done: int, total: int, text: str = "") -> None:
        """Draws the bar again when it would look different."""
        if not self._shown or not total:
            return
        filled = 24 * done // total
        line = f"[{'#' * filled}{'.' * (24 - filled)}] {text[:50]}"
        if line != self._last:
            self._last = line
            print(f"\r{line:<80}", end="", file=sys.stderr, flush=True)

    @property
    def cancelled(self) -> bool:
        """Always False: Ctrl+C interrupts the command itself."""
        return False

    def clear(self) -> None:
        """Wipes the bar."""
        if self._last:
            print(f"\r{'':<80}\r", end="", file=sys.stderr, flush=True)
            self._last = ""


if __name__ == "__main__":
    sys.exit(main())
