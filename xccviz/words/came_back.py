"""What is said of deposits that came back to somebody other than who paid them, each failed call with its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xccviz.analysis.types import Deposit
from xccviz.catalogue import numeral, tr, trn
from xccviz.graph.types import ReceiptGraph
from xccviz.model.amounts import format_near
from xccviz.words.names import name_in_sentence
from xccviz.words.sentences import all_of

CALLS_TOLD = 5
"""Failed calls that are told one by one; the rest is counted."""


def left_words(graph: ReceiptGraph, lines: Sequence[Deposit]) -> tuple[str, str]:
    """Title and explanation of what contracts got back and kept."""
    holders = _listed(line.holder for line in lines)
    title = tr(
        "{amount} for {receivers} came back to {holders} and was not passed on",
        amount=_sum(lines),
        receivers=_listed(line.receiver for line in lines),
        holders=holders,
    )
    failed = _failed(graph, lines)
    if len(failed) == 1:
        return title, tr(
            "{call} failed. What a failed call carried goes back to the account that made it "
            "(or named another for that), not to the signer; {holders} did not send as much on to anybody "
            "in the rest of this transaction.",
            call=failed[0][0],
            holders=holders,
        )
    return title, tr(
        "{calls}. What a failed call carried goes back to the account that made it "
        "(or named another for that), not to the signer; as much was not sent on to anybody from there "
        "in the rest of this transaction.",
        calls=_each(failed),
    )


def ended_words(graph: ReceiptGraph, lines: Sequence[Deposit]) -> tuple[str, str]:
    """The same of what users got that a relayer had paid."""
    title = tr(
        "{users} got the {amount} that {payers} had paid to {receivers}",
        users=_listed(line.holder for line in lines),
        amount=_sum(lines),
        payers=_listed(line.payer for line in lines),
        receivers=_listed(line.receiver for line in lines),
    )
    failed = _failed(graph, lines)
    return title, tr(
        "In a meta-transaction the relayer pays what the inner call carries, and what comes back goes "
        "to the user: here from {call}.",
        call=_listed(_cut([name for name, _ in failed])),
    )


def _failed(graph: ReceiptGraph, lines: Sequence[Deposit]) -> list[tuple[str, list[Deposit]]]:
    """The failed calls by name and by who got what they carried, with their lines; of several alike how many."""
    found: dict[tuple[str, str | None], list[Deposit]] = {}
    for line in lines:
        found.setdefault((name_in_sentence(graph.by_id[line.node]), line.holder), []).append(line)
    return [(_times(name, len({line.node for line in group})), group) for (name, _), group in found.items()]


def _times(name: str, count: int) -> str:
    return name if count == 1 else trn("{what} ({count} time)", "{what} ({count} times)", count, what=name)


def _each(failed: Sequence[tuple[str, list[Deposit]]]) -> str:
    """`hub.near.set failed: 1.5 N back to farm.near; hub.near.get failed: 2 N back to app.near`."""
    return "; ".join(
        _cut(
            [
                tr(
                    "{call} failed: {amount} back to {holder}",
                    call=name,
                    amount=_sum(lines),
                    holder=lines[0].holder,
                )
                for name, lines in failed
            ]
        )
    )


def _cut(told: Sequence[str]) -> list[str]:
    more = len(told) - CALLS_TOLD
    return [*told[:CALLS_TOLD], tr("{count} more", count=numeral(more))] if more > 0 else list(told)


def _listed(names: Iterable[str | None]) -> str:
    named = list(dict.fromkeys(name for name in names if name is not None))
    return all_of(named)


def _sum(lines: Sequence[Deposit]) -> str:
    return format_near(sum(line.amount for line in lines))
