"""`xccviz find EXPR OPEN…`: the nodes that match a filter, a line each or as JSON (interface.md §2, §8)."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from typing import Any

from xccviz import query
from xccviz.analysis.results.outcomes import end_of
from xccviz.catalogue import tr
from xccviz.cli.context import Context, note, open_given, progress
from xccviz.cli.errors import EXIT_STATUS, Ending, first_of
from xccviz.cli.filter_help import filter_help
from xccviz.cli.terminal import write_bytes
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.model.errors import UserError
from xccviz.opening.arguments import OPEN_HELP
from xccviz.sources.classify import classify
from xccviz.sources.recognise.references import NotOpenable
from xccviz.tables.lines import STYLE_OF_TONE
from xccviz.values import frozen
from xccviz.words.filters import matching_words
from xccviz.words.numbers import UNKNOWN_NUMBER
from xccviz.words.signs import NODE_ENDS

_ABOUT = tr("""
Prints a line for each node that matches: HASH NODE-ID LABEL STATUS BURNT. STATUS is ok, failed, pending or unknown;
BURNT is in gas, ? where it is not known.

Exit status: 0 something matches, 1 nothing does; 2 to 5 when something can't be read, of several the first present of
130, 2, 5, 4, 3.
""")


@frozen
class Searched:
    """One OPEN: its document with the nodes that match, or the error that kept it from being read."""

    open: str
    document: Document | None
    nodes: tuple[Node, ...] = ()
    error: UserError | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `find`."""
    parser.epilog = f"{_ABOUT}\n{filter_help()}"
    parser.add_argument("filter", metavar="EXPR", help=tr("the filter, in quotes: 'fail gas>20T'"))
    parser.add_argument("open", metavar="OPEN", nargs="+", help=OPEN_HELP)
    parser.add_argument("--json", action="store_true", help=tr("print the answers as JSON instead of lines"))


def run(context: Context) -> int:
    """Search every OPEN, also after one that can't be read; its trouble is said on standard error."""
    args = context.args
    wanted = _wanted(args.filter)
    results: list[Searched] = []
    for given in args.open:
        result = _search(context, given, wanted)
        results.append(result)
        if not args.json:
            _show(result, context)
    if not args.json and not any(result.nodes for result in results):
        _say_nothing(context, wanted, [result.document for result in results if result.document is not None])
    if args.json:
        text = json.dumps(to_json(args.filter, results), ensure_ascii=False, allow_nan=False, indent=1)
        write_bytes(context.stdout, text.encode("utf-8", "backslashreplace") + b"\n")
    return EXIT_STATUS[first_of(set(_endings(results)))]


def _wanted(text: str) -> query.Filter:
    """The filter. Raises FilterError, which says so where what opens something stands in its place."""
    try:
        return query.parse(text)
    except query.FilterError as error:
        if not isinstance(classify(text), NotOpenable):
            error.hint = tr("The filter comes first, then what is searched: `xccviz find EXPR OPEN…`.")
        raise


def _search(context: Context, given: str, wanted: query.Filter) -> Searched:
    try:
        with progress(context) as report:
            document = open_given(context, given, report)
    except UserError as error:
        return Searched(given, None, error=error)
    by_id = document.graph.by_id
    return Searched(given, document, tuple(by_id[id] for id in wanted.matches(document)))


def _endings(results: Sequence[Searched]) -> Iterator[Ending]:
    """What could not be read counts before what was not found."""
    yield from (result.error.kind for result in results if result.error is not None)
    if not any(result.nodes for result in results):
        yield "check_failed"


def _say_nothing(context: Context, wanted: query.Filter, documents: Sequence[Document]) -> None:
    """Why nothing at all was found, by the first document in which something is near."""
    if not documents:
        return
    count = sum(len(document.graph.nodes) for document in documents)
    nothing = filter(None, (query.nothing_of(wanted, document) for document in documents))
    told = next((each for each in nothing if each.meant or each.excluding), None)
    if told is None:
        told = query.nothing_of(wanted, documents[0])
    words = told.words() if told is not None else ()
    note(context, "; ".join((matching_words(0, count, wanted.words()), *words)))


def _show(result: Searched, context: Context) -> None:
    error, document = result.error, result.document
    if error is not None:
        said = ". ".join(part.rstrip(".") for part in (error.message, error.hint) if part)
        name = _name(result.open)
        about = () if said.startswith(name) else ((name, "bold"), ": ")
        context.err.line("xccviz: ", *about, said)
        for detail in error.details if error.listed else ():
            context.err.line(detail, indent=4)
    if document is None:
        return
    for node in result.nodes:
        facts = document.analysis.facts[node.id]
        end, burnt = end_of(facts), facts.gas.burnt
        context.out.line(
            (document.trace.transaction.hash, "dim"),
            f" {node.id} ",
            (node.label, "bold"),
            " ",
            (end, STYLE_OF_TONE[NODE_ENDS[end].tone]),
            f" {UNKNOWN_NUMBER if burnt is None else burnt}",
        )
    context.out.flush()


def _name(given: str) -> str:
    """What was given, on a line: pasted JSON is cut."""
    return given if len(given) <= 200 else f"{given[:200]}…"


def to_json(text: str, results: Sequence[Searched]) -> dict[str, Any]:
    """What was found as JSON values (resources/schema/xccviz-find-1.schema.json)."""
    return {
        "format": "xccviz-find",
        "version": 1,
        "filter": text,
        "documents": [_document(result) for result in results],
    }


def _document(result: Searched) -> dict[str, Any]:
    document, error = result.document, result.error
    return {
        "open": _name(result.open),
        "hash": document.trace.transaction.hash if document is not None else None,
        "problem": None if error is None else {"code": error.kind, "message": error.message},
        "nodes": [_node(document, node) for node in result.nodes] if document is not None else [],
    }


def _node(document: Document, node: Node) -> dict[str, Any]:
    facts = document.analysis.facts[node.id]
    return {
        "id": node.id,
        "label": node.label,
        "kind": node.kind,
        "status": end_of(facts),
        "gas_burnt": facts.gas.burnt,
        "block_height": node.height,
        "step": document.timeline.history.ran_at.get(node.id),
    }
