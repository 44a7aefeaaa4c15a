"""The messages that nearcore and the clients make of errors, and which entry of the dictionary each stands for.

They are data (`resources/errors/texts.json`), a row an entry, by the tool that prints them: `[key, message, …]`. What
is told stands in braces: `{signer_id}` is one word, in whatever quotes; `{balance|amount}` an amount of NEAR;
`{amount|yocto}` one of which the message says that it is yocto; `{msg}` and its like any text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from xccviz.model.raw import Json
from xccviz.patterns import later
from xccviz.values import frozen

LONGEST = 4_000
"""Characters of a message; a longer text is none of them."""
_PLACE = later(r"\{(\w+)(?:\|(\w+))?\}")
_FREE = frozenset({"msg", "value", "debug_info", "identifier", "block_reference", "error_message", "url"})
_WORD = r"(?:\w+\()?[\"'`<#]*(?P<{name}>[^\s\"'`<>()]{{1,400}}?)[\"'`>]*\)?"
_KEY = r"(?P<{name}>[\w:{{}}]{{1,4000}})"
_AMOUNT = r"(?P<{name}><?\d(?:[\d,]{{0,60}}\d)?(?:\.\d{{1,30}})?(?: ?[A-Za-z]*NEAR)?)"
_ANY = r"(?P<{name}>.{{0,4000}}?)"
_FORMS = {"amount": _AMOUNT, "yocto": _AMOUNT, "key": _KEY, "any": _ANY}
_YOCTO = Decimal(10) ** 24
_TOO_MUCH_NEAR = 10**12
"""More NEAR than there will ever be: such a number without a unit is yocto."""


@frozen
class Template:
    """A message and the `key` of its entry; `begins` is what stands before its first place, in lower case, and
    `weight` how many characters it has of its own."""

    key: str
    text: str
    begins: str
    weight: int

    @property
    def places(self) -> tuple[str, ...]:
        """The names of what it tells."""
        return tuple(name for name, _ in _PLACE.findall(self.text))

    def read(self, text: str) -> dict[str, Json] | None:
        """What `text` (its spaces single) tells, by the names of the places; None where it is another message."""
        found = _compiled(self.text).fullmatch(text)
        if found is None:
            return None
        # The node prints names in quotes and bare numbers of yocto, near-api-js names without and numbers of NEAR.
        in_yocto = '"' in text
        forms = dict(_PLACE.findall(self.text))
        told = {name: _value(value, forms[name], in_yocto) for name, value in found.groupdict().items()}
        return {name: value for name, value in told.items() if value is not None}


def parse_templates(value: Any) -> tuple[Template, ...]:
    """The templates from the JSON of `resources/errors/texts.json`; ValueError for another document."""
    if (
        not isinstance(value, dict)
        or value.get("format") != "xccviz-error-texts"
        or value.get("version") != 1
    ):
        raise ValueError("not an xccviz-error-texts document of version 1")
    return tuple(
        _template(key, text) for rows in value["texts"].values() for key, *texts in rows for text in texts
    )


def read_template(
    text: str, templates: Sequence[Template], least: int = 0
) -> tuple[str, Mapping[str, Json]] | None:
    """Key and values of the message that `text` is, of those with at least so many characters of their own; of several
    the one that says most itself."""
    if len(text) > LONGEST:
        return None
    plain = " ".join(text.split())
    lower = plain.lower()
    near = [row for row in templates if row.weight >= least and lower.startswith(row.begins)]
    found = [(row, values) for row in near if (values := row.read(plain)) is not None]
    best = max(found, key=lambda pair: pair[0].weight, default=None)
    return (best[0].key, best[1]) if best is not None else None


def _template(key: str, text: str) -> Template:
    plain = " ".join(text.split()).removesuffix(".")
    first = _PLACE.search(plain)
    begins = plain[: first.start()] if first is not None else plain
    return Template(key, plain, begins.lower(), len(_PLACE.sub("", plain)))


@cache
def _compiled(text: str) -> re.Pattern[str]:
    """The pattern of a message; a full stop at its end changes nothing."""
    parts, at = [], 0
    for place in _PLACE.finditer(text):
        name, form = place[1], place[2]
        pattern = _FORMS.get(form, _ANY if name in _FREE else _WORD)
        parts += [re.escape(text[at : place.start()]), pattern.format(name=name)]
        at = place.end()
    return re.compile("".join([*parts, re.escape(text[at:]), r"\.?"]), re.IGNORECASE)


def _value(said: str, form: str, in_yocto: bool) -> Json:
    """What a place holds. A template that its maker forgot to fill (`{account_id}`) tells nothing."""
    if _PLACE.fullmatch(said):
        return None
    if form not in ("amount", "yocto"):
        return said
    number, _, unit = said.replace(",", "").partition(" ")
    yocto = form == "yocto" or unit.lower() == "yoctonear" or (not unit and in_yocto)
    try:
        amount = Decimal(number)
    except InvalidOperation:
        return said  # "<0.001 NEAR"
    if yocto or (not unit and amount > _TOO_MUCH_NEAR):
        return number
    return str(int(amount * _YOCTO)) if unit in ("", "NEAR") else said
