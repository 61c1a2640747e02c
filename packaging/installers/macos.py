"""The disk image for macOS, made on a Mac: the application, signed and notarised where there are keys.

``CREANCES_APPLE_IDENTITY`` names the certificate in the keychain (``Developer ID Application: …``); without
it the application is signed for this machine only, and macOS asks before the first start.
``CREANCES_APPLE_PROFILE`` is the keychain profile that ``notarytool store-credentials`` made.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from pathlib import Path

import facts
import frozen

ENTITLEMENTS = facts.PACKAGING / "macos" / "entitlements.plist"
AD_HOC = "-"


def image(version: str = facts.VERSION, out: Path = facts.DIST) -> Path:
    """The .dmg in `out` with the application that PyInstaller left."""
    application = frozen.APPLICATION
    sign(application)
    made = out / f"Creances-{version}-macos-{platform.machine()}.dmg"
    folder = facts.BUILD / "macos"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copytree(application, folder / application.name, symlinks=True)
    (folder / "Applications").symlink_to("/Applications")
    made.unlink(missing_ok=True)
    words = ["hdiutil", "create", "-volname", facts.NAME, "-srcfolder", str(folder), "-ov", "-format", "UDZO"]
    subprocess.run([*words, str(made)], check=True)
    notarise(made)
    return made


def sign(application: Path) -> None:
    """Sign the application and all within it."""
    identity = os.environ.get("CREANCES_APPLE_IDENTITY") or AD_HOC
    words = ["codesign", "--force", "--deep", "--sign", identity, "--entitlements", str(ENTITLEMENTS)]
    hardened = [] if identity == AD_HOC else ["--options", "runtime", "--timestamp"]
    subprocess.run([*words, *hardened, str(application)], check=True)
    subprocess.run(["codesign", "--verify", "--deep", "--strict", str(application)], check=True)


def notarise(made: Path) -> None:
    """Have Apple look at the image and staple its answer, where there is a profile to ask with."""
    profile = os.environ.get("CREANCES_APPLE_PROFILE")
    if not profile:
        return
    words = ["xcrun", "notarytool", "submit", str(made), "--keychain-profile", profile, "--wait"]
    subprocess.run(words, check=True)
    subprocess.run(["xcrun", "stapler", "staple", str(made)], check=True)
