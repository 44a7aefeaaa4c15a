"""The small card of a call in one run; where the run lacks it, a dashed one that says who has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from xccviz.analysis.compare.values import Missing
from xccviz.catalogue import numeral, tr
from xccviz.comparison import Comparison
from xccviz.display.compare.kept import Come, Kept
from xccviz.display.dots import PROGRESS_DOTS
from xccviz.display.graph.pieces import handle, ring, row_text, summed
from xccviz.display.types import NONE, DotField, Marker, Primitive, Rect, Role, Text
from xccviz.graph.types import Node
from xccviz.layout.cards import CHIP_SIZE
from xccviz.layout.compare.cards import END_MOST, SUB_SIZE, TITLE_SIZE, node_title
from xccviz.layout.layered.types import Box
from xccviz.layout.measure import elide, measure
from xccviz.layout.types import Row
from xccviz.model.literals import Progress, happened
from xccviz.replay.standing import progress_of, slot_states
from xccviz.replay.types import Moment
from xccviz.values import frozen
from xccviz.words.differences import only_in
from xccviz.words.gas import card_gas_of
from xccviz.words.progress import gas_at, subtitle
from xccviz.words.signs import PROGRESS, SLOTS, Shape, Tone
from xccviz.words.slots import numbered, slot_words, slots_summary

RADIUS = 7.0
GHOST = (4.0, 3.0)
"""The dashes of what a run lacks."""
DIFFERS = 1.5
"""Px of the border of what differs."""
_MARKER_X, _MARKER = 14.5, 5.0
_SOFT: dict[Tone, Role] = {"ok": "okbg", "bad": "badbg", "wait": "waitbg", "ind": "indbg"}
_LACKS = "u"
"""The dot of what a run lacks."""


@frozen
class SideCards:
    """Paints the cards of one run at one moment."""

    kept: Kept
    moment: Moment | None

    @property
    def found(self) -> Comparison:
        """Both runs."""
        return self.kept.found

    @property
    def side(self) -> Missing:
        """Which of them."""
        return self.kept.side

    def paint(self, box: Box, *, selected: bool, differs: bool) -> list[Primitive]:
        """The primitives of one box, back to front."""
        if box.heads:
            return self._block(box, selected, differs)
        if box.node is None:
            return self._group(box, selected)
        node = self.found.union.by_key[box.node].node(self.side)
        if node is None:
            return self._ghost(box, selected)
        return self._call(box, self.found.document(self.side).graph.by_id[node], selected, differs)

    @property
    def _other(self) -> str:
        return "B" if self.side == "a" else "A"

    def _frame(
        self,
        box: Box,
        selected: bool,
        differs: bool,
        *,
        ghost: bool = False,
        role: Role = NONE,
        tip: str = "",
    ) -> list[Primitive]:
        b = box.bounds
        stroke: Role = "ref" if ghost else "wait" if differs else "cardline"
        card = Rect(f"{box.key}/card", box.key, "box", b.x, b.y, b.width, b.height, RADIUS, NONE if ghost else "card",
                    stroke, DIFFERS if differs and not ghost else 1.0, GHOST if ghost else (), tip)  # fmt: skip
        bar = Rect(f"{box.key}/bar", box.key, "box", b.x, b.y + 7, 3.0, b.height - 14, 1.5, role)
        return [ring(box, selected, RADIUS + 3), card, bar]

    def _ghost(self, box: Box, selected: bool) -> list[Primitive]:
        """What this run lacks."""
        other: Missing = "b" if self.side == "a" else "a"
        call = self.found.union.by_key[box.node or ""]
        node = self.found.document(other).graph.by_id[call.node(other) or ""]
        title, sub = _row(box, "title"), _row(box, "subtitle")
        words = only_in(self._other)
        name = node_title(node, title.bounds.width)
        return [
            *self._frame(box, selected, False, ghost=True, tip=f"{title.full}\n{words}"),
            self._sign(box, "none", NONE),
            row_text(box, title, "title", name, "medium", TITLE_SIZE, "mute"),
            row_text(box, sub, "subtitle", words, "regular", SUB_SIZE, "mute"),
            self._gas(box, sub, ""),
            *self._chips(box, None),
        ]

    def _call(self, box: Box, node: Node, selected: bool, differs: bool) -> list[Primitive]:
        document = self.found.document(self.side)
        analysis = document.analysis
        progress = progress_of(analysis, node.id, self.moment)
        sign = PROGRESS[progress]
        future = progress in ("not_yet", "unknown")
        role: Role = "ref" if progress == "done" and node.is_refund else sign.tone
        title, sub = _row(box, "title"), _row(box, "subtitle")
        wordings, tone = subtitle(analysis, node, self.moment, document.timeline)
        figure = gas_at(analysis, node, self.moment)
        room = _room_beside(figure, sub)
        if room < END_MOST and happened(progress) and not _fitting(wordings, room):
            figure = card_gas_of(analysis, (node.id,))  # what it had is left to the inspector
            room = _room_beside(figure, sub)
        words = _fitting(wordings, room) or wordings[-1]
        tip = f"{title.full}\n{wordings[0]}\n{node.id}"
        name = node_title(node, title.bounds.width)
        return [
            *self._frame(box, selected, differs, role=NONE if future else role, tip=tip),
            self._sign(box, sign.shape, role),
            row_text(box, title, "title", name, "semibold", TITLE_SIZE, "mute" if future else "text", tooltip=tip),
            row_text(box, sub, "subtitle", elide(words, "regular", SUB_SIZE, room), "regular", SUB_SIZE, tone,
                     tooltip=tip),
            self._gas(box, sub, figure),
            *self._chips(box, node),
        ]  # fmt: skip

    def _sign(self, box: Box, shape: Shape, role: Role) -> Marker:
        title = _row(box, "title").bounds
        x = box.bounds.x + _MARKER_X
        return Marker(f"{box.key}/marker", box.key, "text", x, title.center_y, _MARKER, shape, role)

    def _gas(self, box: Box, sub: Row, figure: str) -> Text:
        b = sub.bounds
        tip = tr("Gas burnt here, of the gas attached to its calls (Tgas)")
        return Text(f"{box.key}/gas", box.key, "text", b.right, b.center_y + SUB_SIZE * 0.35, figure, "medium",
                    SUB_SIZE, "mute", "end", b.width, tooltip=tip)  # fmt: skip

    def _chips(self, box: Box, node: Node | None) -> list[Primitive]:
        """The slots of a callback: chips, or their sum in words."""
        analysis = self.found.document(self.side).analysis
        states = slot_states(analysis, node.id, self.moment) if node is not None else ()
        summary = box.row("summary")
        if summary is not None:
            words = elide(slots_summary(states, named=True), "regular", SUB_SIZE, summary.bounds.width)
            return [row_text(box, summary, "slots", words, "regular", SUB_SIZE, "mute")]
        made: list[Primitive] = []
        for place in box.slots:
            b, key = place.bounds, f"{box.key}/slot{place.slot}"
            differs = (box.node or "", place.slot) in self.kept.slots
            if node is None or place.slot >= len(states):
                made += [
                    Rect(key, box.key, "box", b.x, b.y, b.width, b.height, b.height / 2, NONE,
                         "ref" if node is not None else NONE, 1.0, GHOST),
                    Text(f"{key}/text", box.key, "text", b.center_x, b.center_y + 4.1, "", "medium", CHIP_SIZE, "mute",
                         "middle", b.width - 14),
                ]  # fmt: skip
                continue
            state, result = states[place.slot], analysis.facts[node.id].promise_results[place.slot]
            tone = SLOTS[state].tone
            words = numbered(result.slot, slot_words(result, state, "card"))
            open_ = state in ("in_flight", "outstanding", "unknown")
            differs = differs and not (open_ and self.moment is not None and not self.moment.at_end)
            stroke: Role = "wait" if differs else tone if open_ else NONE
            tip = tr("slot {words}", words=words)
            made += [
                Rect(key, box.key, "box", b.x, b.y, b.width, b.height, b.height / 2, _SOFT.get(tone, "code"), stroke,
                     DIFFERS if differs else 1.0, (2.0, 3.0) if open_ and not differs else (), tip),
                Text(f"{key}/text", box.key, "text", b.center_x, b.center_y + 4.1,
                     elide(words, "medium", CHIP_SIZE, b.width - 14), "medium", CHIP_SIZE, tone, "middle", b.width - 14,
                     tooltip=tip),
            ]  # fmt: skip
        return made

    # ---------------------------------------------------------------------------------------------------- of many calls

    def _state(self, progress: Collection[Progress | None]) -> tuple[str, Role]:
        """What became of many: `all succeeded`, `2 failed`, `12 of 40 so far`, `40 only in B`."""
        counts = Counter(come for come in progress if come is not None)
        lacking = len(progress) - sum(counts.values())
        parts = []
        if counts["failed"]:
            parts.append(f"{numeral(counts['failed'])} {PROGRESS['failed'].word}")
        if counts["done"]:
            parts.append(f"{numeral(counts['done'])} {PROGRESS['done'].word}")
        to_come = sum(counts.values()) - counts["failed"] - counts["done"] - counts["unknown"]
        if to_come:
            parts.append(f"{numeral(to_come)} {PROGRESS['not_yet'].word}")
        if counts["unknown"]:
            parts.append(f"{numeral(counts['unknown'])} {PROGRESS['unknown'].word}")
        if lacking:
            parts.append(f"{numeral(lacking)} {only_in(self._other)}")
        return ", ".join(parts), "bad" if counts["failed"] else "mute"

    def _many(self, box: Box, selected: bool, differs: bool, progress: Come) -> list[Primitive]:
        there: Counter[Progress] = Counter(come for come in progress if come is not None)
        sign = PROGRESS[summed(there)]
        title, sub = _row(box, "title"), _row(box, "subtitle")
        words, role = self._state(progress)
        b = box.bounds
        behind = Rect(f"{box.key}/behind", box.key, "box", b.x + 5, b.bottom - 12, b.width - 10, 15, RADIUS, "card",
                      "cardline")  # fmt: skip
        return [
            behind,
            *self._frame(box, selected, differs, ghost=not there, role=sign.tone if there else NONE, tip=title.full),
            self._sign(box, sign.shape if there else "none", sign.tone),
            row_text(box, title, "title", title.text, "semibold", TITLE_SIZE, "text" if there else "mute",
                     tooltip=title.full),
            row_text(box, sub, "subtitle", elide(words, "regular", SUB_SIZE, sub.bounds.width), "regular", SUB_SIZE,
                     role, tooltip=words),
            *handle(box),
        ]  # fmt: skip

    def _group(self, box: Box, selected: bool) -> list[Primitive]:
        return self._many(box, selected, False, self.kept.come(box.key, box.members, self.moment))

    def _block(self, box: Box, selected: bool, differs: bool) -> list[Primitive]:
        dots = box.dots
        assert dots is not None
        progress = self.kept.come(box.key, box.siblings, self.moment)
        marks = [_LACKS if come is None else PROGRESS_DOTS[come] for come in progress]
        each = dots.each
        worst = [_worst(marks[i : i + each]) for i in range(0, len(marks), each)]
        field = DotField(f"{box.key}/dots", box.key, "text", dots.x, dots.y, dots.columns, "".join(worst))
        return [*self._many(box, selected, differs, progress), field]


def _worst(marks: list[str]) -> str:
    return min(marks, key="fwnuor".index)


def _row(box: Box, kind: str) -> Row:
    return next(row for row in box.rows if row.kind == kind)


def _room_beside(figure: str, row: Row) -> float:
    """Px that words have in a row with a figure at its end."""
    return row.bounds.width - (measure(figure, "medium", SUB_SIZE) + 10 if figure else 0)


def _fitting(wordings: Sequence[str], room: float) -> str:
    """The first that has room."""
    return next((w for w in wordings if measure(w, "regular", SUB_SIZE) <= room + 0.02), "")
