"""The same sources give the same files: whoever builds a release again can compare the checksums."""

from pathlib import Path

import pytest

from .conftest import dev_build

pytestmark = [pytest.mark.long, pytest.mark.timeout(3000)]


def test_two_builds_of_the_same_sources_are_the_same(tmp_path: Path) -> None:
    sums = []
    for name in ("first", "second"):
        dev_build("--out", tmp_path / name)
        sums.append((tmp_path / name / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    assert len(sums[0]) >= 6
    assert sums[0] == sums[1]
