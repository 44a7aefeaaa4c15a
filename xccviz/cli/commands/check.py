"""`xccviz check OPEN…`: assertions about transactions for continuous integration (interface.md §2)."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from xccviz.analysis.checks import Assertion, Wanted, check
from xccviz.analysis.expect import mismatches
from xccviz.atomic import write_atomic
from xccviz.catalogue import tr
from xccviz.cli.context import Context, add_force, note, open_given, progress, refuse_input, written_words
from xccviz.cli.errors import EXIT_STATUS, Ending, first_of
from xccviz.cli.junit import Case, junit_xml
from xccviz.cli.terminal import write_bytes
from xccviz.document import Document
from xccviz.export.json_graph import to_json
from xccviz.model.amounts import parse_gas, parse_near
from xccviz.model.errors import UserError
from xccviz.opening.arguments import OPEN_HELP
from xccviz.opening.expectation import read_expectation
from xccviz.tables.lines import Part
from xccviz.values import frozen
from xccviz.whole import SECONDS
from xccviz.words.checks import assertion_words

if TYPE_CHECKING:
    from xccviz.query import Filter

_ABOUT = tr("""
Prints one line a transaction. Without an assertion only that it can be read is checked. A number that is not known
(no heights, receipts still to run) never passes.

--expect FILE holds a part of what `xccviz export --to json` writes. Members that are given must be equal, others are
free. Nodes are matched by id, else by label; other arrays by position, where arrays of plain values must be equal and
[] means an empty one:
  {"verdict": {"code": "success"}, "nodes": [{"label": "alpha.near.get_value", "status": {"kind": "failure"}}]}

--none and --some take filters, as in --none 'fate:unobserved | gas>100T'; `xccviz find --help` has all terms.

Exit status: 0 all hold, 1 an assertion failed, 6 --complete wanted and data is missing, 2 to 5 when something can't be
read; of several the first present of 130, 2, 5, 4, 3, 6, 1.
""")


@frozen
class Checked:
    """One OPEN: its document with the assertions, or the error that kept it from being read."""

    open: str
    document: Document | None
    assertions: tuple[Assertion, ...] = ()
    error: UserError | None = None

    @property
    def endings(self) -> frozenset[Ending]:
        """Every ending of the command that this one asks for."""
        if self.error is not None:
            return frozenset((self.error.kind,))
        failed = [assertion.name for assertion in self.assertions if not assertion.holds]
        return frozenset("incomplete" if name == "complete" else "check_failed" for name in failed)

    def words(self, assertion: Assertion) -> str:
        """One of the assertions as a sentence."""
        if self.document is None:
            return ""
        return assertion_words(assertion, self.document.analysis, self.document.verdict)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `check`."""
    parser.epilog = _ABOUT
    parser.add_argument("open", metavar="OPEN", nargs="+", help=OPEN_HELP)
    group = parser.add_argument_group(tr("assertions"))
    group.add_argument(
        "--no-failure",
        action="store_true",
        help=tr("as a whole it neither failed nor was invalid; the next asks for calls inside"),
    )
    group.add_argument(
        "--no-hidden-failure",
        action="store_true",
        help=tr("it did not succeed with a call that failed inside"),
    )
    group.add_argument(
        "--no-unobserved-failure",
        action="store_true",
        help=tr("no receipt failed without a callback that received it"),
    )
    group.add_argument("--complete", action="store_true", help=tr("nothing is missing (else exit status 6)"))
    group.add_argument(
        "--proven", action="store_true", help=tr("every outcome is proven by the header of the next block")
    )
    group.add_argument(
        "--max-gas", metavar="GAS", help=tr("gas burnt without refunds at most, like 120T or 300G")
    )
    group.add_argument(
        "--max-fee",
        metavar="AMOUNT",
        help=tr("fee at most, with its unit: 0.01N; a plain whole number is yoctoNEAR"),
    )
    group.add_argument(
        "--max-blocks", metavar="N", help=tr("from its block to the last receipt's at most, both counted")
    )
    group.add_argument(
        "--none",
        metavar="EXPR",
        action="append",
        default=[],
        help=tr("no node matches the filter (repeatable)"),
    )
    group.add_argument(
        "--some",
        metavar="EXPR",
        action="append",
        default=[],
        help=tr("at least one node matches the filter (repeatable)"),
    )
    group.add_argument("--expect", metavar="FILE", help=tr("JSON that the export must contain"))
    add_force(parser)
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help=tr("print the answers as JSON instead of lines"))
    output.add_argument(
        "--junit", metavar="FILE", help=tr("write JUnit XML too; - for stdout instead of lines")
    )


def run(context: Context) -> int:
    """Check every OPEN, also after one that can't be read; report; the exit status of interface.md §2."""
    args = context.args
    wanted, expected = _wanted(args), read_expectation(args.expect, args.timeout or SECONDS)
    filters = _filters("--none", args.none), _filters("--some", args.some)
    asserted = wanted != Wanted() or expected is not None or any(filters)
    lines = not args.json and args.junit != "-"
    if args.junit not in (None, "-"):
        refuse_input(context, args.junit, [*args.open, *([args.expect] if args.expect else [])])
    results: list[Checked] = []
    for given in args.open:
        result = _check_one(context, given, wanted, filters, expected)
        results.append(result)
        if lines:
            _show(result, asserted, context)
    ending = ending_of(results)
    if args.json:
        write_bytes(context.stdout, _json_bytes(results, ending))
    if args.junit is not None:
        data = junit_xml([_case(result, asserted) for result in results], "xccviz check")
        if args.junit == "-":
            write_bytes(context.stdout, data)
        else:
            context.out.flush()
            write_atomic(args.junit, data, force=args.force, option="--junit")
            note(context, written_words(args.junit, len(data)))
    return EXIT_STATUS[ending]


def ending_of(results: Sequence[Checked]) -> Ending:
    """What the command ends with when its results ask for several endings (see `first_of`)."""
    return first_of({ending for result in results for ending in result.endings})


def _check_one(
    context: Context,
    given: str,
    wanted: Wanted,
    filters: tuple[Sequence[Filter], Sequence[Filter]],
    expected: Mapping[str, Any] | None,
) -> Checked:
    try:
        with progress(context) as report:
            document = open_given(context, given, report)
    except UserError as error:
        return Checked(given, None, error=error)
    assertions = (*check(document.analysis, wanted), *_of_filters(document, filters))
    if expected is not None:
        assertions += (_expectation(document, expected),)
    return Checked(given, document, assertions)


def _expectation(document: Document, expected: Mapping[str, Any]) -> Assertion:
    found = tuple(mismatches(expected, to_json(document)))
    return Assertion("expect", not found, True, not found, mismatches=found)


def _wanted(args: argparse.Namespace) -> Wanted:
    return Wanted(
        no_failure=args.no_failure,
        no_hidden_failure=args.no_hidden_failure,
        no_unobserved_failure=args.no_unobserved_failure,
        complete=args.complete,
        proven=args.proven,
        max_gas=_amount("--max-gas", args.max_gas, parse_gas),
        max_fee=_amount("--max-fee", args.max_fee, parse_near),
        max_blocks=_amount("--max-blocks", args.max_blocks, _parse_count),
    )


def _filters(option: str, texts: Sequence[str]) -> tuple[Filter, ...]:
    """The filters of an option. Raises FilterError, which names it."""
    from xccviz import query  # late: few assertions are filters

    try:
        return tuple(query.parse(text) for text in texts)
    except query.FilterError as error:
        raise error.given_as(option) from error


def _of_filters(
    document: Document, filters: tuple[Sequence[Filter], Sequence[Filter]]
) -> tuple[Assertion, ...]:
    if not any(filters):
        return ()
    from xccviz.query.asserting import filter_assertions

    return filter_assertions(document, *filters)


def _amount(option: str, text: str | None, parse: Callable[[str], int]) -> int | None:
    try:
        return parse(text) if text is not None else None
    except ValueError as error:
        raise UserError(f"{option}: {error}", kind="usage") from error


def _parse_count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise ValueError(tr("{text} is no whole number of blocks", text=repr(text)))
    return int(text)


def _show(result: Checked, asserted: bool, context: Context) -> None:
    """One line: how it went, what was given, and why."""
    parts: list[Part] = [(f"✓ {tr('ok'):<6}", "ok")]
    if result.error is not None:
        parts = [(f"✗ {tr('error'):<6}", "failed bold")]
    elif result.endings:
        parts = [(f"✗ {tr('FAIL'):<6}", "failed bold")]
    context.out.line(*parts, (_name(result.open), "bold"), f"  {_sentence(result, asserted)}")
    context.out.flush()


def _listed(error: UserError) -> str:
    """The transactions to choose from, on the line of the one that was given."""
    return f" ({', '.join(offer.hash for offer in error.offers)})" if error.listed and error.offers else ""


def _sentence(result: Checked, asserted: bool) -> str:
    if result.error is not None:
        return ". ".join(part for part in (result.error.message, result.error.hint) if part) + _listed(
            result.error
        )
    if result.document is None:
        return ""
    if not asserted:
        return tr("can be read, nothing was asserted; {verdict}", verdict=result.document.verdict.title)
    failed = [
        f"--{assertion.name}: {result.words(assertion)}"
        for assertion in result.assertions
        if not assertion.holds
    ]
    if failed:
        return "; ".join(failed)
    return "; ".join(dict.fromkeys(result.words(assertion) for assertion in result.assertions))


def _name(given: str) -> str:
    """What was given, on a line: pasted JSON is cut."""
    return given if len(given) <= 200 else f"{given[:200]}…"


def _case(result: Checked, asserted: bool) -> Case:
    name = _name(result.open)
    if result.error is not None:
        text = "\n".join(part for part in (result.error.message, result.error.hint) if part)
        return Case(name, error=(EXIT_STATUS[result.error.kind], text))
    failures = tuple(
        (f"--{assertion.name}", result.words(assertion))
        for assertion in result.assertions
        if not assertion.holds
    )
    return Case(name, failures, output=_facts(result, asserted))


def _facts(result: Checked, asserted: bool) -> str:
    """What a reader of the report wants to know of every transaction."""
    if result.document is None:
        return ""
    transaction = result.document.trace.transaction
    lines = [f"{transaction.hash} {result.document.graph.root.label}", result.document.verdict.title]
    lines += [
        f"--{assertion.name}: {result.words(assertion)}" for assertion in result.assertions if assertion.holds
    ]
    if not asserted:
        lines.append(tr("nothing was asserted but that it can be read"))
    return "\n".join(lines)


def _json_bytes(results: Sequence[Checked], ending: Ending) -> bytes:
    value = {
        "format": "xccviz-check",
        "version": 1,
        "ok": ending == "ok",
        "exit_status": EXIT_STATUS[ending],
        "results": [_json_result(result) for result in results],
    }
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _json_result(result: Checked) -> dict[str, Any]:
    document, error = result.document, result.error
    return {
        "open": _name(result.open),
        "ok": not result.endings,
        "exit_status": EXIT_STATUS[ending_of([result])],
        "hash": document.trace.transaction.hash if document is not None else None,
        "network": document.trace.network if document is not None else None,
        "verdict": document.analysis.verdict.code if document is not None else None,
        "title": document.verdict.title if document is not None else None,
        "assertions": [
            {
                "name": assertion.name,
                "ok": assertion.holds,
                "wanted": _json_number(assertion, assertion.wanted),
                "found": _json_number(assertion, assertion.found),
                "message": result.words(assertion),
            }
            for assertion in result.assertions
        ],
        "error": None
        if error is None
        else {"message": error.message, "hint": error.hint, "exit_status": EXIT_STATUS[error.kind]},
    }


def _json_number(assertion: Assertion, value: Any) -> Any:
    """NEAR is a string of yocto, as everywhere in our JSON."""
    return str(value) if assertion.name == "max-fee" and value is not None else value
