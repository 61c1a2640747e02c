"""Sets the project up and runs, tests or builds it. Needs only Python 3.11 or newer; see ``dev.py --help``.

Everything goes into ``.venv`` at the root of the project: the packages of the lock file and the two commands.
A stamp there makes the next start immediate.
"""

import argparse
import functools
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import system_packages
from system_packages import install_packages, missing_packages, say, works

try:
    import tomllib
except ImportError:
    sys.exit("dev.py needs Python 3.11 or newer.")

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BUILD_VENV = ROOT / "build" / "venv"
WINDOWS = os.name == "nt"
SCRIPTS = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = SCRIPTS / ("python.exe" if WINDOWS else "python")
STAMP = VENV / "set-up.json"
LOCKS = {
    "runtime": ROOT / "requirements.lock",
    "dev": ROOT / "requirements-dev.lock",
    "build": ROOT / "requirements-build.lock",
}


class SetUpError(Exception):
    """The set-up cannot go on; the message says what to do."""


# --- The environment ----------------------------------------------------------------------------------------


def set_up(profile: str) -> None:
    """Make ``.venv`` hold what *profile* ("runtime" or "dev") needs; immediate when it already does."""
    missing = missing_packages(system_packages.QT)
    fresh = _stamped().get(profile) == _key(profile) and PYTHON.exists()
    with ThreadPoolExecutor(1) as pool:
        system = pool.submit(install_packages, missing) if missing else None
        if not fresh:
            _install_python_packages(profile, VENV)
            _write_entry_points()
    if not fresh or (system is not None and not system.result()):
        _check_qt(missing)
    if not fresh:
        keys = {profile: _key(profile)} | ({"runtime": _key("runtime")} if profile == "dev" else {})
        others = {name: key for name, key in _stamped().items() if key == _key(name)}
        STAMP.write_text(json.dumps(others | keys), encoding="utf-8")


def set_up_build() -> Path:
    """The Python of ``build/venv``, which makes the installers; immediate when it is up to date."""
    python, stamp, key = _python_of(BUILD_VENV), BUILD_VENV / "set-up.txt", _key("build")
    if not (python.exists() and stamp.is_file() and stamp.read_text(encoding="utf-8") == key):
        _install_python_packages("build", BUILD_VENV)
        stamp.write_text(key, encoding="utf-8")
    return python


def _python_of(folder: Path) -> Path:
    return folder / SCRIPTS.name / PYTHON.name


def _stamped() -> dict[str, str]:
    """What the last set-ups left ready: profile and key."""
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


@functools.cache
def _key(profile: str) -> str:
    """What *profile* depends on, as a digest: the lock, the commands and the place of the project."""
    digest = hashlib.sha256(LOCKS[profile].read_bytes() if LOCKS[profile].exists() else b"")
    digest.update(repr(("1", str(ROOT), sorted(_entry_points().items()))).encode())
    return digest.hexdigest()


@functools.cache
def _entry_points() -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    points: dict[str, str] = {**project["scripts"], **project["gui-scripts"]}
    return points


def _install_python_packages(profile: str, folder: Path) -> None:
    pip = _make_venv(folder)
    say(f"Installing Python packages from {LOCKS[profile].name}")
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps"]
    done = subprocess.run([*pip, "install", *options, "-r", str(LOCKS[profile])], check=False)
    if done.returncode != 0:
        raise SetUpError("pip could not install the packages: read its message above, then start again.")


def _make_venv(folder: Path) -> list[str]:
    """Make the environment if it is missing or broken; the words that call the pip which fills it."""
    python = str(_python_of(folder))
    inner = [python, "-m", "pip"]
    outer = [sys.executable, "-m", "pip", "--python", python]
    has_ensurepip = importlib.util.find_spec("ensurepip") is not None
    has_pip = importlib.util.find_spec("pip") is not None
    if works([python, "-c", ""]):
        return inner if works([*inner, "--version"]) else outer
    say(f"Creating {folder}")
    if not has_ensurepip and not has_pip:
        if not install_packages(["python3-venv"]):
            raise SetUpError("Python has neither pip nor ensurepip: install python3-venv, then start again.")
        has_ensurepip = True
    # Debian splits ensurepip off: its pip then fills the environment from outside.
    options = [] if has_ensurepip else ["--without-pip"]
    subprocess.run([sys.executable, "-m", "venv", "--clear", *options, str(folder)], check=True)
    return inner if has_ensurepip else outer


def _write_entry_points() -> None:
    """Make the sources importable and their commands callable in ``.venv``, without building anything."""
    query = "import sysconfig; print(sysconfig.get_path('purelib'))"
    asked = subprocess.run([str(PYTHON), "-c", query], capture_output=True, text=True, check=True)
    path_file = Path(asked.stdout.strip()) / "creances_desktop_sources.pth"
    # escaped: until Python 3.13 such a file is read in the encoding of the system, and homes have accents
    path_file.write_text(f"import sys; sys.path.append({str(ROOT / 'src')!a})\n", encoding="ascii")
    for name, target in _entry_points().items():
        module, function = target.split(":")
        body = f"import sys\nfrom {module} import {function}\nsys.exit({function}())\n"
        if WINDOWS:
            (SCRIPTS / f"{name}-script.py").write_text(body, encoding="utf-8")
            (SCRIPTS / f"{name}.cmd").write_text(
                f'@"%~dp0python.exe" "%~dp0{name}-script.py" %*\n', encoding="utf-8"
            )
        else:
            # a shell line that Python reads as a string: it bears spaces and any length, unlike "#!"
            head = f"#!/bin/sh\n'''exec' \"{PYTHON}\" \"$0\" \"$@\"\n' '''\n"
            (SCRIPTS / name).write_text(head + body, encoding="utf-8")
            (SCRIPTS / name).chmod(0o755)


def _check_qt(named: Sequence[str]) -> None:
    """Raise a SetUpError that names the libraries which Qt lacks, unless *named* says that this was done."""
    tried = subprocess.run(
        [str(PYTHON), "-c", "import PySide6.QtWidgets, PySide6.QtPrintSupport"],
        capture_output=True,
        text=True,
        check=False,
    )
    if tried.returncode != 0:
        reason = (tried.stderr.strip().splitlines() or ["no reason given"])[-1]
        wanted = (
            "named above"
            if named
            else "that Debian calls " + " ".join(system_packages.first_names(system_packages.QT))
        )
        raise SetUpError(f"Qt cannot be loaded ({reason}): install the libraries {wanted}, then start again.")


# --- Commands -----------------------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    """Open the window on the example dossier, or as *arguments* say; without a display, write its pages."""
    set_up("runtime")
    environment = dict(os.environ)
    words = arguments or ["--exemple"]
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        say("There is no display: the example dossier, its letters and an image of each tab go to ./sortie")
        environment["QT_QPA_PLATFORM"] = "offscreen"
        words = ["--sans-ecran", "--sortie", "./sortie", *arguments]
    return _call([str(PYTHON), "-m", "creances_desktop", *words], environment)


def test(arguments: list[str], *, markers: list[str]) -> int:
    """Run the checks and the tests, or only the tests that bear one of *markers*; 0 when all is well."""
    set_up("dev")
    environment = dict(os.environ, PYTHONUNBUFFERED="1")
    pytest = [str(PYTHON), "-m", "pytest"]
    if markers:
        if not _any_test_marked(markers):
            say("No test is marked " + " or ".join(markers) + ".")
            return 0
        if "system" in markers:
            wanted = [
                *system_packages.SYSTEM_TESTS,
                *system_packages.build(),
                *system_packages.INSTALLER_TESTS,
            ]
            missing = missing_packages(wanted)
            if missing and not install_packages(missing):
                return 1
            set_up_build()
        return _call([*pytest, "-m", " or ".join(markers), *arguments], environment, ROOT)
    results = _run_checks()
    # the tests show these results again above their closing line, which stays the last
    environment["CREANCES_CHECKS"] = json.dumps(results)
    code = _call([*pytest, *arguments], environment, ROOT)
    return code or int(not all(results.values()))


def _run_checks() -> dict[str, bool]:
    """Lint, format, types, layers: which of them passed."""
    checks = {
        "ruff check": [str(PYTHON), "-m", "ruff", "check"],
        "ruff format": [str(PYTHON), "-m", "ruff", "format", "--check"],
        "mypy": [str(PYTHON), "-m", "mypy"],
        "lint-imports": [str(SCRIPTS / "lint-imports"), "--no-logo"],
    }
    results = {}
    for name, command in checks.items():
        say(f"-- {name}")
        results[name] = _call(command, dict(os.environ), cwd=ROOT) == 0
    return results


def _any_test_marked(markers: list[str]) -> bool:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    return any(f"mark.{marker}" in source for marker in markers for source in sources)


def bench(arguments: list[str]) -> int:
    """Print times and memory of the main job on a ledger (xs, s, m or l), of letters and of the calendar.

    With the word `letters` or `calendar` only those; each beside the raw limits of the same run.
    """
    set_up("dev")
    folder = ROOT / "tests" / "bench"
    parts = {"letters": "letters.py", "calendar": "calendar_year.py"}
    wanted = [name for name in parts if arguments == [name]]
    code = 0
    if not wanted:
        code = _call([str(PYTHON), str(folder / "main_job.py"), *arguments], dict(os.environ), ROOT)
    for name in wanted or parts:
        code = code or _call([str(PYTHON), str(folder / parts[name])], dict(os.environ), ROOT)
    return code


def pictures(arguments: list[str]) -> int:
    """Take the pictures of the README again."""
    set_up("dev")
    return _call([str(PYTHON), str(ROOT / "packaging" / "pictures.py"), *arguments], dict(os.environ), ROOT)


def lock(arguments: list[str]) -> int:
    """Write the lock files from the ranges in pyproject.toml; ``--upgrade`` takes newer versions."""
    uv = SCRIPTS / ("uv.exe" if WINDOWS else "uv")
    if not uv.exists():
        set_up("dev")
    common = [
        str(uv),
        "pip",
        "compile",
        "pyproject.toml",
        "--universal",
        "--python-version",
        "3.11",
        "--quiet",
    ]
    # no address of any index: whoever installs chooses where from
    common += [
        "--generate-hashes",
        "--no-emit-index-url",
        "--no-emit-find-links",
        "--no-header",
        "--no-annotate",
    ]
    common += arguments
    code = _call([*common, "-o", LOCKS["runtime"].name], dict(os.environ), cwd=ROOT)
    for group in ("dev", "build"):
        pinned = ["--constraint", LOCKS["runtime"].name, "--group", group]
        code = code or _call([*common, *pinned, "-o", LOCKS[group].name], dict(os.environ), cwd=ROOT)
    return code


def build(arguments: list[str]) -> int:
    """Make the wheel and the installers that this machine can make, into ``dist/``."""
    missing = missing_packages([*system_packages.QT, *system_packages.build()])
    if missing and not install_packages(missing):
        return 1
    maker = ROOT / "packaging" / "installers" / "build.py"
    return _call([str(set_up_build()), str(maker), *arguments], dict(os.environ), cwd=ROOT)


def _call(command: list[str], environment: dict[str, str], cwd: Path | None = None) -> int:
    return subprocess.run(command, env=environment, cwd=cwd, check=False).returncode


def main() -> int:
    """Read the command line and do what it says; the exit code."""
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__.splitlines()[0] if __doc__ else None)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="open the window on the example dossier (other words go to the program)")
    testing = commands.add_parser("test", help="linters, types, layers and tests (other words go to pytest)")
    testing.add_argument("--system", action="store_true", help="only the tests that need more of the system")
    testing.add_argument("--long", action="store_true", help="only the long loops")
    commands.add_parser("lock", help="write the lock files (--upgrade: with newer versions)")
    commands.add_parser(
        "build", help="the wheel and the installers (--linux, --windows, --macos: only these)"
    )
    commands.add_parser(
        "bench", help="times and memory of the main job (xs, s, m or l), letters and calendar"
    )
    commands.add_parser("pictures", help="take the pictures of the README again")
    known, others = parser.parse_known_args()
    try:
        if known.command == "test":
            return test(others, markers=[name for name in ("system", "long") if getattr(known, name)])
        actions = {"run": run, "lock": lock, "build": build, "bench": bench, "pictures": pictures}
        return actions[known.command](others)
    except SetUpError as error:
        say(f"dev.py: {error}")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
