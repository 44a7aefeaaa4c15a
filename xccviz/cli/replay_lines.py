"""What `replay` found out as lines on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.catalogue import tr, trn
from xccviz.cli.context import Context
from xccviz.cli.terminal import Column, Terminal
from xccviz.model.text import visible_text
from xccviz.opening.recorded import KnownRun
from xccviz.rerun.answer import Answer
from xccviz.rerun.replaying import Replay
from xccviz.rerun.trying import SlotTried
from xccviz.rerun.types import Assumption, Difference, Missing, Ran
from xccviz.tables.host_calls import ended_in_code, host_rows
from xccviz.tables.lines import Part, cut_text
from xccviz.tables.what_if import alike_words, what_if_table
from xccviz.words.differences import from_difference
from xccviz.words.host_calls import END_WORDS, LOAD_WORDS, tgas_words
from xccviz.words.numbers import and_more, bytes_count
from xccviz.words.recorded import beside_words, recorded_name, recorded_words
from xccviz.words.replays import (
    assumption_words,
    call_words,
    changes_words,
    compared_words,
    difference_name,
    end_words,
    ended_words,
    missing_words,
    not_further,
    side_words,
    survives_words,
    unsure_words,
)
from xccviz.words.samples import other_samples_words
from xccviz.words.what_if import ON_SAND, already_words, deposit_words, given_less_words, least_gas_words

_MOST_DIFFERENCES = 40
_CUT = 300
_LEAST_ROOM = 16
_MOST_RECORDED = 5


def show(context: Context, answer: Answer, recorded: Sequence[KnownRun] = ()) -> None:
    """The whole answer: how it came out, what was assumed, host calls, what if, and recorded runs of it, each slot, the
    least gas."""
    out, replay = context.out, answer.replay
    _first_line(context, replay)
    if replay.differences:
        _differences(context, replay.differences, tr("on the chain"), tr("here"))
    if replay.ran is not None:
        _remarks(context, replay.ran)
        if context.args.calls and answer.what_if is None:
            _calls(context, replay.ran)
    _already(context, replay)
    if answer.what_if is not None:
        _what_if(context, answer)
        if context.args.calls:
            context.out.line(tr("what it calls then:"), indent=2)
            _calls(context, answer.what_if)
        _recorded(context, recorded)
    if answer.slots is not None:
        _slots(context, answer.slots, answer.replay.changes.any)
    if answer.sought_gas:
        _least_gas(context, answer)
    out.flush()
    for missing in replay.missing:
        _missing(context, missing)
    if replay.missing and (words := other_samples_words(context.args.open)):
        context.err.line(words, indent=2)


def _remarks(context: Context, ran: Ran, told: frozenset[Assumption] = frozenset()) -> None:
    """What was assumed, but what was told already, and what it looked at beside what it was given."""
    for one in sorted(ran.assumed - told):
        context.out.paragraph(assumption_words(one), indent=2, style="dim")
    if ran.looked_at and not told:
        names = ", ".join(sorted(ran.looked_at))
        context.out.paragraph(tr("It looked at {names}.", names=names), indent=2, style="dim")


def _first_line(context: Context, replay: Replay) -> None:
    label = call_words(replay.subject)
    if replay.ran is None:
        context.out.line((label, "bold"), "  ", (tr("could not be run again"), "warning"))
        return
    if replay.equal and replay.node is not None:
        compared = compared_words(replay.node, replay.ran.result)
        said = tr("ran again: equals the node ({compared})", compared=compared)
        context.out.line((label, "bold"), "  ", (said, "ok"))
        context.out.line(ended_words(replay.node, replay.ran.result), indent=2, cut=True)
        return
    if replay.equal is None:
        said = tr("ran again: {how}", how=unsure_words(replay))
        context.out.line((label, "bold"), "  ", (said, "warning"))
        return
    count = len(replay.differences)
    said = trn(
        "ran again: {count} difference from the node", "ran again: {count} differences from the node", count
    )
    context.out.line((label, "bold"), "  ", (said, "failed bold"))  # fmt: skip


def _differences(context: Context, found: Sequence[Difference], left: str, right: str) -> None:
    """A row each, both sides from a little before where they differ."""
    rows = [
        (difference_name(one), *from_difference(side_words(one.left), side_words(one.right)))
        for one in found[:_MOST_DIFFERENCES]
    ]
    _table(context, rows, left, right)
    if len(found) > _MOST_DIFFERENCES:
        context.out.line(and_more(len(found) - _MOST_DIFFERENCES), indent=2)


def _table(context: Context, rows: Sequence[tuple[str, str, str]], left: str, right: str) -> None:
    """What differs, and both sides in the same room."""
    columns = [Column(""), Column(""), Column(left), Column(right)]
    room = max(_LEAST_ROOM, (context.out.width - 12 - max((len(what) for what, *_ in rows), default=0)) // 2)
    cells = [
        [str(n), what, *(cut_text(visible_text(side, _CUT), room) for side in sides)]
        for n, (what, *sides) in enumerate(rows, 1)
    ]
    context.out.table(columns, cells, indent=2)


def _calls(context: Context, ran: Ran) -> None:
    """A row for each answer, as in the window; a failure in red."""
    columns = [Column("", ">"), Column(tr("host call")), Column(tr("with, and what it got"), stretch=True),
               Column(tr("gas"), ">"), Column(tr("gas so far"), ">")]  # fmt: skip
    size, gas = ran.loaded
    rows: list[list[Part]] = []
    if gas:
        rows.append(["", LOAD_WORDS, bytes_count(size), tgas_words(gas), tgas_words(gas)])
    for row in host_rows(ran.calls):
        style = "failed" if row.error is not None or row.failed_slot else ""
        cells = tgas_words(row.gas), tgas_words(row.so_far)
        rows.append([str(row.number), row.name, (row.told, style), *cells])
    outcome = ran.outcomes[ran.acted]
    if (why := ended_in_code(ran)) is not None:
        rows.append(["", END_WORDS, (why, "failed"), "", tgas_words(outcome.gas_used)])
    context.out.table(columns, rows, indent=2)
    if outcome.gas_used > outcome.gas_burnt:
        words = tr("Gas so far is what it had used by then: burnt, and given to promises.")
        context.out.line((words, "dim"), indent=2)
    if ran.calls_left_out:
        context.out.line(and_more(ran.calls_left_out), indent=2)


def _already(context: Context, replay: Replay) -> None:
    """What was to be changed and was so already; where that is all there was, that nothing comes of it."""
    told = already_words(replay.unchanged) if replay.ran is not None else ()
    if told or replay.changes.any:
        context.out.blank()
    for words in told:
        context.out.paragraph(words)
    if told and not replay.changes.any:
        _no_difference(context.out)


def _no_difference(out: Terminal) -> None:
    out.line((tr("nothing would have been different"), "ok"), indent=2)


def _what_if(context: Context, answer: Answer) -> None:
    out, ran, replay = context.out, answer.what_if, answer.replay
    assert ran is not None and replay.ran is not None
    if not replay.equal:
        out.paragraph(ON_SAND, style="warning")
    out.paragraph(tr("What if {changes}:", changes=tr(" and ").join(changes_words(replay.changes))))
    if not answer.differences:
        _no_difference(out)
        return
    found = what_if_table(answer)
    _table(
        context, [(one.what, one.left, one.told_right) for one in found.rows], tr("as it was"), tr("what if")
    )
    if found.left_out:
        out.line(and_more(found.left_out), indent=2)
    style = "failed" if ran.result.error is not None else "ok"
    out.line((tr("it {end}", end=end_words(ran.result)), style), deposit_words(answer), indent=2)
    if alike := alike_words(answer):
        out.line((tr("same in both: {what}", what=alike), "dim"), indent=2, cut=True)
    _remarks(context, ran, replay.ran.assumed | {"trie"})
    if ran.result.receipts:
        out.paragraph(not_further(len(ran.result.receipts)), indent=2, style="dim")


def _recorded(context: Context, found: Sequence[KnownRun]) -> None:
    for one in found[:_MOST_RECORDED]:
        name = recorded_name(one.alike, one.given, whole=True)
        context.out.paragraph(f"{recorded_words(one.alike)} {name}", indent=2)
        if beside := beside_words(one.alike):
            context.out.paragraph(beside, indent=4, style="dim")
    if len(found) > _MOST_RECORDED:
        context.out.line(and_more(len(found) - _MOST_RECORDED), indent=2)


def _slots(context: Context, slots: Sequence[SlotTried], changed: bool) -> None:
    out = context.out
    out.blank()
    if not slots:
        out.line(tr("It has no slots: no results of others were given to it."))
        return
    if changed:
        out.line(tr("Besides what was changed:"))
    for one in slots:
        failed = one.ran.result.error is not None
        mark = ("✗ ", "failed") if failed else ("✓ ", "ok")
        was = tr(" (as on the chain)") if one.was_failed and not changed else ""
        out.line(mark, survives_words(one.slot, one.ran.result), (was, "dim"))
    made = sum(len(one.ran.result.receipts) for one in slots)
    if made:
        out.paragraph(not_further(made), style="dim")


def _least_gas(context: Context, answer: Answer) -> None:
    context.out.blank()
    context.out.line(least_gas_words(answer))
    if less := given_less_words(answer):
        context.out.paragraph(less)


def _missing(context: Context, missing: Missing) -> None:
    text = missing_words(missing)
    context.err.line("xccviz: ", text.line)
    if missing.can_be_given:
        context.err.line(tr("Give it with {option}.", option=text.option), indent=2)
