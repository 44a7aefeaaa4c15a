"""`python -m xccviz` is `xccviz`."""

from __future__ import annotations

import sys

from xccviz.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
