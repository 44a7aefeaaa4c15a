"""Blocks and their times on the axis of a drawing, and how many accounts share a column."""

from __future__ import annotations

from xccviz.catalogue import numeral, tr, trn
from xccviz.words.timeline import seconds_words


def block_sign(height: int) -> str:
    """A block on an axis: `#5,034`."""
    return f"#{numeral(height)}"


def blocks_sign(first: int, last: int) -> str:
    """Blocks on an axis, from the first to the last: `3,191–3,202`."""
    return numeral(first) if first == last else f"{numeral(first)}–{numeral(last)}"


def blocks_signs(first: int, last: int) -> tuple[str, ...]:
    """The same, ever shorter: `194,707,624–194,707,626`, `194,707,624–626`, `…707,624–626`, `…624–626`."""
    return tuple(map(numeral, _shorter(f"{first:,}", f"{last:,}")))


def _shorter(begin: str, end: str) -> tuple[str, ...]:
    whole = begin if begin == end else f"{begin}–{end}"
    ends = f"…{begin[-3:]}–…{end[-3:]}"
    if begin == end or len(begin) != len(end):
        return whole, f"…{begin[-7:]}–…{end[-7:]}", ends
    groups = list(zip(begin.split(","), end.split(","), strict=True))
    alike = 0
    while alike < len(groups) - 1 and groups[alike][0] == groups[alike][1]:
        alike += 1
    rest, tail = (",".join(group[side] for group in groups[alike:]) for side in (1, 0))
    return whole, f"{begin}–{rest}", f"…{begin[-7:]}–{rest}", f"…{tail}–{rest}", ends


def since_words(nanoseconds: int) -> str:
    """Time since the first block: `0 s`, `+0.29 s`."""
    return "0 s" if nanoseconds == 0 else f"+{seconds(nanoseconds, 2)}"


def seconds(nanoseconds: int, digits: int) -> str:
    """`0.29 s`, `340 s`: no more digits than tell."""
    value = nanoseconds / 1e9
    return numeral(f"{value:,.{digits}f} s" if value < 100 else f"{value:,.0f} s")


def idle_words(count: int, of: int, nanoseconds: int | None, refunds: int = 0) -> str:
    """Blocks in which nothing ran, `of` those that a row has, and how many folded refunds ran in the others: `12 blocks
    idle · 4.0 s`, `9 of 10 blocks idle · 3.1 s · 1 gas refund, folded`."""
    if not count:
        return only_refunds(refunds)
    if count == of:
        words = trn("{count} block idle", "{count} blocks idle", count)
    else:
        words = trn("{idle} of {count} block idle", "{idle} of {count} blocks idle", of, idle=numeral(count))
    timed = words if nanoseconds is None else f"{words} · {seconds_words(nanoseconds)}"
    return f"{timed} · {refunds_folded(refunds)}" if refunds else timed


def accounts_words(count: int) -> str:
    """Accounts that share a column: `10 accounts`."""
    return trn("{count} account", "{count} accounts", count)


def steps_sign(first: int, last: int) -> tuple[str, str]:
    """A row that is no block, in two lines: `step 7`, or `3–12` above `steps`."""
    if first == last:
        return tr("step {number}", number=numeral(first)), ""
    return blocks_sign(first, last), tr("steps")


def only_refunds(count: int) -> str:
    """What ran in blocks without a row: `only 1 gas refund, folded`."""
    return trn("only {count} gas refund, folded", "only {count} gas refunds, folded", count)


def refunds_folded(count: int) -> str:
    """`11 gas refunds, folded`."""
    return trn("{count} gas refund, folded", "{count} gas refunds, folded", count)


def refunds_switch(count: int) -> str:
    """What is switched above a drawing: `11 gas refunds`."""
    return trn("{count} gas refund", "{count} gas refunds", count)


FOLD_ALIKE = tr("fold alike accounts")
"""What is switched above a drawing."""
NO_HEIGHTS = tr("Blocks are not known: a row is a step")
"""What is noted above a drawing."""
ONE_BLOCK = tr("All in one block: a row is a step")
"""The same where all ran in one block."""
