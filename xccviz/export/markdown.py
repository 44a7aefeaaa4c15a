"""`--to markdown`: a report to paste into an issue: how it ended and why, which transaction it is, the drawing, the
tree, what callbacks received, the receipts, and how to open it again.

GitHub takes 65,536 characters: each part has its room, and says what it left out and which command shows it.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar
from urllib.parse import urlsplit

from xccviz import __version__
from xccviz.analysis.time.extent import extent_of
from xccviz.annotations import annotations_of
from xccviz.catalogue import numeral, tr
from xccviz.document import Document
from xccviz.export.about import about, said_first
from xccviz.export.markdown_text import LONGEST, code, fenced, inline, table
from xccviz.export.mermaid import flowchart
from xccviz.export.types import ExportOptions
from xccviz.graph.types import Node
from xccviz.model.text import visible_text, visible_words
from xccviz.settings.networks import NETWORKS
from xccviz.sources.files.sample import GIVEN, list_samples
from xccviz.sources.recognise.explorers import transaction_page
from xccviz.tables.findings import FINDINGS, finding_rows
from xccviz.tables.lines import plain
from xccviz.tables.receipts import RECEIPTS, ReceiptRow, row_of
from xccviz.tables.shown import NOTHING_MATCHES, Shown, shown_at
from xccviz.tables.slots import SLOT_TABLE, SlotRow, slots_of
from xccviz.tables.tree import tree_lines
from xccviz.values import replace
from xccviz.words.actions import batch_words
from xccviz.words.checks import incomplete_chip, missing_sentence
from xccviz.words.costs import costs_words
from xccviz.words.extent import extent_words
from xccviz.words.fates import fate_words
from xccviz.words.filters import matching_words
from xccviz.words.names import spoken_name
from xccviz.words.panics import SOURCE_CLAIM, panicked_words
from xccviz.words.places import block_words
from xccviz.words.proof import proven_sentence
from xccviz.words.sentences import joined, stopped
from xccviz.words.signs import MARKS, PROGRESS, SEVERITIES, SLOTS, VERDICTS
from xccviz.words.titles import name_of
from xccviz.words.values import value_words

Row = TypeVar("Row")
WIDTH = 100
"""Cells of a line of the tree: as where a command's output is no terminal."""
_FAILURES, _FAILED_ROOM, _RAW = 10, 14_000, 1_500
_FINDINGS_ROOM, _TREE_ROOM, _SLOTS_ROOM, _RECEIPTS_ROOM, _DRAWING, _NOTES_ROOM = (
    6_000, 11_000, 9_000, 9_000, 7_000, 4_000,
)  # fmt: skip
"""Characters of each part; a drawing that is larger is left out."""
_NAME, _VALUE = 120, 100
_OF_SLOTS = ("callback", "slot", "received", "awaited", "producer")
_HASH = re.compile(r"[1-9A-HJ-NP-Za-km-z]{43,44}")


def run(document: Document, options: ExportOptions) -> bytes:
    """The report as UTF-8 Markdown."""
    report = _Report(document, options)
    parts = (
        report.head, report.notes, report.failures, report.findings, report.drawing, report.tree, report.slots,
        report.receipts, report.again,
    )  # fmt: skip
    lines = [line for part in parts for line in part()]
    return ("\n".join(lines).strip("\n") + "\n").encode("utf-8")


class _Report:
    """The parts of a report, each as lines that end in an empty one; none where there is nothing to say."""

    def __init__(self, document: Document, options: ExportOptions) -> None:
        self.document, self.options = document, options
        hits = options.filter.matches(document, options.known_by) if options.filter is not None else None
        self.shown: Shown = shown_at(document, options.step, hits)
        self.hash = document.trace.transaction.hash

    def head(self) -> Iterator[str]:
        """How it ended, and which transaction it is."""
        document, moment = self.document, self.shown.moment
        title, explanation = said_first(document, moment)
        sign = MARKS[VERDICTS[document.verdict.ending].shape] + " " if moment is None else ""
        yield from (f"## {sign}{inline(title)}", "")
        if explanation:
            yield from (inline(explanation), "")
        _, identity = about(document, self.options.step)
        page = transaction_page(document.trace.network, self.hash)
        link = f" ([{urlsplit(page).hostname}]({page}))" if page is not None else ""
        yield f"- {tr('transaction')}: {code(self.hash)}{link}"
        yield f"- {inline(identity)}"
        if moment is None:
            for name, words in self._facts():
                yield f"- {name}: {words}"
        if self.options.filter is not None and self.shown.hits is not None:
            told = matching_words(
                len(self.shown.hits),
                len(document.graph.nodes),
                self.options.filter.words(),
                self.shown.step,
                ahead=self.options.ahead,
            )
            yield f"- {inline(told)}"
        yield ""

    def _facts(self) -> Iterator[tuple[str, str]]:
        document, analysis = self.document, self.document.analysis
        result = analysis.verdict.result
        yield tr("call"), code(document.graph.root.label, _NAME)
        if result is not None and result.kind != "empty":
            yield tr("result"), code(visible_words(value_words(result, "line"), LONGEST))
        yield tr("cost"), inline(costs_words(analysis))
        yield tr("extent"), inline(extent_words(extent_of(document.graph)))
        if not analysis.complete:
            yield incomplete_chip(analysis), inline(missing_sentence(analysis))
        if analysis.proven:
            yield tr("proof"), inline(proven_sentence(analysis))
        for problem in document.problems[:_FAILURES]:
            yield tr("note"), inline(f"{problem.message} {problem.where}".strip())

    def notes(self) -> Iterator[str]:
        """What a person wrote about it."""
        kept = self.options.annotations or annotations_of(self.document.raw.extra.get("view"))
        there = [note for note in kept.notes if note.node in self.document.graph.by_id]
        rows = [
            f"- {code(name_of(self.document.graph, note.node), _NAME)}: {inline(note.text, 2_000)}"
            for note in there
        ]
        if rows:
            yield from self._part(tr("Notes"), *_within(rows, _NOTES_ROOM, len(rows)), "")

    def failures(self) -> Iterator[str]:
        """Each failed receipt: what happened, what to do, what became of it, and the raw error; causes first."""
        analysis, shown = self.document.analysis, self.shown
        causes = {node: number for number, node in enumerate(analysis.verdict.root_causes)}
        failed = [
            node
            for node in self.document.graph.nodes
            if analysis.facts[node.id].failed and shown.ran(node.id, self.document) and shown.has(node.id)
        ]
        if shown.moment is None:
            failed.sort(key=lambda node: causes.get(node.id, len(causes)))
        blocks = ("\n".join(self._failure(node)) for node in failed[:_FAILURES])
        if failed:
            yield from self._part(tr("Failures"), *_within(blocks, _FAILED_ROOM, len(failed)), "errors")

    def _failure(self, node: Node) -> Iterator[str]:
        facts = self.document.analysis.facts[node.id]
        error = facts.status.error if facts.status is not None else None
        said = self.document.errors.get(node.id)
        place = block_words(node)
        yield f"**✗ {code(spoken_name(node), _NAME)}**" + (f", {place}" if place else "")
        yield ""
        if error is None or said is None:
            return
        at = self.document.places.get(node.id)
        sentences = (said.cause, batch_words(node.actions, error), said.beside_cause)
        for sentence in filter(None, sentences):
            yield f"- {inline(sentence)}"
        if at is not None and (words := panicked_words(at, said.beside_cause)):
            yield f"- {inline(words)}"
        if at is not None and at.source is not None:
            yield f"- {tr('source')}: <{at.source.address}> {SOURCE_CLAIM}"
        fate = fate_words(self.document.analysis, facts, self.shown.moment)
        for caption, words in ((tr("what to do"), said.hint), (tr("afterwards"), fate)):
            if words:
                yield f"- {caption}: {inline(words)}"
        yield f"- {tr('receipt')}: {code(node.id)}"
        yield ""
        raw = json.dumps(error.raw, ensure_ascii=False, indent=1)
        yield from fenced(raw if len(raw) <= _RAW else raw[:_RAW] + "…", "json")
        yield ""

    def findings(self) -> Iterator[str]:
        """What is worth knowing, errors first; it is about the end."""
        if self.shown.moment is not None:
            return
        rows = []
        for finding in finding_rows(self.document):
            if self.shown.hits is None or self.shown.has_any(finding.nodes):
                numbers = FINDINGS.column("evidence").words(finding, "line")
                sign = SEVERITIES[finding.severity]
                words = inline(joined(stopped(finding.title), finding.explanation))
                told = f"- {MARKS[sign.shape]} **{sign.word}**: {words}"
                rows.append(f"{told} ({inline(numbers)})" if numbers else told)
        if rows:
            yield from self._part(tr("Findings"), *_within(rows, _FINDINGS_ROOM, len(rows)), "errors")

    def drawing(self) -> Iterator[str]:
        """The graph, where it is small enough to be read in an issue."""
        asked = replace(
            ExportOptions(),
            theme=self.options.theme,
            step=self.options.step,
            filter=self.options.filter,
            ahead=self.options.ahead,
        )
        text = flowchart(self.document, asked, titled=False)
        if len(text) <= _DRAWING:
            yield from (f"### {tr('Drawing')}", "", *fenced(text.rstrip("\n"), "mermaid"), "")

    def tree(self) -> Iterator[str]:
        """The tree, as `xccviz show --view tree` prints it."""
        lines = list(tree_lines(self.document, self.shown))
        told, left = _within((plain(parts, WIDTH) for parts in lines), _TREE_ROOM, len(lines))
        yield from (
            f"### {tr('Receipt tree')}",
            "",
            *fenced("\n".join(told), "text"),
            *self._more(left, "tree"),
            "",
        )

    def slots(self) -> Iterator[str]:
        """What each callback received, slot by slot."""
        document, shown = self.document, self.shown
        rows = [
            slot
            for node in document.graph.nodes
            if shown.has(node.id) and shown.there(node, document)
            for slot in slots_of(document, shown.moment, document.analysis.facts[node.id])
        ]
        yield from self._table(
            tr("What each callback received"), [SLOT_TABLE.column(name).name for name in _OF_SLOTS], rows, _slot_cells,
            _failed_slot, _SLOTS_ROOM, "await",
        )  # fmt: skip

    def receipts(self) -> Iterator[str]:
        """Each receipt on a line; gas refunds that came are in the tree's last line."""
        document, shown = self.document, self.shown
        rows = [
            row_of(document, shown.moment, node)
            for node in document.graph.nodes
            if shown.has(node.id)
            and shown.there(node, document)
            and not (node.is_gas_refund and not node.failed and shown.hits is None)
        ]
        names = ["call", "what", *(name for name in ("gas", "deposit", "logs", "block") if _used(rows, name))]
        titles = ["", *(RECEIPTS.column(name).name for name in names), tr("Receipt")]
        yield from self._table(
            tr("Receipts"),
            titles,
            rows,
            lambda row: _receipt_cells(row, names),
            _failed_row,
            _RECEIPTS_ROOM,
            "tree",
        )

    def again(self) -> Iterator[str]:
        """How to open it again; not where a document claims a hash that is none."""
        if _HASH.fullmatch(self.hash):
            network = self.document.trace.network
            where = f" --network {shlex.quote(visible_text(network))}" if network else ""
            step = "" if self.shown.moment is None else f" --step {self.shown.moment.index}"
            capture = f"{self.hash}.xcc.json"
            saving = f"xccviz fetch {self.hash}{where} -o {capture}"
            commands: tuple[str, ...]
            if (sample := self._sample()) is not None:
                told = tr("It is one of xccviz's samples: no network is needed.")
                commands = (f"xccviz {shlex.quote(sample)}{step}",)
            elif network and not _public(network):
                told = tr(
                    "Others can't reach that network. While it runs, save the transaction with the first command and "
                    "attach the file. With the second, anybody opens it."
                )
                commands = (saving, f"xccviz {capture}{step}")
            else:
                told = tr("The second saves all that is needed, to attach it.")
                commands = (f"xccviz {self.hash}{where}{step}", saving)
            yield from (f"### {tr('To open it again')}", "", *fenced("\n".join(commands), "sh"), "")
            yield from (told, "")
        yield tr("Written by xccviz {version}.", version=__version__)

    def _sample(self) -> str | None:
        """The sample that was opened, as it is given; None where it is none."""
        given = self.document.raw.open
        names = (f"{GIVEN}{sample.name}" for sample in list_samples()) if given.startswith(GIVEN) else ()
        return given if given in names else None

    # ------------------------------------------------------------------------------------------------------ how

    def _part(self, heading: str, rows: Sequence[str], left: int, view: str) -> Iterator[str]:
        yield from (f"### {heading}", "", *rows, "", *self._more(left, view))

    def _more(self, left: int, view: str) -> Iterator[str]:
        """How much is left out, and what shows it."""
        if left:
            told = tr("… {count} more", count=numeral(left))
            command = f"xccviz show {self.hash if _HASH.fullmatch(self.hash) else 'HASH'} --view {view}"
            yield from (f"{told}: {code(command)}" if view else told, "")

    def _table(
        self,
        heading: str,
        titles: Sequence[str],
        rows: Sequence[Row],
        cells: Callable[[Row], Sequence[str]],
        first: Callable[[Row], bool],
        room: int,
        view: str,
    ) -> Iterator[str]:
        """Rows in their order, those that failed kept longest."""
        if not rows:
            if self.shown.hits is not None and view == "tree":
                yield from (NOTHING_MATCHES, "")
            return
        order = sorted(range(len(rows)), key=lambda number: (not first(rows[number]), number))
        lines, left = _within(
            ("| " + " | ".join(cells(rows[number])) + " |" for number in order), room, len(rows)
        )
        there = [line for _, line in sorted(zip(order, lines, strict=False))]
        yield from (f"### {heading}", "", *table(titles, []), *there, "", *self._more(left, view))


def _public(network: str) -> bool:
    """Whether anybody can ask it by its name."""
    known = NETWORKS.get(network)
    return known is not None and known.public


def _within(rows: Iterable[str], room: int, count: int) -> tuple[list[str], int]:
    """The first of `count` rows that have room, and how many do not."""
    kept: list[str] = []
    for row in rows:
        room -= len(row) + 1
        if room < 0:
            break
        kept.append(row)
    return kept, count - len(kept)


def _slot_cells(row: SlotRow) -> tuple[str, ...]:
    callback, slot, received, awaited, producer = (
        SLOT_TABLE.column(name).words(row, "line") for name in _OF_SLOTS
    )
    value = (
        code(visible_words(received, _VALUE), cell=True)
        if row.state == "arrived"
        else inline(received, cell=True)
    )
    names = (code(name, _NAME, cell=True) for name in (callback, awaited, producer))
    callback, awaited, producer = names
    return (callback, slot, f"{MARKS[SLOTS[row.state].shape]} {value}", awaited, producer)


def _failed_slot(row: SlotRow) -> bool:
    return row.state == "failed"


def _used(rows: Sequence[ReceiptRow], name: str) -> bool:
    return any(RECEIPTS.column(name).value(row) is not None for row in rows)


def _receipt_cells(row: ReceiptRow, names: Sequence[str]) -> tuple[str, ...]:
    told = {name: RECEIPTS.column(name).words(row, "line") for name in names}
    cells = {name: inline(words, _VALUE, cell=True) for name, words in told.items()}
    cells["call"] = code(told["call"], _NAME, cell=True)
    return (MARKS[PROGRESS[row.progress].shape], *cells.values(), code(row.node.id, cell=True))


def _failed_row(row: ReceiptRow) -> bool:
    return row.progress == "failed"
