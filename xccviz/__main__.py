"""`python -m xccviz` is `xccviz`."""

from __future__ import annotations

import gc
import os
import sys

WIDGETS = "PySide6.QtWidgets"


def run() -> int:
    """`xccviz.cli.main:main`, silent also when Ctrl-C comes while the program is still being loaded."""
    gc.disable()  # of what is loaded nothing is garbage; see `cli/main`, and for the window `gui/tasks/collector`
    had_window = WIDGETS in sys.modules
    try:
        from xccviz.language import speak_as_set

        speak_as_set()  # before anything else is loaded: that says its texts at once
        from xccviz.cli.main import main

        status = main()
        if WIDGETS in sys.modules and not had_window:
            _end(status)
        gc.freeze()  # the interpreter's last search for garbage is a tenth of a short command, and finds nothing
        return status
    except KeyboardInterrupt:
        return 130


def _end(status: int) -> None:
    """End the process at once. A window has kept what lasts when it closed, and files are written whole or not at all:
    to take a large transaction apart, or to wait for a thread that still draws one, takes longer than anybody waits."""
    import logging

    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:  # nobody reads it any more
            pass
    os._exit(status)


if __name__ == "__main__":
    sys.exit(run())
