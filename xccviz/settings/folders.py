"""The platform's folders for what xccviz keeps (XDG on Linux)."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

APP_NAME = "xccviz"


def default_cache_dir(environ: Mapping[str, str], platform: str = sys.platform) -> Path | None:
    """Return the platform's folder for xccviz's cache (XDG on Linux); None where there is no home."""
    home = _home(environ)
    if platform == "win32":
        return _below(_given(environ, "LOCALAPPDATA") or _below(home, "AppData", "Local"), APP_NAME, "Cache")
    if platform == "darwin":
        return _below(home, "Library", "Caches", APP_NAME)
    return _below(_xdg(environ, "XDG_CACHE_HOME") or _below(home, ".cache"), APP_NAME)


def default_config_dir(environ: Mapping[str, str], platform: str = sys.platform) -> Path | None:
    """Return the platform's folder for xccviz's configuration (XDG on Linux); None where there is no home."""
    home = _home(environ)
    if platform == "win32":
        return _below(_given(environ, "APPDATA") or _below(home, "AppData", "Roaming"), APP_NAME)
    if platform == "darwin":
        return _below(home, "Library", "Application Support", APP_NAME)
    return _below(_xdg(environ, "XDG_CONFIG_HOME") or _below(home, ".config"), APP_NAME)


def _home(environ: Mapping[str, str]) -> Path | None:
    given = _given(environ, "HOME") or _given(environ, "USERPROFILE")
    try:
        return given or Path.home()
    except RuntimeError:  # a user without a name and a home, as containers have
        return None


def _below(folder: Path | None, *names: str) -> Path | None:
    return folder.joinpath(*names) if folder is not None else None


def _given(environ: Mapping[str, str], name: str) -> Path | None:
    value = environ.get(name)
    return Path(value) if value else None


def _xdg(environ: Mapping[str, str], name: str) -> Path | None:
    # The XDG specification says that a relative path is to be ignored.
    value = environ.get(name, "")
    return Path(value) if value.startswith("/") else None
