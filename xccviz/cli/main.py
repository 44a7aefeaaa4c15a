"""`xccviz`: find the command, run it, and turn whatever comes out of it into an exit status (interface.md §2)."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import cache
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import TextIO

import xccviz
from xccviz.catalogue import plain_numerals, tr
from xccviz.cli.context import Context, make_context
from xccviz.cli.errors import EXIT_STATUS, report_bug, report_user_error
from xccviz.cli.spelling import check_word, helped
from xccviz.cli.streams import silence, standard_error, standard_output
from xccviz.cli.terminal import Terminal, guarded
from xccviz.model.errors import Cancelled, UserError
from xccviz.opening.arguments import VALUE_OPTIONS, Parser, common_options

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "gui": tr("open the window"),
        "show": tr("print a transaction as readable text"),
        "export": tr("write a transaction as a drawing or data"),
        "find": tr("list the nodes that match a filter"),
        "fetch": tr("save a transaction as a capture that opens offline"),
        "watch": tr("follow a transaction until it is final and print each change"),
        "record": tr("run your tests through a recording endpoint and keep every transaction they send"),
        "check": tr("assert things about transactions, for continuous integration"),
        "diff": tr("compare two runs, call by call"),
        "replay": tr("run a call again, here, as it was or with something changed"),
        "samples": tr("list the bundled transactions"),
        "exporters": tr("list the formats of `export`"),
        "networks": tr("list the networks and their endpoints, or ask what they can do"),
        "explain": tr("explain an error text or the JSON of a failure"),
        "mcp": tr("serve editors and assistants over the Model Context Protocol"),
        "self-test": tr("check this installation"),
    }
)
"""Name → what it does. The module of that name has `add_arguments(parser)` and `run(context) -> exit status`. It is
loaded when the command is asked for: all of them take longer to load than most commands to run."""

RUNNING = ("record",)
"""Commands that run another: what stands behind `--` is for that one, and no argument of ours."""
WINDOW_OPTIONS = (
    "--filter", "--step", "--select", "--view", "--theme", "--screenshot", "--size", "--scale",
)  # fmt: skip
"""Options of the window that take a value: one that reads like a command is none."""

_Run = Callable[[Context], int]


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status; may be called many times in one process.

    `argv` is without the program's name (default: the process's arguments). Raises nothing. The cyclic collector rests
    meanwhile: what is read is a tree that reference counts free, and looking through it takes a third of a large one's
    time.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    stdout, stderr = standard_output(), standard_error()
    err = Terminal(stderr)
    verbosity = _verbosity(arguments)
    collecting = gc.isenabled()
    gc.disable()
    try:
        try:
            status = _dispatch(arguments, stdout, stderr)
            guarded(stdout.flush)
            return status
        except UserError as error:
            if error.kind == "output":
                _drop_unwritten(stdout)
            return report_user_error(err, error, verbosity)
        except (KeyboardInterrupt, Cancelled):
            return EXIT_STATUS["interrupted"]
        except BrokenPipeError:
            silence(sys.stdout)
            return EXIT_STATUS["ok"]
        except Exception as error:  # a bug of ours, whatever it is
            return report_bug(err, error, arguments, verbosity)
        finally:
            stderr.flush()
    except KeyboardInterrupt:
        return EXIT_STATUS["interrupted"]
    finally:
        (gc.enable if collecting else gc.disable)()


def _dispatch(arguments: list[str], stdout: TextIO, stderr: TextIO) -> int:
    ordered = _command_first(arguments)
    command = ordered[0] if ordered and ordered[0] in COMMANDS else None
    ours, theirs = _before_and_behind(ordered) if command in RUNNING else (ordered, [])
    try:
        args = command_parser(command).parse_args(ours[1:]) if command else build_parser().parse_args(ours)
    except SystemExit as ended:  # --help and --version print and leave
        return int(ended.code or 0)
    args.behind = theirs
    run: _Run = command_module(args.command).run
    with plain_numerals() if getattr(args, "json", False) else nullcontext():
        return run(make_context(args, ordered, stdout, stderr))


@cache
def command_parser(name: str) -> Parser:
    """The parser of what stands behind a command's name; made once a process."""
    parser = Parser(prog=f"xccviz {name}", description=COMMANDS[name], parents=[common_options()])
    return _with_arguments(parser, name)


@cache
def build_parser() -> Parser:
    """The parser of all commands, for help about them; made once a process."""
    parser = Parser(
        prog="xccviz",
        description=tr("See a NEAR transaction's cross-contract calls as a receipt tree."),
        epilog=tr("`xccviz OPEN` opens the window on it; `xccviz COMMAND --help` says more about a command."),
    )
    parser.add_argument("--version", action="version", version=f"xccviz {xccviz.__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=Parser, prog=parser.prog)
    common = common_options()
    for name, what in COMMANDS.items():
        _with_arguments(commands.add_parser(name, help=what, description=what, parents=[common]), name)
    return parser


def _with_arguments(parser: Parser, name: str) -> Parser:
    """The parser with what a command adds to it."""
    command_module(name).add_arguments(parser)
    parser.set_defaults(command=name)
    return parser


def command_module(command: str) -> ModuleType:
    """The module of a command."""
    return import_module(f"xccviz.cli.commands.{command.replace('-', '_')}")


def _command_first(arguments: Sequence[str]) -> list[str]:
    """Put the command in front: `gui` where none is named, and common options may stand before it. Raises UserError
    (usage) for a word that was meant to be a command."""
    words = list(_words(arguments))
    help_wanted = helped([word for _, word in words], COMMANDS)
    if help_wanted is not None:
        return help_wanted
    first = next((i for i, _ in words), None)
    if first is None:
        leave = any(word in ("-h", "--help", "--version") for word in arguments)
        return list(arguments) if leave else ["gui", *arguments]
    word = arguments[first]
    if word in COMMANDS:
        return [word, *arguments[:first], *arguments[first + 1 :]]
    check_word(word, COMMANDS)
    return ["gui", *arguments]


def _words(arguments: Sequence[str]) -> Iterator[tuple[int, str]]:
    """What is neither an option nor its value, with its place, up to `--`."""
    skip = False
    for i, word in enumerate(arguments):
        if skip:
            skip = False
        elif word in VALUE_OPTIONS or word in WINDOW_OPTIONS:
            skip = True
        elif word == "--":
            return
        elif not word.startswith("-") or word == "-":
            yield i, word


def _before_and_behind(arguments: list[str]) -> tuple[list[str], list[str]]:
    """What stands before `--`, and what behind it."""
    at = arguments.index("--") if "--" in arguments else len(arguments)
    return arguments[:at], arguments[at + 1 :]


def _verbosity(arguments: Sequence[str]) -> int:
    """How many -v there are, counted before parsing, which may fail."""
    count = 0
    for word in arguments:
        if word == "--":
            break  # what follows is for somebody else
        if word == "--verbose":
            count += 1
        elif word.startswith("-v") and set(word[1:]) == {"v"}:
            count += len(word) - 1
    return count


def _drop_unwritten(stdout: TextIO) -> None:
    """What can't be written must not trouble the interpreter again when it ends."""
    try:
        stdout.flush()
    except (OSError, ValueError):
        silence(sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
