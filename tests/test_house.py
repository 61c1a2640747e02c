"""The rules of the house that no other tool checks."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import creances_desktop

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py")) + sorted((ROOT / "packaging").rglob("*.py"))
LOCKS = [ROOT / f"requirements{name}.lock" for name in ("", "-dev", "-build")]

# In two halves, so that this file does not say them. A project that names one machine works on one machine.
PLACES = [
    r"\.\./" + "shared",
    r"(?<![\w./])/" + "work/",
    "pypi" + r"\.org",
    "python" + r"hosted\.org",
    "npm" + r"js\.(org|com)",
    r"deb\." + r"debian\.org",
]

# « and » hold a no-break space inside, and ; : ? ! € one before: a line never begins with them.
BREAKABLE = re.compile(r"\w [;?!»€]|[\w)] :(?=\s|$)|[)»] [;?!]|« ")


def _project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _versioned_files() -> list[Path]:
    """The files of the project that git knows or would take."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("these sources are not a git checkout")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def _texts(paths: list[Path]) -> Iterator[tuple[Path, str]]:
    """The files of *paths* that are text, whatever their encoding."""
    for path in paths:
        content = path.read_bytes()
        if b"\0" not in content:
            yield path, content.decode("utf-8", errors="replace")


def _strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and text of every string that is not a docstring."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def _pins(lock: Path) -> dict[str, str]:
    """Name and exact version of every package of a lock file."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def test_no_file_names_a_place_of_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path, text in _texts(_versioned_files())
        for place in PLACES
        for match in re.finditer(place, text)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("banned", ["QTableWidget", "processEvents(", "time.sleep("])
def test_the_window_neither_sleeps_nor_spins_nor_copies_its_lists(banned: str) -> None:
    users = [str(path.relative_to(ROOT)) for path in SOURCES if banned in path.read_text(encoding="utf-8")]
    assert not users


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_classes_and_functions_stay_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    limits = {ast.FunctionDef: 50, ast.AsyncFunctionDef: 50, ast.ClassDef: 250}
    for node in ast.walk(ast.parse(text)):
        limit = limits.get(type(node))
        if limit and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= limit, f"{node.name} has {length} lines"


def test_french_signs_keep_to_their_words() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text[:80]!r}"
        for path in sorted((ROOT / "src").rglob("*.py"))
        for line, text in _strings(ast.parse(path.read_text(encoding="utf-8")))
        if BREAKABLE.search(text)
    ]
    assert not found, "\n".join(found)


def test_the_version_is_written_once() -> None:
    project = _project()["project"]
    assert isinstance(project, dict)
    assert "version" in project["dynamic"]
    assert "version" not in project
    version = creances_desktop.__version__
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    sources = (ROOT / "src").rglob("*.py")
    assert [path.name for path in sources if f'"{version}"' in path.read_text(encoding="utf-8")] == [
        "__init__.py"
    ]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_locks_name_no_index_and_hash_every_package(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "http" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    packages = re.findall(r"^\S+==.*?(?=^\S|\Z)", text, flags=re.MULTILINE | re.DOTALL)
    assert len(packages) == len(_pins(lock)) > 15
    assert all("--hash=sha256:" in package for package in packages)


def test_locks_are_within_the_declared_ranges() -> None:
    """Whoever edits a range in pyproject.toml writes the locks again (dev.py lock)."""
    declared = _project()
    runtime, dev, build = (_pins(lock) for lock in LOCKS)
    assert runtime.items() <= dev.items()
    assert runtime.items() <= build.items()
    project, groups = declared["project"], declared["dependency-groups"]
    assert isinstance(project, dict)
    assert isinstance(groups, dict)
    for lines, pins in ((project["dependencies"], runtime), (groups["dev"], dev), (groups["build"], build)):
        for requirement in map(Requirement, lines):
            pinned = pins.get(canonicalize_name(requirement.name))
            assert pinned, f"{requirement.name} is not locked"
            assert requirement.specifier.contains(pinned), f"{requirement} is locked at {pinned}"


@pytest.mark.system
def test_the_wheel_holds_the_resources_and_both_commands(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("creances_desktop-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        info = f"creances_desktop-{creances_desktop.__version__}.dist-info"
        metadata = Parser().parsestr(archive.read(f"{info}/METADATA").decode())
        commands = archive.read(f"{info}/entry_points.txt").decode()
    shipped = [path for path in _versioned_files() if path.is_relative_to(ROOT / "resources")]
    assert shipped
    assert {f"creances_desktop/{path.relative_to(ROOT).as_posix()}" for path in shipped} <= names
    assert f"{info}/licenses/LICENSE" in names
    assert metadata["License-Expression"] == "GPL-3.0-or-later"
    assert "creances = creances_desktop.cli:main" in commands
    assert "creances-desktop = creances_desktop.__main__:main" in commands
    # nothing of the tests or of the tooling slips into the user's Python
    assert {name.split("/")[0] for name in names} == {"creances_desktop", info}
