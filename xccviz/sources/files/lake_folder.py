"""A block as near-lake's bucket keeps it: a folder of `block.json` and a `shard_N.json` each (or some of them)."""

from __future__ import annotations

from pathlib import Path

from xccviz.model.raw import Json, JsonObject
from xccviz.patterns import later
from xccviz.sources.files import unpack
from xccviz.sources.files.strict_json import parse_json
from xccviz.whole import read_whole

_SHARD = later(r"shard_(\d{1,9})\.json")
_BLOCK = "block.json"
MOST = 1_000
"""Shards of a block; the protocol has fewer than twenty."""


def is_lake_folder(folder: Path) -> bool:
    """Whether it holds a shard of a block. Raises OSError."""
    return folder.is_dir() and bool(_shards(folder))


def message_in(folder: Path) -> JsonObject | None:
    """The block's message, put together; None for any other folder. Raises UserError (malformed) for a file that is no
    JSON, OSError for one that can't be read."""
    shards = _shards(folder)
    if not shards:
        return None
    block = folder / _BLOCK
    return {
        "block": _read(block) if block.is_file() else None,
        "shards": [_read(path) for path in shards[:MOST]],
    }


def _shards(folder: Path) -> list[Path]:
    found = [(int(match[1]), path) for path in folder.iterdir() if (match := _SHARD.fullmatch(path.name))]
    return [path for _, path in sorted(found)]


def _read(path: Path) -> Json:
    data = read_whole(path, unpack.MAX_BYTES)
    return parse_json(unpack.decode_text(data, path.name), f"{path.parent.name}/{path.name}")
