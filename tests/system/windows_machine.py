"""A Windows to try the installer on: a real one where the tests run on it, else Wine."""

import os
import shutil
import subprocess
from pathlib import Path

from .conftest import run, succeeds, until

WINE = shutil.which("wine64") or "/usr/lib/wine/wine64"
REAL = os.name == "nt"
NOT_INHERITED = {"CREANCES_DATA_DIR", "QT_QPA_PLATFORM", "PYTHONPATH"}


class WindowsMachine:
    """Runs programs of Windows, and finds their files."""

    def __init__(self, prefix: Path, display: str) -> None:
        self._drive = Path("C:/") if REAL else prefix / "drive_c"
        own = {} if REAL else {"WINEPREFIX": str(prefix), "WINEARCH": "win64", "WINEDEBUG": "-all",
                               "WINEDLLOVERRIDES": "mscoree=;mshtml=", "DISPLAY": display}  # fmt: skip
        inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        self.environment = inherited | own
        if not REAL:
            self._prepare()
        self.home = Path(os.environ["USERPROFILE"]) if REAL else one_user(self._drive / "users")
        self.local = self.home / "AppData" / "Local"
        self.menu = self.home / "AppData" / "Roaming" / "Microsoft" / "Windows" / "Start Menu" / "Programs"

    def run(self, *words: object, seconds: float = 300) -> subprocess.CompletedProcess[str]:
        """Runs a program to its end; paths among the words may be those of this system."""
        return run(*self._words(*words), environment=self.environment, seconds=seconds)

    def succeeds(self, *words: object) -> str:
        """What a program printed, its ends of line made ours; fails with what it said otherwise."""
        done = self.run(*words)
        assert done.returncode == 0, (
            f"{words}: {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        )
        return done.stdout.replace("\r\n", "\n")

    def start(self, *words: object) -> subprocess.Popen[bytes]:
        """Starts a program with a window."""
        return subprocess.Popen(
            [str(word) for word in self._words(*words)], env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def name(self, path: Path) -> str:
        """The path as Windows writes it."""
        if REAL:
            return str(path)
        return "C:\\" + str(path.relative_to(self._drive)).replace("/", "\\")

    def registry(self, key: str, value: str = "") -> str | None:
        """A value of the registry of the user; None when it is not there."""
        which = ["/v", value] if value else ["/ve"]
        done = self.run("reg", "query", f"HKCU\\{key}", *which)
        lines = [line for line in done.stdout.splitlines() if "REG_" in line]
        return (
            lines[0].split("REG_", 1)[1].partition("    ")[2].strip()
            if done.returncode == 0 and lines
            else None
        )

    def titles(self) -> list[str]:
        """The titles of the windows of the program, where no X server can be asked."""
        asked = "(Get-Process creances-desktop -ErrorAction SilentlyContinue).MainWindowTitle"
        return succeeds("powershell", "-NoProfile", "-Command", asked).splitlines()

    def help_wine(self, folder: Path) -> None:
        """What Wine 8 wants and Windows does not: a query of the system that hangs there is taken away."""
        if not REAL:
            (folder / "python" / "_wmi.pyd").unlink(missing_ok=True)

    def end(self) -> None:
        """Ends what still runs on it."""
        if not REAL:
            server = shutil.which("wineserver") or "/usr/lib/wine/wineserver"
            run(server, "-k", environment=self.environment)

    def _words(self, *words: object) -> list[object]:
        named = [self.name(word) if isinstance(word, Path) and word.is_relative_to(self._drive) else word
                 for word in words]  # fmt: skip
        return named if REAL else [WINE, *named]

    def _prepare(self) -> None:
        self.run("wineboot", "-i")
        self.run("winecfg", "-v", "win10")
        library = self._drive / "windows" / "system32" / "icuuc.dll"
        until((self._drive / "users").is_dir)
        succeeds(
            "x86_64-w64-mingw32-gcc", "-shared", "-Os", "-s", "-o", library,
            Path(__file__).with_name("wine_icuuc.c"),
        )  # fmt: skip


def one_user(users: Path) -> Path:
    """The home of the one who is not everybody."""
    (found,) = [path for path in users.iterdir() if path.name != "Public"]
    return found
