"""What a user gave, with a look at the disk: an existing file is meant before anything that its name looks like."""

from __future__ import annotations

import os
from pathlib import Path

from xccviz.model import base58
from xccviz.sources.files.lake_folder import is_lake_folder
from xccviz.sources.recognise.references import LONGEST_PATH, FileRef, Reference


def reference_to(text: str) -> Reference:
    """As `classify`, but a file (or a folder of a Lake block) of that name comes first, also as `NAME#HASH`: a name may
    look like an account or a hash. Never raises."""
    given = text.strip()
    if 0 < len(given) <= LONGEST_PATH and "\n" not in given and given != "-":
        path, mark, hash = given.rpartition("#")
        if _opens(given):
            return FileRef(given)
        if mark and base58.is_hash(hash) and _opens(path):
            return FileRef(path, hash)
    from xccviz.sources.classify import classify  # late: most of what a command is given is a file

    return classify(text)


def _opens(path: str) -> bool:
    try:
        place = os.path.expanduser(path)
        return os.path.isfile(place) or is_lake_folder(Path(place))
    except (OSError, ValueError):
        return False
