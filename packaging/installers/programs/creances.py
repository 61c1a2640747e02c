"""The program without a window, as the installers start it."""

import sys

from creances_desktop.cli import main

sys.exit(main())
