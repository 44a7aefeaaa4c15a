"""config.toml: what it may say, and how trouble with it is told (interface.md §6); `writing` changes it.

    network = "mainnet"          # asked first              theme = "dark"          timeout = 30
    cache_size_mib = 512                                    indexer = true

    [networks.private]           # a new network, or members of a built-in one that are to be others
    chain_id = "private"
    account_suffix = ".corp"
    indexer = "https://…"
    endpoints = ["https://one.example", { url = "https://two.example", archival = true, api_key = true }]

Read with tomllib; a file that can't be understood is told with its line and never written to. Values are never quoted
in errors: an address may hold a key.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

from xccviz.catalogue import tr
from xccviz.model.errors import Hint, UserError
from xccviz.model.text import visible_text
from xccviz.patterns import later
from xccviz.settings.networks import NETWORKS, EndpointSpec, Network, find_network, is_address
from xccviz.settings.rows import NETWORK, SETTINGS, Settings, config_dir, read_settings
from xccviz.values import frozen, replace
from xccviz.whole import SETTINGS_BYTES, read_whole

FILE_NAME = "config.toml"
_SECONDS = 5.0
_NAME = later(r"[A-Za-z0-9_-]{1,64}")


@frozen
class Config:
    """What the file says: values of settings by name, and all networks, built in and configured, by name."""

    values: Mapping[str, object]
    networks: Mapping[str, Network]


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of an environment and its config.toml. Raises UserError (usage) for a file that can't be used."""
    folder = config_dir(environ)
    if folder is None:
        return read_settings(environ)
    path = folder / FILE_NAME
    config = read_config(path)
    settings = read_settings(environ, config.values, config.networks)
    if settings.origins[NETWORK.name] == "file":
        check_asked_first(path, read_text(path), config)
    return settings


def check_asked_first(path: Path, text: str, config: Config) -> None:
    """Raises UserError (usage) where the file has a network asked first that there is not."""
    name = config.values.get(NETWORK.name)
    if name is None:
        return
    try:
        find_network(str(name), config.networks)
    except UserError as error:
        where = _where(path, text, (NETWORK.name,))
        raise UserError(f"{where}: {error.message}", error.hint, kind="usage") from None


def read_config(path: Path) -> Config:
    """What the file says; nothing if there is none. Raises UserError (usage) with file, line and what to do."""
    text = read_text(path)
    return Reader(path, text).config(parsed(path, text)) if text else Config({}, NETWORKS)


def read_text(path: Path) -> str:
    """The file's text, "" for none. Raises UserError (usage) for one that can't be read."""
    try:
        return read_whole(path, SETTINGS_BYTES, _SECONDS).decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UserError(
            tr("{path}, line {line}: this is no UTF-8 text", path=path, line=line),
            tr("Save the file as UTF-8."),
            kind="usage",
        ) from error
    except OSError as error:
        raise UserError(
            tr("cannot read {path}: {reason}", path=path, reason=error.strerror or error),
            Hint(
                tr("Make it readable, or set XCCVIZ_CONFIG_DIR to another folder."), tr("Make it readable.")
            ),
            kind="usage",
        ) from error


def parsed(path: Path, text: str) -> dict[str, Any]:
    """What the text says. Raises UserError (usage) with the line where it is no TOML."""
    import tomllib  # late: most have no file

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        said = str(error)
        place = re.search(r"\(at line (\d+), column (\d+)\)", said)
        endless = re.search(r"[\d_]{4000}", text)
        line = int(place[1]) if place else text.count("\n", 0, endless.start() if endless else None) + 1
        column = tr(", column {column}", column=place[2]) if place else ""
        # tomllib says names and single characters only, never a value.
        reason = (
            re.sub(r" *\(at .*\)$", "", said)
            if isinstance(error, tomllib.TOMLDecodeError)
            else tr("nested too deep")
            if isinstance(error, RecursionError)
            else tr("a number with too many digits")
        )
        raise UserError(
            tr(
                "{path}, line {line}{column}: no valid TOML: {reason}",
                path=path,
                line=line,
                column=column,
                reason=visible_text(reason),
            ),
            tr("Correct this line or put # before it; nothing was changed."),
            kind="usage",
        ) from error


class Reader:
    """Checks what a file says; every complaint names the line."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._text = text

    def config(self, members: Mapping[str, Any]) -> Config:
        """The settings and networks among `members`; unknown ones are nobody's business."""
        values: dict[str, object] = {}
        for row in SETTINGS:
            if row.in_file and row.name in members:
                try:
                    values[row.name] = row.parse.read(members[row.name])
                except ValueError as error:
                    self._refuse((row.name,), f"{row.name} {error}")
        for secret in (row.name for row in SETTINGS if row.secret and row.name in members):
            self._refuse(
                (secret,),
                tr("{secret} is not read from this file, which others may be able to read", secret=secret),
                Hint(
                    tr(
                        "Put it into XCCVIZ_API_KEY, the keyring, or a file api_key beside it that only you can read."
                    ),
                    tr("Take it out of there, and put it in under API keys in the settings."),
                ),
            )
        networks = dict(NETWORKS)
        configured = members.get("networks", {})
        if not isinstance(configured, dict):
            self._refuse(("networks",), tr("networks must be tables, as in [networks.private]"))
        for name, network in configured.items():
            networks[name] = self._network(name, network)
        return Config(values, MappingProxyType(networks))

    def _network(self, name: str, members: Any) -> Network:
        place = ("networks", name)
        if not _NAME.fullmatch(name):
            self._refuse(place, tr("a network's name has letters, digits, - and _ only"))
        if not isinstance(members, dict):
            self._refuse(place, tr("networks.{name} must be a table", name=name))
        network = NETWORKS.get(name) or Network(name, ())
        for member in ("chain_id", "account_suffix", "indexer"):
            if member in members:
                given = self._text_of((*place, member), members[member])
                changed: dict[str, Any] = {member: given}
                if member == "indexer":
                    self._check_address((*place, member), given)
                network = replace(network, **changed)
        if "endpoints" in members:
            network = replace(network, endpoints=self._endpoints((*place, "endpoints"), members["endpoints"]))
        if not network.endpoints:
            self._refuse(
                place,
                tr("the network {name} has no endpoints", name=name),
                tr('Add endpoints = ["https://…"] to it.'),
            )
        return network

    def _endpoints(self, place: tuple[str, ...], listed: Any) -> tuple[EndpointSpec, ...]:
        if not isinstance(listed, list) or not listed:
            self._refuse(place, tr("endpoints must be a list of addresses"))
        return tuple(self._endpoint(place, entry) for entry in listed)

    def _endpoint(self, place: tuple[str, ...], entry: Any) -> EndpointSpec:
        members = {"url": entry} if isinstance(entry, str) else entry
        if not isinstance(members, dict):
            self._refuse(
                place,
                tr(
                    "an endpoint is an address or {example}",
                    example='{ url = "https://…", archival = true }',
                ),
            )
        for flag in ("archival", "api_key"):
            if not isinstance(members.get(flag, False), bool):
                self._refuse(
                    place,
                    tr("an endpoint's {flag} must be true or false", flag=flag),
                    Hint(
                        tr("A key itself belongs into XCCVIZ_API_KEY, the keyring, or the file api_key."),
                        tr("A key itself is put in under API keys in the settings."),
                    )
                    if flag == "api_key"
                    else "",
                )
        url = self._text_of(place, members.get("url"), tr("an endpoint's url"))
        self._check_address(place, url)
        return EndpointSpec(url, members.get("archival", False), members.get("api_key", False))

    def _text_of(self, place: tuple[str, ...], value: Any, called: str = "") -> str:
        if not isinstance(value, str) or not value.strip():
            self._refuse(place, tr("{name} must be a text in quotes", name=called or ".".join(place)))
        return str(value).strip()

    def _check_address(self, place: tuple[str, ...], url: str) -> None:
        if not is_address(url):
            self._refuse(place, tr("{name} needs http:// or https:// addresses", name=".".join(place)))

    def _refuse(self, place: tuple[str, ...], what: str, hint: str = "") -> NoReturn:
        raise UserError(
            f"{_where(self._path, self._text, place)}: {visible_text(what)}",
            hint or tr("Correct it or put # before it; nothing was changed."),
            kind="usage",
        )


def _where(path: Path, text: str, place: tuple[str, ...]) -> str:
    line = _line_of(text, place)
    return tr("{path}, line {line}", path=path, line=line) if line is not None else str(path)


def _line_of(text: str, place: tuple[str, ...]) -> int | None:
    """The line where a member begins; a table's header where the member itself is not found (written dotted, say)."""
    table: tuple[str, ...] = ()
    best: tuple[int, int] | None = None  # how much of the place, line
    for number, line in enumerate(text.split("\n"), 1):
        header = re.match(r"\s*\[\[?\s*([^\]#]+?)\s*\]", line)
        key = re.match(r"\s*([A-Za-z0-9_.\"' -]+?)\s*=", line)
        if header:
            table = _names(header[1])
            found = table
        elif key:
            found = (*table, *_names(key[1]))
        else:
            continue
        if found == place[: len(found)] and (best is None or len(found) > best[0]):
            best = (len(found), number)
    return best[1] if best is not None else None


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
