"""Opens a dossier with all that its services need: for the window and the command alike."""

from __future__ import annotations

from pathlib import Path

from creances_desktop.domain.company import Company
from creances_desktop.domain.plans import DEFAULT_PLAN
from creances_desktop.services.company import checked
from creances_desktop.storage.base import Clock, utc_now
from creances_desktop.storage.store import COMMAND, WINDOW, Store

__all__ = ["COMMAND", "WINDOW", "Store", "create_company_file", "open_company_file"]


def create_company_file(
    path: Path, company: Company, *, holder: str = COMMAND, clock: Clock = utc_now
) -> Store:
    """A new dossier with its company and the default plan, open for writing.

    Raises FileExists rather than overwrite anything, InvalidValue when the profile holds a wrong number;
    nothing is left on the disk then.
    """
    profile = checked(company)
    store = Store.create(path, holder=holder)
    store.clock = clock
    try:
        with store.transaction() as t:
            t.company.save(profile)
            t.followups.save_plan(DEFAULT_PLAN, is_default=True)
            t.journal.append("company_file_created", f"Dossier créé\u00a0: {company.legal_name}")
    except BaseException:
        store.close()
        path.unlink(missing_ok=True)
        raise
    return store


def open_company_file(path: Path, *, write: bool = True, holder: str = COMMAND) -> Store:
    """An existing dossier; see `Store.open` for the errors."""
    return Store.open(path, write=write, holder=holder)
