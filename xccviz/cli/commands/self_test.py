"""`xccviz self-test`: does this installation have all its parts, and do they work together?"""

from __future__ import annotations

import argparse

from xccviz.catalogue import tr
from xccviz.cli.context import Context
from xccviz.cli.errors import EXIT_STATUS
from xccviz.cli.installation import CHECKS
from xccviz.cli.installation.answers import NotHere


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`self-test` takes none of its own."""
    parser.epilog = tr(
        "✓ works, ✗ does not, ○ is not here and need not be. Exit status 1 where something does not work."
    )


def run(context: Context) -> int:
    """Run every check, a line each; exit 1 when one fails."""
    failed = False
    for check in CHECKS:
        hint = ""
        try:
            words, mark = check.run(context.environ), ("✓", "ok")
        except NotHere as error:
            words, hint, mark = error.words, error.hint, ("○", "dim")
        except Exception as error:  # whatever is wrong is the answer
            words, mark, failed = f"{type(error).__name__}: {error}", ("✗", "failed"), True
        context.out.line(mark, f" {check.name}: {words}")
        if hint:
            context.out.line(hint, indent=4)
        context.out.flush()
        if check.needed and mark[1] == "failed":
            break
    return EXIT_STATUS["check_failed" if failed else "ok"]
