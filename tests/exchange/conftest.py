"""Files for the readers: the FEC samples, and small files written on the spot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a text in an encoding under a name and give its path."""

    def _write(text: str, name: str = "fichier.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return _write


@pytest.fixture
def fec_sample() -> Callable[[str], Path]:
    """Give the FEC sample A, B or C."""

    def find(letter: str) -> Path:
        return next((DATA / "fec").glob(f"{letter}_*"))

    return find
