"""Which language the program speaks: the setting `language`, found before any text is looked up.

Rows of settings, commands and menus are said when their modules are loaded, and what is loaded first is said first: so
this is asked by the program's entry before it loads anything else, and reads of config.toml this one value only. What
is wrong with the file or the value is said later, by those who read all of it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from xccviz import catalogue
from xccviz.settings.folders import default_config_dir
from xccviz.whole import SETTINGS_BYTES, read_whole

SECONDS = 1.0
"""What reading the file may take: before anything is said, the program stands still so long."""


def speak_as_set(environ: Mapping[str, str] = os.environ) -> None:
    """Make the chosen language that of this process."""
    catalogue.speak(chosen_language(environ))


def chosen_language(environ: Mapping[str, str]) -> str:
    """What XCCVIZ_LANGUAGE says, else config.toml; "auto" where neither names a language."""
    chosen = environ.get("XCCVIZ_LANGUAGE", "").strip() or _in_file(environ)
    return chosen if chosen in catalogue.LANGUAGES else catalogue.AUTO


def _in_file(environ: Mapping[str, str]) -> str:
    given = environ.get("XCCVIZ_CONFIG_DIR", "").strip()
    try:
        folder = Path(given).expanduser() if given else default_config_dir(environ)
        told = read_whole(folder / "config.toml", SETTINGS_BYTES, SECONDS) if folder is not None else b""
        text = told.decode("utf-8-sig")
        if "language" not in text:
            return ""
        import tomllib  # a file that sets no language needs no parser here

        return str(tomllib.loads(text).get("language", ""))
    except (OSError, ValueError, RuntimeError, RecursionError):
        return ""
