"""What every page is given: the open dossier, the executor and the day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from creances_desktop.services.assembly import Store
from creances_desktop.ui.executor import Executor


@dataclass(frozen=True, slots=True)
class Session:
    """The open dossier. `today` is asked each time: a window may stay open past midnight."""

    store: Store
    executor: Executor
    today: Callable[[], date]
