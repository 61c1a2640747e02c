"""The .deb in a fresh Debian: checked, installed, used by somebody new, upgraded, removed."""

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import OLDER, ROOT, Screen, one, run, succeeds, until

pytestmark = [pytest.mark.system, pytest.mark.timeout(1500)]

IDENT = "org.creances_desktop.Creances"
DAY = "2026-11-23"
HOME = Path("home/marie")
# What a program that brings its own libraries, in /opt, cannot do otherwise: each is an error of lintian's.
OWN_FOLDER = {
    "dir-or-file-in-opt": "a package that is not Debian's belongs into /opt",
    "embedded-library": "wheels and PyInstaller bring their libraries",
    "unstripped-binary-or-object": "strip breaks wheels that auditwheel packed",
    "custom-library-search-path": "they find each other by $ORIGIN",
    "library-not-linked-against-libc": "extension modules that need nothing of it",
    "shared-library-is-executable": "as the wheels have them",
}


@pytest.fixture(scope="module")
def package(built: Path) -> Path:
    """The .deb."""
    return one(built, "*.deb")


@pytest.fixture(scope="module")
def contents(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the .deb puts on the disk."""
    folder = tmp_path_factory.mktemp("contents")
    succeeds("dpkg-deb", "-x", package, folder)
    return folder


def test_lintian_finds_only_what_a_bundled_program_must_have(package: Path) -> None:
    rights = ["--allow-root"] if os.geteuid() == 0 else []
    said = run("lintian", *rights, "--no-tag-display-limit", package, seconds=600)
    errors = set(re.findall(r"^E: creances-desktop: (\S+)", said.stdout, re.MULTILINE))
    assert "dir-or-file-in-opt" in errors, said.stdout + said.stderr
    assert errors <= set(OWN_FOLDER), said.stdout


def test_the_desktop_knows_the_program_and_its_files(contents: Path) -> None:
    share = contents / "usr/share"
    succeeds("desktop-file-validate", share / f"applications/{IDENT}.desktop")
    succeeds("appstreamcli", "validate", "--no-net", share / f"metainfo/{IDENT}.metainfo.xml")
    succeeds("update-mime-database", share / "mime")
    assert "80:application/x-creances:*.creances" in (share / "mime/globs2").read_text(encoding="utf-8")
    succeeds("update-desktop-database", share / "applications")
    known = (share / "applications/mimeinfo.cache").read_text(encoding="utf-8")
    assert f"application/x-creances={IDENT}.desktop" in known
    sizes = {path.parts[-3] for path in (share / "icons/hicolor").rglob(f"{IDENT}.*")}
    assert {"16x16", "24x24", "32x32", "48x48", "64x64", "128x128", "256x256", "512x512", "scalable"} <= sizes


@pytest.mark.parametrize("name", ["creances", "creances-desktop"])
def test_each_program_has_a_manual_in_french(contents: Path, name: str) -> None:
    page = contents / f"usr/share/man/man1/{name}.1.gz"
    environment = dict(os.environ, MANWIDTH="80", LC_ALL="C.UTF-8")
    shown = run("man", "--warnings", "-l", page, environment=environment)
    assert shown.returncode == 0
    assert shown.stderr == ""
    text = " ".join(shown.stdout.split())
    assert "DESCRIPTION" in text
    assert "CREANCES_DATA_DIR" in text
    if name == "creances":
        listed = succeeds(contents / "opt/creances-desktop/creances", "--help")
        commands = re.findall(r"^    ([a-z]+) ", listed, re.MULTILINE)
        assert len(commands) >= 10
        assert all(f" {command} " in text for command in commands), commands


def test_the_rpm_holds_the_same(built: Path, contents: Path) -> None:
    package = one(built, "*.rpm")
    listed = succeeds("rpm", "-qp", "--nosignature", "--qf", "[%{FILENAMES}\\n]", package).split("\n")
    files = {
        f"/{path.relative_to(contents)}"
        for path in contents.rglob("*")
        if path.is_symlink() or path.is_file()
    }
    generated = {f"/usr/share/{name}" for name in ("mime/", "applications/mimeinfo.cache")}
    mine = {name for name in files if not any(name.startswith(each) for each in generated)}
    packaged = {f"/usr/share/mime/packages/{IDENT}.xml"}
    assert mine | packaged <= set(listed), sorted((mine | packaged) - set(listed))[:5]
    needed = succeeds("rpm", "-qp", "--nosignature", "--requires", package)
    assert "libEGL.so.1()(64bit)" in needed


# --- In a fresh root ----------------------------------------------------------------------------------------


def _as_root(*words: object) -> list[object]:
    return [*words] if os.geteuid() == 0 else ["sudo", "-n", *words]


def _mirror() -> tuple[str, str]:
    """Where this machine takes Debian from, and its code name."""
    release = Path("/etc/os-release").read_text(encoding="utf-8")
    found = re.search(r"^VERSION_CODENAME=(\w+)", release, re.MULTILINE)
    assert found, "this system does not say its code name"
    wanted = "$(REPO_URI) $(CODENAME) $(COMPONENT)"
    listed = succeeds("apt-get", "indextargets", "--format", wanted, "Created-By: Packages").splitlines()
    for line in listed:
        address, name, component = line.split()
        if (name, component) == (found.group(1), "main"):
            return address, name
    pytest.fail(f"apt knows no mirror of {found.group(1)}: {listed}")


class Root:
    """A minimal Debian in a folder, and what is done in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words: object, user: str = "root", **more: str) -> subprocess.CompletedProcess[str]:
        """Runs a program in it as one of its users."""
        return run(*self.words(*words, user=user, **more), seconds=900)

    def words(self, *words: object, user: str = "root", **more: str) -> list[object]:
        """The words that run a program in it."""
        home = "/root" if user == "root" else f"/home/{user}"
        variables = {"HOME": home, "USER": user, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8",
                     "DEBIAN_FRONTEND": "noninteractive", **more}  # fmt: skip
        settings = [f"{name}={value}" for name, value in variables.items()]
        return _as_root("chroot", f"--userspec={user}", self.folder, "env", "-i", *settings, *words)

    def succeeds(self, *words: object, user: str = "root", **more: str) -> str:
        """What a program printed in it; fails with what it said otherwise."""
        done = self.run(*words, user=user, **more)
        assert done.returncode == 0, f"{words}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout

    def install(self, package: Path) -> str:
        """Installs a .deb with apt, as its user would."""
        target = self.folder / "srv" / package.name
        shutil.copy(package, target)
        options = ["-y", "--no-install-recommends", "-o", "Acquire::Retries=5"]
        done = self.succeeds("apt-get", "install", *options, f"/srv/{package.name}")
        target.unlink()
        return done


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Root]:
    """A fresh minimal Debian with one user, marie."""
    folder = tmp_path_factory.mktemp("debian")
    folder.chmod(0o755)
    address, name = _mirror()
    words = ("debootstrap", "--variant=minbase", name, folder, address)
    made = run(*_as_root(*words), seconds=900)
    if made.returncode != 0:  # a mirror may stutter
        made = run(*_as_root(*words), seconds=900)
    assert made.returncode == 0, made.stdout[-2000:] + made.stderr[-2000:]
    apt = run("apt-config", "dump", "Acquire").stdout
    kept = [line for line in apt.splitlines() if re.match(r"Acquire::(https?|Check|Retries)", line)]
    (folder / "etc/apt/apt.conf.d/99of-the-host").write_text("\n".join(kept) + "\n", encoding="utf-8")
    fresh = Root(folder)
    succeeds(*_as_root("mount", "-t", "proc", "proc", folder / "proc"))
    try:
        fresh.succeeds("apt-get", "update")
        fresh.succeeds("useradd", "--create-home", "marie")
        yield fresh
    finally:
        run(*_as_root("umount", folder / "proc"))


def _mentions(folder: Path) -> set[str]:
    """The files of the system whose name speaks of the program, outside the homes."""
    places = ("etc", "opt", "usr", "var", "root")
    found = {
        str(path.relative_to(folder)) for place in places for path in (folder / place).rglob("*")
        if "creances" in str(path.relative_to(folder)).lower()
    }  # fmt: skip
    return {name for name in found if not name.startswith(("var/log/", "srv/"))}


def test_somebody_new_installs_uses_upgrades_and_removes_it(
    root: Root, package: Path, older: Path, display: Screen, tmp_path: Path
) -> None:
    version = succeeds("dpkg-deb", "-f", package, "Version").strip()

    # installed, in an older version, on a system that has nothing but itself
    root.install(one(older, "*.deb"))
    status = ("dpkg-query", "-W", "-f", "${Version} ${db:Status-Status}", "creances-desktop")
    assert root.succeeds(*status) == f"{OLDER} installed"
    missing = root.succeeds(
        "sh", "-c",
        "find /opt/creances-desktop -name '*.so*' | LD_LIBRARY_PATH=/opt/creances-desktop/_internal:"
        "/opt/creances-desktop/_internal/PySide6/Qt/lib xargs -n 200 ldd | grep 'not found' || true",
    )  # fmt: skip
    assert missing == ""

    # the main job without a window
    documents = root.folder / HOME / "Documents"
    root.succeeds("mkdir", "-p", f"/{HOME}/Documents", user="marie")
    example = f"/{HOME}/Documents/exemple.creances"
    root.succeeds("creances", "demo", "--vers", example, "--jour", DAY, user="marie")
    letters = f"/{HOME}/Documents/lettres"
    root.succeeds(
        "creances", "relances", "--dossier", example, "--sortie", letters, "--jour", DAY, user="marie"
    )
    assert list((documents / "lettres").glob("*.pdf"))

    # a dossier of the first schema is kept by the upgrade, and migrated when it is written next
    shutil.copy(ROOT / "tests/data/versions/1.creances", documents / "ancien.creances")
    owner = (documents / "exemple.creances").stat()
    os.chown(documents / "ancien.creances", owner.st_uid, owner.st_gid)
    before = (documents / "ancien.creances").read_bytes()
    root.install(package)
    assert root.succeeds(*status) == f"{version} installed"
    assert (documents / "ancien.creances").read_bytes() == before
    assert _schema(documents / "ancien.creances") == 1
    old = f"/{HOME}/Documents/ancien.creances"
    root.succeeds(
        "creances", "relances", "--dossier", old, "--sortie", f"/{HOME}/l", "--jour", DAY, user="marie"
    )
    assert _schema(documents / "ancien.creances") == _schema(documents / "exemple.creances") > 1
    for name in ("ancien", "exemple"):
        said = root.succeeds(
            "creances", "verifier", "--dossier", f"/{HOME}/Documents/{name}.creances", user="marie"
        )
        assert "est intact" in said

    # its window, as the menu of the desktop starts it
    entry = (root.folder / f"usr/share/applications/{IDENT}.desktop").read_text(encoding="utf-8")
    assert "Exec=creances-desktop %f" in entry
    _use_the_window(root, example, display, tmp_path)

    # removed: nothing of the program is left, everything of its user is
    kept = {path: path.read_bytes() for path in documents.rglob("*") if path.is_file()}
    root.succeeds("apt-get", "purge", "-y", "creances-desktop")
    assert _mentions(root.folder) == set()
    assert {path: path.read_bytes() for path in documents.rglob("*") if path.is_file()} == kept
    assert (root.folder / HOME / ".config/Creances").is_dir()


def _schema(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def _use_the_window(root: Root, dossier: str, display: Screen, folder: Path) -> None:
    """Opens the window on a dossier, looks at its five tabs, closes it by the keyboard."""
    variables = {"DISPLAY": display.environment["DISPLAY"], "QT_QPA_PLATFORM": "xcb"}
    words = root.words("creances-desktop", dossier, "--jour", DAY, user="marie", **variables)
    process = subprocess.Popen([str(word) for word in words])
    try:
        until(lambda: process.poll() is not None or any("Créances" in title for title in display.titles()))
        assert process.poll() is None
        assert len(set(display.tabs("Créances", folder))) == 5
        display.focus("Créances")
        display.keys("ctrl+q")
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait(30)
