"""The program with its window, as the installers start it."""

import sys

from creances_desktop.__main__ import main

sys.exit(main())
