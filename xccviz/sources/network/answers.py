"""What an endpoint may answer: a result, an error of the node, or trouble that is no answer at all."""

from __future__ import annotations

from typing import Literal

from xccviz.model.raw import Json, object_of
from xccviz.sources.network.causes import OTHER, Cause, cause_in_old_form, cause_of
from xccviz.values import frozen

TroubleKind = Literal[
    "refused",
    "dns",
    "tls",
    "timeout",
    "disconnected",
    "http",
    "rate_limited",
    "denied",
    "not_json",
    "not_rpc",
    "too_large",
    "contradictory",
]


@frozen
class Ok:
    """An answer with a `result`. `received_at` is RFC 3339 UTC; `envelope` the whole JSON-RPC object."""

    envelope: dict[str, Json]
    http_status: int
    received_at: str

    @property
    def result(self) -> Json:
        """The envelope's `result`."""
        return self.envelope["result"]


@frozen
class HandlerError:
    """An answer with an `error` (protocol.md §1.1): decide on `cause` (`error.cause.name`), then `name`.

    `info` is `error.cause.info` or {}, `text` what `data` or `message` says.
    """

    name: str
    cause: str
    info: dict[str, Json]
    text: str
    envelope: dict[str, Json]
    http_status: int
    received_at: str

    @property
    def meaning(self) -> Cause:
        """What the cause means; of a cause that has no row, what the error's name does."""
        return cause_of(self.cause, self.info.get("cause")) or cause_of(self.name) or OTHER


@frozen
class Trouble:
    """No usable answer. `text` says why for people, without secrets; `retry_after` in seconds where given."""

    kind: TroubleKind
    text: str
    retry_after: float | None = None
    http_status: int | None = None


Answer = Ok | HandlerError | Trouble


def handler_error(envelope: dict[str, Json], status: int, received_at: str) -> HandlerError | None:
    """A node's error object, also of old nodes and gateways that leave `name` and `cause` out; None if it is none."""
    error = object_of(envelope["error"])
    cause = error.get("cause")
    cause_name = cause.get("name") if isinstance(cause, dict) else None
    info = cause.get("info") if isinstance(cause, dict) else None
    data, message = error.get("data"), error.get("message")
    text = data if isinstance(data, str) else message if isinstance(message, str) else ""
    name = error.get("name")
    if not isinstance(cause_name, str):
        cause_name = cause_in_old_form(error.get("code"), text)
    if cause_name is None and not isinstance(name, str):
        return None
    return HandlerError(
        name=name if isinstance(name, str) else "",
        cause=cause_name or str(name),
        info=info if isinstance(info, dict) else {},
        text=text,
        envelope=envelope,
        http_status=status,
        received_at=received_at,
    )
