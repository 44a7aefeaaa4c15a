"""The settings, one row each: a new one is a row here, and the code that asks for it by `settings[ROW]`.

The rows are the whole truth: config.toml is read and checked by them, the environment beats the file by them, and
README's table is theirs. A leaf: it reads no clock and no file but the package's own (which themes there are); the
environment comes in as an argument, and so does what config.toml says (`file` reads it).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, Literal, cast

from xccviz.catalogue import AUTO, LANGUAGES, tr
from xccviz.model.errors import UserError
from xccviz.settings.folders import default_cache_dir, default_config_dir
from xccviz.settings.kinds import (
    ADDRESSES,
    FOLDER,
    MEBIBYTE,
    MEBIBYTES,
    NUMBER,
    SWITCH,
    TEXT,
    KeyTable,
    Kind,
    Sort,
    T,
    choice,
    percent,
)
from xccviz.settings.kinds import KEYS as KEY_TABLE
from xccviz.settings.networks import NETWORKS, Network
from xccviz.settings.themes import SYSTEM, theme_names
from xccviz.values import field, frozen, replace

Group = Literal["asking", "look", "storage", "keyboard"]
GROUPS: Mapping[Group, str] = MappingProxyType(
    {
        "asking": tr("Asking the network"),
        "look": tr("Look"),
        "storage": tr("Files on disk"),
        "keyboard": tr("Keyboard"),
    }
)
"""The groups of settings in the order in which they are shown, with their captions."""

Origin = Literal["option", "environment", "file", "default"]
TEXT_PERCENT = (85, 100, 115, 130, 150)
"""Sizes of words to choose from."""


@frozen
class Setting(Generic[T]):
    """One row. `doc` says what it means, in one sentence; `title` names it in a window; `unit` what its number counts;
    `env` is the environment variable that overrides it, `option` the command-line option that overrides both;
    `in_file`: config.toml may set it, under the same name; `secret`: it is shown and kept nowhere; `words` say what
    choices are called where their names are not plain."""

    name: str
    parse: Kind[T]
    default: T
    doc: str
    group: Group
    title: str = ""
    unit: str = ""
    env: str | None = None
    option: str | None = None
    in_file: bool = False
    secret: bool = False
    words: tuple[tuple[str, str], ...] = ()

    @property
    def sort(self) -> Sort:
        """How a person sets it."""
        return self.parse.sort

    @property
    def options(self) -> tuple[tuple[T, str], ...]:
        """What is chosen from, each with what it is called; () where nothing is."""
        offered = cast("tuple[T, ...]", self.parse.offered or self.choices)
        shown = ((value, self.parse.show(value)) for value in offered)
        return tuple(
            (value, dict(self.words).get(text, f"{text} {self.unit}".strip())) for value, text in shown
        )

    @property
    def choices(self) -> tuple[str, ...]:
        """All values there are; () for any."""
        return self.parse.choices

    @property
    def default_text(self) -> str:
        """The default as config.toml would spell it, without quotes; "" for none."""
        return self.parse.show(self.default) if self.default not in (None, "", ()) else ""


# ---------------------------------------------------------------------------------------------------------- the rows

NETWORK = Setting(
    "network",
    TEXT,
    "mainnet",
    tr("asked first when nothing else names one; the environment's or the option's is the only one asked"),
    "asking",
    tr("Asked first"),
    env="XCCVIZ_NETWORK",
    option="--network",
    in_file=True,
)
RPC: Setting[tuple[str, ...]] = Setting(
    "rpc",
    ADDRESSES,
    (),
    tr("endpoints to ask instead of the network's own, in order, separated by spaces or commas"),
    "asking",
    tr("Asked instead"),
    env="XCCVIZ_RPC",
    option="--rpc",
)
API_KEY = Setting(
    "api_key",
    TEXT,
    "",
    tr("sent as a bearer token to the endpoints that are asked"),
    "asking",
    tr("API key"),
    env="XCCVIZ_API_KEY",
    secret=True,
)
TIMEOUT = Setting(
    "timeout",
    NUMBER,
    30.0,
    tr("what opening something, or a whole command, may take"),
    "asking",
    tr("Give up after"),
    unit="s",
    option="--timeout",
    in_file=True,
)
MAX_ANSWER = Setting(
    "max_answer_mib",
    MEBIBYTES,
    64 * MEBIBYTE,
    tr("longer answers of an endpoint are refused"),
    "asking",
    tr("Longest answer"),
    unit="MiB",
    in_file=True,
)
INDEXER = Setting(
    "indexer",
    SWITCH,
    False,
    tr("whether a network's transaction indexer is asked when no endpoint knows a transaction"),
    "asking",
    tr("Ask the indexer too"),
    in_file=True,
)
THEME = Setting(
    "theme",
    choice(*theme_names(), SYSTEM),
    SYSTEM,
    tr("the window's colours, those of the desktop with system"),
    "look",
    tr("Theme"),
    option="--theme",
    in_file=True,
    words=(
        ("system", tr("as the desktop")),
        ("light", tr("light")),
        ("dark", tr("dark")),
        ("contrast", tr("contrast")),
    ),
)
LANGUAGE = Setting(
    "language",
    choice(*LANGUAGES),
    AUTO,
    tr("the language of all texts, from the next start on; auto is that of the desktop or the terminal"),
    "look",
    tr("Language"),
    env="XCCVIZ_LANGUAGE",
    in_file=True,
    words=((AUTO, tr("as the desktop")), ("en", "English"), ("de", "Deutsch")),
)
TEXT_SIZE = Setting(
    "text_size",
    percent(*TEXT_PERCENT),
    100,
    tr("how large words are in the window, and drawings with them, from 85 to 150"),
    "look",
    tr("Text size"),
    unit="%",
    in_file=True,
)
DENSITY = Setting(
    "density",
    choice("comfortable", "compact"),
    "comfortable",
    tr("how much room rows of lists and panels leave around their words"),
    "look",
    tr("Density"),
    in_file=True,
    words=(("comfortable", tr("comfortable")), ("compact", tr("compact"))),
)
MOTION = Setting(
    "motion",
    choice("system", "full", "reduced"),
    "system",
    tr(
        "whether menus, bars and the caret move or are still; with system as the desktop asks, where it tells"
    ),
    "look",
    tr("Motion"),
    in_file=True,
    words=(("system", tr("as the desktop")), ("full", tr("moving")), ("reduced", tr("still"))),
)
AMOUNTS = Setting(
    "amounts",
    choice("rounded", "exact"),
    "rounded",
    tr("whether the tree and the gas table show amounts rounded, or with all digits where there is room"),
    "look",
    tr("Gas and NEAR"),
    in_file=True,
    words=(("rounded", tr("rounded")), ("exact", tr("all digits"))),
)
REOPEN = Setting(
    "reopen",
    SWITCH,
    True,
    tr("whether a window that is started on nothing opens again what was open when it was left"),
    "look",
    tr("Open what was left open"),
    in_file=True,
)
CACHE_DIR = Setting(
    "cache_dir",
    FOLDER,
    None,
    tr("where fetched transactions are kept; else the platform's cache"),
    "storage",
    tr("Cache"),
    env="XCCVIZ_CACHE_DIR",
)
CACHE_SIZE = Setting(
    "cache_size_mib",
    MEBIBYTES,
    512 * MEBIBYTE,
    tr("compressed answers that the cache keeps"),
    "storage",
    tr("Keep at most"),
    unit="MiB",
    in_file=True,
)
CONFIG_DIR = Setting(
    "config_dir",
    FOLDER,
    None,
    tr("where config.toml and the window's state are; else the platform's place"),
    "storage",
    tr("Configuration"),
    env="XCCVIZ_CONFIG_DIR",
)

KEYS: Setting[KeyTable] = Setting(
    "keys",
    KEY_TABLE,
    (),
    tr('keys of commands of the window that are to be others, as in `nextFailure = "F8"` under `[keys]`'),
    "keyboard",
    tr("Keys"),
    in_file=True,
)

SETTINGS: tuple[Setting[Any], ...] = tuple(
    row for row in tuple(globals().values()) if isinstance(row, Setting)
)
"""All rows above, in their order: a row needs no second mention to be in the table."""

# -------------------------------------------------------------------------------------------------------- the values


@frozen
class Settings:
    """The settings of one run: `settings[ROW]` is the value of a row. `networks` are all there are, built in and
    configured; the folders are those of the rows, or the platform's. Values stay out of `repr`, so that no log or
    error text can carry a key."""

    values: Mapping[str, object] = field(repr=False)
    origins: Mapping[str, Origin] = field(repr=False)
    networks: Mapping[str, Network] = field(repr=False)
    cache_dir: Path | None
    config_dir: Path | None

    def __getitem__(self, row: Setting[T]) -> T:
        return cast(T, self.values[row.name])

    def with_value(self, row: Setting[T], value: T, origin: Origin = "file") -> Settings:
        """The same with another value of a row."""
        return replace(
            self, values={**self.values, row.name: value}, origins={**self.origins, row.name: origin}
        )

    def with_options(self, given: Mapping[str, object]) -> Settings:
        """The same with what options of the command line gave for this run, by the name that argparse has for them."""
        found = self
        for row in SETTINGS:
            value = given.get((row.option or "").lstrip("-").replace("-", "_"))
            if row.option is not None and value is not None:
                found = found.with_value(row, tuple(value) if isinstance(value, list) else value, "option")
        return found

    def fixed(self, row: Setting[Any]) -> bool:
        """Whether a value was given for this run, which the file can't change."""
        return self.origins[row.name] in ("option", "environment")

    @property
    def chosen_network(self) -> str | None:
        """The environment's network, which is the only one asked; None where the environment names none."""
        return self[NETWORK] if self.origins[NETWORK.name] == "environment" else None


def read_setting(
    row: Setting[T], environ: Mapping[str, str], in_file: Mapping[str, object] = MappingProxyType({})
) -> tuple[T, Origin]:
    """One setting and where it comes from: the environment unless empty there, else config.toml, else the default.

    Raises UserError (usage) for a text of the environment that the row can't read.
    """
    given = environ.get(row.env, "").strip() if row.env is not None else ""
    if given:
        try:
            return row.parse.of_text(given), "environment"
        except ValueError as error:
            raise UserError(f"{row.env} {error}", tr("Correct it, or leave it out."), kind="usage") from None
    if row.in_file and row.name in in_file:
        return cast(T, in_file[row.name]), "file"
    return row.default, "default"


def read_settings(
    environ: Mapping[str, str] = os.environ,
    in_file: Mapping[str, object] = MappingProxyType({}),
    networks: Mapping[str, Network] = NETWORKS,
) -> Settings:
    """All settings for an environment, what config.toml says (checked already), and the networks there are.

    Raises UserError (usage) for a text of the environment that can't be read.
    """
    read = {row.name: read_setting(row, environ, in_file) for row in SETTINGS}
    return Settings(
        values={name: value for name, (value, _) in read.items()},
        origins={name: origin for name, (_, origin) in read.items()},
        networks=networks,
        cache_dir=read[CACHE_DIR.name][0] or default_cache_dir(environ),
        config_dir=read[CONFIG_DIR.name][0] or default_config_dir(environ),
    )


def config_dir(environ: Mapping[str, str]) -> Path | None:
    """The folder of config.toml; None where there is no home to have one in."""
    return read_setting(CONFIG_DIR, environ)[0] or default_config_dir(environ)
