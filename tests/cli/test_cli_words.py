"""The words of the command: what is wrong is said in one French sentence, exit 2, and nothing is done."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

COMMANDS = [
    *("creer", "demo", "importer", "balance", "relances", "decompte", "verifier"),
    *("sauvegarder", "restaurer", "sauvegardes", "comparer", "recuperer", "exporter"),
]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "il manque COMMANDE"),
        (["ranger"], "la commande «\u00a0ranger\u00a0» n’existe pas"),
        (["balance"], "il manque --dossier"),
        (["balance", "--dossier"], "--dossier attend une valeur"),
        (["balance", "--dossier", "x", "--json", "--csv", "y"], "ne vont pas ensemble"),
        (["balance", "--dossier", "x", "--couleur"], "mots inconnus\u00a0: --couleur"),
        (["balance", "--dossier", "x", "--jour", "31/12/2026"], "n’est pas un jour"),
        (["balance", "--dossier", "x", "--jour", "2026-02-30"], "n’est pas un jour"),
        (["balance", "--dossier", "x", "--xlsx", "y.csv"], "finir par .xlsx"),
        (["importer", "--dossier", "x"], "il manque FICHIER"),
        (["importer", "f.csv", "--dossier", "x", "--delai", "-3"], "--delai"),
        (["importer", "f.csv", "--dossier", "x", "--delai", "bientôt"], "n’est pas un nombre de jours"),
        (["relances", "--dossier", "x"], "il manque --sortie"),
        (["relances", "--dossier", "x", "--sortie", "r", "--intervalle-min", "1,5"], "nombre de jours"),
        (["decompte", "--dossier", "x"], "il manque NUMERO"),
        (["restaurer", "--vers", "x"], "il manque F"),
        # Abbreviations would change meaning when options are added.
        (["balance", "--dos", "x"], "il manque --dossier"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_words_exit_2_with_a_french_sentence(run: Any, words: list[str], said: str) -> None:
    answer = run(*words)
    assert answer.code == 2
    assert said in answer.err
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert "Aide\u00a0: creances" in answer.err
    for english in ("usage", "error", "argument ", "required", "invalid"):
        assert english not in answer.err


@pytest.mark.parametrize("words", [["--aide"], ["-h"], *([name, "--aide"] for name in COMMANDS)])
def test_the_help_is_french_and_complete(run: Any, words: list[str]) -> None:
    answer = run(*words)
    assert answer.code == 0
    assert answer.out.startswith("Usage\u00a0: creances")
    for english in ("usage:", "options:", "positional", "show this help"):
        assert english not in answer.out
    if len(words) == 1:
        assert all(name in answer.out for name in COMMANDS)
    else:
        assert "--jour AAAA-MM-JJ" in answer.out


def test_the_version_is_that_of_the_program(run: Any) -> None:
    from creances_desktop import __date__, __version__

    assert run("--version").out == f"creances {__version__} ({__date__})\n"


@pytest.mark.parametrize(
    "words",
    [
        ["balance", "--json", "--dossier"],
        ["verifier", "--dossier"],
        ["relances", "--sortie", "sortie", "--dossier"],
        ["relances", "--simuler", "--dossier"],
        ["decompte", "F-1", "--dossier"],
        ["importer", "f.csv", "--dossier"],
        ["exporter", "--vers", "export", "--dossier"],
        ["sauvegarder", "--vers", "copie.creances", "--dossier"],
    ],
    ids=" ".join,
)
def test_a_missing_or_foreign_dossier_is_one_sentence_and_exit_1(
    run: Any, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    foreign = tmp_path / "photo.creances"
    foreign.write_bytes(b"\x89PNG not a dossier")
    for path, said in ((tmp_path / "absent.creances", "introuvable"), (foreign, "n’est pas un dossier")):
        answer = run(*words, path)
        assert answer.code == 1
        assert said in answer.err
        assert answer.err.count("\n") == 1
        assert answer.out == ""
    assert sorted(tmp_path.iterdir()) == [foreign]


def test_every_command_has_its_code(run: Callable[..., Any]) -> None:
    from creances_desktop import cli

    assert sorted(cli._COMMANDS) == sorted(COMMANDS)
