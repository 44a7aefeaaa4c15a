"""What `make run` does: `python -m xccviz.cli.first_run OPEN` opens the window on OPEN.

Where no window can be opened it prints OPEN as text, the short answer last, and writes it as an SVG.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from xccviz.catalogue import tr
from xccviz.cli.main import main
from xccviz.screen import probe_display

DEFAULT_OPEN = "sample:tutorial-parallel-3-one-panics"
SVG_NAME = "xccviz-run.svg"


def run_or_print(argv: Sequence[str]) -> int:
    """Open the window on the first argument (a sample without one); where none can be opened, print it instead.

    Then the exit status is 0: the text and the SVG are there, and standard error says why there is no window.
    """
    opened = argv[0] if argv else DEFAULT_OPEN
    probe = probe_display()
    if probe.ok:
        return main(["gui", *(argv or [opened])])
    print("xccviz: " + tr("no window can be opened: {reason}", reason=f"{probe.reason}."), file=sys.stderr)
    if probe.hint:
        print(f"  {probe.hint}", file=sys.stderr)
    print(tr("Here is {name} as text, in short at the end.", name=opened) + "\n", file=sys.stderr, flush=True)
    shown = main(["show", opened, "--view", "all"])
    if shown == 0:
        print("\n" + tr("In short") + "\n", flush=True)
        main(["show", opened, "-q"])  # a long text scrolls its beginning away
    sys.stdout.flush()
    drawn = main(["export", opened, "--to", "svg", "--collapse", "refunds", "-q", "-o", SVG_NAME])
    if drawn == 0:
        print("\n" + tr("The drawing was written to {file}", file=Path(SVG_NAME).resolve()), file=sys.stderr)
    return shown or drawn


if __name__ == "__main__":
    sys.exit(run_or_print(sys.argv[1:]))
