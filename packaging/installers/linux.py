"""The packages for Debian, Ubuntu and Fedora: nfpm makes both from one description."""

from __future__ import annotations

import gzip
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path

import facts
import frozen
import icons
import manual

from creances_desktop.services import licences

STAGE = facts.BUILD / "linux"
SOURCE = facts.PACKAGING / "linux"
HOME = f"/opt/{facts.PACKAGE}"
SHARE = "/usr/share"
DOCUMENTS = f"{SHARE}/doc/{facts.PACKAGE}"
ICON_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
DEBIAN_NEEDS = [
    f"libc6 (>= {platform.libc_ver()[1]})", "libstdc++6", "libgcc-s1", "zlib1g", "libegl1", "libgl1",
    "libfontconfig1", "libfreetype6", "libdbus-1-3", "libglib2.0-0 | libglib2.0-0t64", "libx11-6",
    "libx11-xcb1", "libxcb1", "libxext6", "libwayland-client0", "libwayland-cursor0",
    "libcups2 | libcups2t64",
]  # fmt: skip
FEDORA_NEEDS = [
    "libstdc++.so.6()(64bit)", "libgcc_s.so.1()(64bit)", "libz.so.1()(64bit)", "libEGL.so.1()(64bit)",
    "libGL.so.1()(64bit)", "libfontconfig.so.1()(64bit)", "libfreetype.so.6()(64bit)",
    "libdbus-1.so.3()(64bit)", "libglib-2.0.so.0()(64bit)", "libX11.so.6()(64bit)",
    "libX11-xcb.so.1()(64bit)", "libxcb.so.1()(64bit)", "libwayland-client.so.0()(64bit)",
    "libwayland-cursor.so.0()(64bit)", "libcups.so.2()(64bit)",
]  # fmt: skip
DESCRIPTION = """{summary}
Pour le dirigeant d'une petite entreprise à qui l'on doit de l'argent : qui
doit quoi, que faut-il faire aujourd'hui, et comment le prouver ?
.
Le programme lit le FEC et les listes du comptable, dit quelle relance est
due à qui, l'imprime pour l'enveloppe à fenêtre, calcule les pénalités de
retard et garde chaque lettre telle qu'elle est partie. Il travaille hors
ligne, avec un seul fichier par société."""


def build(
    program: Path, version: str = facts.VERSION, out: Path = facts.DIST, *, fast: bool = False
) -> list[Path]:
    """The .deb and the .rpm around the folder of the program, in `out`; `fast` packs them less well."""
    shutil.rmtree(STAGE, ignore_errors=True)
    STAGE.mkdir(parents=True)
    described = _described(program, version)
    architecture = ARCHITECTURES[platform.machine()]
    names = {
        "deb": f"{facts.PACKAGE}_{version}_{architecture}.deb",
        "rpm": f"{facts.PACKAGE}-{version}-1.{platform.machine()}.rpm",
    }
    nfpm = Path(sys.executable).parent / "nfpm"
    for kind, name in names.items():
        release = {"release": "1"} if kind == "rpm" else {}
        description = STAGE / f"{kind}.json"
        description.write_text(json.dumps(described | release, indent=1), encoding="utf-8")
        words = [str(nfpm), "package", "-f", str(description), "-p", kind, "-t", str(out / name)]
        subprocess.run(words, check=True, env=facts.build_environment(), stdout=subprocess.DEVNULL)
    _pack_again(out / names["deb"], "0" if fast else "6")
    return [out / name for name in names.values()]


def _pack_again(package: Path, level: str) -> None:
    """Pack the .deb as Debian does, which takes a quarter less and which all its tools read."""
    with tempfile.TemporaryDirectory(dir=STAGE) as folder:
        subprocess.run(["dpkg-deb", "-R", str(package), folder], check=True)
        for name in ("", "DEBIAN", "DEBIAN/control", "DEBIAN/md5sums"):
            os.utime(Path(folder) / name, (facts.epoch(), facts.epoch()))
        words = ["dpkg-deb", "--root-owner-group", "--threads-max=2", "-Zxz", f"-z{level}", "-b", folder]
        environment = facts.build_environment()
        subprocess.run([*words, str(package)], check=True, env=environment, stdout=subprocess.DEVNULL)


def _described(program: Path, version: str) -> dict[str, object]:
    """The description that nfpm reads."""
    return {
        "name": facts.PACKAGE,
        "arch": ARCHITECTURES[platform.machine()],
        "version": version,
        "section": "misc",
        "priority": "optional",
        "maintainer": facts.MAINTAINER,
        "license": facts.LICENCE,
        "description": DESCRIPTION.format(summary=facts.SUMMARY[0].lower() + facts.SUMMARY[1:]),
        "mtime": datetime.fromtimestamp(facts.epoch(), UTC).isoformat(),
        "recommends": ["cups-client", "xdg-utils"],
        "overrides": {"deb": {"depends": DEBIAN_NEEDS}, "rpm": {"depends": FEDORA_NEEDS}},
        "deb": {"compression": "none"},
        "rpm": {"group": "Applications/Productivity", "summary": facts.SUMMARY, "packager": facts.AUTHORS,
                "compression": "zstd", "buildhost": "localhost"},
        "contents": [
            {"src": f"{program}/", "dst": HOME, "type": "tree"},
            {"dst": DOCUMENTS, "type": "dir", "file_info": {"mode": 0o755}},  # rpm leaves what nobody owns
            *({"src": f"{HOME}/{name}", "dst": f"/usr/bin/{name}", "type": "symlink"}
              for name in (facts.PACKAGE, facts.COMMAND)),
            *({"src": str(source), "dst": target, "file_info": {"mode": 0o644}}
              for source, target in _shared_files(version).items()),
        ],
    }  # fmt: skip


def _shared_files(version: str) -> dict[Path, str]:
    """What goes into the common folders of the system: file here, place there."""
    ident = facts.APPLICATION_ID
    placed = {
        SOURCE / f"{ident}.desktop": f"{SHARE}/applications/{ident}.desktop",
        SOURCE / f"{ident}.mime.xml": f"{SHARE}/mime/packages/{ident}.xml",
        _staged("metainfo.xml", metainfo()): f"{SHARE}/metainfo/{ident}.metainfo.xml",
        _staged("copyright", copyright_file()): f"{DOCUMENTS}/copyright",
        _staged("changelog.gz", _packed(changelog(version))): f"{DOCUMENTS}/changelog.gz",
        icons.DRAWING: f"{SHARE}/icons/hicolor/scalable/apps/{ident}.svg",
    }
    for size in ICON_SIZES:
        placed[icons.png(size)] = f"{SHARE}/icons/hicolor/{size}x{size}/apps/{ident}.png"
    for page in manual.write(STAGE / "man"):
        placed[page] = f"{SHARE}/man/man1/{page.name}"
    return placed


def _staged(name: str, content: str | bytes) -> Path:
    path = STAGE / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _packed(text: str) -> bytes:
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def metainfo() -> str:
    """The AppStream description, with this version and its changes."""
    text = (SOURCE / f"{facts.APPLICATION_ID}.metainfo.xml").read_text(encoding="utf-8")
    items = "\n".join(f"          <li>{escape(change, quote=False)}</li>" for change in facts.changes())
    values = {
        "@VERSION@": facts.VERSION,
        "@DATE@": facts.DAY.isoformat(),
        "@CHANGES@": f"        <ul>\n{items}\n        </ul>",
        "@SCREENSHOTS@": f"{facts.site()}/pictures",
    }
    for mark, value in values.items():
        text = text.replace(mark, value)
    return text


def changelog(version: str) -> str:
    """The changelog in Debian's form."""
    day = format_datetime(datetime.fromtimestamp(facts.epoch(), UTC))
    items = "\n".join(_wrapped(change) for change in facts.changes())
    return (
        f"{facts.PACKAGE} ({version}) unstable; urgency=medium\n\n{items}\n\n -- {facts.MAINTAINER}  {day}\n"
    )


def _wrapped(change: str) -> str:
    """A change as an item of at most 79 columns."""
    lines, line = [], "  *"
    for word in change.split():
        if len(line) + len(word) + 1 > 79:
            lines.append(line)
            line = "   "
        line += f" {word}"
    return "\n".join([*lines, line])


def copyright_file() -> str:
    """The copyright of the package: the program, then what is shipped with it, as it was generated."""
    listed = frozen.FOLDER / frozen.INNER / "creances_desktop" / "resources" / licences.GENERATED
    shipped = json.loads(listed.read_text(encoding="utf-8"))
    names = "\n".join(f"  {one['name']} {one['version']}: {one['licence']}" for one in shipped)
    return f"""Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: {facts.PACKAGE}
Upstream-Contact: {facts.MAINTAINER}
Source: the sources of this program accompany it where it is published
Comment: The folder {HOME} holds the program together with the
 libraries below; the whole text of each licence is in
 {HOME}/{frozen.INNER}/creances_desktop/resources/{licences.GENERATED}
 and in the program: Aide, À propos, Licences.
 .
{names}

Files: *
Copyright: {facts.DAY.year} {facts.AUTHORS}
License: GPL-3+

License: GPL-3+
 This program is free software: you can redistribute it and/or modify it under
 the terms of the GNU General Public License as published by the Free Software
 Foundation, either version 3 of the License, or (at your option) any later
 version.
 .
 On Debian systems, the complete text of the GNU General Public License version 3
 is in /usr/share/common-licenses/GPL-3.
"""
