"""The one catalogue of texts for people: every sentence is looked up here, so that a language is one file.

    tr("waited {count} blocks", count=3)      trn("{count} slot", "{count} slots", 3)      numeral(1234)

English is the key. A translation is `resources/locale/<language>/LC_MESSAGES/xccviz.po`; `make messages` collects all
texts into `resources/locale/xccviz.pot` and compiles translations into the .mo that is read here. The language is that
of the process (LANGUAGE, LC_ALL, LC_MESSAGES, LANG) unless `speak` named one before (`language`: the setting). Values
are put in after the lookup, so that nothing from the chain is ever a key or a format.

How a language writes numbers is a text like any other: what it says for `1,234.5`. They are written so by a program
that was told its language (`speak`), and not where machines read them (`plain_numerals`).
"""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from itertools import takewhile

from xccviz.resources import resource_path

DOMAIN = "xccviz"
AUTO = "auto"
"""The language of the process's environment."""
LANGUAGES = (AUTO, "en", "de")
"""What may be chosen: the environment's, English (the key), and each translation in resources/locale."""
_chosen = [AUTO]
_numerals = [False]
_plain = ContextVar("plain", default=False)


def speak(name: str) -> None:
    """Say everything in one of LANGUAGES from now on, with its numbers. What was looked up before stays as it was
    said."""
    _chosen[0], _numerals[0] = name, True
    language.cache_clear()


@lru_cache(maxsize=1)
def language() -> gettext.NullTranslations:
    """The translation of the process; English where there is none."""
    try:
        folder = str(resource_path("locale"))
    except FileNotFoundError:  # an installation without its files still says so (self-test)
        return gettext.NullTranslations()
    named = _wanted(os.environ) if _chosen[0] == AUTO else [_chosen[0]]
    before_english = list(takewhile(lambda name: not _is_english(name), named))
    if not before_english:
        return gettext.NullTranslations()  # gettext would find the same, and load more modules for it
    return gettext.translation(DOMAIN, localedir=folder, languages=before_english, fallback=True)


def _wanted(environ: Mapping[str, str]) -> list[str]:
    """The languages that the environment names, the one wanted most first."""
    told = (environ.get(name) for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    return next(filter(None, told), "C").split(":")


def _is_english(name: str) -> bool:
    """Whether a language is that of the keys: en_GB.UTF-8, C.UTF-8 and POSIX too."""
    for sign in "_.@":
        name = name.partition(sign)[0]
    return name in ("en", "C", "POSIX")


def tr(text: str, /, **values: object) -> str:
    """`text` in the language of the process, `{name}` replaced by `values`."""
    said = language().gettext(text)
    return _filled(said, text, values) if values else said


def trn(one: str, many: str, count: int, /, **values: object) -> str:
    """`one` or `many`, as the language counts; `{count}` is written with thousands separated."""
    said = language().ngettext(one, many, count)
    return _filled(said, one if count == 1 else many, {"count": numeral(count), **values})


def numeral(value: int | str) -> str:
    """A number for people: a whole one with its thousands apart, or one as English writes it (`1,234.5 s`: a text whose
    every comma parts thousands and whose every point is a decimal one), with the signs of the language."""
    text = value if isinstance(value, str) else f"{value:,}"
    signs = _signs(language()) if _numerals[0] else None
    return text if signs is None or _plain.get() else text.translate(signs[0])


def own_numerals() -> bool:
    """Whether people are told numbers in other signs than machines."""
    return _numerals[0] and _signs(language()) is not None


def typed_numeral(text: str) -> str:
    """What a person typed, a number first, with that as English writes it without signs between thousands. English
    signs are taken too where they can't mean anything else. Raises ValueError with a sentence for what may be either
    of two numbers."""
    signs = _signs(language()) if _numerals[0] else None
    if signs is None:
        return text
    group, point = signs[1:]
    found = (
        re.match(rf"[0-9]{{1,3}}((?:{re.escape(group)}[0-9]{{3}})+)(?![0-9{group}])", text) if group else None
    )
    if found is None:
        return text.replace(point, ".", 1)
    whole = found[0].replace(group, "")
    after = text[found.end() :]
    if group == "." and len(found[1]) == 4 and not after.startswith(point):
        if found[0][0] == "0":
            return text
        raise ValueError(
            tr(
                "{text} may be either of two numbers: write {one} or {other}",
                text=found[0],
                one=whole,
                other=found[0].replace(group, point),
            )
        )
    return whole + after.replace(point, ".", 1)


@contextmanager
def plain_numerals() -> Iterator[None]:
    """Numbers as English writes them for as long, in this thread: for what machines read."""
    before = _plain.set(True)
    try:
        yield
    finally:
        _plain.reset(before)


@lru_cache(maxsize=2)
def _signs(spoken: gettext.NullTranslations) -> tuple[dict[int, str], str, str] | None:
    """What takes the place of English signs, and the sign between thousands and the decimal one; None for English."""
    said = tr("1,234.5")  # of `spoken`, which is the language
    found = re.fullmatch(r"1([^0-9]?)234([^0-9])5", said)
    if found is None or found[0] == "1,234.5" or found[1] == found[2]:
        return None
    group, point = found.groups()
    return str.maketrans({",": group, ".": point}), group, point


def _filled(said: str, english: str, values: Mapping[str, object]) -> str:
    try:
        return said.format(**values)
    except (LookupError, ValueError, AttributeError, TypeError):
        # A translation with a place that the text does not have.
        return english.format(**values)


def translated(text: str) -> str:
    """A text of a bundled file (`make messages` reads those too) in the language of the process, places unfilled."""
    return language().gettext(text) if text else text
