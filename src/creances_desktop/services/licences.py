"""What the program ships that others wrote: name, version, licence and its text, for *À propos*.

An installer brings the list that was generated when it was built, system libraries included. A program
started from its sources has no such list: then it is read from the packages beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from creances_desktop import paths

GENERATED = "licences.json"
"""The resource that the makers of installers write."""
_TEXT = re.compile(r"(?i)^(licen[cs]e|copying|notice|authors|contributors)|build_licenses/")
_CLASSIFIER = "License :: OSI Approved :: "
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Component:
    """One thing shipped with the program; `text` is that of its licence, empty when it brings none."""

    name: str
    version: str
    licence: str
    text: str


def shipped() -> tuple[Component, ...]:
    """All that comes with the program, by name."""
    try:
        generated = paths.resource(GENERATED)
    except FileNotFoundError:
        return of_distributions(metadata.distributions())
    return tuple(Component(**each) for each in json.loads(generated.read_text(encoding="utf-8")))


def write(components: Iterable[Component], path: Path) -> None:
    """Write the list that `shipped` reads, in an order that depends on nothing else."""
    rows = [asdict(each) for each in sorted(components, key=_by_name)]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def of_distributions(found: Iterable[metadata.Distribution]) -> tuple[Component, ...]:
    """What these Python packages say of themselves, each once, by name."""
    components = {each.metadata["Name"].casefold(): _of_distribution(each) for each in found}
    return tuple(sorted(components.values(), key=_by_name))


def _by_name(component: Component) -> tuple[str, str]:
    return component.name.casefold(), component.version


def _of_distribution(found: metadata.Distribution) -> Component:
    texts = [
        Path(str(path.locate())).read_text(encoding="utf-8", errors="replace").strip()
        for path in sorted(found.files or [], key=str)
        if path.suffix not in {".py", ".pyc"} and _is_licence(path)
    ]
    return Component(found.metadata["Name"], found.version, _licence_of(found), "\n\n".join(texts))


def _is_licence(path: metadata.PackagePath) -> bool:
    """Whether this file of a package holds its licence, or those of what it contains."""
    in_information = any(part.endswith(".dist-info") for part in path.parts[:1])
    return in_information and (bool(_TEXT.match(path.name)) or bool(_TEXT.search(path.as_posix())))


def _licence_of(found: metadata.Distribution) -> str:
    """The name of the licence: as an SPDX expression, else in the author's words."""
    said = {
        name: str(found.metadata[name])
        for name in ("License-Expression", "License")
        if name in found.metadata
    }
    if "License-Expression" in said:
        return said["License-Expression"]
    own = said.get("License", "").strip().partition("\n")[0]
    classifiers = [
        each.removeprefix(_CLASSIFIER)
        for each in found.metadata.get_all("Classifier") or []
        if each.startswith(_CLASSIFIER)
    ]
    if own and len(own) <= _LONGEST_NAME and own.casefold() != "dual license":
        return own
    return " / ".join(classifiers) or "voir le texte"
