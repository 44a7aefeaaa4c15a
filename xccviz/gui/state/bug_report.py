"""A report for a bug: pieces to choose from, each a file in it. What is said of this machine names nobody, and no key
gets in. Those who mend it read it, so it is not translated."""

from __future__ import annotations

import contextlib
import io
import platform
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from xccviz import __version__
from xccviz.catalogue import numeral, tr
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.model.errors import UserError
from xccviz.model.text import visible_text
from xccviz.opening.options import OpenOptions
from xccviz.settings.networks import NETWORKS, Network
from xccviz.settings.rows import RPC, SETTINGS, Setting, Settings
from xccviz.sources.redact import hide, redact_host, secrets_in, without_secrets
from xccviz.sources.store.reports import KeptReport
from xccviz.values import frozen
from xccviz.words.numbers import bytes_count

FILE_NAME = "xccviz-report.zip"
MOST, LONGEST = 3, 4_000
"""Reports of commands, and characters of each error: its end, which says what it was. All of them together stay below
what an issue takes."""
_WHEN = (1980, 1, 1, 0, 0, 0)
"""The first moment that a .zip knows: two files of the same pieces are the same."""


@frozen
class Piece:
    """One file of the report: its `name` there, what it is called, and what it tells. `data` is what will be written,
    None while it is being made; `ticked`: whether it is in unless somebody takes it out; `reads`: it is a text."""

    name: str
    title: str
    about: str
    data: bytes | None = None
    ticked: bool = True
    reads: bool = True


@frozen
class Surroundings:
    """What only widgets know: what Qt is there, px of the window, each screen in words, the panels in sight."""

    qt: str
    window: tuple[int, int]
    screens: tuple[str, ...]
    panels: tuple[str, ...]


@frozen
class Secret:
    """What must not get in: `words` wherever they stand, and where this user's files are."""

    words: frozenset[str] = frozenset()
    home: str = ""

    def cleaned(self, text: str) -> str:
        """`text` as it may be told and looked at: addresses shortened, no key, nothing invisible."""
        told = without_secrets(hide(text, self.words), MappingProxyType({}))
        return visible_text(self.homeless(told), keep="\n\t")

    def may_be_in(self, text: str) -> bool:
        """Whether something that is being typed is an address or has a key."""
        return "://" in text or hide(text, self.words) != text

    def homeless(self, text: str) -> str:
        """`text` with ~ for the folder of this user, whose name that mostly has."""
        return text.replace(self.home, "~") if len(self.home) > 1 else text

    def without_words(self, data: bytes) -> bytes:
        """A JSON text that must stay what it is but for keys."""
        return self.homeless(hide(data.decode("utf-8", "surrogatepass"), self.words)).encode(
            "utf-8", "surrogatepass"
        )


def secret_of(options: OpenOptions, networks: Mapping[str, Network], home: Path | None) -> Secret:
    """All keys that are known here: what addresses hold, the environment's key, and that of the file `api_key`. A
    keyring is not asked, it might want to be unlocked: its keys are never part of a message."""
    words = {options.api_key or ""}
    for network in networks.values():
        for url in (*(endpoint.url for endpoint in network.endpoints), network.indexer or ""):
            words.update(secrets_in(url))
    for url in options.rpc:
        words.update(secrets_in(url))
    if options.find_key is not None:
        with contextlib.suppress(UserError):
            words.add(options.find_key(None) or "")
    return Secret(frozenset(words - {""}), str(home) if home is not None else "")


# ------------------------------------------------------------------------------------------------------------ the texts


def versions_text(around: Surroundings) -> str:
    """Of all that runs."""
    return "\n".join(
        (
            f"xccviz {__version__}",
            f"{platform.python_implementation()} {platform.python_version()}",
            around.qt,
            platform.platform(),
        )
    )


def settings_text(
    settings: Settings | UserError, options: OpenOptions, networks: Mapping[str, Network]
) -> str:
    """Each setting with where it comes from, the endpoints that were given, and networks that are not the built-in
    ones. Of addresses the host; of a key whether there is one."""
    lines = []
    if isinstance(settings, UserError):
        lines.append(f"config.toml can't be read: {settings.message}")
    else:
        lines += (f"{row.name} = {_value(row, settings)} ({settings.origins[row.name]})" for row in SETTINGS)
    if options.rpc:
        lines.append("asked instead: " + ", ".join(map(redact_host, options.rpc)))
    if options.offline:
        lines.append("offline")
    for network in networks.values():
        if NETWORKS.get(network.name) != network:
            asked = (
                redact_host(one.url) + (" (gets the API key)" if one.takes_key else "")
                for one in network.endpoints
            )
            lines.append(f"network {network.name}: {', '.join(asked)}")
    return "\n".join(lines)


def _value(row: Setting[Any], settings: Settings) -> str:
    if row.secret:
        return "set" if settings[row] else "not set"
    if row.name == RPC.name:
        return " ".join(redact_host(url) for url in settings[RPC])
    return row.parse.show(settings[row])


def window_text(state: AppState, around: Surroundings) -> str:
    """How the window stands; of the transaction no name and no hash, but what a filter names."""
    width, height = around.window
    lines = [f"view: {'compared' if state.pair is not None else state.view}", *_tab_lines(state.tab)]
    lines += [
        f"open: {len(state.tabs)}",
        f"window: {width} × {height}",
        *(f"screen: {screen}" for screen in around.screens),
        f"theme: {state.theme} (shown: {state.colours})",
        f"text: {state.text_percent} %",
        f"panels: {', '.join(around.panels) or 'none'}",
        f"steps: {state.grain}{', looks ahead' if state.ahead else ''}",
    ]
    return "\n".join(lines)


def _tab_lines(tab: OpenTab | None) -> Iterator[str]:
    if tab is None:
        return
    document = tab.document
    where = f"{document.trace.network or 'unknown network'}, from: {tab.source}"
    yield f"transaction: {len(document.graph.nodes)} nodes, {where}"
    yield f"step: {tab.cursor.index} of {len(document.timeline)}"
    yield f"selected: {'something' if tab.selection is not None else 'nothing'}, unfolded: {len(tab.expanded)}"
    if tab.filtering.text:
        yield f"filter: {tab.filtering.text[:LONGEST]} ({'hides' if tab.filtering.hides else 'dims'} the rest)"


def errors_text(state: AppState, bugs: Sequence[str], reports: Sequence[KeptReport], secret: Secret) -> str:
    """What is told in the window, the tracebacks of its last bugs, and the last reports of commands."""
    told = [("told in the window", state.problem.message)] if state.problem is not None else []
    told += [("in this window", text) for text in bugs]
    told += [(f"of a command: {report.path}", report.text) for report in reports[:MOST]]
    if not told:
        return "nothing went wrong"
    return "\n\n".join(f"--- {secret.cleaned(where)}\n{_end(secret.cleaned(text))}" for where, text in told)


def _end(text: str) -> str:
    text = text.strip()
    return text if len(text) <= LONGEST else "…" + text[1 - LONGEST :]


def text_pieces(
    state: AppState,
    around: Surroundings,
    settings: Settings | UserError,
    options: OpenOptions,
    networks: Mapping[str, Network],
    bugs: Sequence[str],
    reports: Sequence[KeptReport],
    secret: Secret,
) -> tuple[Piece, ...]:
    """The pieces that are texts."""

    def piece(name: str, title: str, about: str, text: str) -> Piece:
        return Piece(name, title, about, secret.cleaned(text).encode() + b"\n")

    return (
        piece("versions.txt", tr("Versions"), tr("xccviz, Python, Qt, the system"), versions_text(around)),
        piece(
            "settings.txt", tr("Settings"), tr("of addresses the host only; no key"),
            settings_text(settings, options, networks),
        ),
        piece(
            "window.txt", tr("How the window stands"), tr("view, step, filter as typed, sizes, theme"),
            window_text(state, around),
        ),
        piece(
            "errors.txt", tr("The last errors"), tr("of this window, and of commands; they may quote what was opened"),
            errors_text(state, bugs, reports, secret),
        ),
    )  # fmt: skip


def capture_piece() -> Piece:
    """The transaction in front, which is still to be made."""
    return Piece(
        "transaction.xcc.json", tr("The transaction in front"),
        tr("a capture: accounts, amounts, arguments, your marks and notes"), ticked=False, reads=False,
    )  # fmt: skip


def picture_piece() -> Piece:
    """A picture of the window, which is still to be made."""
    return Piece(
        "window.png", tr("A picture of the window"), tr("as it stands behind this dialog, accounts and all"),
        ticked=False, reads=False,
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------------ all of them


def as_markdown(pieces: Iterable[Piece]) -> str:
    """The texts among them for an issue, as they are: each in a fence that nothing in it ends. Others are named."""
    blocks, beside = [f"**xccviz {__version__}: report for a bug**"], []
    for piece in pieces:
        if not piece.reads:
            beside.append(f"`{piece.name}`")
            continue
        text = (piece.data or b"").decode()
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
        blocks.append(f"`{piece.name}`\n\n{fence}text\n{text}{fence}")
    if beside:
        blocks.append(f"In `{FILE_NAME}` only: {', '.join(beside)}")
    return "\n\n".join(blocks) + "\n"


def packed(pieces: Iterable[Piece]) -> bytes:
    """All of them as one .zip, the same whenever and wherever it is made."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for piece in pieces:
            entry = zipfile.ZipInfo(piece.name, _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, piece.data or b"")
    return file.getvalue()


def size_words(size: int) -> str:
    """How much that is: `412 bytes`, `12 kB`, `3.4 MB`."""
    if size < 1_000:
        return bytes_count(size)
    return f"{numeral(round(size / 1_000))} kB" if size < 1_000_000 else f"{numeral(f'{size / 1e6:,.1f}')} MB"
