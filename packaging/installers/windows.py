"""The installer for Windows, made on Linux: official Python, Windows wheels of the lock, launchers, NSIS."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import embeddable
import facts
import frozen
import icons
import notices
from packaging.requirements import Requirement

SOURCE = facts.PACKAGING / "windows"
HOME = facts.BUILD / "windows"
STAGE = HOME / "stage"
LAUNCHERS = {
    facts.PACKAGE: ("creances_desktop", facts.NAME, ["-mwindows"]),
    facts.COMMAND: ("creances_desktop.cli", "Créances sans fenêtre", ["-mconsole", "-DCONSOLE"]),
}
QT_MODULES = {"QtCore", "QtGui", "QtWidgets", "QtPrintSupport", "QtSvg"}
QT_LIBRARIES = {"Qt6Core", "Qt6Gui", "Qt6Widgets", "Qt6PrintSupport", "Qt6Svg"}
QT_PLUGINS = {"platforms", "styles", "imageformats", "iconengines", "printsupport"}
QT_OTHERS = r"pyside6\.abi3\.dll|msvcp140(_\d)?\.dll|vcruntime140(_\d)?\.dll"
UNUSED = ["PIL/_avif*", "PIL/AvifImagePlugin.py", "alembic/testing", "sqlalchemy/testing", "bin", "share"]


def stage() -> Path:
    """The folder that is installed, made anew: launchers, `python`, `lib`, the licence."""
    shutil.rmtree(STAGE, ignore_errors=True)
    python = embeddable.unpack()
    shutil.copytree(python, STAGE / "python")
    shutil.copy(SOURCE / "user_path.py", STAGE / "python")
    name = embeddable.library(python).removesuffix(".dll")
    (STAGE / "python" / f"{name}._pth").write_text(f"{name}.zip\n.\n..\\lib\n", encoding="ascii")
    site = STAGE / "lib"
    _install_wheels(site, embeddable.short_version(python))
    _trim(site)
    _install_program(site)
    for program, (module, description, options) in LAUNCHERS.items():
        _launcher(program, module, description, options, embeddable.library(python))
    shutil.copy(facts.ROOT / "LICENSE", STAGE / "LICENCE.txt")
    frozen.normalise(STAGE)
    return STAGE


def installer(version: str = facts.VERSION, out: Path = facts.DIST, *, fast: bool = False) -> Path:
    """The program that installs the stage, in `out`; `fast` packs it less well."""
    made = out / f"Creances-{version}-windows.exe"
    size = sum(path.stat().st_size for path in STAGE.rglob("*") if path.is_file()) // 1024
    values = {
        "VERSION": version, "STAGE": STAGE, "ICON": icons.FOLDER / "creances.ico", "BANNER": icons.BANNER,
        "OUT": made, "COMPRESSION": "zlib" if fast else "lzma", "SIZE_KB": size,
        "PYTHON_LIBRARY": embeddable.library(embeddable.FOLDER),
    }  # fmt: skip
    if signing():
        values["SIGN"] = f"{sys.executable} {Path(__file__).parent / 'sign.py'}"
    words = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8"]
    words += [f"-D{name}={value}" for name, value in values.items()]
    subprocess.run([*words, str(SOURCE / "installer.nsi")], check=True, env=facts.build_environment())
    sign(made)
    return made


def signing() -> bool:
    """Whether there is a certificate to sign with."""
    return bool(os.environ.get("CREANCES_SIGN_PFX"))


def sign(path: Path) -> None:
    """Sign a program in place, where there is a certificate."""
    if signing():
        subprocess.run([sys.executable, str(Path(__file__).parent / "sign.py"), str(path)], check=True)


def _install_wheels(site: Path, python: str) -> None:
    """Put the Windows wheels of the lock into `site`; pip would judge its conditions by this machine."""
    chosen = HOME / "requirements.txt"
    chosen.write_text(_for_windows(notices.LOCK.read_text(encoding="utf-8"), python), encoding="utf-8")
    words = [
        sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
        "--require-hashes", "--only-binary=:all:", "--no-compile", "--platform", "win_amd64",
        "--python-version", python, "--implementation", "cp", "--target", str(site), "-r", str(chosen),
    ]  # fmt: skip
    subprocess.run(words, check=True)


def _for_windows(lock: str, python: str) -> str:
    """The lines of the lock that count on Windows, without their conditions."""
    there = {
        "sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64",
        "python_version": python, "python_full_version": f"{python}.0",
        "implementation_name": "cpython", "platform_python_implementation": "CPython",
    }  # fmt: skip
    kept = []
    for block in re.split(r"^(?=\S)", lock, flags=re.MULTILINE):
        if not block.strip():
            continue
        first, _, hashes = block.partition("\\\n")
        wanted = Requirement(first.strip())
        if wanted.marker is None or wanted.marker.evaluate(there):
            kept.append(f"{wanted.name}{wanted.specifier} \\\n{hashes}")
    return "".join(kept)


def _trim(site: Path) -> None:
    """Remove what a program of widgets never loads."""
    qt = site / "PySide6"
    for path in list(qt.iterdir()):
        name = path.name
        module = path.suffix == ".pyd" and path.stem in QT_MODULES
        library = path.suffix == ".dll" and (path.stem in QT_LIBRARIES or re.fullmatch(QT_OTHERS, name))
        kept = module or library or path.suffix == ".py" or name in {"plugins", "translations"}
        if not kept:
            _remove(path)
    for path in (qt / "plugins").iterdir():
        if path.name not in QT_PLUGINS:
            _remove(path)
    for path in (qt / "translations").iterdir():
        if not re.fullmatch(r"(qt|qtbase)_fr\.qm", path.name):
            _remove(path)
    for pattern in UNUSED:
        for path in list(site.glob(pattern)):
            _remove(path)
    for path in [
        *site.rglob("tests"),
        *site.rglob("__pycache__"),
        *site.rglob("*.pyi"),
        *site.rglob("*.lib"),
    ]:
        _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _install_program(site: Path) -> None:
    """Put the program itself and its resources into `site`, as the wheel does."""
    package = site / "creances_desktop"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(facts.ROOT / "src" / "creances_desktop", package, ignore=ignored)
    shutil.copytree(facts.ROOT / "resources", package / "resources", ignore=ignored)
    notices.write(package / "resources", site=site)


def _launcher(program: str, module: str, description: str, options: list[str], library: str) -> None:
    """One of the two programs that the user starts, with icon, version and manifest."""
    work = HOME / "launcher"
    work.mkdir(exist_ok=True)
    shutil.copy(icons.FOLDER / "creances.ico", work)
    for name in ("launcher.rc", "launcher.manifest", "launcher.c"):
        shutil.copy(SOURCE / name, work)
    text = {"VERSION_TEXT": facts.VERSION, "DESCRIPTION": description, "FILE_NAME": f"{program}.exe"}
    words = [f'-D{name}=\\"{value}\\"' for name, value in text.items()]
    words.append(f"-DVERSION_NUMBERS={facts.VERSION.replace('.', ',')},0")
    compiler = "x86_64-w64-mingw32"
    environment = facts.build_environment()
    subprocess.run(
        [f"{compiler}-windres", "-c", "65001", *words, "launcher.rc", "-O", "coff", "-o", f"{program}.res"],
        check=True, cwd=work, env=environment,
    )  # fmt: skip
    subprocess.run(
        [f"{compiler}-gcc", "-municode", "-Os", "-s", "-Wall", "-Wextra", "-Werror", "-finput-charset=UTF-8",
         *options, f'-DMODULE=L"{module}"', f'-DPYTHON_LIBRARY=L"{library}"', "launcher.c", f"{program}.res",
         "-Wl,--no-insert-timestamp", "-o", str(STAGE / f"{program}.exe")],
        check=True, cwd=work, env=environment,
    )  # fmt: skip
    sign(STAGE / f"{program}.exe")
