"""A timeline in words: the clock, what was waited for and how long, idle blocks, the critical path."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Literal

from xccviz.analysis.time.critical_path import Hop
from xccviz.analysis.time.stretches import Cause
from xccviz.catalogue import numeral, tr, trn
from xccviz.graph.types import ReceiptGraph
from xccviz.words.causes import slots_words
from xccviz.words.signs import PROGRESS
from xccviz.words.waits import blocks

_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)

RUNS, FAILED, WAITS_FOR, PATH = tr("runs"), tr("failed"), tr("waits for:"), tr("critical path")
CAUSES: Mapping[Cause, str] = {
    "data": tr("data"),
    "yield": tr("yield"),
    "delayed": tr("delayed"),
    "congestion": tr("congestion"),
    "queue": tr("delayed or congestion"),
    "unknown": tr("not known"),
}
"""Why something waits, as a legend says it."""
EXPLAINED: Mapping[Cause, str] = {
    "data": tr("It had not got all the results it waits for."),
    "yield": tr("It waited to be resumed, or for its time-out."),
    "delayed": tr("It lay in its receiver's queue: a chunk of that shard was made and did not run it."),
    "congestion": tr("It was held back on its sender's shard: a chunk of it was made and did not carry it."),
    "queue": tr("Queued on one of the two shards: the answer does not say which. Their chunks would."),
    "unknown": tr("What it waited for is not known: not all that gave it data is at hand."),
}
"""The same as a sentence."""
NOT_RESUMED = tr("Nobody resumed it in time: it received Failed.")
"""The same of a `yield` whose time was over."""
NOT_TOLD = tr("Queued on one of the two shards: the chunks at hand do not say which.")
"""The same of `queue` where chunks were fetched."""
FETCH_CHUNKS = tr("Fetch chunks")
BY_ACCOUNT, BY_SHARD = tr("By account"), tr("By shard")
NO_SHARDS = tr("No chunk at hand tells which shard ran what. File, Fetch chunks asks for them.")
BY_FIRST_RUN = tr("sort by first run")
NO_HEIGHTS = tr("Blocks are not known: a column is a step")
ORDER_OPEN = tr(
    "Heights are not known: each step stands behind its causes, and together with what ran in its block. "
    "Which of the others came first is not known."
)


def not_run_words(graph: ReceiptGraph, nodes: Collection[str]) -> str:
    """In place of the block of what has no outcome: `not yet` where all of it is still to come, else `not known`."""
    return PROGRESS["not_yet" if graph.to_come.issuperset(nodes) else "unknown"].word


def order_words(graph: ReceiptGraph) -> str:
    """That the order of the steps is open in part; "" where heights or causes decide it."""
    return "" if graph.clock.certain else ORDER_OPEN


def without_blocks(note: str, graph: ReceiptGraph) -> str:
    """What is noted above a drawing whose blocks are not known: `note`, or that their order is open too."""
    return note if graph.clock.certain else tr("Blocks are not known, nor all of their order")


def clock_words(timestamp_ns: int | None) -> str:
    """The time of day of a block, UTC, in hundredths of a second: `14:03:58.27`; "" where it is not known."""
    then = _then(timestamp_ns + 5_000_000) if timestamp_ns is not None else None  # to the nearest hundredth
    return numeral(f"{then:%H:%M:%S}.{then.microsecond // 10_000:02d}") if then is not None else ""


def day_words(timestamp_ns: int | None) -> str:
    """The day: `2026-11-22 UTC`; "" where it is not known."""
    then = _then(timestamp_ns)
    return f"{then:%Y-%m-%d} UTC" if then is not None else ""


def _then(timestamp_ns: int | None) -> datetime | None:
    if timestamp_ns is None:
        return None
    try:
        return _BEGIN + timedelta(microseconds=timestamp_ns // 1000)
    except OverflowError:
        return None


def seconds_words(nanoseconds: int, digits: int = 1) -> str:
    """`189.3 s`, `1,203.0 s`."""
    return numeral(f"{nanoseconds / 1e9:,.{digits}f} s")


def lasting(count: int, nanoseconds: int | None, digits: int = 1) -> str:
    """`340 blocks, 189.3 s`; `340 blocks` where the time is not known."""
    words = blocks(count)
    return words if nanoseconds is None else f"{words}, {seconds_words(nanoseconds, digits)}"


def wait_words(cause: Cause, how_long: str, timed_out: bool = False) -> str:
    """Above a bar that waits: `waits for data 341 blocks, 189.4 s`, `queued 340 blocks`, `yields 3 blocks`; of a yield
    that nobody resumed in time `timed out after 200 blocks`."""
    if timed_out:
        return tr("timed out after {how_long}", how_long=how_long) if how_long else tr("timed out")
    sentence = {
        "data": tr("waits for data {how_long}", how_long=how_long),
        "yield": tr("yields {how_long}", how_long=how_long),
        "unknown": tr("waits {how_long}", how_long=how_long),
    }.get(cause, tr("queued {how_long}", how_long=how_long))
    return sentence.rstrip()


def idle_title(count: int) -> str:
    """`338 blocks idle`."""
    return trn("{count} block idle", "{count} blocks idle", count)


def squeezed_words(nanoseconds: int | None) -> str:
    """Below it: `188.6 s, squeezed`, `squeezed`."""
    return tr("squeezed") if nanoseconds is None else tr("{time}, squeezed", time=seconds_words(nanoseconds))


def blocks_count(count: int) -> str:
    """Blocks in which nothing is shown: `17 blocks`."""
    return blocks(count)


def refunds_count(count: int) -> str:
    """Folded refunds in steps in which nothing else is: `17 refunds`."""
    return trn("{count} refund", "{count} refunds", count)


def step_sign(number: int) -> str:
    """A step above its column: `step 7`."""
    return tr("step {number}", number=numeral(number))


def shard_words(shard: int | None) -> str:
    """`shard 3`, `shard not known`."""
    return tr("shard not known") if shard is None else tr("shard {number}", number=shard)


def row_words(receipts: int, *, signer: bool) -> str:
    """What an account has to do with it: `2 receipts`; `signer` for one that only signed."""
    if not receipts:
        return tr("signer") if signer else ""
    return trn("{count} receipt", "{count} receipts", receipts)


def stack_words(count: int, title: str, failed: int) -> str:
    """Many alike: `× 498 ft_transfer`, `× 498 ft_transfer, 2 failed`."""
    words = f"× {numeral(count)} {title}".rstrip()
    return tr("{words}, {count} failed", words=words, count=numeral(failed)) if failed else words


def path_title() -> str:
    """Heading of the table."""
    return tr("Critical path")


def path_sum(count: int | None, nanoseconds: int | None) -> str:
    """`what the result waited for: 343 blocks, 190.9 s`."""
    if count is None:
        return tr("what the result waited for")
    return tr("what the result waited for: {how_long}", how_long=lasting(count, nanoseconds))


HEADINGS: tuple[tuple[Literal["receipt", "block", "blocks", "time", "share"], str], ...] = (
    ("receipt", tr("Receipt")),
    ("block", tr("Ran in")),
    ("blocks", tr("Blocks")),
    ("time", tr("Time")),
    ("share", tr("Share")),
)


def why_words(hop: Hop, cause: str, first: bool, waited: str, earlier: str) -> str:
    """How a hop came to run: `created by ft.near.run; queued 340 blocks`, `slot 0 arrived last; slot 1 was there 340
    blocks earlier`. `cause`: what it is called that made it or gave it data; `first`: that is the transaction."""
    told = {
        "start": tr("transaction"),
        "created": tr("created by the transaction") if first else tr("created by {cause}", cause=cause),
        "delivers": last_words(hop),
        "resumed": tr("yielded by {cause}, resumed", cause=cause),
        "timed_out": tr("yielded by {cause}, timed out", cause=cause),
        "yielded": tr("yielded by {cause}, resumed or timed out", cause=cause),
    }[hop.via]
    return "; ".join(part for part in (told, earlier, waited) if part)


def last_words(hop: Hop) -> str:
    """Which results a callback had last: `slot 0 arrived last`, `slots 0 and 1 arrived last, in one block`; which of
    these came first is not told. "" for what waits for none."""
    if not hop.together:
        return ""
    if len(hop.together) == 1:
        return tr("slot {slot} arrived last", slot=hop.slot)
    return tr("{slots} arrived last, in one block", slots=slots_words(hop.together))


def earlier_words(slot: int, count: int) -> str:
    """`slot 1 was there 340 blocks earlier`."""
    return tr("slot {slot} was there {blocks} earlier", slot=slot, blocks=blocks(count))


def mark_words(value: float, unit: str) -> str:
    """Along the strip: `50 s`, `0.5 s`, `200`."""
    number = numeral(f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0"))
    if unit == "s":
        return f"{number} s"
    return number


def shared_digits(heights: list[int]) -> int:
    """How many leading digits all heights have in common, of which the last three stay."""
    texts = [f"{height:,}" for height in heights]  # whatever signs a language has instead
    if not texts or len({len(text) for text in texts}) > 1:
        return 0
    same = 0
    while same < len(texts[0]) and len({text[same] for text in texts}) == 1:
        same += 1
    # Whole groups only, and at least two of them stay: …707,964.
    groups = texts[0].split(",")
    cut = 0
    for group in groups[:-2]:
        if cut + len(group) + 1 <= same:
            cut += len(group) + 1
        else:
            break
    return cut


def height_sign(height: int, cut: int) -> str:
    """A block above its column: `#4,350`; without its first `cut` characters `…707,964`."""
    text = f"{height:,}"
    return f"…{numeral(text[cut:])}" if cut else f"#{numeral(text)}"
