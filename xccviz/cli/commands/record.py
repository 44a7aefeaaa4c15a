"""`xccviz record -- COMMAND…`: an RPC endpoint for test runs that keeps every transaction (interface.md §11)."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import os
import signal
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from xccviz.atomic import write_atomic
from xccviz.catalogue import tr, trn
from xccviz.cli.context import Context, add_force, note, open_options, written_words
from xccviz.cli.errors import EXIT_STATUS
from xccviz.cli.junit import Case, junit_xml
from xccviz.model.errors import Cancelled, UserError
from xccviz.recording import lines
from xccviz.recording.following import make_folder
from xccviz.recording.passing import Passing, listening_at
from xccviz.recording.recorder import Recorder
from xccviz.recording.seen import Seen
from xccviz.tables.lines import Part, sign_part
from xccviz.whole import expanded

FOLDER = ".xccviz"
"""Where captures lie unless `-o` says so."""
ALWAYS = (
    "XCCVIZ_RECORD_URL",
    "NEAR_RPC_URL",
    "NEAR_SANDBOX_RPC_URL",
    "NEAR_NODE_URL",
    "NEAR_CLI_LOCALNET_RPC_SERVER_URL",
)
OF_NETWORK = {
    "mainnet": ("NEAR_CLI_MAINNET_RPC_SERVER_URL", "NEAR_MAINNET_RPC"),
    "testnet": ("NEAR_CLI_TESTNET_RPC_SERVER_URL", "NEAR_TESTNET_RPC"),
}
"""Variables that a command finds the address in; those of a public network only when that is what is recorded."""
_ABOUT = tr(
    """
Put one word before your test command, and every transaction it sends is kept and explained:
  xccviz record -- pytest tests/integration
  xccviz record --rpc http://127.0.0.1:3030 -o runs --fail-on hidden_failure,failure -- npm test

The command finds the endpoint in XCCVIZ_RECORD_URL and NEAR_RPC_URL (and more that tools read: docs/record.md). All
that it asks is passed on to --rpc, else to the first endpoint of --network, else to a node on this machine. Each
transaction is followed until it is final, saved as DIR/NNN-HASH.xcc.json and told in a line. When the command has
ended, what is not final yet is waited for, --timeout seconds at most. Without a command it runs until Ctrl+C.

--fail-on takes codes of verdicts and findings:
{codes}.

Exit status: that of the command; 1 where that was 0 and something of --fail-on was seen.
""",
    codes=textwrap.fill(", ".join(lines.FAILABLE), 110),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `record`."""
    parser.epilog = _ABOUT
    parser.usage = "xccviz record [OPTION…] [-- COMMAND…]"
    parser.add_argument(
        "--listen",
        metavar="127.0.0.1:PORT",
        default="127.0.0.1:0",
        help=tr("where to listen, on this machine only (default: a free port)"),
    )
    parser.add_argument(
        "-o", "--output", metavar="DIR", default=FOLDER, help=tr("folder of the captures (default: .xccviz)")
    )
    parser.add_argument(
        "--html", metavar="FILE", help=tr("write one page with all transactions, failures first")
    )
    parser.add_argument("--junit", metavar="FILE", help=tr("write JUnit XML, a testcase each"))
    parser.add_argument(
        "--fail-on",
        metavar="CODE,…",
        default="",
        help=tr("exit with 1 where one of these verdicts or findings was seen"),
    )
    add_force(parser)


def run(context: Context) -> int:
    """Record until the command ends, or until interrupted; then write what was asked for."""
    gc.enable()  # what goes on for hours leaves garbage, as other commands don't
    args = context.args
    failing, listen = lines.codes_in(args.fail_on), listening_at(args.listen)
    make_folder(Path(args.output))  # what can't be written must not be learnt when the tests are over
    _check_files([path for path in (args.html, args.junit) if path is not None])
    try:
        status, seen, said = asyncio.run(_record(context, listen))
    except (KeyboardInterrupt, asyncio.CancelledError) as error:
        raise Cancelled from error
    _write(context, seen, failing, said)
    found = [one for one in seen if failing & lines.codes_of(one).keys()]
    for one in found:
        codes = ", ".join(sorted(failing & lines.codes_of(one).keys()))
        note(context, tr("--fail-on: {number} {codes}", number=f"{one.number:03}", codes=codes))
    return status or (EXIT_STATUS["check_failed"] if found else 0)


async def _record(context: Context, listen: tuple[str, int]) -> tuple[int, list[Seen], str]:
    """The exit status of the command, 0 where there is none, all transactions in the order they were sent, and what was
    said of the questions."""
    args, options = context.args, open_options(context)
    if options.offline:
        raise UserError(tr("record asks a node, and --offline forbids that"), kind="usage")
    recorder = Recorder(
        options, Path(args.output), lambda seen: _tell(context, seen), lambda words: note(context, words)
    )
    url = await recorder.start(listen)
    note(context, tr("recording at {url}, passing on to {upstream}", url=url, upstream=recorder.upstream))
    asked_to_end = _ended_by_signals()
    status, patience = 0, options.timeout
    try:
        if args.behind:
            environ = _environment(context.environ, url, recorder.network)
            status = await _run(args.behind, environ, asked_to_end)
        else:
            await asked_to_end
    except asyncio.CancelledError:  # the second Ctrl+C
        patience = 0.0
        raise
    finally:
        asked_to_end.cancel()  # from now on one Ctrl+C is enough
        open_ones = recorder.following.open_ones
        if open_ones and patience:
            waiting = trn(
                "waiting for {count} transaction to be final; Ctrl+C ends at once",
                "waiting for {count} transactions to be final; Ctrl+C ends at once",
                open_ones,
            )
            note(context, waiting)
        await recorder.stop(patience)
    seen = sorted(recorder.following.seen, key=lambda one: one.number)
    count, folder = len(seen), args.output
    if seen:
        told = trn(
            "{count} transaction in {folder}", "{count} transactions in {folder}", count, folder=folder
        )
        note(context, told)
    said = tuple(_of_questions(recorder.passing, sent=bool(seen), failing=bool(args.fail_on)))
    for words in said:
        note(context, words)
    return status, seen, " ".join(said)


def _of_questions(passing: Passing, sent: bool, failing: bool) -> Iterator[str]:
    """What a person should know of the questions that came: that there were none, or none that sends, or that the node
    was not there."""
    asked, lost = passing.asked, passing.unreached
    if lost == asked and lost and not sent:
        yield lines.nothing_reached(lost, passing, failing)
    elif lost:
        yield lines.unreached(lost, passing)
    elif not asked:
        names = ", ".join(ALWAYS[:2])
        yield tr("Nothing was asked through it: does what you ran read {names}?", names=names)
    elif not sent:
        yield trn(
            "{count} question went through, and none sent a transaction.",
            "{count} questions went through, and none sent a transaction.",
            asked,
        )


def _ended_by_signals() -> asyncio.Future[int]:
    """The number of the first signal that asks for an end, SIGINT (Ctrl+C) or SIGTERM; one that comes when this is done
    ends everything at once. Where signals can't be handled so (Windows, another thread) the first does."""
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[int] = loop.create_future()
    everything = asyncio.current_task()

    def end(number: int) -> None:
        if not ended.done():
            ended.set_result(number)
        elif everything is not None:
            everything.cancel()

    with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, end, number)
    return ended


def _environment(environ: Mapping[str, str], url: str, network: str | None) -> dict[str, str]:
    """The command's environment: ours, with the endpoint where tools look for one."""
    return {**environ, **dict.fromkeys((*ALWAYS, *OF_NETWORK.get(network or "", ())), url)}


async def _run(program: Sequence[str], environ: Mapping[str, str], asked_to_end: asyncio.Future[int]) -> int:
    """Run the command with our streams, and hand on what asks us to end; its exit status, 128 and the signal's number
    where one ended it. Raises UserError (usage) for what can't be run."""
    try:
        process = await asyncio.create_subprocess_exec(*program, env=environ)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UserError(
            tr("can't run {program}: {reason}", program=repr(program[0]), reason=reason), kind="usage"
        ) from error
    waiting = asyncio.ensure_future(process.wait())
    try:
        await asyncio.wait((waiting, asked_to_end), return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done() and not (asked_to_end.result() == signal.SIGINT and _terminal_told_it()):
            process.send_signal(asked_to_end.result())
        status = await waiting
    except asyncio.CancelledError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        raise
    return status if status >= 0 else 128 - status


def _terminal_told_it() -> bool:
    """Whether the command was interrupted with us: a terminal sends Ctrl+C to all that stand before it."""
    try:
        return os.tcgetpgrp(0) == os.getpgrp()
    except (OSError, AttributeError):
        return False


def _tell(context: Context, seen: Seen) -> None:
    """One line as soon as nothing more comes of it."""
    sign, style = sign_part(lines.sign_of(seen))
    rest = [part for part in (lines.gas_of(seen), lines.failed_calls(seen), seen.hash) if part]
    parts: list[Part] = [f"{seen.number:03} ", (f"{sign} ", style), (lines.call_of(seen), "bold")]
    with contextlib.suppress(OSError, UserError):  # nobody reads any more: what is recorded stays recorded
        context.out.line(*parts, f"  {lines.sentence_of(seen)}  ", ("  ".join(rest), "dim"))
        context.out.flush()


def _check_files(paths: Sequence[str]) -> None:
    """Refuse now what could not be written in the end. Raises UserError (output)."""
    taken: set[Path] = set()
    for path in (expanded(given) for given in paths):
        folder = path.parent
        if path.is_dir():
            reason = tr("it is a directory")
        elif not folder.is_dir():
            reason = tr("there is no folder {folder}", folder=folder)
        elif not os.access(folder, os.W_OK) and not path.exists():
            reason = tr("{folder} can't be written to", folder=folder)
        elif path.resolve() in taken:
            reason = tr("--html is written there")
        else:
            taken.add(path.resolve())
            continue
        raise UserError(
            tr("cannot write {path}: {reason}", path=path, reason=reason),
            tr("Choose another place."),
            kind="output",
        )


def _write(context: Context, seen: Sequence[Seen], failing: frozenset[str], said: str) -> None:
    """The page and the XML that were asked for; the second also where the first can't be written."""
    args = context.args
    try:
        if args.html is not None:
            from xccviz.recording.report import report_page  # late: drawing takes a while to load

            _write_file(context, "--html", args.html, report_page(seen, said))
    finally:
        if args.junit is not None:
            cases = [_case(one, failing) for one in seen]
            _write_file(context, "--junit", args.junit, junit_xml(cases, "xccviz record"))


def _write_file(context: Context, option: str, path: str, data: bytes) -> None:
    write_atomic(path, data, force=context.args.force, option=option)
    note(context, written_words(path, len(data)))


def _case(seen: Seen, failing: frozenset[str]) -> Case:
    """A testcase: what of --fail-on holds of it is a failure, and what could not be followed an error."""
    said = [lines.sentence_of(seen), lines.gas_of(seen), lines.failed_calls(seen), str(seen.path or "")]
    output = "\n".join(part for part in said if part)
    name = f"{seen.number:03} {lines.call_of(seen)} {seen.hash}"
    failures = tuple((code, text) for code, text in lines.codes_of(seen).items() if code in failing)
    unknown = seen.told is None and not seen.refused
    return Case(name, failures, (EXIT_STATUS["not_found"], seen.trouble) if unknown else None, output)
