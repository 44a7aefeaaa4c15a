"""How sentences are put together: stops, capitals, lists."""

from __future__ import annotations

from collections.abc import Container, Sequence

from xccviz.catalogue import numeral, tr


def stopped(text: str) -> str:
    """With a full stop, unless something like it stands there, also within quotes."""
    text = text.rstrip(" :;,")
    return text if text.rstrip("\"'”’").endswith((".", "!", "?", "…")) else text + "."


def joined(*sentences: str) -> str:
    """Those that say something, one after the other."""
    return " ".join(sentence for sentence in sentences if sentence)


def capital(text: str, names: Container[str] = ()) -> str:
    """With a capital, where it begins with a word of ours: names are never changed. What holds a dot, a digit or
    another sign is one, of an account, a method, a file or an address; `names` are those that may look like a word,
    as `aurora` does."""
    first = text.split(" ", 1)[0].rstrip(",;:")
    is_word = first.replace("-", "").replace("'", "").isalpha() and first not in names
    return text[:1].upper() + text[1:] if is_word else text


def all_of(parts: Sequence[str]) -> str:
    """`1 failed call, 2 failed payouts and 1 failed refund`."""
    *some, more = parts or [""]
    return tr("{some} and {more}", some=", ".join(some), more=more) if some else more


def one_of(parts: Sequence[str]) -> str:
    """`0, false or null`."""
    *some, more = parts or [""]
    return tr("{some} or {more}", some=", ".join(some), more=more) if some else more


def number_word(number: int) -> str:
    """`One`, `Five`, `6`: a number that begins a sentence."""
    if number == 1:
        return tr("One")
    if number == 2:
        return tr("Two")
    if number == 3:
        return tr("Three")
    if number == 4:
        return tr("Four")
    return tr("Five") if number == 5 else numeral(number)
