"""The platform's folders for what xccviz keeps (XDG on Linux)."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

APP_NAME = "xccviz"


def default_cache_dir(environ: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Return the platform's folder for xccviz's cache (XDG on Linux)."""
    home = _home(environ)
    if platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / APP_NAME / "Cache"
    if platform == "darwin":
        return home / "Library" / "Caches" / APP_NAME
    return _xdg(environ, "XDG_CACHE_HOME", home / ".cache") / APP_NAME


def default_config_dir(environ: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Return the platform's folder for xccviz's configuration (XDG on Linux)."""
    home = _home(environ)
    if platform == "win32":
        return Path(environ.get("APPDATA") or home / "AppData" / "Roaming") / APP_NAME
    if platform == "darwin":
        return home / "Library" / "Application Support" / APP_NAME
    return _xdg(environ, "XDG_CONFIG_HOME", home / ".config") / APP_NAME


def _home(environ: Mapping[str, str]) -> Path:
    home = environ.get("HOME") or environ.get("USERPROFILE")
    return Path(home) if home else Path.home()


def _xdg(environ: Mapping[str, str], name: str, default: Path) -> Path:
    # The XDG specification says that a relative path is to be ignored.
    value = environ.get(name, "")
    return Path(value) if value.startswith("/") else default
