"""The arguments that every way in takes, a command as well as the window: how they are parsed, and what they mean."""

from __future__ import annotations

import argparse
import re
import sys
from _thread import allocate_lock
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from xccviz.catalogue import tr
from xccviz.model.errors import UserError
from xccviz.settings.rows import TIMEOUT, Settings

if TYPE_CHECKING:
    from xccviz.opening.options import OpenOptions

OPEN_HELP = tr("a transaction hash, HASH:SIGNER, an explorer's address, a file, - or sample:NAME")
FILTER_HELP = tr("only what matches stands out; `xccviz find --help` says how a filter is written")
VALUE_OPTIONS = ("--network", "--rpc", "--signer", "--timeout")
"""The common options that take a value, for finding the command among the arguments."""


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help as it is written: argparse would take a % in a translated text for one of its own places."""

    def _expand_help(self, action: argparse.Action) -> str:
        return self._get_help_string(action) or ""


_UNASKED = partial(_Formatter, width=80)
"""argparse makes a formatter with every argument it is given, and each would ask the terminal for its width."""


_UNKNOWN = "unrecognized arguments: "
_REQUIRED = "the following arguments are required: "


_BEHIND = "\0"
"""Begins what stands behind `--` while it is parsed: no argument of a program can hold it, and no option begins so."""


_PARSING = allocate_lock()
"""What `threading` makes its locks of: to load that takes as long as parsing the arguments of fifteen commands."""


def _uncovered(word: Any) -> Any:
    return word.removeprefix(_BEHIND) if isinstance(word, str) else word


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are UserErrors."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("allow_abbrev", False)
        kwargs.setdefault("formatter_class", _UNASKED)
        super().__init__(*args, **kwargs)
        self._mixing = False

    def format_help(self) -> str:
        """The help, as wide as the terminal."""
        self.formatter_class = _Formatter
        return super().format_help()

    if not TYPE_CHECKING:  # type checkers know argparse's own

        def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
            """As argparse does, one thread at a time: it changes its own actions meanwhile."""
            with _PARSING:
                return super().parse_args(args, namespace)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse does, but options may stand between the things that are given: `A --offline B`."""
        several = any(action.nargs in ("*", "+") and not action.option_strings for action in self._actions)
        if self._mixing or not several:
            return super().parse_known_args(args, namespace)
        self._mixing = True
        try:
            words = list(sys.argv[1:] if args is None else args)
            at = words.index("--") if "--" in words else len(words)
            behind = [
                _BEHIND + word for word in words[at + 1 :]
            ]  # argparse would forget `--` on its second way through
            found, rest = self.parse_known_intermixed_args([*words[:at], *behind], namespace)
        finally:
            self._mixing = False
        for action in self._get_positional_actions():
            value = getattr(found, action.dest, None)
            if isinstance(value, list):
                setattr(found, action.dest, [_uncovered(word) for word in value])
            else:
                setattr(found, action.dest, _uncovered(value))
        return found, [_uncovered(word) for word in rest]

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments (usage); of what is not known, only the options."""
        unknown = [word for word in message.removeprefix(_UNKNOWN).split() if word.startswith("-")]
        if message.startswith(_UNKNOWN) and unknown:
            message = tr("there is no option {names} here", names=" ".join(unknown))
        hint = tr("`{prog} --help` lists what is possible.", prog=self.prog)
        if message.startswith(_REQUIRED) and {"OPEN", "ERROR"} & set(
            message.removeprefix(_REQUIRED).split(", ")
        ):
            hint = tr("Give it, or - to read it from standard input. {more}", more=hint)
        raise UserError(message, hint, kind="usage")


def common_options() -> Parser:
    """The options that every command takes (interface.md §2), as a parent parser."""
    parser = Parser(add_help=False)
    group = parser.add_argument_group(tr("common options"))
    group.add_argument("--network", metavar="NAME", help=tr("mainnet, testnet, localnet or a configured one"))
    group.add_argument(
        "--rpc", metavar="URL", action="append", help=tr("ask only this endpoint (repeatable, in order)")
    )
    group.add_argument("--signer", metavar="ACCOUNT", help=tr("the account that signed the transaction"))
    limit = tr("for the whole command (default {seconds})", seconds=TIMEOUT.default_text)
    group.add_argument("--timeout", metavar="SECONDS", type=float, help=limit)
    group.add_argument("--offline", action="store_true", help=tr("never ask the network"))
    group.add_argument("--no-cache", action="store_true", help=tr("neither read nor write the cache"))
    group.add_argument("-q", "--quiet", action="store_true", help=tr("no progress and no notes"))
    group.add_argument(
        "-v", "--verbose", action="count", default=0, help=tr("more about errors; -vv for tracebacks")
    )
    return parser


def options_from(
    args: argparse.Namespace, settings: Settings, find_key: Callable[[str | None], str | None]
) -> OpenOptions:
    """How to open, from the arguments of `common_options`, then from `settings`; `find_key` looks a stored key up."""
    from xccviz.opening.options import options_of  # late: help and the parser need none of it

    return options_of(
        settings,
        find_key,
        network=args.network,
        # What names no endpoint stays, and is refused as one: --rpc "$NODE" must never fall back on public nodes.
        rpc=[address for given in args.rpc or () for address in _addresses(given)],
        signer=args.signer,
        timeout=args.timeout,
        offline=args.offline,
        cache=not args.no_cache,
    )


def _addresses(given: str) -> list[str]:
    """The endpoints of one --rpc. A new one begins where another http:// does: an address may hold commas itself."""
    return re.split(r"[\s,]+(?=https?://)", given.strip(" \t\r\n,"), flags=re.IGNORECASE)


def scale(text: str) -> float:
    """A scale of a picture, from 0.25 to 8; argparse.ArgumentTypeError for anything else."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.25 <= value <= 8:
        raise argparse.ArgumentTypeError(
            tr("a scale is a number from 0.25 to 8, not {text}", text=repr(text))
        )
    return value
