"""The rights on an open dossier, or the disk under it, go while the program runs as an ordinary user.

They need root, to become somebody else and to mount; what is tried runs in a process without any right.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from creances_desktop.services import assembly
from creances_desktop.services.verify import verify

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to give it up"),
]
NOBODY = 65534
_WORK = """
import json, sys, threading
from datetime import date
from pathlib import Path
from creances_desktop.domain.clients import ClientDraft
from creances_desktop.domain.company import Company
from creances_desktop.services import assembly, balance, clients
from creances_desktop.services.verify import verify
path, rescue = Path(sys.argv[1]), Path(sys.argv[2])
store = assembly.create_company_file(path, Company("Nous"))
said = {}
def attempt(what):
    try:
        return what()
    except Exception as error:
        said["sentences"].append([type(error).__mro__[1].__name__, str(error)])
def enter(code):
    if attempt(lambda: clients.add(store, ClientDraft(code, f"Client {code}"))):
        said["confirmed"].append(code)
def elsewhere(code):
    thread = threading.Thread(target=enter, args=(code,))
    thread.start()
    thread.join()
def tell():
    print(json.dumps(said), flush=True)
    sys.stdin.readline()
    said.update(confirmed=[], sentences=[], copied="")
said.update(confirmed=[], sentences=[])
for number in range(5):
    enter(f"A{number}")
tell()
enter("B1")
elsewhere("B2")
store.beat()
attempt(lambda: balance.aged(store, date(2026, 11, 21)))
said["copied"] = str(attempt(lambda: store.copy_to(rescue)) or "")
tell()
store.close()
store = attempt(lambda: assembly.open_company_file(path))
tell()
if store is None and (store := attempt(lambda: assembly.open_company_file(path))):
    enter("C1")
    elsewhere("C2")
if store is not None:
    store.close()
tell()
"""


@pytest.fixture
def room() -> Iterator[Path]:
    """A folder of an ordinary user, which he can reach from the root of the disk."""
    folder = Path(tempfile.mkdtemp(prefix="creances-"))
    for each in (folder, folder / "dossiers", folder / "secours", folder / "donnees"):
        each.mkdir(exist_ok=True)
        os.chown(each, NOBODY, NOBODY)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


class Worker:
    """The program's services at work in a process without rights."""

    def __init__(self, room: Path) -> None:
        self.path, self.rescue = room / "dossiers" / "d.creances", room / "secours" / "copie.creances"
        words = ("setpriv", "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups", sys.executable)
        self._process = subprocess.Popen(
            [*words, "-c", _WORK, str(self.path), str(self.rescue)],
            env=dict(os.environ, CREANCES_DATA_DIR=str(room / "donnees"), HOME=str(room)),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=room,
        )  # fmt: skip
        self.entered = self._answer()["confirmed"]

    def go_on(self) -> dict[str, Any]:
        """What was confirmed and said during the next part of the work."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            _, errors = self._process.communicate(timeout=30)
            pytest.fail(f"the work stopped: {errors}")
        return dict(json.loads(line))

    def end(self) -> None:
        """Waits for its end."""
        _, errors = self._process.communicate("\n", timeout=60)
        assert self._process.returncode == 0, errors

    def stop(self) -> None:
        """Stops it wherever it is, when a test failed."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()


@pytest.fixture
def worker(room: Path) -> Iterator[Worker]:
    """The program at work on a dossier with five clients."""
    working = Worker(room)
    yield working
    working.stop()


def codes(path: Path) -> list[str]:
    with assembly.open_company_file(path) as store:
        assert verify(store).problems == ()
        with store.reading() as r:
            return sorted(one.code for one in r.clients.all())


def told(said: dict[str, Any], words: str) -> None:
    """Every refusal is one French sentence about the machine, with its way out."""
    assert said["sentences"], "nothing was refused: the rights were not lost"
    for family, sentence in said["sentences"]:
        assert family == "EnvironmentProblem", sentence
        assert words in sentence, sentence


def file_closed(room: Path) -> None:
    (room / "dossiers" / "d.creances").chmod(0)


def file_read_only(room: Path) -> None:
    for each in (room / "dossiers").glob("d.creances*"):
        each.chmod(0o400)


def folder_closed(room: Path) -> None:
    (room / "dossiers").chmod(0)


LOSSES: dict[str, tuple[Callable[[Path], None], list[str]]] = {
    "file closed": (file_closed, ["B1", "B2"]),
    "file read-only": (file_read_only, ["B1", "B2"]),
    "folder closed": (folder_closed, []),
}
"""Each with what is still entered: the system does not take a file away from who has it open."""


def give_back(room: Path) -> None:
    (room / "dossiers").chmod(0o700)
    for each in (room / "dossiers").glob("d.creances*"):
        each.chmod(0o600)


@pytest.mark.parametrize("loss", LOSSES)
def test_lost_rights_are_told_and_lose_nothing(loss: str, room: Path, worker: Worker) -> None:
    lose, still_entered = LOSSES[loss]
    lose(room)
    during = worker.go_on()
    assert during["confirmed"] == still_entered
    if not still_entered:
        told(during, "vérifiez les droits")
    assert during["copied"], "the way out: what is open is kept elsewhere"
    told(worker.go_on(), "d.creances")  # opening it again says why it cannot be
    give_back(room)
    after = worker.go_on()
    worker.end()
    assert (after["confirmed"], after["sentences"]) == (["C1", "C2"], []), "as if nothing had been"
    assert codes(worker.rescue) == [*worker.entered, *still_entered]
    assert codes(worker.path) == [*worker.entered, *still_entered, "C1", "C2"]


@pytest.fixture
def failing_disk(room: Path) -> Iterator[Callable[[], None]]:
    """A disk under the dossiers, with what makes it read-only at once, as after an error of the device."""
    image = room / "disque.img"
    with image.open("wb") as file:
        file.truncate(16_000_000)
    point = str(room / "dossiers")
    made = shutil.which("mkfs.ext4") and subprocess.run(["mkfs.ext4", "-q", str(image)], check=False)
    mounted = made and subprocess.run(["mount", "-o", "loop", str(image), point], check=False)
    if not mounted or mounted.returncode:
        pytest.skip("this machine lets nobody mount")
    os.chown(point, NOBODY, NOBODY)
    yield lambda: subprocess.run(["mount", "-o", "remount,abort", point], check=True) and None
    subprocess.run(["umount", "-l", point], check=False)


def test_a_disk_that_turns_read_only_under_the_program_loses_nothing(
    failing_disk: Callable[[], None], room: Path, worker: Worker
) -> None:
    failing_disk()
    during = worker.go_on()
    told(during, "vérifiez les droits")
    assert during["confirmed"] == []
    assert during["copied"], "the way out: what is open is kept elsewhere"
    assert codes(worker.rescue) == worker.entered
    told(worker.go_on(), "d.creances")
    subprocess.run(["umount", str(room / "dossiers")], check=True)
    subprocess.run(["mount", "-o", "loop", str(room / "disque.img"), str(room / "dossiers")], check=True)
    after = worker.go_on()
    worker.end()
    assert (after["confirmed"], after["sentences"]) == (["C1", "C2"], []), "once the disk is well again"
    assert codes(worker.path) == [*worker.entered, "C1", "C2"]
