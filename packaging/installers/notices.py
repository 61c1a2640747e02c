"""The licences of all that is shipped: Python packages, Python, Qt, fonts, libraries of the system."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

import facts

from creances_desktop.services import licences
from creances_desktop.services.licences import Component

LOCK = facts.ROOT / "requirements.lock"
TEXTS = facts.PACKAGING / "installers" / "licences"
QT = {"pyside6-essentials", "shiboken6"}
NOT_SAID = {"sqlcipher3": "Zlib", "jinja2": "BSD-3-Clause", "segno": "BSD-3-Clause"}
"""What these packages leave to the text of their licence."""


def write(resources: Path, binaries: Iterable[Path] = (), site: Path | None = None) -> None:
    """Write the list into the resources that are shipped.

    `binaries` are the shipped libraries: those that come from packages of the system are listed as such.
    `site` is where the Python packages of another system were put.
    """
    components = [*python_packages(site), *own_parts(resources)]
    if site is None:
        components += [python(), bootloader(), *system_libraries(binaries)]
    licences.write(components, resources / licences.GENERATED)


def python_packages(site: Path | None = None) -> list[Component]:
    """The packages of the lock that are installed here, or in `site`."""
    wanted = set(facts.pins(LOCK))
    path = [str(site)] if site is not None else sys.path
    found = [
        each for each in metadata.distributions(path=path) if facts.canonical(each.metadata["Name"]) in wanted
    ]
    return [_completed(each) for each in licences.of_distributions(found)]


def _completed(component: Component) -> Component:
    name = facts.canonical(component.name)
    licence = NOT_SAID.get(name, component.licence)
    text = component.text
    if name in QT:
        licence = "LGPL-3.0-only"
        text = f"{_text('Qt.txt')}\n\n{_text('LGPL-3.0.txt')}"
    return Component(component.name, component.version, licence, text)


def _text(name: str) -> str:
    return (TEXTS / name).read_text(encoding="utf-8")


def own_parts(resources: Path) -> list[Component]:
    """The program itself, and the fonts and icons that come with it."""
    return [
        Component(
            facts.NAME, facts.VERSION, facts.LICENCE, (facts.ROOT / "LICENSE").read_text(encoding="utf-8")
        ),
        Component(
            "Source Sans 3", "3.052", "OFL-1.1", (resources / "fonts/OFL.md").read_text(encoding="utf-8")
        ),
        Component("Lucide", "1.62.0", "ISC", (resources / "icons/LICENSE").read_text(encoding="utf-8")),
    ]


def python() -> Component:
    """The interpreter."""
    places = [
        Path(sysconfig.get_path("stdlib")) / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        Path(f"/usr/share/doc/python3.{sys.version_info.minor}/copyright"),
    ]
    text = next((each.read_text(encoding="utf-8") for each in places if each.is_file()), _text("Python.txt"))
    return Component("Python", sys.version.split()[0], "PSF-2.0", text)


def bootloader() -> Component:
    """What starts the frozen program."""
    (found,) = licences.of_distributions([metadata.distribution("pyinstaller")])
    exception = "GPL-2.0-or-later WITH Bootloader-exception"
    return Component("PyInstaller (bootloader)", found.version, exception, found.text)


def system_libraries(binaries: Iterable[Path]) -> list[Component]:
    """The packages of Debian that the shipped libraries come from; elsewhere, none come from the system."""
    if shutil.which("dpkg-query") is None:
        return []
    names = sorted({path.name for path in binaries})
    asked = subprocess.run(
        ["dpkg-query", "-S", *(f"*/lib/*/{name}" for name in names)],
        capture_output=True,
        text=True,
        check=False,
    )
    owners = sorted({line.partition(": ")[0].partition(":")[0] for line in asked.stdout.splitlines()})
    if not owners:
        return []
    words = ["dpkg-query", "-W", "-f", "${Package}\t${Version}\n", *owners]
    versions = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    return [_system_package(*line.split("\t")) for line in versions.splitlines()]


def _system_package(name: str, version: str) -> Component:
    path = Path("/usr/share/doc") / name / "copyright"
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    said = sorted(set(re.findall(r"^License: *(\S.*)$", text, re.MULTILINE)))
    return Component(f"{name} (Debian)", version, ", ".join(said)[:200] or "voir le texte", text)
