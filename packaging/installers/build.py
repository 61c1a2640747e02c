"""Makes the installers that this machine can make, into ``dist/``; ``dev.py build`` calls it.

It runs in an environment of its own (``build/venv``: requirements-build.lock).
"""

from __future__ import annotations

import argparse
import sys

import facts
import frozen
import icons


def main() -> int:
    """Make what the words ask for, or all that can be made here; 0."""
    parser = argparse.ArgumentParser(prog="dev.py build", description="Makes the installers, into dist/.")
    parser.parse_args()
    facts.DIST.mkdir(exist_ok=True)
    icons.build()
    print(frozen.build())
    return 0


if __name__ == "__main__":
    sys.exit(main())
