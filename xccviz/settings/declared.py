"""Declared settings: one row each, with its default, its environment variable and what it means.

A leaf: it reads no file and no clock; the environment comes in as an argument, and so does what config.toml says
(config.py reads it). The environment beats the file, the file beats the defaults. Words: a *network* is a named
chain with endpoints in order of preference; an *archival* endpoint keeps what others have pruned.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from xccviz.model.errors import UserError

APP_NAME = "xccviz"


@dataclass(frozen=True, slots=True)
class EndpointSpec:
    """One JSON-RPC address of a network. The address may hold a key, so `repr` leaves it out; `takes_key`: the user
    wants a stored API key sent to it."""

    url: str = field(repr=False)
    archival: bool = False
    takes_key: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """A named chain: whom to ask, in order, and how its accounts end (None where nobody said it).

    `indexer` is a transaction indexer's address, asked only when the user wants it.
    """

    name: str
    endpoints: tuple[EndpointSpec, ...]
    chain_id: str | None = None
    account_suffix: str | None = None
    indexer: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Setting:
    """One row: a name, its default as text, the environment variable that overrides it (or None), and its meaning.

    `in_file`: config.toml may set it, under the same name.
    """

    name: str
    default: str
    env: str | None
    doc: str
    secret: bool = False
    in_file: bool = False


NETWORKS: Mapping[str, Network] = MappingProxyType(
    {
        network.name: network
        for network in (
            Network(
                name="mainnet",
                endpoints=(
                    EndpointSpec("https://rpc.mainnet.fastnear.com"),
                    EndpointSpec("https://free.rpc.fastnear.com"),
                    EndpointSpec("https://near.drpc.org"),
                    EndpointSpec("https://archival-rpc.mainnet.fastnear.com", archival=True),
                ),
                chain_id="mainnet",
                account_suffix=".near",
                indexer="https://tx.main.fastnear.com",
            ),
            Network(
                name="testnet",
                endpoints=(
                    EndpointSpec("https://rpc.testnet.fastnear.com"),
                    EndpointSpec("https://test.rpc.fastnear.com"),
                    EndpointSpec("https://archival-rpc.testnet.fastnear.com", archival=True),
                ),
                chain_id="testnet",
                account_suffix=".testnet",
                indexer="https://tx.test.fastnear.com",
            ),
            Network(
                name="localnet",
                endpoints=(EndpointSpec("http://127.0.0.1:3030"),),
                chain_id="localnet",
                account_suffix=".test.near",
            ),
        )
    }
)

THEMES = ("light", "dark", "system")

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "network",
        "mainnet",
        "XCCVIZ_NETWORK",
        "the network that is asked first when nothing else names one; the environment's is the only one asked",
        in_file=True,
    ),
    Setting(
        "rpc",
        "",
        "XCCVIZ_RPC",
        "endpoints to ask instead of the network's own, in order, separated by spaces or commas",
    ),
    Setting(
        "cache_dir", "", "XCCVIZ_CACHE_DIR", "where fetched transactions are kept; else the platform's cache"
    ),
    Setting(
        "config_dir", "", "XCCVIZ_CONFIG_DIR", "where config.toml and window state are; else the platform's"
    ),
    Setting(
        "api_key", "", "XCCVIZ_API_KEY", "sent as a bearer token to the endpoints that are asked", secret=True
    ),
    Setting("timeout", "30", None, "seconds a whole command may take", in_file=True),
    Setting("theme", "system", None, "light, dark, or system to follow the desktop", in_file=True),
    Setting("cache_size_mib", "512", None, "MiB of compressed answers that the cache keeps", in_file=True),
    Setting(
        "max_answer_mib", "", None, "MiB; longer answers of an endpoint are refused; else 64", in_file=True
    ),
    Setting("indexer", "off", None, "on to ask a network's transaction indexer too", in_file=True),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run. `network` is asked first; `chosen_network` is the environment's, the only one asked.
    The API key is the environment's; it stays out of `repr`, so that no log or error text can carry it."""

    network: str
    chosen_network: str | None
    networks: Mapping[str, Network] = field(repr=False)
    rpc: tuple[str, ...] = field(repr=False)
    cache_dir: Path
    config_dir: Path
    api_key: str = field(repr=False)
    timeout_seconds: float
    theme: str
    cache_bytes: int
    max_answer_bytes: int | None
    indexer: bool


def setting(name: str) -> Setting:
    """Return the row of that name; KeyError when there is none."""
    for row in SETTINGS:
        if row.name == name:
            return row
    raise KeyError(name)


def read_setting(
    name: str, environ: Mapping[str, str], in_file: Mapping[str, str] = MappingProxyType({})
) -> str:
    """Return one setting as text: the environment's value unless it is empty, else config.toml's, else the default."""
    row = setting(name)
    return (environ.get(row.env, "").strip() if row.env else "") or in_file.get(name, "") or row.default


def read_settings(
    environ: Mapping[str, str] = os.environ,
    in_file: Mapping[str, str] = MappingProxyType({}),
    networks: Mapping[str, Network] = NETWORKS,
) -> Settings:
    """Return all settings for an environment, what config.toml says (checked already), and the networks there are."""
    cache_dir, max_answer = (
        read_setting("cache_dir", environ),
        read_setting("max_answer_mib", environ, in_file),
    )
    return Settings(
        network=read_setting("network", environ, in_file),
        chosen_network=environ.get("XCCVIZ_NETWORK", "").strip() or None,
        networks=networks,
        rpc=split_addresses(read_setting("rpc", environ)),
        cache_dir=Path(cache_dir).expanduser() if cache_dir else default_cache_dir(environ),
        config_dir=config_dir(environ),
        api_key=read_setting("api_key", environ),
        timeout_seconds=float(read_setting("timeout", environ, in_file)),
        theme=read_setting("theme", environ, in_file),
        cache_bytes=round(float(read_setting("cache_size_mib", environ, in_file)) * 1024 * 1024),
        max_answer_bytes=round(float(max_answer) * 1024 * 1024) if max_answer else None,
        indexer=read_setting("indexer", environ, in_file) == "on",
    )


def config_dir(environ: Mapping[str, str]) -> Path:
    """Return the folder of config.toml."""
    given = read_setting("config_dir", environ)
    return Path(given).expanduser() if given else default_config_dir(environ)


def split_addresses(text: str) -> tuple[str, ...]:
    """Return the addresses of a list separated by spaces or commas, without repeats, in order."""
    return tuple(dict.fromkeys(text.replace(",", " ").split()))


def find_network(name: str, networks: Mapping[str, Network] = NETWORKS) -> Network:
    """Return the network of that name; a UserError names the ones there are."""
    try:
        return networks[name]
    except KeyError:
        raise UserError(f"no network is called {name!r}", f"there are {', '.join(networks)}") from None


def default_cache_dir(environ: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Return the platform's folder for xccviz's cache (XDG on Linux)."""
    home = _home(environ)
    if platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / APP_NAME / "Cache"
    if platform == "darwin":
        return home / "Library" / "Caches" / APP_NAME
    return _xdg(environ, "XDG_CACHE_HOME", home / ".cache") / APP_NAME


def default_config_dir(environ: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Return the platform's folder for xccviz's configuration (XDG on Linux)."""
    home = _home(environ)
    if platform == "win32":
        return Path(environ.get("APPDATA") or home / "AppData" / "Roaming") / APP_NAME
    if platform == "darwin":
        return home / "Library" / "Application Support" / APP_NAME
    return _xdg(environ, "XDG_CONFIG_HOME", home / ".config") / APP_NAME


def _home(environ: Mapping[str, str]) -> Path:
    home = environ.get("HOME") or environ.get("USERPROFILE")
    return Path(home) if home else Path.home()


def _xdg(environ: Mapping[str, str], name: str, default: Path) -> Path:
    # The XDG specification says that a relative path is to be ignored.
    value = environ.get(name, "")
    return Path(value) if value.startswith("/") else default
