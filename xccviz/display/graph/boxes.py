"""Cards, groups and the refunds pill as primitives: places from the layout, words and tones from `words`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from xccviz.analysis.types import Analysis, NodeFacts
from xccviz.catalogue import numeral, tr, trn
from xccviz.display.graph.blocks import BlockPainter, field_of, slot_marks
from xccviz.display.graph.pieces import MARKER, MARKER_X, RADIUS, bar, handle, ring, row_text, summed
from xccviz.display.graph.shades import Shades, strip
from xccviz.display.look import SHORT
from xccviz.display.types import NONE, Marker, Primitive, Rect, Role, Text
from xccviz.graph.types import Node
from xccviz.layout.cards import CHIP_SIZE, SUB_SIZE, TITLE_SIZE
from xccviz.layout.layered.types import Box
from xccviz.layout.measure import elide, measure
from xccviz.layout.types import Row
from xccviz.model.literals import Progress, SlotState
from xccviz.replay.changes import Refunds
from xccviz.replay.standing import (
    action_result,
    progress_counts,
    progress_of,
    resumed_by,
    slot_states,
)
from xccviz.replay.types import Moment, Timeline
from xccviz.values import frozen
from xccviz.words.actions import action_end
from xccviz.words.ends import end_words
from xccviz.words.money import refunds_so_far
from xccviz.words.progress import gas_at, subtitle
from xccviz.words.signs import ACTIONS, PROGRESS, SLOTS, Shape, Tone
from xccviz.words.slots import numbered, slot_words, slots_summary
from xccviz.words.titles import WAITS_FOR_OUTSIDE, group_title, method_title, so_far

_SMALL_MARKER = 5.0
_BEHIND = 4.0
"""Px of the cards behind a group's that can be seen."""
_SOFT: Mapping[Tone, Role] = {"ok": "okbg", "bad": "badbg", "wait": "waitbg", "ind": "indbg"}
"""The colour behind words of a tone; "code" behind all others."""
_SQUARE_SIGNS: dict[SlotState, Shape] = {"failed": "failed", "in_flight": "waiting"}


@frozen
class BoxPainter:
    """Paints boxes of one analysis at one moment. `counted`: how many members of a box have come how far, by its key,
    where somebody has counted them already; `slots`: what those of a callback hold, by its id, where somebody keeps
    that; `blocks` paints those of siblings alike; `refunds`: what those of a box have brought, where somebody has
    summed it up; `shades` marks cards."""

    analysis: Analysis
    moment: Moment | None
    timeline: Timeline | None
    counted: Callable[[Box], Counter[Progress]] | None = None
    slots: Callable[[str], Sequence[SlotState]] | None = None
    blocks: BlockPainter = BlockPainter()
    refunds: Callable[[Box], Refunds] | None = None
    shades: Shades | None = None

    def paint(self, box: Box, *, selected: bool) -> list[Primitive]:
        """The primitives of one box, back to front, and the one line that stands for its words from far away."""
        made = self._whole(box, selected)
        title = next((p.text for p in made if p.key in _titles(box) and isinstance(p, Text)), "")
        marked = (
            [strip(self.analysis, self.shades, box)]
            if self.shades is not None and box.kind != "refunds"
            else []
        )
        return [*made, *marked, self._short(box, title)]

    def brief(self, box: Box, *, selected: bool) -> list[Primitive]:
        """Those of its primitives that tell from far away what it is: quicker than all of them."""
        if box.node is None:
            return self.paint(box, selected=selected)
        progress = progress_of(self.analysis, box.node, self.moment)
        node, row = self.analysis.graph.by_id[box.node], box.rows[0]
        sign, role = PROGRESS[progress], self._tone(node, progress)
        return [
            ring(box, selected, RADIUS + 3),
            self._card(box, node),
            bar(box, NONE if progress in ("not_yet", "unknown") else role),
            self._marker(box, row, sign.shape, role),
            self._short(box, row.text),
        ]

    def _short(self, box: Box, title: str) -> Text:
        if box.node is not None:
            title = method_title(self.analysis.graph.by_id[box.node]) or title
        b = box.bounds
        words = elide(title, "medium", SUB_SIZE, b.width)  # from far away it has less room than that
        return Text(f"{box.key}/{SHORT}", box.key, "text", b.x, b.center_y, words, "medium", SUB_SIZE, NONE,
                    width=b.width)  # fmt: skip

    def _counts(self, box: Box) -> Counter[Progress]:
        if self.counted is not None:
            return self.counted(box)
        return progress_counts(self.analysis, box.members, self.moment)

    def _tone(self, node: Node, progress: Progress) -> Role:
        quiet = node.never_runs or (bool(node.roles) and node.roles[0].startswith(("refund", "payout")))
        return "ref" if progress == "done" and quiet else PROGRESS[progress].tone

    def _card(self, box: Box, node: Node, tooltip: str = "") -> Rect:
        b, detached = box.bounds, "detached" in node.roles
        return Rect(f"{box.key}/card", box.key, "box", b.x, b.y, b.width, b.height, RADIUS,
                    "bg" if detached else "card", "edge" if detached else "cardline",
                    dash=(4.0, 3.0) if detached else (), tooltip=tooltip)  # fmt: skip

    def _whole(self, box: Box, selected: bool) -> list[Primitive]:
        if box.kind == "refunds":
            return self._pill(box, selected)
        if box.kind == "outside":
            return self._outside(box, selected)
        if box.heads:
            return self.blocks.paint(self.analysis, box, self.moment, self._counts(box), selected)
        if box.kind == "group" or box.node is None:
            return self._group(box, selected)
        return self._node(box, self.analysis.graph.by_id[box.node], selected)

    def _pill(self, box: Box, selected: bool) -> list[Primitive]:
        b = box.bounds
        title = box.rows[0]
        counts = self._counts(box)
        come = len(box.members) - counts["not_yet"] if self.moment is not None else len(box.members)
        state = "" if come == len(box.members) else tr("\n{count} of them so far", count=numeral(come))
        words, shown = title.full, title.text
        if state:
            words = self._so_far(box)
            shown = elide(words, "regular", SUB_SIZE, title.bounds.width, "middle")
        folded = trn("{count} refund receipt, folded", "{count} refund receipts, folded", len(box.members))
        tooltip = f"{words}\n{folded}{state}"
        return [
            ring(box, selected, b.height / 2 + 3),
            Rect(f"{box.key}/card", box.key, "box", b.x, b.y, b.width, b.height, b.height / 2, "panel", "cardline",
                 dash=(4.0, 3.0) if state else (), tooltip=tooltip),
            row_text(box, title, "title", shown, "regular", SUB_SIZE, "faint" if state else "mute",
                      tooltip=tooltip),
            *handle(box),
        ]  # fmt: skip

    def _so_far(self, box: Box) -> str:
        """What gas refunds have brought by now."""
        known = self.refunds(box) if self.refunds is not None else None
        if known is None and self.timeline is not None:
            known = Refunds(self.analysis, self.timeline.history, box.members)
        if known is None or self.moment is None:
            return box.rows[0].full
        come, total, accounts, who = known.at(self.moment.index)
        return refunds_so_far(come, len(box.members), total, accounts, who)

    def _outside(self, box: Box, selected: bool) -> list[Primitive]:
        b = box.bounds
        edge = next(e for e in self.analysis.graph.edges if e.source is None and e.target == box.parent)
        known = resumed_by(self.analysis, edge, self.moment)
        ids = zip(("transaction", "receipt"), edge.external or () if known else (), strict=False)
        title = box.rows[0].text if known else WAITS_FOR_OUTSIDE
        tooltip = "\n".join([title, *(f"{what} {id_}" for what, id_ in ids if id_)])
        made: list[Primitive] = [
            ring(box, selected, b.height / 2 + 3),
            Rect(f"{box.key}/card", box.key, "box", b.x, b.y, b.width, b.height, 14.0, "bg", "edge", dash=(4.0, 3.0),
                 tooltip=tooltip),
        ]  # fmt: skip
        for row in box.rows:
            if row.kind == "title":
                made.append(row_text(box, row, "title", title, "medium", SUB_SIZE, "text", tooltip=tooltip))
            else:
                words = row.text if known else ""
                made.append(
                    row_text(box, row, row.kind, words, "regular", CHIP_SIZE, "mute", tooltip=tooltip)
                )
        return made

    def _group(self, box: Box, selected: bool) -> list[Primitive]:
        b = box.bounds
        counts = self._counts(box)
        progress = summed(counts)
        sign = PROGRESS[progress]
        role: Role = sign.tone
        state = ""
        if counts["failed"]:
            state = f"{numeral(counts['failed'])} {PROGRESS['failed'].word}"
        elif counts["not_yet"] and self.moment is not None:
            state = so_far(len(box.members) - counts["not_yet"])
        words = group_title(box.members, state)
        detached = all("detached" in self.analysis.graph.by_id[member].roles for member in box.members)
        account = box.row("account")
        tooltip = f"{group_title(box.members)}: {account.full if account else ''}"
        made: list[Primitive] = [
            ring(box, selected, RADIUS + 3, _BEHIND),
            Rect(f"{box.key}/behind", box.key, "box", b.x + 6, b.bottom - 14, b.width - 12, 14 + _BEHIND, RADIUS,
                 "card", "cardline"),
            Rect(f"{box.key}/card", box.key, "box", b.x, b.y, b.width, b.height, RADIUS,
                 "bg" if detached else "card", "edge" if detached else "cardline", dash=(4.0, 3.0) if detached else (),
                 tooltip=tooltip),
            bar(box, NONE if progress == "not_yet" else role),
        ]  # fmt: skip
        for row in box.rows:
            if row.kind == "summary":
                made.append(self._marker(box, row, sign.shape, role))
                made.append(
                    row_text(box, row, "summary", words, "semibold", TITLE_SIZE, "text", tooltip=tooltip)
                )
            elif row.kind == "unfold":
                made.extend(handle(box))
            else:
                made.append(
                    row_text(box, row, row.kind, row.text, "regular", SUB_SIZE, "mute", tooltip=tooltip)
                )
        return made

    def _node(self, box: Box, node: Node, selected: bool) -> list[Primitive]:
        facts = self.analysis.facts[node.id]
        progress = progress_of(self.analysis, node.id, self.moment)
        sign, role = PROGRESS[progress], self._tone(node, progress)
        future = progress in ("not_yet", "unknown")
        tooltip = self._tooltip(box, node)
        made: list[Primitive] = [
            ring(box, selected, RADIUS + 3),
            self._card(box, node, tooltip),
            bar(box, NONE if future else role),
        ]
        for number, row in enumerate(box.rows):
            if row.kind == "title":
                made.append(self._marker(box, row, sign.shape, role))
                title_role = "mute" if future else "text"
                made.append(
                    row_text(box, row, "title", row.text, "semibold", TITLE_SIZE, title_role, tooltip=tooltip)
                )
            elif row.kind == "subtitle":
                made.extend(self._subtitle(box, row, node, facts, progress, tooltip))
            elif row.kind == "action":
                made.extend(self._action(box, row, facts, progress))
            elif row.kind == "summary":
                made.append(self._slots_summary(box, row, facts))
            elif row.kind in ("account", "more"):
                made.append(
                    row_text(
                        box,
                        row,
                        f"{row.kind}{number}",
                        row.text,
                        "regular",
                        SUB_SIZE,
                        "mute",
                        tooltip=row.full,
                    )
                )
        if box.dots is not None:
            made.append(field_of(box, slot_marks(box.dots, self._states(facts))))
        made.extend(self._slots(box, facts) if box.slots else ())
        return made

    def _tooltip(self, box: Box, node: Node) -> str:
        lines = [box.rows[0].full, end_words(self.analysis, node) if self.moment is None else "", node.id]
        return "\n".join(line for line in lines if line)

    def _marker(self, box: Box, row: Row, shape: Shape, role: Role) -> Marker:
        return Marker(f"{box.key}/marker", box.key, "text", box.bounds.x + MARKER_X, row.bounds.center_y - 0.5,
                      MARKER, shape, role)  # fmt: skip

    def _subtitle(
        self, box: Box, row: Row, node: Node, facts: NodeFacts, progress: Progress, tooltip: str
    ) -> list[Primitive]:
        wordings, role = subtitle(self.analysis, node, self.moment, self.timeline)
        figure = gas_at(self.analysis, node, self.moment)
        room = row.bounds.width - (box.gas_width + 16 if box.gas_width else 0)
        words = next((w for w in wordings if measure(w, "regular", SUB_SIZE) <= room), wordings[-1])
        b = row.bounds
        return [
            Text(f"{box.key}/subtitle", box.key, "text", b.x, b.y + 13.5, elide(words, "regular", SUB_SIZE, room),
                 "regular", SUB_SIZE, role, width=room, tooltip=tooltip),
            Text(f"{box.key}/gas", box.key, "text", b.right, b.y + 13.5, figure, "medium", SUB_SIZE, "mute", "end",
                 box.gas_width, tooltip=tr("Gas burnt here, of the gas attached to its calls (Tgas)")),
        ]  # fmt: skip

    def _action(self, box: Box, row: Row, facts: NodeFacts, progress: Progress) -> list[Primitive]:
        index = row.action or 0
        result = action_result(facts, index, progress)
        sign = ACTIONS[result]
        failed = result == "failed"
        ink = "bad" if failed else "text" if result == "ok" else "mute"
        b = row.bounds
        key = f"{box.key}/action{index}"
        baseline = b.center_y + 4.2
        return [
            Rect(f"{key}/row", box.key, "box", b.x - 24, b.y + 1, b.width + 30, b.height - 2, 4,
                 "badbg" if failed else NONE),
            Marker(f"{key}/marker", box.key, "text", box.bounds.x + MARKER_X, b.center_y, _SMALL_MARKER, sign.shape,
                   sign.tone, tooltip=sign.word),
            Text(f"{key}/text", box.key, "text", b.x, baseline, row.text, "medium" if failed else "regular", SUB_SIZE,
                 ink, width=b.width - 70, strike=result == "not_run", tooltip=row.full),
            Text(f"{key}/result", box.key, "text", b.right, baseline, action_end(result, "card"), "regular", SUB_SIZE,
                 ink, "end", 64.0),
        ]  # fmt: skip

    def _states(self, facts: NodeFacts) -> Sequence[SlotState]:
        if self.slots is not None:
            return self.slots(facts.id)
        return slot_states(self.analysis, facts.id, self.moment)

    def _slots_summary(self, box: Box, row: Row, facts: NodeFacts) -> Text:
        text = slots_summary(self._states(facts), named=True)
        room = row.bounds.width
        return row_text(
            box, row, "slots", elide(text, "regular", SUB_SIZE, room), "regular", SUB_SIZE, "mute"
        )

    def _slots(self, box: Box, facts: NodeFacts) -> list[Primitive]:
        made: list[Primitive] = []
        states = self._states(facts)
        for place, result, state in zip(box.slots, facts.promise_results, states, strict=True):
            tone = SLOTS[state].tone
            soft = _SOFT.get(tone, "code")
            words = numbered(result.slot, slot_words(result, state, "card"))
            b = place.bounds
            key = f"{box.key}/slot{result.slot}"
            open_ = state in ("in_flight", "outstanding", "unknown")
            tooltip = tr("slot {words}", words=words)
            if place.form == "chip":
                text = elide(words, "medium", CHIP_SIZE, b.width - 14)
                made.append(Rect(key, box.key, "box", b.x, b.y, b.width, b.height, b.height / 2, soft,
                                 tone if open_ else NONE, 1.0, (2.0, 3.0) if open_ else (), tooltip))  # fmt: skip
                made.append(Text(f"{key}/text", box.key, "text", b.center_x, b.center_y + 4.1, text, "medium",
                                 CHIP_SIZE, tone, "middle", b.width - 14, tooltip=tooltip))  # fmt: skip
                continue
            # arrived: a full square; failed: a diamond; in flight: a ring with a dot; the rest: an empty square
            shape = _SQUARE_SIGNS.get(state, "none")
            plain = shape == "none"
            made.append(Rect(key, box.key, "box", b.x, b.y, b.width, b.height, 2.5,
                             tone if plain and not open_ else NONE, tone if plain and open_ else NONE, 1.25,
                             tooltip=tooltip))  # fmt: skip
            made.append(Marker(f"{key}/marker", box.key, "text", b.center_x, b.center_y, b.width / 2, shape, tone,
                               tooltip=tooltip))  # fmt: skip
        return made


def _titles(box: Box) -> tuple[str, str]:
    return f"{box.key}/title", f"{box.key}/summary"
