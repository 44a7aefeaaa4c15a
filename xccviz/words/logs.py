"""What contracts logged."""

from __future__ import annotations

from xccviz.catalogue import tr

NOTHING_LOGGED = tr("Nothing was logged.")
NOTHING_LOGGED_YET = tr("Nothing has been logged yet.")
ROLLED_BACK = tr("The receipt failed: what these lines tell of was rolled back.")
