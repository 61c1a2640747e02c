"""Where a dossier lies, by its path and its file system: here, elsewhere, synchronised, on a stick.

SQLite's write-ahead log needs shared memory that network drives do not give, and a program that synchronises
files may copy a dossier in the middle of a change. Such places are told apart from a disk of this computer.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

_SYNCHRONISED = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "icloud drive": "iCloud Drive",
    "iclouddrive": "iCloud Drive",
    "mobile documents": "iCloud Drive",
    "com~apple~clouddocs": "iCloud Drive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "mon drive": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "kdrive": "kDrive",
    "pcloud drive": "pCloud",
    "pclouddrive": "pCloud",
    "seafile": "Seafile",
    "mega": "MEGA",
}
_REMOTE = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "webdav", "davfs", "ncpfs", "9p", "afs",
     "ceph", "glusterfs", "fuse.sshfs", "fuse.davfs2", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.smbnetfs"}
)  # fmt: skip
_STICKS = frozenset({"vfat", "exfat", "msdos", "fuseblk", "fat", "fat32"})
_DRIVE_REMOVABLE, _DRIVE_REMOTE = 2, 4


class PlaceKind(StrEnum):
    """What kind of place it is."""

    LOCAL = "local"
    SYNCHRONISED = "synchronised"
    NETWORK = "network"
    REMOVABLE = "removable"


@dataclass(frozen=True, slots=True)
class Place:
    """A place; `name` is what the user calls it: `Dropbox`, `nfs4`, `E:`."""

    kind: PlaceKind
    name: str = ""

    @property
    def is_shared(self) -> bool:
        """Whether others may touch or take the file there: no write-ahead log, no mapped memory."""
        return self.kind is not PlaceKind.LOCAL


@dataclass(frozen=True, slots=True)
class Mount:
    """A file system: where it is mounted, its type, whether its device can be taken out."""

    point: str
    type: str
    removable: bool = False


def of(path: Path) -> Place:
    """The place of a file, there already or not yet."""
    path = path.absolute()
    if os.name == "nt":
        return synchronised(path.parts) or _windows_drive(path) or Place(PlaceKind.LOCAL)
    mounts = _linux_mounts() if sys.platform.startswith("linux") else _other_mounts()
    return classify(path, mounts)


def classify(path: Path, mounts: list[Mount]) -> Place:
    """The place of a file among these file systems: the deepest mount that holds it decides."""
    found = synchronised(path.parts)
    if found is not None:
        return found
    held = [one for one in mounts if path.is_relative_to(one.point)]
    if held:
        mount = max(held, key=lambda one: len(Path(one.point).parts))
        if mount.type in _REMOTE:
            return Place(PlaceKind.NETWORK, mount.type.removeprefix("fuse."))
        media = mount.point.startswith(("/media/", "/run/media/", "/mnt/", "/Volumes/"))
        if mount.removable or (media and mount.type in _STICKS):
            return Place(PlaceKind.REMOVABLE, Path(mount.point).name)
    return Place(PlaceKind.LOCAL)


def synchronised(parts: tuple[str, ...]) -> Place | None:
    """The service whose folder one of these folders is, None for none: `OneDrive - Société` is OneDrive's."""
    for part in parts[:-1]:
        name = part.casefold()
        for known, title in _SYNCHRONISED.items():
            if name == known or name.startswith((f"{known} -", f"{known} (", f"{known}-")):
                return Place(PlaceKind.SYNCHRONISED, title)
    return None


def _linux_mounts() -> list[Mount]:
    try:
        lines = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    found = []
    for line in lines:
        device, point, kind, *_ = line.split(" ")
        point = point.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        found.append(Mount(point, kind, _linux_removable(device)))
    return found


def _linux_removable(device: str) -> bool:
    name = device.removeprefix("/dev/")
    if name == device or "/" in name:
        return False
    link = Path("/sys/class/block") / name
    try:
        real = link.resolve()
        disk = real.parent if (real / "partition").exists() else real
        return (disk / "removable").read_text(encoding="ascii").strip() == "1"
    except (OSError, UnicodeDecodeError):
        return False


def _other_mounts() -> list[Mount]:
    """What `mount` says on macOS and the BSDs: `//me@server/share on /Volumes/share (smbfs, nodev)`."""
    try:
        told = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False, timeout=2).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    return read_mounts(told)


def read_mounts(text: str) -> list[Mount]:
    """The file systems in what `mount` prints on macOS."""
    found = []
    for line in text.splitlines():
        _, _, rest = line.partition(" on ")
        point, _, options = rest.rpartition(" (")
        if point:
            found.append(Mount(point, options.rstrip(")").split(",")[0].strip()))
    return found


def _windows_drive(path: Path) -> Place | None:
    drive = path.drive
    if drive.startswith("\\\\"):
        return Place(PlaceKind.NETWORK, drive)
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - there on Windows only
    kind = int(kernel.GetDriveTypeW(f"{drive}\\"))
    kinds = {_DRIVE_REMOTE: PlaceKind.NETWORK, _DRIVE_REMOVABLE: PlaceKind.REMOVABLE}
    return Place(kinds[kind], drive) if kind in kinds else None
