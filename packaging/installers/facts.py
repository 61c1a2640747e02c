"""What every installer says of the program, and where the build puts things."""

from __future__ import annotations

import os
import re
import sys
from datetime import UTC, date, datetime
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
BUILD = ROOT / "build"
DIST = ROOT / "dist"
sys.path.insert(0, str(ROOT / "src"))

from creances_desktop import __date__ as day_of_version  # noqa: E402 - found once its folder is on the path
from creances_desktop import __version__ as version  # noqa: E402

NAME = "Créances"
APPLICATION_ID = "org.creances_desktop.Creances"
PACKAGE = "creances-desktop"
COMMAND = "creances"
AUTHORS = "creances-desktop contributors"
MAINTAINER = f"{AUTHORS} <contributors@creances-desktop.invalid>"
COPYRIGHT = f"© {day_of_version[:4]} {AUTHORS}"
LICENCE = "GPL-3.0-or-later"
SUMMARY = "Suivre les factures impayées et préparer les relances"
SUMMARY_EN = "Follow unpaid invoices and prepare the reminders"
MIME_TYPE = "application/x-creances"
VERSION: str = version
DAY: date = date.fromisoformat(day_of_version)


def epoch() -> int:
    """The time that files get, in seconds: ``SOURCE_DATE_EPOCH``, else noon of the day of the version."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given:
        return int(given)
    return int(datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC).timestamp())


def build_environment() -> dict[str, str]:
    """The environment in which tools give the same bytes for the same sources."""
    return dict(os.environ, SOURCE_DATE_EPOCH=str(epoch()), PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C.UTF-8")


def pins(lock: Path) -> dict[str, str]:
    """Name and version of each package of a lock file."""
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", lock.read_text(encoding="utf-8"), re.MULTILINE))


def tools() -> list[str]:
    """The modules of the packages that only build: they are never shipped."""
    own = {canonical(name) for name in pins(ROOT / "requirements.lock")}
    found = metadata.packages_distributions()
    return sorted(name for name, owners in found.items() if own.isdisjoint(map(canonical, owners)))


def canonical(name: str) -> str:
    """The name of a package in the one spelling that can be compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def changes() -> list[str]:
    """The lines of the changelog about this version, without their dashes."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    section = re.search(rf"^## {re.escape(VERSION)}\b.*?\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if section is None:
        raise SystemExit(f"CHANGELOG.md says nothing about version {VERSION}")
    return [line.removeprefix("- ") for line in section.group(1).splitlines() if line.startswith("- ")]


def site() -> str:
    """Where the program is published: ``CREANCES_SITE``; a name that nobody has, until it is somewhere."""
    return os.environ.get("CREANCES_SITE", f"https://{PACKAGE}.invalid").rstrip("/")
