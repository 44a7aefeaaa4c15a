"""What others did to an account while a callback on it waited: a line that says it, rows of what is known, a remark."""

from __future__ import annotations

from xccviz.analysis.time.meanwhile import Meanwhile, Watched
from xccviz.catalogue import numeral, tr, trn
from xccviz.values import frozen
from xccviz.words.numbers import signed_near
from xccviz.words.signs import Shape, Tone

NOT_FETCHED, NOT_PROVEN, NOBODY = tr("not fetched"), tr("not known"), tr("nobody else changed it")
FETCH_CHANGES = tr("Fetch changes")
READ_LATE = tr("It read what was true when it ran, not when the call was made.")
READS_LATE = tr("It will read what is true when it runs, not what was when the call was made.")


@frozen
class MeanwhileWords:
    """A sign and a line; `below` it a quiet one; rows (what, what is known, which blocks); `fetches`: what is missing
    can be asked for."""

    shape: Shape
    tone: Tone
    title: str
    below: str = ""
    rows: tuple[tuple[str, str, str], ...] = ()
    remark: str = ""
    fetches: bool = False


def blocks_span(first: int, last: int) -> str:
    """`block 523`, `blocks 3,107–3,116`."""
    if first == last:
        return tr("block {height}", height=numeral(first))
    return tr("blocks {first}–{last}", first=numeral(first), last=numeral(last))


def meanwhile_words(told: Meanwhile, *, ran: bool) -> MeanwhileWords:
    """All there is to say of it; `ran`: the callback has run by then."""
    account = told.account
    if not told.known:
        return MeanwhileWords("unknown", "mute", tr("Not known: no document says in which blocks it waited"))
    if told.first is None or told.last is None:
        line = tr("No block between call and callback") if ran else tr("No block between the call and now")
        below = tr("what others did to {account} in the blocks of the two is not known", account=account)
        return MeanwhileWords("unknown", "mute", line, below if ran else "")
    span = blocks_span(told.first, told.last)
    known = {told.data.known, told.balance.known}
    if known == {"nothing"}:
        line = tr("Nobody else changed {account}", account=account)
        return MeanwhileWords(
            "ok", "ok", line, tr("data and balance, from the changes of {blocks}", blocks=span)
        )
    if known == {"not_fetched"}:
        return MeanwhileWords(
            "unknown", "mute", tr("Not known: changes were not fetched"), span, fetches=True
        )
    if known <= {"not_known", "not_fetched"}:
        line = tr(
            "Not known: what was answered does not prove that nobody changed {account}", account=account
        )
        return MeanwhileWords("unknown", "mute", line, span, fetches="not_fetched" in known)
    rows = (
        (tr("balance"), _balance(told), _blocks(told.balance)),
        (tr("data"), _data(told.data), _blocks(told.data)),
    )
    fetches = "not_fetched" in known
    if "changed" not in known:
        line = tr("Nobody else is known to have changed {account}", account=account)
        return MeanwhileWords("unknown", "mute", line, span, rows, fetches=fetches)
    # What is seen is no fewer than that: of a block, not everything may have been told.
    line = trn(
        "Others changed {account}: seen in {some} of {count} block",
        "Others changed {account}: seen in {some} of {count} blocks",
        told.last - told.first + 1,
        some=numeral(len({*told.data.blocks, *told.balance.blocks})),
        account=account,
    )
    return MeanwhileWords("caution", "wait", line, "", rows, READ_LATE if ran else READS_LATE, fetches)


def _blocks(watched: Watched) -> str:
    return blocks_span(watched.blocks[0], watched.blocks[-1]) if watched.blocks else ""


def _balance(told: Meanwhile) -> str:
    if told.balance.known == "changed":
        change = told.balance_change
        return signed_near(change) if change is not None else _times(told.balance.changes)
    return _quiet(told.balance)


def _data(watched: Watched) -> str:
    return _times(watched.changes) if watched.known == "changed" else _quiet(watched)


def _times(count: int) -> str:
    return trn("{count} change", "{count} changes", count)


def _quiet(watched: Watched) -> str:
    return {"nothing": NOBODY, "not_fetched": NOT_FETCHED}.get(watched.known, NOT_PROVEN)
