"""The program as the installers start it: with its window, or as the command `creances`."""

import os
import sys

if os.environ.pop("CREANCES_AS_COMMAND", ""):
    from creances_desktop.cli import main as command

    sys.exit(command())

from creances_desktop.__main__ import main

sys.exit(main())
