"""Write docs/errors.md from the error dictionary and docs/settings.md from the rows of settings.

.venv/bin/python packaging/make_reference.py            # writes the pages
.venv/bin/python packaging/make_reference.py --check    # exit 1 when one is stale
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from made import made

from xccviz.resources import read_text
from xccviz.settings.networks import NETWORKS
from xccviz.settings.rows import GROUPS, SETTINGS, Setting

DOCS = Path(__file__).resolve().parent.parent / "docs"

SECTIONS: Mapping[str, str] = {
    "Failure": "What failed",
    "InvalidTxError": "The transaction was refused",
    "InvalidAccessKeyError": "The key may not send this",
    "ActionsValidationError": "The actions are not allowed",
    "ReceiptValidationError": "The receipt is not allowed",
    "ActionErrorKind": "An action failed",
    "FunctionCallError": "A call failed",
    "MethodResolveError": "The method can't be found",
    "CompilationError": "The code can't be compiled",
    "PrepareError": "The code can't be prepared",
    "StorageError": "The node's storage",
    "Answer": "The node's answer",
    "HANDLER_ERROR": "The node could not answer",
    "REQUEST_VALIDATION_ERROR": "The node did not take the request",
    "Client": "What clients say themselves",
    "ExecutionError": "While code ran",
    "Panic": "Panics of the SDKs and of well-known contracts",
}
"""The caption of each group of the dictionary."""

_PLACE = re.compile(r"\{(\w+)(?:\|(\w+))?\}")
_MORE = ("at", "received", "whole")
"""Styles of places that add words where there is something to add (`words/errors.fill_words`)."""


def errors_page() -> str:
    """The error dictionary, a table a group."""
    return "\n".join(_errors())


def _errors() -> Iterator[str]:
    dictionary: dict[str, Any] = json.loads(read_text("errors", "dictionary.json"))
    yield "# Errors"
    yield ""
    yield "<!-- written by packaging/make_reference.py from resources/errors/dictionary.json: change it there -->"
    yield ""
    yield "What xccviz says of each error that a node, a contract or a client is known to report. Words in *italics*"
    yield "are put in from the error itself. `xccviz explain` takes an error's text, its JSON, or a file of either:"
    yield ""
    yield "```console"
    yield "$ xccviz explain 'Exceeded the prepaid gas.'"
    yield "exceeded its attached gas"
    yield "…"
    yield "```"
    yield ""
    yield "An error that stands in no table is shown by its name and its JSON: nothing is guessed."
    for group, entries in dictionary["groups"].items():
        yield from _group(group, [(name, row) for name, row in entries.items()])
    for group, rows in dictionary["texts"].items():
        yield from _group(group, [(row["name"], row) for row in rows])
    yield ""


def _group(group: str, entries: list[tuple[str, Mapping[str, Any]]]) -> Iterator[str]:
    yield ""
    yield f"## {SECTIONS[group]}"
    yield ""
    yield f"`{group}`"
    yield ""
    yield "| Error | In short | What happened | What to do |"
    yield "|--|--|--|--|"
    for name, row in entries:
        example = f"<br>`{_cell(row['example'])}`" if row.get("example") else ""
        words = (_filled(row[part]) for part in ("title", "explanation", "hint"))
        yield f"| `{name}`{example} | {' | '.join(words)} |"


def _filled(template: str) -> str:
    """Words of the dictionary with the names of what is put in."""

    def put(place: re.Match[str]) -> str:
        return "" if place[2] in _MORE else f"*{place[1].replace('_', ' ')}*"

    parts = re.split(r"(\{\w+(?:\|\w+)?\})", template)
    return "".join(_PLACE.sub(put, part) if _PLACE.fullmatch(part) else _literal(part) for part in parts)


def _literal(text: str) -> str:
    return re.sub(r"([*_<>\[\]`#])", r"\\\1", _cell(text))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


# ------------------------------------------------------------------------------------------------------- settings

EXAMPLE = """\
network = "private"          # asked first when nothing else names one
theme = "dark"
timeout = 30
cache_size_mib = 512

[keys]                       # of commands of the window
nextFailure = "F4"

[networks.private]           # or members of a built-in network that are to be others
chain_id = "private"
account_suffix = ".corp"
endpoints = [
    "https://rpc.example",
    { url = "https://archive.example", archival = true, api_key = true },
]
"""


def settings_page() -> str:
    """All settings, a table row each, and the networks that are built in."""
    return "\n".join(_settings())


def _settings() -> Iterator[str]:
    yield "# Settings and networks"
    yield ""
    yield "<!-- written by packaging/make_reference.py from xccviz/settings/rows.py: change it there -->"
    yield ""
    yield "`config.toml` lies in `~/.config/xccviz` (or the platform's place, or `XCCVIZ_CONFIG_DIR`). Everything in it"
    yield "is optional; the environment beats it, options beat both. The window has all of it under Edit › Settings"
    yield "(Ctrl+,), where endpoints are tested too; what is changed there holds at once and leaves comments and order"
    yield "of the file as they are:"
    yield ""
    yield "```toml"
    yield from EXAMPLE.splitlines()
    yield "```"
    yield ""
    yield "| Setting | Default | Environment | Option | Means |"
    yield "|--|--|--|--|--|"
    for group, caption in GROUPS.items():
        yield f"| **{caption}** | | | | |"
        yield from (_row(row) for row in SETTINGS if row.group == group)
    yield ""
    yield "## Keys of endpoints"
    yield ""
    yield "An API key is taken from `XCCVIZ_API_KEY`, else from the keyring (extra `keyring`; service `xccviz`, user:"
    yield "the network's name), else from the file `api_key` beside `config.toml`, which only you may be able to read."
    yield "Stored keys go to FastNEAR's endpoints and those marked `api_key = true`; the environment's also to those"
    yield "given with `--rpc`. Keys stay out of captures, exports, logs and error texts."
    yield ""
    yield "## Networks that are built in"
    yield ""
    yield "In the order in which they are asked; `xccviz networks --probe` says what each endpoint can do."
    yield ""
    yield "| Network | Endpoints |"
    yield "|--|--|"
    for name, network in NETWORKS.items():
        asked = (
            f"`{endpoint.url}`{' (archival)' if endpoint.archival else ''}" for endpoint in network.endpoints
        )
        yield f"| `{name}` | {'<br>'.join(asked)} |"
    yield ""


def _row(row: Setting[Any]) -> str:
    name = f"`{row.name}`" if row.in_file else f"`{row.name}` (not in the file)"
    default = " ".join(filter(None, (row.default_text and f"`{row.default_text}`", row.unit)))
    choices = f"; one of {', '.join(f'`{choice}`' for choice in row.choices)}" if row.choices else ""
    cells = (name, default, row.env and f"`{row.env}`", row.option and f"`{row.option}`", row.doc + choices)
    return "| " + " | ".join(_cell(cell or "") for cell in cells) + " |"


PAGES: Mapping[str, Callable[[], str]] = {"errors.md": errors_page, "settings.md": settings_page}
"""File in docs → what writes it."""


def main(arguments: list[str]) -> int:
    """Write the pages, or say whether one is stale."""
    return made(DOCS, PAGES, arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
