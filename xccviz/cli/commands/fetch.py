"""`xccviz fetch OPEN -o FILE`: save everything needed to open a transaction again, offline and forever."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import xccviz
from xccviz.atomic import holds_something
from xccviz.catalogue import numeral, tr, trn
from xccviz.cli.context import Context, add_force, note, open_options, progress, remarks
from xccviz.cli.terminal import write_bytes
from xccviz.document import build_document
from xccviz.model.errors import UserError
from xccviz.model.raw import RawTransaction
from xccviz.opening.arguments import OPEN_HELP
from xccviz.opening.open import open_raw_sync
from xccviz.opening.options import OpenOptions
from xccviz.sources.files.capture import capture_to_json, save_capture
from xccviz.sources.files.read import open_file
from xccviz.sources.network.fetch_plan import lacking
from xccviz.sources.network.merge import merged
from xccviz.sources.network.wanted import DEFAULT_EXTRAS, EXTRAS, Extra
from xccviz.sources.progress import Report
from xccviz.values import replace
from xccviz.words.numbers import bytes_count

if TYPE_CHECKING:
    from xccviz.opening.rerunning import Gathered


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `fetch`."""
    parser.add_argument("open", metavar="OPEN", help=OPEN_HELP)
    parser.add_argument(
        "-o", "--output", metavar="FILE.xcc.json", required=True, help=tr("where to save; - for stdout")
    )
    add_force(parser)
    parser.add_argument(
        "--with",
        dest="extras",
        metavar="LIST",
        default="",
        help=tr("fetch also, separated by commas: {names}", names=", ".join(EXTRAS)),
    )


def run(context: Context) -> int:
    """Fetch, make sure that it opens, and write the capture in one go."""
    args = context.args
    options = replace(open_options(context), extras=DEFAULT_EXTRAS | _extras(args.extras))
    with progress(context) as report:
        fetched = open_raw_sync(args.open, options, report)
        raw = fetched.raw
        costs = list(fetched.costs)
        asks = args.extras and not options.offline and bool(options.rpc or options.network)
        if asks and lacking(raw, options.extras):
            raw = _completed(context, raw, options, report, costs)
        if "replay" in options.extras:
            raw = _with_replay(context, raw, options, report)
    remarks(context, fetched.notes, (*fetched.asked, *costs))
    build_document(raw)  # what can't be opened again is not worth saving: exit 5 says why
    created_by, created_at = f"xccviz {xccviz.__version__}", datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if args.output == "-":
        write_bytes(context.stdout, capture_to_json(raw, created_by, created_at))
        return 0
    earlier = _earlier(args.output, raw) if not args.force else None
    if earlier is not None:
        raw = merged(earlier, raw)
        build_document(raw)
    size = save_capture(args.output, raw, created_by, created_at, force=args.force)
    count, read = bytes_count(size), len(raw.documents)
    documents = trn("{count} document", "{count} documents", read)
    if earlier is None:
        told = tr("saved {path} ({count}, {documents})", path=args.output, count=count, documents=documents)
    else:
        told = tr(
            "added to {path} ({count}, {documents})", path=args.output, count=count, documents=documents
        )
    note(context, told)
    asked = _extras(args.extras) - {"replay"}
    if asked and (short := lacking(raw, asked)):
        names = ", ".join(f"{count} {name}" for name, count in short.items())
        note(context, tr("wanted by --with, and not in it: {names}", names=names))
    return 0


def _completed(
    context: Context, raw: RawTransaction, options: OpenOptions, report: Report, costs: list[str]
) -> RawTransaction:
    """A file's transaction with what it lacks of what is wanted; what that took is added to `costs`."""
    from xccviz.opening.completing import completed  # late: loads what the network needs
    from xccviz.opening.rerunning import is_fresh

    if is_fresh(raw):  # who gave it was asked already
        return raw
    added = completed(raw, options, report)
    costs += added.costs
    for trouble in added.troubles:
        note(context, tr("asked in vain: {trouble}", trouble=trouble))
    return added.raw


def _with_replay(
    context: Context, raw: RawTransaction, options: OpenOptions, report: Report
) -> RawTransaction:
    """With what its calls need to run again."""
    from xccviz.opening.rerunning import gathered  # late: few captures are for that

    found = gathered(raw, options, report)
    note(context, tr("replay: {told}", told=ran_again(found)))
    for trouble in found.troubles:
        note(context, tr("asked in vain: {trouble}", trouble=trouble))
    for label, error in found.ended:
        note(context, tr("{label}: {why}", label=label, why=error.message))
    if found.ended:
        note(context, str(found.ended[0][1].hint))
    if context.args.verbose and found.costs:
        note(context, tr("code and state: {costs}", costs=found.costs))
    return found.raw


def ran_again(found: Gathered) -> str:
    """How many calls ran and came out as they did, and how many others there are, each by what became of them."""
    calls = found.calls
    if found.equal is None:
        return tr("the extra replay is not installed, so single keys that calls read were not looked for")
    if not calls:
        return tr("it has no call that can be run again")
    if found.lacking == calls:
        return trn("its {count} call could not be run: code and state could not be had",
                   "none of {count} calls could be run: code and state could not be had", calls)  # fmt: skip
    told = [trn("{equal} of {count} call came out as on the chain",
                "{equal} of {count} calls came out as on the chain", calls, equal=numeral(found.equal))]  # fmt: skip
    if found.differ:
        told.append(trn("{count} differs from it", "{count} differ from it", found.differ))
    if found.unsure:
        told.append(trn("{count} could not be compared whole", "{count} could not be compared whole",
                        found.unsure))  # fmt: skip
    if found.lacking:
        told.append(trn("{count} could not be run: code or state could not be had",
                        "{count} could not be run: code or state could not be had", found.lacking))  # fmt: skip
    return ", ".join(told)


def _earlier(path: str, raw: RawTransaction) -> RawTransaction | None:
    """What a capture of that name already holds of the same transaction; None where there is nothing yet. Raises
    UserError (output) for a file of something else."""
    if not holds_something(path):
        return None
    try:
        found = open_file(path)
    except UserError:
        found = None
    if isinstance(found, RawTransaction) and found.created_at is not None and found.tx_hash == raw.tx_hash:
        return found
    other = tr("{path} is no capture of this transaction, and would be replaced", path=path)
    raise UserError(
        other, tr("Choose another place; --force replaces it. Nothing was changed."), kind="output"
    )


def _extras(text: str) -> frozenset[Extra]:
    wanted = [word.strip() for word in text.split(",") if word.strip()]
    unknown = [word for word in wanted if word not in EXTRAS]
    if unknown:
        raise UserError(
            tr("--with does not know {unknown}", unknown=", ".join(unknown)),
            tr("It takes {extras}.", extras=", ".join(EXTRAS)),
            kind="usage",
        )
    return frozenset(extra for extra in EXTRAS if extra in wanted)
