"""What an endpoint can do, found out by asking: is it there, which chain, how far back, which methods.

Each method is asked about something that does not exist: "unknown" is the answer of one that offers it, and costs the
node little. What gave no usable answer stays unknown.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from datetime import datetime

from xccviz.catalogue import tr
from xccviz.model.errors import UserError
from xccviz.model.raw import Json, count_of
from xccviz.sources.foreign_text import one_line
from xccviz.sources.network.answers import Ok, Trouble
from xccviz.sources.network.causes import METHOD_NOT_FOUND
from xccviz.sources.network.endpoint import ANY_ACCOUNT, LOOK_UPS, Target
from xccviz.sources.network.health import HealthBook
from xccviz.sources.network.rpc import Endpoint
from xccviz.sources.redact import redact
from xccviz.values import field, frozen, replace

NOWHERE = "1" * 32
"""Base58 of 32 zero bytes: a hash that nothing has."""
_LOOK_UP: Json = {"tx_hash": NOWHERE, "sender_account_id": ANY_ACCOUNT, "wait_until": "NONE"}
METHODS: Mapping[str, Json] = {
    **dict.fromkeys(LOOK_UPS, _LOOK_UP),
    "EXPERIMENTAL_receipt": {"receipt_id": NOWHERE},
    "EXPERIMENTAL_receipt_to_tx": {"receipt_id": NOWHERE},
    "EXPERIMENTAL_changes": {
        "changes_type": "account_changes",
        "account_ids": [ANY_ACCOUNT],
        "block_id": NOWHERE,
    },
    "EXPERIMENTAL_protocol_config": {"block_id": NOWHERE},
}


@frozen
class Capabilities:
    """What was found out about the endpoint `name` (redacted); None for what it did not say.

    `answers`: it gave a usable answer to anything; `trouble`: why `status` has none; `latency` of `status` in seconds,
    connecting included; `status` the HTTP status of what was no answer to it, `silent`: none came in time; blocks from
    `earliest_height` to `latest_height`, `kept_seconds` apart, the latest made at `latest_at` (seconds since 1970); of
    METHODS, `offers` says which it has (None: no usable answer).
    """

    name: str
    answers: bool = False
    trouble: str = ""
    latency: float | None = None
    chain_id: str | None = None
    protocol_version: int | None = None
    version: str | None = None
    earliest_height: int | None = None
    latest_height: int | None = None
    kept_seconds: float | None = None
    latest_at: float | None = None
    status: int | None = None
    silent: bool = False
    offers: Mapping[str, bool | None] = field(default_factory=dict)


async def probe_all(
    targets: Sequence[Target], seconds: float, health: HealthBook
) -> tuple[Capabilities, ...]:
    """What each target can do, all asked at once, within `seconds`. Never raises but for cancellation."""
    return tuple(await asyncio.gather(*(probe(target, seconds, health) for target in targets)))


async def probe(target: Target, seconds: float, health: HealthBook) -> Capabilities:
    """What one target can do, found out within `seconds`. Never raises but for cancellation."""
    deadline = time.monotonic() + seconds
    try:
        endpoint = Endpoint(target.url, target.api_key, health=health)
    except UserError as error:
        return Capabilities(redact(target.url), trouble=error.message)
    async with endpoint:
        begun = time.monotonic()
        status = await endpoint.ask("status", [], idle=_left(deadline))
        latency = time.monotonic() - begun
        if isinstance(status, Trouble) and status.kind in ("refused", "dns", "tls", "timeout"):
            return Capabilities(endpoint.name, trouble=status.text, silent=status.kind == "timeout")
        offers = dict(
            zip(
                METHODS, await asyncio.gather(*(_offers(endpoint, m, deadline) for m in METHODS)), strict=True
            )
        )
        answers = not isinstance(status, Trouble) or any(offered is not None for offered in offers.values())
        trouble = "" if isinstance(status, Ok) else one_line(tr("status: {said}", said=status.text))
        said: Json = status.result if isinstance(status, Ok) else None
        found = _described(endpoint.name, said, answers, trouble, latency if answers else None, offers)
        refused = isinstance(status, Trouble) and status.http_status != 200
        return replace(found, status=status.http_status) if isinstance(status, Trouble) and refused else found


async def _offers(endpoint: Endpoint, method: str, deadline: float) -> bool | None:
    answer = await endpoint.ask(method, METHODS[method], idle=_left(deadline))
    if isinstance(answer, Trouble):
        return None
    return isinstance(answer, Ok) or answer.meaning is not METHOD_NOT_FOUND


def _described(
    name: str,
    said: Json,
    answers: bool,
    trouble: str,
    latency: float | None,
    offers: Mapping[str, bool | None],
) -> Capabilities:
    status = said if isinstance(said, dict) else {}
    sync, built = status.get("sync_info"), status.get("version")
    sync, built = sync if isinstance(sync, dict) else {}, built if isinstance(built, dict) else {}
    first, last = _moment(sync.get("earliest_block_time")), _moment(sync.get("latest_block_time"))
    return Capabilities(
        name=name,
        answers=answers,
        trouble=trouble,
        latency=latency,
        chain_id=_text(status.get("chain_id")),
        protocol_version=count_of(status.get("protocol_version")),
        version=_text(built.get("version")),
        earliest_height=count_of(sync.get("earliest_block_height")),
        latest_height=count_of(sync.get("latest_block_height")),
        kept_seconds=last - first if first is not None and last is not None and last >= first else None,
        latest_at=last,
        offers=offers,
    )


def _left(deadline: float) -> float:
    return max(0.01, deadline - time.monotonic())


def _text(value: Json) -> str | None:
    return one_line(value, 40) if isinstance(value, str) else None


def _moment(value: Json) -> float | None:
    try:
        return datetime.fromisoformat(value[:19] + "+00:00").timestamp() if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None
