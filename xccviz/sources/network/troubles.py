"""Why a request has no usable answer, in words for people: without secrets, on one line, in the other side's words
where it said any."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from xccviz.catalogue import numeral, tr, trn
from xccviz.model.raw import Json
from xccviz.sources.foreign_text import one_line
from xccviz.sources.network.answers import Trouble, TroubleKind
from xccviz.sources.network.session import Call, Redirected
from xccviz.sources.redact import HIDDEN

_SAID_CHARACTERS = 160
_ECHOED = 8
"""Shorter secrets are not looked for in answers: they may well be words of the chain."""


def trouble_of_sending(call: Call, timed_out: bool) -> Trouble | None:
    """Why there is no whole answer; None where there is one, whatever it says."""
    if timed_out:
        return _timed_out(call)
    if call.too_large:
        return _too_large(call)
    return _trouble_of_error(call.error, call) if call.error is not None and call.body is None else None


def _timed_out(call: Call) -> Trouble:
    """Nothing, nothing more, or not everything came within the seconds allowed."""
    if not call.size:
        text = tr("timed out, no answer within {seconds}", seconds=_seconds(call.idle))
    elif call.used_up:
        text = tr("did not finish its answer within {seconds}", seconds=_seconds(call.total))
    else:
        text = tr("stopped in the middle of its answer for {seconds}", seconds=_seconds(call.idle))
    return Trouble("timeout", text, http_status=call.status)


def _too_large(call: Call) -> Trouble:
    """The answer was longer than what is read."""
    limit = (
        f"{call.limit >> 20} MiB"
        if call.limit >= 1 << 20
        else trn("{count} byte", "{count} bytes", call.limit)
    )
    return Trouble("too_large", tr("answered more than {limit}", limit=limit), http_status=call.status)


def _trouble_of_error(error: BaseException, call: Call) -> Trouble:
    """The real cause of a request that ended in an exception."""
    kind, text = words_of(error)
    return Trouble(kind, text, http_status=call.status)


def words_of(error: BaseException) -> tuple[TroubleKind, str]:
    """What kind of trouble a request ended in, and in words that follow an endpoint's name."""
    import aiohttp

    if isinstance(error, Redirected):
        return "http", str(error)
    if isinstance(error, aiohttp.ClientConnectorDNSError | socket.gaierror):
        return "dns", tr("its name cannot be resolved (no network, or a wrong address)")
    if isinstance(error, aiohttp.ClientConnectorCertificateError | ssl.SSLError | aiohttp.ClientSSLError):
        return "tls", tr("no secure connection (its certificate is not accepted, or it speaks no TLS)")
    if isinstance(error, aiohttp.ClientProxyConnectionError | aiohttp.ClientHttpProxyError):
        return "refused", tr("cannot be reached through the proxy of this system")
    if isinstance(error, TimeoutError):
        return "timeout", tr("timed out while connecting")
    if isinstance(error, aiohttp.ClientConnectorError):
        reason = error.os_error
        if isinstance(reason, ConnectionRefusedError):
            return "refused", tr("refused the connection (nothing listens there)")
        said = str(getattr(reason, "strerror", None) or type(reason).__name__).lower()
        return "refused", tr("cannot be reached ({said})", said=said)
    if isinstance(error, aiohttp.ClientPayloadError):
        return "disconnected", tr("cut its answer short")
    if isinstance(error, aiohttp.ServerDisconnectedError | aiohttp.ClientOSError | ConnectionError):
        return "disconnected", tr("closed the connection without an answer")
    if isinstance(error, aiohttp.InvalidURL | aiohttp.TooManyRedirects):
        return "http", tr("is no usable address (or redirects without end)")
    return "not_rpc", tr("sent an answer that cannot be read ({kind})", kind=type(error).__name__)


def trouble_of_answer(envelope: Json, call: Call, secrets: Sequence[str]) -> Trouble:
    """What an answer is that is none: an HTTP error, HTML, nothing, half a document, some other JSON.

    `envelope` is the parsed body (None: it is no JSON); what a gateway says is repeated without `secrets`.
    """
    status = call.status
    retry_after = _retry_after(call.retry_after)
    said = _said(envelope, call, secrets)
    if status == 429:
        wait = (
            tr(
                ", asks to wait {seconds}: {until}",
                seconds=_seconds(retry_after),
                until=until_words(retry_after),
            )
            if retry_after
            else ""
        )
        return Trouble(
            "rate_limited", tr("too many requests (HTTP 429){wait}", wait=wait), retry_after, status
        )
    if status in (401, 403):
        return Trouble(
            "denied",
            tr("denied access (HTTP {status}); it may want a key", status=status),
            retry_after,
            status,
        )
    if status is not None and status != 200:
        return Trouble(
            "http", tr("answered HTTP {status}{said}", status=status, said=said), retry_after, status
        )
    if isinstance(envelope, dict) and "error" in envelope:
        return Trouble(
            "not_rpc",
            tr("answered an error{said}", said=said) if said else tr("answered an error without a reason"),
            None,
            status,
        )
    body = (call.body or b"").strip()
    if envelope is not None or body == b"null":
        return Trouble("not_rpc", tr("answered JSON that is no JSON-RPC answer"), None, status)
    if not body:
        return Trouble("not_json", tr("answered with an empty body"), None, status)
    if "json" in call.content_type and not _is_html(call):
        return Trouble("not_json", tr("answered JSON that is cut short or broken"), None, status)
    what = "HTML" if _is_html(call) else one_line(call.content_type or "something", 40)
    return Trouble("not_json", tr("answered {what} instead of JSON", what=what), None, status)


def without_secrets(body: bytes | None, secrets: Sequence[str]) -> bytes | None:
    """An answer is kept as it came, but not with our key in it."""
    for secret in (secret.encode() for secret in secrets if len(secret) >= _ECHOED):
        body = body.replace(secret, HIDDEN.encode()) if body is not None else None
    return body


def until_words(seconds: float) -> str:
    """A wait as a moment of this machine's clock, as in `rate-limited until 20:41:05`."""
    moment = datetime.now().astimezone() + timedelta(seconds=seconds)
    day = "" if seconds < 12 * 3600 else f"{moment:%Y-%m-%d} "
    return tr("rate-limited until {moment}", moment=f"{day}{moment:%H:%M:%S}")


def _is_html(call: Call) -> bool:
    return b"<html" in (call.body or b"")[:1000].lower()


def _said(envelope: Json, call: Call, secrets: Sequence[str]) -> str:
    """What a gateway's error object or plain text says, shortened, on one line, without our keys."""
    error = envelope.get("error") if isinstance(envelope, dict) else None
    text = error if isinstance(error, str) else error.get("message") if isinstance(error, dict) else None
    if envelope is None and call.content_type == "text/plain":
        text = (call.body or b"")[:1000].decode("utf-8", "replace")
    if not isinstance(text, str) or not text.strip():
        return ""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    return f": {one_line(text, _SAID_CHARACTERS)}"


def _retry_after(text: str | None) -> float | None:
    """Seconds of a Retry-After header, which is a number or a date; None if absent or neither."""
    if text is None:
        return None
    try:
        seconds = float(text)
    except ValueError:
        try:
            date = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
        moment = date if date.tzinfo is not None else date.replace(tzinfo=UTC)
        seconds = max(0.0, (moment - datetime.now(UTC)).total_seconds())
    return seconds if 0 <= seconds < 1e6 else None


def _seconds(value: float) -> str:
    return numeral(f"{value:.3g} s")
