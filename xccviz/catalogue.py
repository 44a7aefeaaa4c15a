"""The one catalogue of texts for people: every sentence is looked up here, so that a language is one file.

    tr("waited {count} blocks", count=3)      trn("{count} slot", "{count} slots", 3)

English is the key. A translation is `resources/locale/<language>/LC_MESSAGES/xccviz.po`; `make messages` collects all
texts into `resources/locale/xccviz.pot` and compiles translations into the .mo that is read here. The language is that
of the process (LANGUAGE, LC_ALL, LC_MESSAGES, LANG) unless `speak` named one before (`language`: the setting). Values
are put in after the lookup, so that nothing from the chain is ever a key or a format.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from functools import lru_cache

from xccviz.resources import resource_path

DOMAIN = "xccviz"
AUTO = "auto"
"""The language of the process's environment."""
LANGUAGES = (AUTO, "en", "de")
"""What may be chosen: the environment's, English (the key), and each translation in resources/locale."""

_chosen = [AUTO]


def speak(name: str) -> None:
    """Say everything in one of LANGUAGES from now on. What was looked up before stays as it was said."""
    _chosen[0] = name
    language.cache_clear()


@lru_cache(maxsize=1)
def language() -> gettext.NullTranslations:
    """The translation of the process; English where there is none."""
    try:
        folder = str(resource_path("locale"))
    except FileNotFoundError:  # an installation without its files still says so (self-test)
        return gettext.NullTranslations()
    named = None if _chosen[0] == AUTO else [_chosen[0]]
    return gettext.translation(DOMAIN, localedir=folder, languages=named, fallback=True)


def tr(text: str, /, **values: object) -> str:
    """`text` in the language of the process, `{name}` replaced by `values`."""
    said = language().gettext(text)
    return _filled(said, text, values) if values else said


def trn(one: str, many: str, count: int, /, **values: object) -> str:
    """`one` or `many`, as the language counts; `{count}` is written with thousands separated."""
    said = language().ngettext(one, many, count)
    return _filled(said, one if count == 1 else many, {"count": f"{count:,}", **values})


def _filled(said: str, english: str, values: Mapping[str, object]) -> str:
    try:
        return said.format(**values)
    except (LookupError, ValueError, AttributeError, TypeError):
        # A translation with a place that the text does not have.
        return english.format(**values)


def translated(text: str) -> str:
    """A text of a bundled file (`make messages` reads those too) in the language of the process, places unfilled."""
    return language().gettext(text) if text else text
