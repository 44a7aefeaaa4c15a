"""What came of asking an endpoint, in words: whether it can be used, how fast it is, and how far it has got."""

from __future__ import annotations

from xccviz.catalogue import numeral, tr, trn
from xccviz.sources.network.probe import Capabilities
from xccviz.values import frozen
from xccviz.words.signs import Sign

BEHIND_SECONDS = 60.0
"""A latest block that is older than this is worth a sign: a chain makes one a second or so."""
_HTTP = {
    401: tr("wants an API key"),
    402: tr("wants to be paid"),
    403: tr("denies access; it may want an API key"),
    404: tr("there is nothing at this address"),
    408: tr("took too long, try later"),
    429: tr("too many requests, try later"),
}
_WORKS = Sign("ok", "ok", tr("works"))
_ODD = Sign("caution", "wait", tr("look at this"))
_FAILS = Sign("failed", "bad", tr("does not work"))


@frozen
class Tested:
    """`sign` with `title` and `detail` beside it."""

    sign: Sign
    title: str
    detail: str = ""


def tested_words(found: Capabilities, chain_id: str | None, now: float, seconds: float) -> Tested:
    """What came of testing an endpoint of a chain (None: whichever) for so many seconds, told at `now` (seconds since
    1970)."""
    if not found.answers:
        return _unusable(found, seconds)
    if chain_id is not None and found.chain_id not in (None, chain_id):
        other = tr("other chain: {id}", id=found.chain_id)
        return Tested(_FAILS, other, tr("{id} was expected", id=chain_id))
    parts = [milliseconds(found.latency)] if found.latency is not None else [tr("answers")]
    if found.latest_height is not None:
        parts.append(tr("block {height}", height=numeral(found.latest_height)))
    title = " · ".join(parts)
    if found.trouble:
        return Tested(_ODD, title, found.trouble)
    if found.latest_at is None:
        return Tested(_WORKS, title)
    age = max(0.0, now - found.latest_at)
    old = tr("{age} old", age=age_words(age))
    if age > BEHIND_SECONDS:
        return Tested(_ODD, title, tr("{age}: it is behind", age=old))
    return Tested(_WORKS, title, old)


def _unusable(found: Capabilities, seconds: float) -> Tested:
    if found.status is not None:
        sign = _ODD if found.status in (401, 402, 403, 429) else _FAILS
        return Tested(sign, tr("HTTP {status}", status=found.status), _HTTP.get(found.status, found.trouble))
    if found.silent:
        return Tested(_FAILS, tr("no answer in {seconds} s", seconds=numeral(f"{seconds:g}")))
    return Tested(_FAILS, tr("no answer"), found.trouble)


def milliseconds(seconds: float) -> str:
    """`84 ms`."""
    return tr("{count} ms", count=numeral(round(seconds * 1000)))


def age_words(seconds: float) -> str:
    """`4 s`, `3 min`, `2 h`, `5 days`: the largest unit that is there."""
    if seconds >= 86400:
        return trn("{count} day", "{count} days", round(seconds / 86400))
    if seconds >= 3600:
        return tr("{count} h", count=f"{seconds / 3600:.0f}")
    if seconds >= 60:
        return tr("{count} min", count=f"{seconds / 60:.0f}")
    return tr("{count} s", count=f"{seconds:.0f}")
