"""Where a frozen xccviz starts: the command line, or the display probe's child (see xccviz/screen.py)."""

from __future__ import annotations

import multiprocessing
import sys

from xccviz.screen import PROBE_OPTION, child_main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if sys.argv[1:2] == [PROBE_OPTION]:
        sys.exit(child_main())
    from xccviz.cli.main import main

    sys.exit(main())
