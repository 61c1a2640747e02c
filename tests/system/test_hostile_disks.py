"""Real disks that fail: full, read-only, unplugged, or cut off from the power with writes not yet on them.

They need root, for mounting small file systems, and a C compiler for the one that forgets.
"""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from creances_desktop.domain.clients import ClientDraft
from creances_desktop.domain.company import Company
from creances_desktop.domain.errors import EnvironmentProblem
from creances_desktop.services import assembly, backups, clients, imports
from creances_desktop.services.verify import verify
from creances_desktop.storage import archive
from creances_desktop.storage.store import Store

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting needs root"),
]
DAY = date(2026, 11, 21)
ROUNDS = 20


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes."""
    point = tmp_path / "disque"
    point.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(point)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("this machine lets nobody mount")
    yield point
    subprocess.run(["umount", "-l", str(point)], check=False)


def fill(disk: Path, left: int) -> Path:
    """Fills a disk but for so many bytes."""
    ballast = disk / "plein"
    free = shutil.disk_usage(disk).free
    ballast.write_bytes(b"x" * max(0, free - left))
    return ballast


def enter_until_refused(store: Store) -> tuple[int, str]:
    """How many clients were confirmed before the disk refused one, and what was said then."""
    for number in range(2000):
        try:
            clients.add(store, ClientDraft(f"C{number}", f"Client {number} {'x' * 400}"))
        except EnvironmentProblem as error:
            return number, str(error)
    pytest.fail("the disk never refused")


def test_a_full_disk_says_so_loses_nothing_and_goes_on_once_there_is_room(disk: Path) -> None:
    path = disk / "d.creances"
    with assembly.create_company_file(path, Company("Nous")) as store:
        ballast = fill(disk, 200_000)
        done, said = enter_until_refused(store)
        assert done > 1
        assert "libérez de la place" in said
        ballast.unlink()
        clients.add(store, ClientDraft("APRES", "Après"))
        assert verify(store).problems == ()
        with store.reading() as r:
            assert r.bulk.count("client") == done + 1, "whole, or not there"


def test_a_disk_without_room_for_a_copy_keeps_the_older_ones(
    disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CREANCES_DATA_DIR", str(disk / "donnees"))
    with assembly.create_company_file(tmp_path / "d.creances", Company("Nous")) as store:
        first = backups.write(store.path, backups.Reason.CLOSING)
        fill(disk, 60_000)
        with pytest.raises(EnvironmentProblem, match="libérez de la place"):
            backups.write(store.path, backups.Reason.CLOSING)
        assert [one.path for one in backups.listed(store.path)] == [first.path]
        archive.check(first.path)


def test_a_disk_that_became_read_only_is_told_and_read(disk: Path) -> None:
    path = disk / "d.creances"
    with assembly.create_company_file(path, Company("Nous")) as store:
        clients.add(store, ClientDraft("A", "Alpha"))
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with pytest.raises(EnvironmentProblem, match="Impossible d’écrire"):
        Store.open(path)
    with Store.open(path, write=False) as reader:
        assert clients.find(reader, "A").name == "Alpha"
        assert verify(reader).problems == ()


_WORK = """
import sys
from pathlib import Path
from creances_desktop.domain.clients import ClientDraft
from creances_desktop.services import assembly, clients
store = assembly.open_company_file(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(int(sys.argv[2])):
    clients.add(store, ClientDraft(f"N{number}", f"Client {number}"))
    print(number, flush=True)
import os
os._exit(0)
"""


@pytest.fixture(scope="module")
def forgetful(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that notes each write and each sync to the files of a folder, to play them again in part."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("there is no C compiler")
    source = Path(__file__).with_name("forgetful.c")
    library = tmp_path_factory.mktemp("lib") / "forgetful.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library


def play(log: Path, folder: Path, keep: random.Random) -> None:
    """Puts on the disk what was synced, and of the rest of each file a part that a power cut might leave.

    The log holds, in their order: the writes (file, place, bytes), the lengths set, the syncs. What came
    before the last sync of a file is there; later writes are there or not, each by chance.
    """
    data = log.read_bytes()
    entries: list[tuple[str, str, int, bytes]] = []
    at = 0
    while at < len(data):
        head, _, _ = data[at:].partition(b"\n")
        op, name, offset, length = head.decode().split("\t")
        at += len(head) + 1
        body = data[at : at + int(length)] if op == "w" else b""
        at += len(body)
        entries.append((op, name, int(offset), body))
    last_sync = {name: place for place, (op, name, _, _) in enumerate(entries) if op == "s"}
    for place, (op, name, offset, body) in enumerate(entries):
        if op == "s" or (place > last_sync.get(name, -1) and keep.random() < 0.5):
            continue
        path = folder / name
        with path.open("r+b" if path.exists() else "w+b") as file:
            if op == "t":
                file.truncate(offset)
            else:
                file.seek(offset)
                file.write(body)


@pytest.mark.timeout(600)
def test_a_power_cut_takes_nothing_that_was_confirmed(forgetful: Path, tmp_path: Path) -> None:
    """The disk forgets what was not synced, in any order: 20 cuts, after 1 to 25 confirmed actions each."""
    start = tmp_path / "depart"
    start.mkdir()
    assembly.create_company_file(start / "d.creances", Company("Nous")).close()
    for number in range(ROUNDS):
        chance = random.Random(number)
        work = Path(shutil.copytree(start, tmp_path / f"travail{number}"))
        after = Path(shutil.copytree(start, tmp_path / f"apres{number}"))
        log = tmp_path / f"{number}.log"
        environment = dict(
            os.environ, LD_PRELOAD=str(forgetful), FORGETFUL_FOLDER=str(work), FORGETFUL_LOG=str(log)
        )
        count = chance.randint(1, 25)
        done = subprocess.run(
            [sys.executable, "-c", _WORK, str(work / "d.creances"), str(count)],
            env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout.split() == ["ready", *map(str, range(count))]
        play(log, after, chance)
        with assembly.open_company_file(after / "d.creances") as store:
            assert verify(store).problems == ()
            with store.reading() as r:
                assert r.bulk.count("client") == count, f"round {number}"


def test_an_import_on_a_full_disk_is_whole_or_not_there(disk: Path) -> None:
    path = disk / "d.creances"
    lines = [f"K{n};Client {n};01/10/2026;31/10/2026;{n},00" for n in range(1, 4000)]
    source = disk.parent / "f.csv"
    source.write_text("\n".join(("numero;client;date;echeance;ttc", *lines)), encoding="utf-8")
    with assembly.create_company_file(path, Company("Nous")) as store:
        plan = imports.analyse(store, [source])
        fill(disk, 300_000)
        with pytest.raises(EnvironmentProblem, match="libérez de la place"):
            imports.execute(store, plan, today=DAY)
        with store.reading() as r:
            assert (r.bulk.count("client"), r.bulk.count("invoice")) == (0, 0)
        assert verify(store).problems == ()
