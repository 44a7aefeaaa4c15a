"""Endpoints as they may be shown and stored: without user info, query string, fragment and key-like path parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from xccviz.catalogue import tr
from xccviz.patterns import later

_KEY_LIKE = later(r"(?=[^/]*\d)[A-Za-z0-9_-]{16,}")
HIDDEN = "***"


def redact(url: str) -> str:
    """The endpoint without anything that may be a secret; safe in messages, captures and titles. Never raises.

    `https://KEY@host/v1/0123456789abcdef0?apiKey=K` becomes `https://host/v1/***`. Idempotent.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host:
        return tr("(an endpoint that is no valid address)")
    place = f"[{host}]" if ":" in host else host
    if port is not None:
        place += f":{port}"
    path = "/".join(HIDDEN if _KEY_LIKE.fullmatch(part) else part for part in parts.path.split("/"))
    shown = f"{parts.scheme}://{place}{path}".rstrip("/")
    return "".join(c if c.isprintable() and c != " " else quote(c, errors="replace") for c in shown)


def redact_host(url: str) -> str:
    """Scheme, host and port of an address alone, and of the host no part that may be a key. Never raises."""
    shown = redact(url)
    scheme, between, rest = shown.partition("://")
    place = rest.partition("/")[0]
    return (
        scheme
        + between
        + ".".join(HIDDEN if _KEY_LIKE.fullmatch(part) else part for part in place.split("."))
    )


def hide(text: str, secrets: Iterable[str]) -> str:
    """`text` without any of `secrets`, as written, in other cases, or quoted as in addresses. Short ones stay: they are
    words."""
    forms = {form for secret in secrets for form in (secret, quote(secret), quote(secret, safe=""))}
    known = sorted((form for form in forms if len(form) >= _SHORTEST_SECRET), key=len, reverse=True)
    return re.sub("|".join(map(re.escape, known)), HIDDEN, text, flags=re.IGNORECASE) if known else text


_ADDRESS = later(r"https?://[^\s'\"<>()]*[^\s'\"<>().,:;]", re.IGNORECASE)
_NAMED_KEY = later(r"([?&](?=[^=&#]*(?:key|token|secret|auth|pass))[^=&#]*+=)[^&#]*", re.IGNORECASE)
_SHORTEST_SECRET = 6


def redact_text(text: str) -> str:
    """`text` with every address in it redacted: for tracebacks and for what libraries say."""
    return _ADDRESS.sub(lambda found: redact(found[0]), text)


def without_secrets(text: str, environ: Mapping[str, str]) -> str:
    """`text` as it may be told: addresses redacted, and without the API key of the environment."""
    key = environ.get("XCCVIZ_API_KEY", "").strip()
    text = redact_text(text)
    return text.replace(key, HIDDEN) if key else text


def redact_page(url: str) -> str:
    """The address of a page as it may be kept: without user info, and with *** for what its query calls a key."""
    bare = re.sub(r"^(\s*[a-z][a-z0-9+.-]*://)[^/?#]*@", r"\1", url, flags=re.IGNORECASE)
    return _NAMED_KEY.sub(rf"\g<1>{HIDDEN}", bare)


def secrets_in(url: str) -> tuple[str, ...]:
    """What `redact` takes out of an address, as written and decoded, the longest first; () for what is no address."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ()
    found = [parts.username or "", parts.password or ""]
    found += [value for _, value in parse_qsl(parts.query) if len(value) >= _SHORTEST_SECRET]
    found += [part for part in parts.path.split("/") if _KEY_LIKE.fullmatch(part)]
    both = {form for secret in found for form in (secret, unquote(secret), quote(secret, safe="")) if form}
    return tuple(sorted(both, key=lambda secret: (-len(secret), secret)))
