"""Whatever bytes come in, a sentence comes out: two minutes a target in CI, twenty with `--long`.

Two targets run at a time; what they ran and found stands in the log of each. A find is written beside the
corpus and named in the failure: `python tests/fuzz/targets.py TARGET FILE` runs it again.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

TARGETS_FILE = Path(__file__).with_name("targets.py")
SOURCES = Path(__file__).parents[2] / "src"
NAMES = ("lists", "fec", "xlsx", "archive", "template", "image", "exhibit", "dossier")
SHORT, LONG = 120, 1200
LARGEST = 400_000
"""Bytes of an input: an empty dossier has 350,000."""

Runs = dict[str, Future[subprocess.CompletedProcess[str]]]
Record = Callable[[str, object], None]

pytestmark = [
    pytest.mark.timeout(0),
    pytest.mark.skipif(
        sys.platform != "linux" or platform.machine() != "x86_64",
        reason="atheris is built for Linux on x86_64 only",
    ),
]


def fuzz(name: str, seconds: int, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs one target in a process of its own, from its seeds."""
    corpus = folder / name
    corpus.mkdir()
    options = [f"-max_total_time={seconds}", "-timeout=60", "-rss_limit_mb=4096", f"-max_len={LARGEST}"]
    return subprocess.run(
        [
            sys.executable,
            str(TARGETS_FILE),
            name,
            str(corpus),
            *options,
            f"-artifact_prefix={folder}/{name}-",
        ],
        env=dict(os.environ, PYTHONPATH=str(SOURCES), TMPDIR=str(folder)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )


def running(seconds: int, folder: Path) -> Iterator[Runs]:
    """Every target under way, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        yield {name: pool.submit(fuzz, name, seconds, folder) for name in NAMES}


@pytest.fixture(scope="module")
def short_runs(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Runs]:
    yield from running(SHORT, tmp_path_factory.mktemp("fuzz"))


@pytest.fixture(scope="module")
def long_runs(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Runs]:
    yield from running(LONG, tmp_path_factory.mktemp("fuzz"))


def check(run: subprocess.CompletedProcess[str], name: str, record_property: Record) -> None:
    done = re.search(r"^Done (\d+) runs", run.stdout, re.MULTILINE)
    assert run.returncode == 0, f"{name}: a find\n{run.stdout[-6000:]}"
    assert done, run.stdout[-2000:]
    assert int(done[1]) > 100, "so few inputs say nothing"
    record_property("inputs", int(done[1]))


@pytest.mark.system
@pytest.mark.parametrize("name", NAMES)
def test_bytes_that_anybody_could_have_made(name: str, short_runs: Runs, record_property: Record) -> None:
    check(short_runs[name].result(), name, record_property)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_bytes_that_anybody_could_have_made_for_long(
    name: str, long_runs: Runs, record_property: Record
) -> None:
    check(long_runs[name].result(), name, record_property)
