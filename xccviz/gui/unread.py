"""Our modules and Python's are imported without PySide reading their sources.

Once PySide is loaded it reads the source of every module when that is first imported, to learn whether it uses PySide:
only there do its switches (`from __feature__ import snake_case`) count. A third of the time until a window stands would
go there, and what was read stays in memory. Our modules have none of these switches and Python's own don't use PySide,
so this says so for them; what others import is read as ever. It is imported before anything else of the window.
"""

from __future__ import annotations

import sys

import PySide6.QtCore  # noqa: F401 - loads what is told here

FEATURE, READER = "shibokensupport.feature", "_mod_uses_pyside"
"""Where PySide decides, and with what."""
OURS = "xccviz"


def _told() -> None:
    """Have PySide told instead of reading; where a later one has no such reader, nothing is to be done."""
    place = sys.modules.get(FEATURE)
    read = getattr(place, READER, None)
    if read is None:
        return

    def uses_pyside(module: object) -> bool:
        first = str(getattr(module, "__name__", "")).partition(".")[0]
        return first == OURS or (first not in sys.stdlib_module_names and bool(read(module)))

    setattr(place, READER, uses_pyside)


_told()
