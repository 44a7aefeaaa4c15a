"""The one accessor for files that ship with xccviz: fonts, themes, dictionaries, samples, schemas.

An installed package carries them as `xccviz/resources_data`; a checkout (and an editable install, which carries no
forced includes) has them beside the package in `resources/`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CANDIDATES = (_PACKAGE / "resources_data", _PACKAGE.parent / "resources")


@cache
def resource_root() -> Path:
    """Return the folder that holds all resources; FileNotFoundError says where it was looked for."""
    for folder in _CANDIDATES:
        if folder.is_dir():
            return folder
    looked = " and ".join(str(folder) for folder in _CANDIDATES)
    raise FileNotFoundError(
        f"the files that ship with xccviz are missing; looked in {looked}. Install it again."
    )


def resource_path(*parts: str) -> Path:
    """Return the path of one resource, e.g. `resource_path("fonts", "Inter-Regular.otf")`.

    The file need not exist. A name that would leave the resources folder (a sample's name may come from a user)
    raises FileNotFoundError, like any other name that is not there.
    """
    root = resource_root()
    path = root.joinpath(*parts)
    inside = not any("\0" in part for part in parts) and path.resolve().is_relative_to(root.resolve())
    if not inside:
        raise FileNotFoundError(f"no such resource: {'/'.join(parts)!r}")
    return path


def read_bytes(*parts: str) -> bytes:
    """Return a resource's bytes; FileNotFoundError when there is none of that name."""
    return resource_path(*parts).read_bytes()


def read_text(*parts: str) -> str:
    """Return a resource's text (UTF-8, line ends as LF)."""
    return resource_path(*parts).read_text(encoding="utf-8")
