"""A real dossier on disk for every test of storage."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from creances_desktop.storage.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new, empty dossier, open for writing."""
    with Store.create(tmp_path / "société.creances") as opened:
        yield opened
