"""What `replay` does once the process that calls run in is started: open, run, tell."""

from __future__ import annotations

import json
from collections.abc import Sequence

from xccviz.atomic import write_atomic
from xccviz.catalogue import tr
from xccviz.cli.context import Context, note, progress, remarks
from xccviz.cli.errors import EXIT_STATUS
from xccviz.cli.replay_lines import show
from xccviz.cli.replay_options import check_module, given_of
from xccviz.cli.terminal import write_bytes
from xccviz.document import Document
from xccviz.export.replay_json import replay_to_json
from xccviz.graph.named import node_named
from xccviz.graph.types import Node
from xccviz.model.errors import UserError
from xccviz.opening.open import open_document_sync
from xccviz.opening.options import OpenOptions
from xccviz.opening.recorded import known_runs
from xccviz.opening.rerunning import further_for, is_fresh, replayer_for
from xccviz.opening.sandboxes import stopped
from xccviz.rerun.answer import Answer, answered
from xccviz.rerun.given import Given
from xccviz.rerun.replaying import Replay, replayable
from xccviz.rerun.sandbox import Sandbox, SandboxFailed
from xccviz.rerun.state_file import StateFile, state_to_json
from xccviz.sources.progress import Progress
from xccviz.values import replace


def replayed(context: Context, options: OpenOptions, sandbox: Sandbox) -> int:
    """Run it as it was, then as is wanted; the exit status. Raises UserError as everywhere."""
    args = context.args
    if args.json and args.output == "-":
        raise UserError(
            tr("--json and -o - would both be written to standard output"),
            tr("Give -o a file."),
            kind="usage",
        )
    given = given_of(args)
    with progress(context) as report:
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
            answer = answered(
                replayer,
                slots=args.each_slot_fails,
                gas=args.least_gas,
                told=lambda done, total: report(Progress("more", tr("running it again"), done, total)),
            )
        except SandboxFailed as failed:
            raise stopped(failed) from failed
        finally:
            if further is not None:
                further.close()
    if further is not None and further.costs and args.verbose:
        note(context, tr("code and state: {costs}", costs=further.costs))
    if args.output == "-":  # data is there, and everything else beside
        context = replace(context, out=context.err)
    if args.output and answer.replay.ran is not None:
        _write_state(context, answer)
    if args.json:
        _print_json(context, answer)
    else:
        show(context, answer, known_runs(answer, [("", result.document)], options))
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
