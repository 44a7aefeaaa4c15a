"""`python -m xccviz` is `xccviz`."""

from __future__ import annotations

import sys


def run() -> int:
    """`xccviz.cli.main:main`, silent also when Ctrl-C comes while the program is still being loaded."""
    try:
        from xccviz.cli.main import main

        return main()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(run())
