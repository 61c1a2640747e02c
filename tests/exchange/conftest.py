"""Files for the readers: the FEC samples, generated ledgers, and small files written on the spot."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

DATA = Path(__file__).parent.parent / "data"
TODAY = date(2026, 6, 29)


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Give the folder of a ledger of the size asked for, generated once per session."""
    spec = importlib.util.spec_from_file_location("ledger_generator", DATA / "ledger" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    out = tmp_path_factory.mktemp("ledger")

    def make(size: str) -> Path:
        if not (out / size).exists():
            generator.make(size, *generator.SIZES[size], out, TODAY, 20260629)
        return out / size

    return make


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
