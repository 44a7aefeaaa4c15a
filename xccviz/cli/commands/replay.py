"""`xccviz replay OPEN --receipt ID`: run a call again, here, as it was or with something changed (interface.md §12)."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

from xccviz.atomic import write_atomic
from xccviz.catalogue import tr
from xccviz.cli.context import Context, add_force, note, open_options, progress, remarks
from xccviz.cli.errors import EXIT_STATUS
from xccviz.cli.replay_lines import show
from xccviz.cli.replay_options import check_module, given_of
from xccviz.cli.terminal import write_bytes
from xccviz.document import Document
from xccviz.export.replay_json import replay_to_json
from xccviz.graph.named import node_named
from xccviz.graph.types import Node
from xccviz.model.errors import UserError
from xccviz.opening.arguments import OPEN_HELP
from xccviz.opening.open import open_document_sync
from xccviz.opening.rerunning import (
    check_installed,
    further_for,
    is_fresh,
    replayer_for,
    sandbox_for,
    stopped,
)
from xccviz.rerun.answer import Answer, answered
from xccviz.rerun.replaying import Given, Replay, replayable
from xccviz.rerun.sandbox import SandboxFailed
from xccviz.rerun.state_file import StateFile, state_to_json
from xccviz.sources.progress import Progress

_ABOUT = tr("""
First it runs as it was, and is held against what the node said: error, logs, value, receipts, gas with its profile, and
what was written. What is given with an option is a change where what was there is known, else it is taken for what was
there. Receipts that a what-if makes are not run further.

Code and state come from the capture, from the options, else from a node; `xccviz fetch --with replay` saves a capture
that has them. KEY and VALUE are text; hex:, base64: and json: stand before others.

Exit status: 0 it came out as on the chain, 1 it differs, 6 a key, code or slot is missing, 5 what was given is no
module, else as everywhere. Needs the extra replay: pip install 'xccviz[replay]'.
""")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `replay`."""
    parser.epilog = _ABOUT
    add = parser.add_argument
    add("open", metavar="OPEN", help=OPEN_HELP)
    add("--receipt", metavar="ID|LABEL", help=tr("the receipt: its id, the beginning of one, or its label"))
    add(
        "--action",
        metavar="K",
        type=int,
        help=tr("which of its actions, from 0 (the one that failed, or the first)"),
    )
    add(
        "--slot",
        metavar="I=RESULT",
        action="append",
        default=[],
        help=tr("what a slot received: failed, text:TEXT, json:JSON or hex:HEX"),
    )
    add("--args", metavar="JSON|@FILE", help=tr("other arguments"))
    add("--deposit", metavar="NEAR", help=tr("another deposit, like 1N"))
    add("--gas", metavar="GAS", help=tr("other gas, like 30T"))
    add("--code", metavar="FILE.wasm", help=tr("the code, or another one"))
    add("--state", metavar="FILE.json", help=tr("the account's storage, as -o writes it"))
    add(
        "--set",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help=tr("one key of the storage; KEY=- for one that is absent"),
    )
    add("--each-slot-fails", action="store_true", help=tr("run once for each slot, with that one failed"))
    add("--least-gas", action="store_true", help=tr("find the least gas with which it ends the same"))
    add("--calls", action="store_true", help=tr("list every host call with its gas"))
    add("--json", action="store_true", help=tr("print the answer as JSON"))
    add(
        "-o",
        "--output",
        metavar="STATE.json",
        help=tr("write the keys that it looked at, as --state takes them"),
    )
    add_force(parser)  # fmt: skip


def run(context: Context) -> int:
    """Run it as it was, then as is wanted. Raises UserError as everywhere."""
    args = context.args
    check_installed()
    given = given_of(args)
    options = open_options(context)
    with sandbox_for(options, options.timeout) as sandbox, progress(context) as report:
        result = open_document_sync(args.open, options, report)
        remarks(context, result.notes, (*result.asked, *result.costs))
        node = _node(result.document, args.receipt, result.select)
        _check_code(given, result.document, node, args.code)
        further = further_for(result.document.raw, options, report)
        thorough = bool(args.rpc) or is_fresh(result.document.raw)
        try:
            replayer = replayer_for(
                result.document, node, sandbox, further, action=args.action, given=given, thorough=thorough
            )
            report(Progress("more", tr("running {label}", label=node.label)))
            answer = answered(replayer, slots=args.each_slot_fails, gas=args.least_gas)
        except SandboxFailed as failed:
            raise stopped(failed) from failed
        finally:
            if further is not None:
                further.close()
    if further is not None and further.requests and args.verbose:
        note(context, tr("code and state: {costs}", costs=further.costs))
    if args.output and answer.replay.ran is not None:
        _write_state(context, answer)
    if args.json:
        _print_json(context, answer)
    else:
        show(context, answer)
    return _status(answer.replay)


def _node(document: Document, name: str | None, select: str | None) -> Node:
    """The receipt that is meant: by its name, by what was opened, or the only one there is; of a transaction its first.
    Raises UserError (usage)."""
    graph = document.graph
    if name is not None:
        node = node_named(graph, name, absent="usage")
        children = graph.children.get(node.id, ())
        return graph.by_id[children[0]] if node.kind == "transaction" and children else node
    calls = [node for node in graph.nodes if replayable(node)]
    if select is not None and select in graph.by_id and replayable(graph.by_id[select]):
        return graph.by_id[select]
    if len(calls) == 1:
        return calls[0]
    raise UserError(
        tr("which call is to be run again?"),
        tr("Give --receipt with one of these:") if calls else tr("No receipt of it calls a function and has run."),
        kind="usage",
        details=tuple(f"{node.id}  {node.label}" for node in calls[:_MOST_LISTED]),
        listed=True,
    )  # fmt: skip


_MOST_LISTED = 40


def _check_code(given: Given, document: Document, node: Node, path: str | None) -> None:
    if given.changes.code is None or path is None:
        return
    answer: Sequence[object] = node.outcome.contracts if node.outcome is not None else ()
    known = [value for one in answer if isinstance(one, dict) for value in one.values()]
    check_module(given.changes.code, path, [value for value in known if isinstance(value, str)])


def _write_state(context: Context, answer: Answer) -> None:
    """What the runs looked at, as they found it."""
    replay = answer.replay
    assert replay.ran is not None
    values = {**(answer.what_if.before if answer.what_if is not None else {}), **replay.ran.before}
    state = StateFile(replay.subject.account, replay.previous, replay.code_hash, values)
    data = state_to_json(state)
    if context.args.output == "-":
        write_bytes(context.stdout, data)
        return
    write_atomic(context.args.output, data, force=context.args.force)
    note(context, tr("wrote {path}", path=context.args.output))


def _print_json(context: Context, answer: Answer) -> None:
    body = replay_to_json(answer, context.args.calls)
    text = json.dumps(body, ensure_ascii=False, allow_nan=False, indent=1)
    write_bytes(context.stdout, text.encode("utf-8", "backslashreplace") + b"\n")


def _status(replay: Replay) -> int:
    """A difference that was found counts before what could not be compared."""
    if replay.equal is False:
        return EXIT_STATUS["check_failed"]
    return EXIT_STATUS["ok" if replay.equal and not replay.missing else "incomplete"]
