"""One page about many transactions, as a test run makes them: failures first, each with verdict, drawing and what
failed there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from math import inf

from xccviz.analysis.time.extent import extent_of
from xccviz.analysis.types import Ending
from xccviz.catalogue import numeral, tr
from xccviz.document import Document
from xccviz.export.about import about
from xccviz.export.html.markup import Html, element, text, words_within
from xccviz.export.html.parts import facts, grid, head_cell, id_words, more_words, sign
from xccviz.export.html.report import call_name, drawing, verdict_band
from xccviz.export.html.sheet import whole_page
from xccviz.export.html.subject import Subject, subject_of
from xccviz.export.types import ExportOptions
from xccviz.model.amounts import format_gas
from xccviz.model.errors import UserError
from xccviz.values import frozen, mutable
from xccviz.words.costs import costs_words
from xccviz.words.extent import extent_words
from xccviz.words.fates import fate_words
from xccviz.words.ids import short_id
from xccviz.words.names import spoken_name
from xccviz.words.places import block_words
from xccviz.words.signs import PROGRESS, VERDICTS, Sign

ORDER: tuple[Ending, ...] = (
    "failure",
    "invalid",
    "unknown",
    "pending",
    "success_with_hidden_failure",
    "success_but",
    "success",
)
"""Endings as they are listed."""
NOT_THERE = Sign("unknown", "wait", tr("not there"))
DRAWN = 6_000_000
"""Characters of drawings that one page has."""
FAILED = 50
OPENED = 20
"""Transactions that stand open, of those in which something failed."""
_OPEN: frozenset[Ending] = frozenset(("failure", "invalid", "success_with_hidden_failure"))


@frozen
class Entry:
    """One transaction of a page: its document, None where it could not be had. `name`: what else it is called (a file,
    a number), `note`: a line about it; both from elsewhere, as they are."""

    document: Document | None
    name: str = ""
    note: str = ""

    @property
    def ending(self) -> Ending | None:
        """How it ended; None for one that is not there."""
        return self.document.verdict.ending if self.document is not None else None


@frozen
class Kept:
    """One that lies elsewhere: `read` gives its document when its turn comes, and it is forgotten when it is told.
    Raises UserError where it can't be had any more. How it ended is known before."""

    ending: Ending
    read: Callable[[], Document | None]
    name: str = ""
    note: str = ""

    def entry(self) -> Entry:
        """It, read."""
        try:
            return Entry(self.read(), self.name, self.note)
        except UserError as error:
            return Entry(None, self.name, error.message)


@mutable
class _Room:
    """How much room there is `left` for drawings, in characters. Of `misfit` receipts one did not fit: another of as
    many is not drawn to see."""

    left: int
    misfit: float = inf

    def drawing(self, subject: Subject) -> tuple[Html | None, list[str]]:
        """The drawing and its rules; None where there is no room for it."""
        receipts = len(subject.document.graph.nodes)
        if receipts >= self.misfit:
            return None, []
        figure, rule = drawing(subject)
        if len(figure) > self.left:
            self.misfit = receipts
            return None, []
        self.left -= len(figure)
        return figure, [rule]


def page(
    entries: Sequence[Entry | Kept | Document],
    options: ExportOptions = ExportOptions(),
    title: str = "",
    none: str = "",
) -> bytes:
    """The page, a pure function. Of `options` the drawings and tables of each heed what one alone would. `none`: what
    it says where there is nothing."""
    every = [entry if isinstance(entry, Entry | Kept) else Entry(entry) for entry in entries]
    places = sorted(range(len(every)), key=lambda place: _order(every[place]))
    rules: list[str] = []
    room = _Room(DRAWN)
    lines, bodies = [], []
    opened = [place for place in places if every[place].ending in _OPEN][:OPENED]
    for place in places:
        one = every[place]
        entry = one if isinstance(one, Entry) else one.entry()
        lines.append(_line(entry, place))
        body, rule = _whole(entry, place, options, room, opened=place in opened)
        bodies.append(body)
        rules += rule
    name = title or tr("Transactions · xccviz report")
    head = element(
        "header",
        element("p", tr("xccviz report"), class_="made"),
        element("h1", title or tr("Transactions: {count}", count=numeral(len(every)))),
        element("p", _sum(every), class_="mute") if every else None,
    )
    listed = (
        grid(tr("All transactions"), _HEADS, lines)
        if every
        else element("p", none or tr("There are no transactions."), class_="note")
    )
    return whole_page(name, element("main", head, listed, *bodies), options.theme, rules)


_HEADS = (
    head_cell(tr("CALL")),
    head_cell(tr("HOW IT ENDED"), "text"),
    head_cell(tr("SIGNED BY")),
    head_cell(tr("FAILED"), "number"),
    head_cell(tr("GAS BURNT"), "number"),
    head_cell(tr("HASH")),
    head_cell(tr("NAME")),
)


def _order(entry: Entry | Kept) -> int:
    return ORDER.index(entry.ending) + 1 if entry.ending is not None else 0


def _sum(entries: Sequence[Entry | Kept]) -> str:
    """How many ended how, in the order in which they are listed."""
    counts = Counter(_order(entry) for entry in entries)
    words = (NOT_THERE.word, *(VERDICTS[ending].word for ending in ORDER))
    # Some words have a comma of their own.
    return " · ".join(f"{numeral(counts[place])} {word}" for place, word in enumerate(words) if counts[place])


def _sign(entry: Entry) -> Sign:
    return VERDICTS[entry.document.verdict.ending] if entry.document is not None else NOT_THERE


def _name(entry: Entry) -> str:
    return call_name(entry.document) if entry.document is not None else entry.name or NOT_THERE.word


def _line(entry: Entry, place: int) -> Html:
    """One transaction in the list of all, with a link to what is told of it below."""
    document, shown = entry.document, _sign(entry)
    link = element("a", text(_name(entry), 200), href=f"#t{place}")
    signer = document.trace.transaction.signer_id if document is not None else ""
    failed = extent_of(document.graph).failed_receipts if document is not None else 0
    ended = document.verdict.title if document is not None else entry.note
    return element(
        "tr",
        element("th", sign(shown), link, scope="row"),
        element("td", words_within(ended, 300), class_=shown.tone if shown.shape == "failed" else None),
        element("td", signer),
        element("td", numeral(failed) if failed else None, class_="number"),
        element("td", format_gas(document.analysis.gas.total_burnt) if document else None, class_="number"),
        element("td", element("code", short_id(document.trace.transaction.hash)) if document else None),
        element("td", entry.name),
    )


def _whole(
    entry: Entry, place: int, options: ExportOptions, room: _Room, *, opened: bool
) -> tuple[Html, list[str]]:
    """All that is told of one transaction, folded unless it is `opened`, drawn where there is `room`; its rules."""
    document, shown = entry.document, _sign(entry)
    head = element(
        "summary", element("h2", sign(shown), text(_name(entry), 200), element("small", entry.name))
    )
    note = element("p", entry.note, class_="note") if entry.note else None
    if document is None:
        return element("details", head, note, id=f"t{place}", class_="transaction", open=True), []
    subject = subject_of(document, options, f"t{place}-", 0)
    hash, identity = about(document, None)
    figure, rules = room.drawing(subject)
    body = element(
        "details",
        head,
        verdict_band(subject),
        element("p", identity, class_="mute"),
        element("p", id_words(hash)),
        note,
        figure or element("p", tr("Its drawing is left out, as this page is large."), class_="mute"),
        _failed(subject),
        facts(
            [
                (tr("cost"), costs_words(document.analysis)),
                (tr("extent"), extent_words(extent_of(document.graph))),
            ]
        ),
        id=f"t{place}",
        class_="transaction",
        open=opened,
    )
    return body, rules


def _failed(subject: Subject) -> Html | None:
    """The receipts that failed: what, why, and who received it."""
    rows = list(_failed_rows(subject))
    if not rows:
        return None
    heads = (
        head_cell(tr("FAILED CALL")),
        head_cell(tr("WHY"), "text"),
        head_cell(tr("AFTERWARDS")),
        head_cell(tr("BLOCK"), "number"),
    )
    return grid(tr("Failed calls"), heads, rows[:FAILED], more_words(max(0, len(rows) - FAILED)))


def _failed_rows(subject: Subject) -> Iterator[Html]:
    document = subject.document
    for node in document.graph.nodes:
        told = document.analysis.facts[node.id]
        if not told.failed or not subject.ran(node.id) or subject.gone(node.id):
            continue
        error = document.errors.get(node.id)
        yield element(
            "tr",
            element("th", sign(PROGRESS["failed"]), text(spoken_name(node), 200), scope="row"),
            element("td", words_within(error.cause, 400) if error is not None else None, class_="bad"),
            element("td", fate_words(document.analysis, told, subject.moment)),
            element("td", block_words(node), class_="number"),
            class_=subject.dimmed(node.id),
        )
