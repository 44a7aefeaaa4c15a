"""Where a frozen xccviz starts: as `python -m xccviz` does, or as the display probe's child (see xccviz/screen.py), or
the process that a contract runs in (see xccviz/rerun/sandbox.py)."""

from __future__ import annotations

import multiprocessing
import sys

PROBE, CONTRACT = "--xccviz-probe-display", "--xccviz-run-contract"
"""As those two spell them. They are loaded where they are wanted only: what is loaded says its texts, and until the
program has begun nobody knows in which language."""

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if sys.argv[1:2] == [PROBE]:
        from xccviz.screen import child_main

        sys.exit(child_main())
    if sys.argv[1:2] == [CONTRACT]:
        from xccviz.rerun.child import main as run_contracts

        sys.exit(run_contracts(sys.argv[2:]))
    from xccviz.__main__ import run

    sys.exit(run())
