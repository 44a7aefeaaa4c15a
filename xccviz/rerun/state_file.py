"""The state of one account as a file: what a run looked at, to run it again without a node (interface.md §12)."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping

from xccviz.catalogue import tr
from xccviz.model.errors import UserError
from xccviz.model.raw import Json, object_of, text_or_none
from xccviz.values import field, frozen

FORMAT, VERSION = "xccviz-state", 1


@frozen
class StateFile:
    """Keys and their values, None for one that is known to be absent; what is not there is unknown."""

    account: str | None
    block_hash: str | None
    code_hash: str | None
    values: Mapping[bytes, bytes | None] = field(hash=False)


def state_from_json(data: bytes, name: str) -> StateFile:
    """Read a state file. Raises UserError (malformed) with what is wrong."""
    try:
        told = object_of(json.loads(data))
    except (ValueError, RecursionError) as error:
        raise _malformed(name, str(error)) from error
    if told.get("format") != FORMAT or told.get("version") != VERSION:
        raise _malformed(name, tr("it has no format {format}, version {version}", format=FORMAT,
                                  version=VERSION))  # fmt: skip
    values = told.get("values")
    if not isinstance(values, dict):
        raise _malformed(name, tr("it has no values"))
    return StateFile(
        text_or_none(told.get("account")),
        text_or_none(told.get("block_hash")),
        text_or_none(told.get("code_hash")),
        {_bytes(key, name): None if value is None else _bytes(value, name) for key, value in values.items()},
    )


def state_to_json(state: StateFile) -> bytes:
    """The file's bytes; keys in order, so that they are a function of the values."""
    body = {
        "format": FORMAT,
        "version": VERSION,
        "account": state.account,
        "block_hash": state.block_hash,
        "code_hash": state.code_hash,
        "values": {
            _text(key): None if value is None else _text(value) for key, value in sorted(state.values.items())
        },
    }
    return json.dumps(body, indent=1).encode("ascii") + b"\n"


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def _bytes(value: Json, name: str) -> bytes:
    if isinstance(value, str):
        try:
            return b64decode(value, validate=True)
        except ValueError:
            pass
    raise _malformed(name, tr("keys and values are base64, or null"))


def _malformed(name: str, why: str) -> UserError:
    return UserError(
        tr("{name} is no state file: {why}", name=name, why=why),
        tr("`xccviz replay … -o STATE.json` writes one."),
        kind="malformed",
    )
