"""Where a dossier lies is told from its path and its file system."""

from pathlib import Path

import pytest

from creances_desktop.storage import places
from creances_desktop.storage.places import Mount, Place, PlaceKind

MOUNTS = [
    Mount("/", "ext4"),
    Mount("/home", "ext4"),
    Mount("/mnt/compta", "nfs4"),
    Mount("/home/a/Partage", "fuse.sshfs"),
    Mount("/media/a/CLE", "vfat"),
    Mount("/run/media/a/Disque", "ext4", removable=True),
    Mount("/mnt/windows", "cifs"),
    Mount("/Volumes/Serveur", "smbfs"),
    Mount("/boot/efi", "vfat"),
]


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("/home/a/Documents/d.creances", PlaceKind.LOCAL, ""),
        ("/home/a/Dropbox/d.creances", PlaceKind.SYNCHRONISED, "Dropbox"),
        ("/home/a/Dropbox (Personnel)/d.creances", PlaceKind.SYNCHRONISED, "Dropbox"),
        ("/Users/a/OneDrive - Menuiserie/d.creances", PlaceKind.SYNCHRONISED, "OneDrive"),
        ("/Users/a/Library/CloudStorage/OneDrive-Perso/d.creances", PlaceKind.SYNCHRONISED, "OneDrive"),
        ("/Users/a/Library/Mobile Documents/com~apple~CloudDocs/d.creances", PlaceKind.SYNCHRONISED,
         "iCloud Drive"),
        ("/home/a/Nextcloud/compta/d.creances", PlaceKind.SYNCHRONISED, "Nextcloud"),
        ("/home/a/dropbox.creances", PlaceKind.LOCAL, ""),
        ("/mnt/compta/2026/d.creances", PlaceKind.NETWORK, "nfs4"),
        ("/home/a/Partage/d.creances", PlaceKind.NETWORK, "sshfs"),
        ("/mnt/windows/d.creances", PlaceKind.NETWORK, "cifs"),
        ("/Volumes/Serveur/d.creances", PlaceKind.NETWORK, "smbfs"),
        ("/media/a/CLE/d.creances", PlaceKind.REMOVABLE, "CLE"),
        ("/run/media/a/Disque/d.creances", PlaceKind.REMOVABLE, "Disque"),
        ("/boot/efi/d.creances", PlaceKind.LOCAL, ""),
        ("/mnt/autre/d.creances", PlaceKind.LOCAL, ""),
    ],
)  # fmt: skip
def test_a_place_is_told(path: str, kind: PlaceKind, name: str) -> None:
    assert places.classify(Path(path), MOUNTS) == Place(kind, name)


def test_what_mount_prints_on_macos_is_read() -> None:
    told = (
        "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n"
        "//anne@serveur/Compta 2026 on /Volumes/Compta 2026 (smbfs, nodev, nosuid, mounted by anne)\n"
    )
    assert places.read_mounts(told) == [Mount("/", "apfs"), Mount("/Volumes/Compta 2026", "smbfs")]


def test_the_disk_of_this_machine_is_told_without_an_error(tmp_path: Path) -> None:
    assert places.of(tmp_path / "d.creances").kind in set(PlaceKind)
