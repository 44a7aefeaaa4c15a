"""The networks of near-cli-rs (`~/.config/near-cli/config.toml`), without the keys that stand beside or in them.

[network_connection.NAME]  network_name, rpc_url, rpc_api_key, linkdrop_account_id, …
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from xccviz.catalogue import tr
from xccviz.model.errors import UserError
from xccviz.patterns import later
from xccviz.settings.networks import EndpointSpec, Network
from xccviz.sources.foreign_text import one_line
from xccviz.sources.recognise.references import is_account_id
from xccviz.sources.redact import redact, secrets_in
from xccviz.values import frozen
from xccviz.whole import SETTINGS_BYTES, expanded, read_whole

_NAME = later(r"[A-Za-z0-9_-]{1,64}")


@frozen
class Imported:
    """A network as it may be taken over; `keyless`: a key was left out. `network` is None where `problem` says why."""

    name: str
    network: Network | None
    keyless: bool = False
    problem: str = ""


def read_near_cli(path: Path) -> tuple[Imported, ...]:
    """The networks of a near-cli-rs configuration, in its order.

    Raises UserError: usage when the file can't be read, malformed when it is no such configuration.
    """
    try:
        members = tomllib.loads(read_whole(expanded(path), SETTINGS_BYTES).decode())
    except OSError as error:
        raise UserError(
            tr("cannot read {path}: {reason}", path=path, reason=error.strerror or error),
            tr("near-cli-rs keeps its networks in ~/.config/near-cli/config.toml."),
            kind="usage",
        ) from error
    except (ValueError, RecursionError) as error:
        place = re.search(r"line (\d+)", str(error))
        where = tr(", line {line}", line=place[1]) if place else ""
        raise UserError(
            tr("{path}{where}: no valid TOML", path=path, where=where),
            tr("Is this near-cli-rs's config.toml?"),
            kind="malformed",
        ) from error
    listed = members.get("network_connection")
    if not isinstance(listed, dict) or not listed:
        raise UserError(
            tr("{path} names no networks: [network_connection.NAME] was expected", path=path),
            tr("Is this near-cli-rs's config.toml?"),
            kind="malformed",
        )
    return tuple(_imported(name, entry) for name, entry in listed.items())


def _imported(name: str, entry: object) -> Imported:
    shown = one_line(name, 64)
    members: Mapping[str, object] = entry if isinstance(entry, Mapping) else {}
    if not _NAME.fullmatch(name):
        return Imported(
            shown, None, problem=tr("its name has other characters than letters, digits, - and _")
        )
    url = members.get("rpc_url")
    if not isinstance(url, str) or redact(url).startswith("("):
        return Imported(shown, None, problem=tr("it has no rpc_url"))
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https"):
        return Imported(shown, None, problem=tr("its rpc_url is no http:// or https:// address"))
    bare = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path.rstrip("/"), "", ""))
    if secrets_in(bare):
        return Imported(
            shown, None, problem=tr("its address holds what looks like a key, and keys are not copied")
        )
    keyless = bool(parts.query or "@" in parts.netloc or parts.fragment or members.get("rpc_api_key"))
    top = members.get("linkdrop_account_id")  # the account under which the network makes new ones
    suffix = f".{top}" if isinstance(top, str) and is_account_id(top) else None
    return Imported(shown, Network(name, (EndpointSpec(bare),), account_suffix=suffix), keyless)
