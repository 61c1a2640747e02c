"""Puts the folder of the program into the user's PATH, or takes it out: the installer calls it.

NSIS alone cuts a long PATH at 1,024 characters; this reads and writes it whole.
"""

import ctypes
import sys
import winreg

BROADCAST, SETTING_CHANGE, ABORT_IF_HUNG = 0xFFFF, 0x001A, 0x0002


def main(action: str, folder: str) -> int:
    """0, with *folder* in the PATH ("add") or not ("remove")."""
    access = winreg.KEY_READ | winreg.KEY_WRITE
    with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, "Environment", 0, access) as key:
        try:
            value, kind = winreg.QueryValueEx(key, "Path")
        except FileNotFoundError:
            value, kind = "", winreg.REG_EXPAND_SZ
        others = [each for each in value.split(";") if each and each.rstrip("\\").lower() != folder.lower()]
        wanted = ";".join([*others, folder] if action == "add" else others)
        if wanted == value:
            return 0
        if wanted or value:
            winreg.SetValueEx(key, "Path", 0, kind, wanted)
    ctypes.windll.user32.SendMessageTimeoutW(
        BROADCAST, SETTING_CHANGE, 0, "Environment", ABORT_IF_HUNG, 2000, None
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2].rstrip("\\")))
