"""Where a frozen xccviz starts: the command line, the display probe's child (see xccviz/screen.py), or the process that
a contract runs in (see xccviz/rerun/sandbox.py)."""

from __future__ import annotations

import multiprocessing
import sys

from xccviz.rerun.sandbox import CHILD_OPTION
from xccviz.screen import PROBE_OPTION, child_main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if sys.argv[1:2] == [PROBE_OPTION]:
        sys.exit(child_main())
    if sys.argv[1:2] == [CHILD_OPTION]:
        from xccviz.rerun.child import main as run_contracts

        sys.exit(run_contracts(sys.argv[2:]))
    from xccviz.cli.main import main

    sys.exit(main())
