# covers: xccviz/layout/layered/arrange.py, xccviz/layout/layered/badges.py
"""Whole layouts of random receipt trees, and of shapes that a window must take."""

# covers: xccviz/layout/cards.py, xccviz/layout/layered/fold.py, xccviz/layout/layered/links.py
# covers: xccviz/layout/layered/grid.py, xccviz/layout/layered/wrap.py, xccviz/layout/layered/router.py
# covers: xccviz/layout/layered/types.py, xccviz/layout/types.py, xccviz/words/titles.py
# covers: xccviz/layout/layered/sideways.py, xccviz/layout/layered/options.py
# covers: xccviz/layout/layered/blocks.py, xccviz/layout/block_card.py, xccviz/layout/dots.py

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.layout.trees import Spec, analyses, analysis_of
from tests.reference.examples import some
from tests.reference.extremes import EXTREMES
from tests.reference.recorded import raw_of
from xccviz.document import build_document
from xccviz.layout.layered.badges import badge_width
from xccviz.layout.layered.blocks import fold_key
from xccviz.layout.layered.build import build_layout, lay_out
from xccviz.layout.layered.options import APART, RIGHT, WHOLE, shade_key, shade_of
from xccviz.layout.layered.routing import TIP_GAP
from xccviz.layout.layered.types import LayeredLayout
from xccviz.layout.layered.walk import dot_in
from xccviz.layout.layered.walk import inside as inside_of
from xccviz.layout.measure import measure
from xccviz.layout.types import REFUNDS_KEY, Bounds, LayoutOptions, without_refunds
from xccviz.words.errors import error_title


def points_of(segments, parts=12):
    """Points along a path."""
    at = (0.0, 0.0)
    for segment in segments:
        p = segment.points
        if segment.op == "C":
            for i in range(parts + 1):
                t = i / parts
                a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
                yield a * at[0] + b * p[0] + c * p[2] + d * p[4], a * at[1] + b * p[1] + c * p[3] + d * p[5]
            at = p[4], p[5]
        elif segment.op == "L":
            yield (at[0] + p[0]) / 2, (at[1] + p[1]) / 2
            at = p
        else:
            at = p


def inside(bounds: Bounds, point, margin=1.0):
    x, y = point
    return bounds.x + margin < x < bounds.right - margin and bounds.y + margin < y < bounds.bottom - margin


def assert_sound(layout: LayeredLayout) -> None:
    for a, b in combinations(layout.boxes, 2):
        assert not a.bounds.overlaps(b.bounds), (a.key, b.key)
    for box in layout.boxes:
        assert box.bounds.x >= 0
        assert box.bounds.right <= layout.width
        assert box.bounds.bottom <= layout.height
        for part in (*box.rows, *box.slots):
            assert part.bounds.x >= box.bounds.x - 0.01
            assert part.bounds.right <= box.bounds.right + 0.01
            assert part.bounds.bottom <= box.bounds.bottom + 0.01


@given(analyses(hostile=True))
@settings(max_examples=some(60), deadline=None)
def test_boxes_never_overlap_and_hold_their_rows(analysis):
    assert_sound(build_layout(analysis))
    assert_sound(build_layout(analysis, budget=8))


@given(analyses(), st.booleans(), st.sampled_from([5, 12, 40]))
@settings(max_examples=some(60), deadline=None)
def test_every_node_is_in_exactly_one_box(analysis, fold_refunds, budget):
    layout = build_layout(analysis, fold_refunds=fold_refunds, budget=budget)
    held = [member for box in layout.boxes for member in (box.members or (box.key,))]
    assert sorted(held) == sorted(node.id for node in analysis.graph.nodes)
    assert all(
        node.id in (layout.by_key[layout.box_of[node.id]].members or (node.id,))
        for node in analysis.graph.nodes
    )


@given(analyses())
@settings(max_examples=some(60), deadline=None)
def test_calls_and_data_lead_downwards(analysis):
    layout = build_layout(analysis)
    for path in layout.edges:
        if path.kind != "returns":
            assert layout.by_key[path.source].bounds.bottom <= layout.by_key[path.target].bounds.y


@given(
    st.one_of(analyses(), st.integers(2, 60).map(lambda count: analysis_of(join_of(count)))), st.booleans()
)
@settings(max_examples=some(60), deadline=None)
def test_no_badge_touches_a_box(analysis, sideways):
    layout = build_layout(analysis, sideways=sideways)
    for path in layout.edges:
        if path.badge is None:
            continue
        inferred = any(analysis.graph.edges[number].origin == "inferred" for number in path.edges)
        wide = badge_width(path.slots, inferred)
        badge = Bounds(path.badge[0] - wide / 2, path.badge[1] - 9, wide, 18)
        for box in layout.boxes:
            assert not box.bounds.overlaps(badge), path.key


@given(analyses())
@settings(max_examples=some(20), deadline=None)
def test_from_left_to_right_nothing_overlaps_and_calls_lead_to_the_right(analysis):
    layout = build_layout(analysis, sideways=True)
    assert_sound(layout)
    for path in layout.edges:
        if path.kind != "returns":
            assert layout.by_key[path.source].bounds.right <= layout.by_key[path.target].bounds.x


@given(analyses(max_size=25), st.booleans())
@settings(max_examples=some(50), deadline=None)
def test_no_edge_runs_through_a_box(analysis, sideways):
    layout = build_layout(analysis, sideways=sideways)
    for path in layout.edges:
        points = list(points_of(path.segments))
        low, high = min(y for _, y in points), max(y for _, y in points)
        for box in layout.boxes:
            passes = box.bounds.y < high and box.bounds.bottom > low
            if passes and box.key not in (path.source, path.target):
                assert not any(inside(box.bounds, point) for point in points), (path.key, box.key)


@given(analyses(hostile=True))
@settings(max_examples=some(30), deadline=None)
def test_the_same_analysis_gives_the_same_layout(analysis):
    assert build_layout(analysis) == build_layout(analysis)


@given(analyses(max_size=60), st.integers(6, 30))
@settings(max_examples=some(60), deadline=None)
def test_each_sort_of_failure_stays_in_sight_with_the_way_to_it(analysis, budget):
    layout = build_layout(analysis, budget=budget)
    sorts = {}
    for node in analysis.graph.nodes:
        facts = analysis.facts[node.id]
        if facts.failed:
            sorts.setdefault((node.label, error_title(facts.status.error)), []).append(node.id)
    if len(sorts) > budget:
        return
    for alike in sorts.values():
        assert any(layout.by_key[layout.box_of[id]].kind == "node" for id in alike)
    for box in layout.boxes:
        if box.kind == "node" and box.node != "tx":
            parent = analysis.graph.by_id[box.node].parent
            assert layout.by_key[layout.box_of[parent]].kind == "node"


def wide(count: int, **changes: object) -> list[Spec]:
    return [Spec(-1), *(Spec(0, **changes) for _ in range(count))]


def test_a_large_graph_opens_with_few_boxes_and_unfolds_group_by_group():
    analysis = analysis_of(wide(500))
    layout = build_layout(analysis)
    assert len(layout.boxes) <= 40
    expanded: frozenset[str] = frozenset()
    for _ in range(30):
        groups = [box.key for box in layout.boxes if box.kind == "group"]
        if not groups:
            break
        expanded |= set(groups)
        bigger = build_layout(analysis, expanded=expanded)
        assert len(bigger.boxes) > len(layout.boxes)
        layout = bigger
    assert len(layout.boxes) == 502


def test_folding_keeps_the_one_failure_among_many_in_its_place():
    specs = wide(300)
    specs[200] = Spec(0, failed=True, method="bad")
    layout = build_layout(analysis_of(specs), alike=False)
    order = [box.key for box in sorted(layout.boxes, key=lambda b: b.bounds.x) if box.rank in (2, 3)]
    at = order.index("r200")
    assert layout.by_key[order[at - 1]].kind == layout.by_key[order[at + 1]].kind == "group"


def test_siblings_alike_are_a_block_with_a_dot_each_and_open_by_the_page():
    specs = [Spec(-1), *(Spec(0, failed=n in (50, 90)) for n in range(100)), Spec(0, method="other")]
    analysis = analysis_of(specs)
    expanded: frozenset[str] = frozenset()
    shown, folded = [], []
    while True:
        layout = build_layout(analysis, expanded=expanded, selected="r8")
        assert_sound(layout)
        block = next((box for box in layout.boxes if box.heads), None)
        cards = [box.node for box in layout.boxes if box.node is not None]
        assert "r101" in cards
        shown.append(len(cards))
        folded.append(len(block.siblings) if block is not None else 0)
        assert set(layout.box_of) == {f"r{n}" for n in range(102)} | {"tx"}
        if block is None:
            break
        assert block.dots is not None
        assert block.dots.count == len(block.siblings)
        for dot, sibling in enumerate(block.siblings):
            assert inside_of(block, *block.dots.place(dot)) == sibling
        if len(shown) == 2:  # those one looks for first: who failed, and who is selected
            assert {"r8", "r51", "r91"} <= set(cards)
        expanded |= {block.key}
    assert folded == [100, 97, 77, 57, 37, 17, 0]
    assert shown == [3, 6, 26, 46, 66, 86, 103]


def test_a_few_alike_stand_each_for_itself_and_so_do_all_when_asked():
    analysis = analysis_of([Spec(-1), *(Spec(0) for _ in range(20))])
    assert not any(box.heads for box in build_layout(analysis).boxes)
    more = analysis_of([Spec(-1), *(Spec(0) for _ in range(21))])
    assert [len(box.heads) for box in build_layout(more).boxes if box.heads] == [21]
    assert not any(box.heads for box in build_layout(more, alike=False).boxes)


@pytest.mark.parametrize(
    ("account", "method", "actions", "told"),
    [
        ("app.near", "run", 1, "bob.near · by app.near.run"),
        ("sequential-intents.mike.near", "pay_all", 1, "bob.near · by pay_all"),
        ("app.near", "run", 4, "bob.near · by app.near"),
        ("v" * 40 + ".near", "w" * 30, 1, "bob.near · by wwwww…"),
    ],
)
def test_a_block_says_by_whom_as_far_as_there_is_room(
    account: str, method: str, actions: int, told: str
) -> None:
    """The caller's account goes before anything of what tells who it was is cut."""
    caller = Spec(0, account=account, method=method, actions=actions)
    calls = [Spec(1, account="bob.near", method="ping" * 10) for _ in range(4_000 if actions > 1 else 30)]
    layout = build_layout(analysis_of([Spec(-1), caller, *calls]))
    (block,) = (box for box in layout.boxes if box.heads)
    row = block.row("account")
    assert row.text.startswith(told)
    assert measure(row.text, "regular", 12.0) <= row.bounds.width + 0.5
    assert account in row.full


def test_a_block_holds_all_that_hangs_below_its_siblings():
    specs = [Spec(-1), *(Spec(0) for _ in range(30)), *(Spec(n, failed=n == 4) for n in range(1, 31))]
    analysis = analysis_of(specs)
    layout = build_layout(analysis)
    (block,) = (box for box in layout.boxes if box.heads)
    assert len(block.members) == 60
    assert len(block.siblings) == 30
    assert all(layout.box_of[f"r{n}"] == block.key for n in range(1, 61))


def test_what_hangs_below_a_receipt_folds_by_hand_and_unfolds():
    analysis = analysis_of([Spec(-1), Spec(0), Spec(1), Spec(2), Spec(0)])
    key = fold_key("r1")
    layout = build_layout(analysis, expanded=frozenset({key}))
    assert_sound(layout)
    assert layout.by_key[key].members == ("r2", "r3")
    assert key not in build_layout(analysis).by_key


def pages_of(count: int, each: int, failed: frozenset[int] = frozenset()) -> list[Spec]:
    """`count` calls, each with `each` calls alike and a callback on them, and a callback on those; `failed`: of which
    call the callback fails."""
    specs = [Spec(-1)]
    callbacks = []
    for page in range(count):
        caller = len(specs)
        specs.append(Spec(0, method="page", returns=True))
        calls = range(caller + 1, caller + 1 + each)
        specs += [Spec(caller, method="pay") for _ in calls]
        specs.append(Spec(caller, tuple(calls), method="on_page", failed=page in failed))
        callbacks.append(caller)
    specs.append(Spec(0, tuple(callbacks), method="on_all"))
    return specs


def test_many_blocks_take_in_their_callers_and_callbacks_unless_they_failed_or_stand_open():
    few = build_layout(analysis_of(pages_of(6, 25)))
    assert [box.around for box in few.boxes if box.heads] == [0] * 6
    analysis = analysis_of(pages_of(9, 25, frozenset((4,))))
    layout = build_layout(analysis)
    assert_sound(layout)
    blocks = [box for box in layout.boxes if box.heads]
    assert [box.around for box in blocks] == [2, 2, 2, 2, 0, 2, 2, 2, 2]
    labels = [analysis.graph.by_id[box.node].label for box in layout.boxes if box.node is not None]
    assert sorted(label.partition(".near.")[2] for label in labels if ".page" in label or ".on_" in label) == [
        "on_all", "on_page", "page",
    ]  # fmt: skip
    first = blocks[0]
    assert len(first.siblings) == first.dotted == 25
    caller, callback = first.members[first.dotted :]
    assert layout.box_of[caller] == layout.box_of[callback] == first.key
    assert dot_in(first, caller) is None and dot_in(first, first.members[24]) == 24
    row = first.row("account")
    assert row is not None and row.text == "app.near · by app.near.page"
    # opened, all of it stands for itself
    opened = build_layout(analysis, expanded=frozenset((first.key,)))
    assert_sound(opened)
    assert {caller, callback} <= opened.by_key.keys()
    assert {box.around for box in opened.boxes if box.heads} == {0, 2}


def test_lines_to_and_from_a_comb_are_level_and_upright():
    """Nothing lies aslant: each piece is level, upright, or one of the round corners between two of them."""
    run = EXTREMES["join-12"]
    layout = build_layout(build_document(raw_of(run.answer, run.heights)).analysis)
    grid = {box.key for box in layout.boxes if box.rank == 2}
    assert len(grid) == 12
    led = [path for path in layout.edges if path.source in grid or path.target in grid]
    assert len(led) == 24
    for path in led:
        points = [segment.points[-2:] for segment in path.segments]
        for (x, y), (to_x, to_y) in pairwise(points):
            assert min(abs(x - to_x), abs(y - to_y)) <= 6.5, path.kind


def test_blocks_beside_each_other_stand_in_rows_under_a_comb():
    specs = [Spec(-1)]
    for _ in range(8):
        page = len(specs)
        specs += [Spec(0), *(Spec(page) for _ in range(25))]
        # a callback that failed stands for itself, and so does who called what it awaited
        specs.append(Spec(page, awaits=tuple(range(page + 1, page + 26)), returns=True, failed=True))
    layout = build_layout(analysis_of(specs))
    assert_sound(layout)
    blocks = [box for box in layout.boxes if box.heads]
    assert len(blocks) == 8
    assert len({box.bounds.y for box in blocks}) == 2
    assert layout.width < 1_500
    # who returned a promise is joined to it past the block between them
    returned = [path for path in layout.edges if path.kind == "returns" and path.target != "r0"]
    assert len(returned) >= 8


def test_many_slots_are_dots():
    layout = build_layout(analysis_of(join_of(3000)))
    (box,) = (box for box in layout.boxes if box.dots is not None and not box.heads)
    assert box.slots == ()
    assert box.dots.count * box.dots.each >= 3000
    last = box.dots.place(box.dots.count - 1)
    assert box.bounds.x < last[0] < box.bounds.right
    assert box.bounds.y < last[1] < box.bounds.bottom


def test_gas_refunds_fold_into_one_pill_and_unfold_when_asked():
    analysis = analysis_of([Spec(-1), Spec(0), Spec(0, refund=True), Spec(1, refund=True)])
    folded = build_layout(analysis)
    assert folded.by_key[REFUNDS_KEY].members == ("r3", "r2")
    assert not any(REFUNDS_KEY in (path.source, path.target) for path in folded.edges)
    for opened in (
        build_layout(analysis, fold_refunds=False),
        build_layout(analysis, expanded=frozenset({REFUNDS_KEY})),
    ):
        assert REFUNDS_KEY not in opened.by_key
        assert {"r2", "r3"} <= set(opened.by_key)


def test_a_hundred_actions_show_the_failed_one_its_neighbours_and_both_ends():
    spec = Spec(-1, actions=100, failed=True)
    analysis = analysis_of([spec])
    results = ("reverted",) * 40 + ("failed",) + ("not_run",) * 59
    object.__setattr__(analysis.facts["r0"], "action_results", results)
    rows = [row for row in build_layout(analysis).by_key["r0"].rows if row.kind in ("action", "more")]
    assert [row.action if row.kind == "action" else -row.count for row in rows] == [
        0,
        -38,
        39,
        40,
        41,
        -57,
        99,
    ]


@pytest.mark.parametrize(("count", "form"), [(1, "chip"), (11, "chip"), (12, "square"), (128, "square")])
def test_slots_are_chips_while_few_and_squares_when_many_in_order(count, form):
    specs = [*wide(1), Spec(0, awaits=(1,) * count)]
    box = build_layout(analysis_of(specs), budget=200).by_key["r2"]
    assert [place.slot for place in box.slots] == list(range(count))
    assert {place.form for place in box.slots} == {form}
    for a, b in combinations(box.slots, 2):
        assert not a.bounds.overlaps(b.bounds)
        assert (a.bounds.y, a.bounds.x) < (b.bounds.y, b.bounds.x)


def test_a_long_account_goes_below_the_method_shortened_in_the_middle():
    account = "a" * 30 + "b" * 29 + ".near"
    box = build_layout(analysis_of([Spec(-1, account=account, method="ft_transfer_call")])).by_key["r0"]
    assert box.rows[0].text == "ft_transfer_call"
    assert "…" in box.row("account").text
    assert box.row("account").text.endswith(".near")
    assert box.row("account").full == account


def test_a_callback_that_is_fed_in_sight_needs_no_line_from_its_creator():
    layout = build_layout(analysis_of([Spec(-1), Spec(0), Spec(0, awaits=(1,), returns=True)]))
    kinds = [(path.kind, path.source, path.target) for path in layout.edges]
    assert ("delivers", "r1", "r2") in kinds
    assert ("returns", "r0", "r2") in kinds
    assert ("spawns", "r0", "r2") not in kinds


def test_a_promise_returned_over_two_ranks_goes_around_the_side():
    layout = build_layout(analysis_of([Spec(-1), Spec(0), Spec(0), Spec(0, awaits=(1, 2), returns=True)]))
    path = next(path for path in layout.edges if path.kind == "returns")
    target = layout.by_key["r3"].bounds
    assert path.tip == pytest.approx((target.right + TIP_GAP, target.center_y), abs=0.01)


def join_of(count: int) -> list[Spec]:
    return [*wide(count), Spec(0, awaits=tuple(range(1, count + 1)), returns=True)]


def pairs_of(count: int) -> list[Spec]:
    """Calls, each with a callback of its own."""
    calls = [spec for n in range(count) for spec in (Spec(0), Spec(0, awaits=(2 * n + 1,)))]
    return [Spec(-1), *calls]


MANY = {
    "calls": wide(50),
    "a join": join_of(30),
    "with callbacks": pairs_of(40),
    "all of 2,000": wide(2_000),
}


@pytest.mark.parametrize("shape", MANY)
def test_many_alike_stand_in_rows_that_can_be_seen_whole(shape: str) -> None:
    layout = build_layout(analysis_of(MANY[shape]), budget=10_000)
    assert layout.width < 4.5 * layout.height, "no hair line"
    if len(layout.boxes) < 200:
        assert_sound(layout)
        boxes = [(box.key, box.bounds) for box in layout.boxes]
        for path in layout.edges:
            points = list(points_of(path.segments))
            for key, bounds in boxes:
                if key not in (path.source, path.target):
                    assert not any(inside(bounds, point) for point in points), (path.key, key)


@pytest.mark.parametrize("count", [6, 10, 12])
def test_a_wide_join_opens_whole_and_readable_and_its_calls_keep_their_order(count: int) -> None:
    layout = build_layout(analysis_of(join_of(count)))
    assert layout.width < 1_500
    calls = [box for box in layout.boxes if box.rank == 2]
    calls.sort(key=lambda box: (box.bounds.y, box.bounds.x))
    assert [box.node for box in calls] == [f"r{n}" for n in range(1, count + 1)]


def test_gas_refunds_are_unfolded_by_the_page():
    specs = [Spec(-1), *(Spec(0, refund=True) for _ in range(130))]
    analysis = analysis_of(specs)
    expanded: frozenset[str] = frozenset()
    counts = []
    for _ in range(8):
        layout = build_layout(analysis, expanded=expanded)
        pill = next((box for box in layout.boxes if box.kind == "refunds"), None)
        counts.append((len(layout.boxes), len(pill.members) if pill else 0))
        assert_sound(layout)
        if pill is not None:
            expanded |= {pill.key}
    assert counts == [(3 + n, 130 - n) for n in range(0, 121, 20)] + [(132, 0)]
    assert without_refunds(expanded) == frozenset()


@pytest.mark.parametrize("count", range(1, 12))
def test_the_chips_of_a_join_stand_in_a_row_or_in_a_grid(count: int) -> None:
    layout = build_layout(analysis_of(join_of(count)))
    callback = layout.by_key[f"r{count + 1}"]
    rows: dict[float, list[Bounds]] = {}
    for slot in callback.slots:
        rows.setdefault(slot.bounds.y, []).append(slot.bounds)
    lefts = [[chip.x for chip in row] for row in rows.values()]
    assert all(left == lefts[0][: len(left)] for left in lefts)
    assert all(len(left) == len(lefts[0]) for left in lefts[:-1])


def test_options_are_taken_by_their_keys():
    analysis = analysis_of([Spec(-1), *(Spec(0) for _ in range(60)), Spec(0, refund=True)])

    def boxes(*taken: str) -> LayeredLayout:
        return lay_out(analysis, LayoutOptions(frozenset(taken)))

    assert [len(box.heads) for box in boxes().boxes if box.heads] == [60]
    assert not any(box.heads for box in boxes(APART).boxes)
    assert len(boxes(WHOLE).boxes) == len(analysis.graph.nodes)
    right = boxes(RIGHT)
    assert right.by_key["tx"].bounds.right < right.by_key["r0"].bounds.x
    assert right.taken == {RIGHT}
    assert shade_of(boxes(shade_key("gas")).taken) == "gas"
    assert shade_of(frozenset()) is None


@pytest.mark.parametrize(("count", "columns"), [(8, 1), (12, 2)])
def test_from_left_to_right_calls_alike_stand_in_as_many_columns_as_a_window_is_high(count, columns):
    layout = build_layout(analysis_of(join_of(count)), sideways=True)
    assert_sound(layout)
    calls = [box for box in layout.boxes if box.rank == 2]
    assert len(calls) == count
    assert len({box.bounds.center_x for box in calls}) == columns
    assert layout.height < 900
    first = next(path for path in layout.edges if path.target == calls[0].key)
    # one column is called straight, without a comb around it
    assert (min(y for s in first.segments for y in s.points[1::2]) < calls[0].bounds.y) is (columns > 1)
