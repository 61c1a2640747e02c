"""Protects French typography in what the window says: no-break spaces where a line must not break."""

import ast
import re
from pathlib import Path

import creances_desktop.ui

SOURCES = sorted(Path(creances_desktop.ui.__file__).parent.rglob("*.py"))
WRONG = re.compile(r"[\w’)] [;?!»€](?![\w=])|« |[a-zéèàù)] : ?(?=[a-zàâçéèêëîïôûù\d]|$)")
"""A plain space before double punctuation, before € or inside « »."""


def spoken(path: Path) -> list[str]:
    """The string literals of a module that are not docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]


def test_double_punctuation_stands_after_a_no_break_space():
    wrong = {
        f"{path.name}: {text}"
        for path in SOURCES
        for text in spoken(path)
        if WRONG.search(text) and "def " not in text
    }
    assert wrong == set()


def test_the_apostrophe_is_typographic():
    wrong = {
        f"{path.name}: {text}"
        for path in SOURCES
        for text in spoken(path)
        if re.search(r"\b[dlncsjmtDLNCSJMT]'[aeiouhéèêàâîôyAEIOUHÉÈ]", text) and "aujourd" not in text
    }
    assert wrong == set()
