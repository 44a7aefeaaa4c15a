"""Links that are pasted: a command that says what to open, and what of it is seen (docs/interface.md §2)."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from xccviz.catalogue import tr, trn
from xccviz.display.drawings import DRAWINGS
from xccviz.gui.state.link import COMPARE
from xccviz.model.errors import UserError
from xccviz.opening.arguments import FILTER_HELP, OPEN_HELP, Parser
from xccviz.values import frozen

_PROGRAMS = (("xccviz",), ("python", "-m", "xccviz"), ("python3", "-m", "xccviz"))
VIEWS = (*(drawing.id for drawing in DRAWINGS), "tree", "replay", COMPARE)
"""Those of `gui.views`, which loads what links are read for."""
LONGEST = 20_000
"""Characters of a link."""


@frozen
class Link:
    """What opens it, one or, in the view `compare`, two; on `network`, "" any; what is selected, after which step, in
    which view, and by what it is filtered: "" and None where the link does not say."""

    opens: tuple[str, ...]
    network: str = ""
    select: str = ""
    step: int | None = None
    view: str = ""
    filter: str = ""


def read_link(text: str) -> Link | None:
    """The link that was pasted; None for anything else. Raises UserError (usage) for one with anything that a link
    does not say: what is pasted asks no other endpoint and writes no file."""
    line = text.strip()
    if "xccviz" not in line[:40] or "\n" in line or len(line) > LONGEST:
        return None
    import shlex  # late: few windows are given a link

    try:
        words = shlex.split(line.removeprefix("$ "))
    except ValueError:
        return None
    program = next((found for found in _PROGRAMS if tuple(words[: len(found)]) == found), None)
    if program is None or len(words) == len(program):
        return None
    rest = words[len(program) :]
    found = _parsed(rest[1:] if rest[0] == "gui" else rest)
    return Link(
        tuple(found.open),
        found.network or "",
        found.select or "",
        found.step,
        found.view or "",
        found.filter or "",
    )


def link_words(text: str) -> tuple[str, bool] | None:
    """What the open bar says of a link, and whether it can't be opened; None for anything else."""
    try:
        return (tr("link"), False) if read_link(text) is not None else None
    except UserError as error:
        return error.message, True


def linked_arguments(parser: argparse.ArgumentParser, views: Sequence[str]) -> None:
    """Those arguments of the window that say what is seen, which a link holds."""
    parser.add_argument("open", metavar="OPEN", nargs="*", help=OPEN_HELP)
    parser.add_argument("--step", metavar="N", type=step_of, help=tr("the step to stand at"))
    parser.add_argument(
        "--select", metavar="ID", help=tr("the receipt to select: an id, the beginning of one, or a label")
    )
    parser.add_argument("--filter", metavar="EXPR", type=filter_of, help=FILTER_HELP)
    parser.add_argument(
        "--view",
        choices=views,
        help=tr("which view to show; compare puts two transactions side by side"),
    )


def check_pair(args: argparse.Namespace) -> None:
    """Raises UserError (usage) where not two are given to stand side by side."""
    if args.view == COMPARE and len(args.open) != 2:
        raise UserError(
            trn(
                "--view compare puts two transactions side by side; {count} was given",
                "--view compare puts two transactions side by side; {count} were given",
                len(args.open),
            ),
            tr("Give two: xccviz --view compare A B; or open one and choose File › Compare with…"),
            kind="usage",
        )


def step_of(text: str) -> int:
    """A step to stand at. Raises argparse's error for what is none."""
    try:
        step = int(text)
    except ValueError:
        step = -1
    if step < 0:
        raise argparse.ArgumentTypeError(
            tr("steps count from 0, before anything ran; {text} is none", text=repr(text))
        )
    return step


def filter_of(text: str) -> str:
    """The filter as it was written. Raises FilterError for one that can't be read."""
    from xccviz import query  # late: the first frame of a window does not wait for it

    return query.parse(text).text


def _parsed(words: Sequence[str]) -> argparse.Namespace:
    parser = Parser(prog="xccviz", add_help=False)
    linked_arguments(parser, VIEWS)
    parser.add_argument("--network", metavar="NAME")
    try:
        args = parser.parse_args([*words])
    except UserError as error:
        hint = tr("A link says OPEN, --network, --select, --step, --view and --filter.")
        raise UserError(error.message, hint, kind="usage") from error
    if not args.open:
        raise UserError(
            tr("this link opens nothing"), tr("It names no transaction, file or sample."), kind="usage"
        )
    check_pair(args)
    return args
