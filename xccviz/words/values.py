"""Bytes that were returned or delivered, as their reader knows them: JSON and text verbatim, other bytes in hex."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from xccviz.catalogue import numeral, tr, trn
from xccviz.model.text import visible_text
from xccviz.words.lengths import Length

if TYPE_CHECKING:
    from xccviz.decode.types import Decoded

NOTHING: Mapping[Length, str] = {
    "card": tr("nothing"),
    "line": tr("nothing (0 bytes)"),
    "whole": tr("nothing (0 bytes)"),
}
"""A value without bytes."""
TEXT_LIMIT = 300
"""Characters of a chain text that can ever reach a card or a line."""


def value_words(value: Decoded | None, length: Length) -> str:
    """A value exactly (a JSON string keeps its quotes); `nothing` for no bytes; None: it is not in the documents.

    `card` and `line` are cut and say so; a card is on one line and visible, the others are as they are, unescaped. Text
    stands in quotes there, else a contract's words would read as ours, or as an account's name.
    """
    if value is None:
        return tr("a value") if length == "card" else tr("a value (not in this document)")
    if value.kind == "empty":
        return NOTHING[length]
    text = value.text
    if value.kind == "hex":
        text = trn("{count} byte, hex {bytes}", "{count} bytes, hex {bytes}", len(value.raw), bytes=text)
    if length == "whole":
        return text
    told = text.strip() if length == "card" else text
    cut = len(told) > TEXT_LIMIT
    begin = f"{told[:TEXT_LIMIT]}…" if cut else told
    begin = _quoted(visible_text(begin) if length == "card" else begin, value)
    # Of bytes that are no text the size is said already.
    return (
        tr("{begin} ({size} bytes)", begin=begin, size=numeral(len(value.raw)))
        if cut and value.kind != "hex"
        else begin
    )


def _quoted(text: str, value: Decoded | None) -> str:
    """In quotes what is a contract's text."""
    return f"“{text}”" if value is not None and value.kind == "utf8" else text
