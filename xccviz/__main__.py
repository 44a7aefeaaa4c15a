"""`python -m xccviz` is `xccviz`."""

from __future__ import annotations

import gc
import sys


def run() -> int:
    """`xccviz.cli.main:main`, silent also when Ctrl-C comes while the program is still being loaded."""
    gc.disable()  # of what is loaded nothing is garbage; see `cli/main`, and for the window `gui/tasks/collector`
    try:
        from xccviz.language import speak_as_set

        speak_as_set()  # before anything else is loaded: that says its texts at once
        from xccviz.cli.main import main

        status = main()
        gc.freeze()  # the interpreter's last search for garbage is a tenth of a short command, and finds nothing
        return status
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(run())
