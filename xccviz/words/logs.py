"""What contracts logged."""

from __future__ import annotations

from xccviz.catalogue import tr

ROLLED_BACK = tr("The receipt failed: what these lines tell of was rolled back.")
