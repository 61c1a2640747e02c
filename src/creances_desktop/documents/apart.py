"""Foreign papers made A4 by a process of its own: what exhausts the machine ends that one, not ours.

A PDF of a few hundred bytes can ask for more memory than there is, and no limit of PDFium's stops it. The
process is started when the first paper comes, answers one after the other, and ends with ours. It gives up by
itself above MOST_MEMORY or after LONGEST; a fault of PDFium ends it too. Papers pass through pipes: nothing
is written to the disk. Where it cannot be started, they are read here.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from creances_desktop.documents.joining import A4Paper, UnusablePaper
from creances_desktop.documents.joining import as_a4 as as_a4_here

WORD = "--papiers"
"""The word with which the installed program becomes that process."""

MOST_MEMORY = 1_500_000_000
"""Bytes: several times what the heaviest honest paper takes."""

LONGEST = 90.0
"""Seconds for one paper: a scan of 400 pages is made smaller within them."""

_HELLO = b"creances: papiers\n"
_EXHAUSTING = "le fichier est abîmé, ou sa lecture demande plus de mémoire ou de temps que permis"


def as_a4(data: bytes, name: str, *, portrait: bool = False, turn: int = 0) -> A4Paper:
    """The paper as A4 pages, as `joining.as_a4` says, whatever its bytes do. Raises UnusablePaper."""
    return _READER.ask(data, _Asked(name, portrait, turn))


def serve() -> int:
    """Be that process: answer the papers that come through standard input until it is closed."""
    source, target = os.fdopen(0, "rb", closefd=False), os.fdopen(1, "wb", closefd=False)
    work = _Work()
    # A thread of its own: PDFium does not return while it fills the memory.
    threading.Thread(target=work.watch, daemon=True).start()
    target.write(_HELLO)
    target.flush()
    while line := source.readline():
        asked = json.loads(line)
        data = source.read(asked["size"])
        work.since = time.monotonic()
        head, pdf = _answered(data, _Asked(asked["name"], asked["portrait"], asked["turn"]))
        work.since = None
        target.write(json.dumps({**head, "size": len(pdf)}).encode() + b"\n" + pdf)
        target.flush()
    return 0


def _answered(data: bytes, asked: _Asked) -> tuple[dict[str, Any], bytes]:
    try:
        paper = _read_here(data, asked)
    except UnusablePaper as unusable:
        return {"reason": unusable.reason}, b""
    return {"pages": paper.pages, "remarks": paper.remarks}, paper.pdf


@dataclass(frozen=True)
class _Asked:
    """How a paper is to be made A4; see `joining.as_a4`."""

    name: str
    portrait: bool
    turn: int


def _read_here(data: bytes, asked: _Asked) -> A4Paper:
    return as_a4_here(data, asked.name, portrait=asked.portrait, turn=asked.turn)


@dataclass
class _Work:
    """What the process does now; `since` is when its paper came, None between two."""

    since: float | None = field(default=None)

    def watch(self) -> None:
        """End the process when its paper takes too much."""
        never = threading.Event()
        while not never.wait(0.05):
            late = self.since is not None and time.monotonic() - self.since > LONGEST
            if late or _memory() > MOST_MEMORY:
                os._exit(1)


class _Reader:
    """The process beside ours; it serves one caller at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._impossible = False

    def ask(self, data: bytes, asked: _Asked) -> A4Paper:
        with self._lock:
            process = self._process or self._started()
            if process is None:
                return _read_here(data, asked)
            self._process = process
            answer = None
            try:
                answer = _exchanged(process, data, asked)
            except (OSError, EOFError):
                raise UnusablePaper(asked.name, _EXHAUSTING) from None
            finally:
                # whatever broke off, the next caller is not to read the rest of this answer
                if answer is None:
                    self._end()
        head, pdf = answer
        if "reason" in head:
            raise UnusablePaper(asked.name, head["reason"])
        return A4Paper(asked.name, pdf, head["pages"], tuple(head["remarks"]))

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._end()

    def _started(self) -> subprocess.Popen[bytes] | None:
        """The process once it answers; None where none can be had."""
        if self._impossible:
            return None
        with contextlib.suppress(OSError):
            process = subprocess.Popen(  # noqa: S603 - this very program
                _command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            if process.stdout is not None and process.stdout.readline() == _HELLO:
                return process
            _ended(process)
        self._impossible = True
        return None

    def _end(self) -> None:
        if self._process is not None:
            _ended(self._process)
            self._process = None


def _exchanged(process: subprocess.Popen[bytes], data: bytes, asked: _Asked) -> tuple[dict[str, Any], bytes]:
    """The head and the PDF of the answer. Raises OSError or EOFError when the process ends before it."""
    to, answers = _pipes(process)
    to.write(json.dumps({**asdict(asked), "size": len(data)}).encode() + b"\n" + data)
    to.flush()
    line = answers.readline()
    head = json.loads(line) if line.endswith(b"\n") else {}
    pdf = answers.read(head.get("size", 0))
    if len(pdf) != head.get("size"):
        raise EOFError
    return head, pdf


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in _pipes(process):
        with contextlib.suppress(OSError):
            pipe.close()


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin is not None  # noqa: S101 - both are asked for at the start
    assert process.stdout is not None  # noqa: S101
    return process.stdin, process.stdout


def _command() -> list[str]:
    """How this program is started once more: by its installed name, or by the Python that runs it."""
    if Path(sys.executable).stem.lower().startswith("python"):
        start = f"import sys; from {__name__} import serve; sys.exit(serve())"
        return [sys.executable, "-c", start]
    return [sys.executable, WORD]


def _memory() -> int:
    """The bytes of memory that this process takes, 0 where they cannot be known."""
    if sys.platform == "linux":
        # the most that it ever took would begin with what our own process takes
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
        taken = int(pages) * os.sysconf("SC_PAGESIZE")
    elif sys.platform == "win32":
        import ctypes

        # PROCESS_MEMORY_COUNTERS on 64 bits: its own size, then eight sizes, of which the last but one is
        # what the process has taken
        sizes = (ctypes.c_size_t * 9)()
        sizes[0] = ctypes.sizeof(sizes)
        own = ctypes.c_void_p(-1)
        known = ctypes.windll.kernel32.K32GetProcessMemoryInfo(own, sizes, ctypes.sizeof(sizes))
        taken = int(sizes[7]) if known else 0
    else:
        import resource

        taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return taken


_READER = _Reader()
atexit.register(_READER.close)
