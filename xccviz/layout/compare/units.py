"""Which calls of two runs get a box of their own, and which are folded: siblings alike into a block, what does not
differ into a group, and, where all that is too much, what is furthest from a difference."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from xccviz.analysis.compare.union import Call, Union
from xccviz.analysis.compare.values import Missing
from xccviz.layout.compare.types import EQUAL, CompareOptions, Sides
from xccviz.layout.layered.blocks import MOST_ALIKE
from xccviz.layout.types import PAGE, Unit
from xccviz.values import frozen

GROUP, ALIKE = "group:", "alike:"


@frozen
class Folded:
    """Units in display order, and the key of the unit that each call is in."""

    units: tuple[Unit, ...]
    unit_of: Mapping[str, str]


def fold_calls(sides: Sides, union: Union, differing: Collection[str], options: CompareOptions) -> Folded:
    """Fold the calls of two runs. `differing`: keys of the calls at which they differ."""
    tree = _Tree(union)
    units: list[Unit] = []
    kept = _kept(sides, tree, differing, options)
    queue = [union.root.key]
    units.append(Unit(union.root.key, "node", union.root.key))
    for parent in queue:
        left: dict[str, list[str]] = defaultdict(list)
        for child in union.children.get(parent, ()):
            name = kept.get(child)
            if name is None:
                units.append(Unit(child, "node", child))
                queue.append(child)
            else:
                left[name].append(child)
        for name, heads in left.items():
            for key, some in _pages(name, heads, options):
                if key is None:
                    units.extend(Unit(head, "node", head) for head in some)
                    queue.extend(some)
                else:
                    units.append(tree.unit(key, some, parent, dotted=name.startswith(ALIKE)))
    place = {call.key: n for n, call in enumerate(union.calls)}
    units.sort(key=lambda unit: place[unit.members[0] if unit.members else unit.key])
    unit_of: dict[str, str] = {}
    for unit in units:
        unit_of.update(dict.fromkeys(unit.members or (unit.key,), unit.key))
    return Folded(tuple(units), unit_of)


class _Tree:
    """The union with what hangs below each call."""

    def __init__(self, union: Union) -> None:
        self.union = union

    def below(self, key: str) -> list[str]:
        """A call and all below it, depth-first."""
        found: list[str] = []
        todo = [key]
        while todo:
            here = todo.pop()
            found.append(here)
            todo += reversed(self.union.children.get(here, ()))
        return found

    def unit(self, key: str, heads: Sequence[str], parent: str, *, dotted: bool) -> Unit:
        """The unit of siblings with all below them."""
        members: list[str] = []
        starts: list[int] = []
        for head in heads:
            starts.append(len(members))
            members += self.below(head)
        return Unit(key, "group", None, tuple(members), parent, tuple(starts) if dotted else ())

    def above(self, key: str) -> list[str]:
        """A call and those above it, up to the transaction."""
        line: list[str] = []
        here: str | None = key
        while here is not None:
            line.append(here)
            here = self.union.by_key[here].parent
        return line


def _kept(sides: Sides, tree: _Tree, differing: Collection[str], options: CompareOptions) -> dict[str, str]:
    """The calls that are folded together with siblings, each with the name of its fold."""
    union = tree.union
    held: set[str] = set()  # what differs, or has something below it that does
    for key in differing:
        for here in tree.above(key):
            if here in held:
                break
            held.add(here)
    chosen = options.selected if options.selected is not None else ""
    wanted = set(tree.above(chosen)) if chosen in union.by_key else set()
    folded: dict[str, str] = {}
    for parent, children in union.children.items():
        for alike in _alike(sides, union, children) if len(children) > MOST_ALIKE else ():
            folded.update(dict.fromkeys(alike, f"{ALIKE}{parent}:{alike[0]}"))
        if options.only:
            equal = [child for child in children if child not in held and child not in folded]
            equal = [child for child in equal if child not in wanted]
            if len(tree.unit("", equal, parent, dotted=False).members) > 1:
                folded.update(dict.fromkeys(equal, f"{EQUAL}{parent}"))
    if _shown(union, folded) > options.budget:
        _fold_more(tree, folded, held, wanted, options.budget)
    return folded


def _shown(union: Union, folded: Mapping[str, str]) -> int:
    """How many boxes there would be."""
    count, names = 0, set()
    todo = [union.root.key]
    while todo:
        here = todo.pop()
        name = folded.get(here)
        if name is not None:
            names.add(name)
            continue
        count += 1
        todo += union.children.get(here, ())
    return count + len(names)


def _fold_more(
    tree: _Tree, folded: dict[str, str], held: Collection[str], wanted: Collection[str], budget: int
) -> None:
    """Keep as many boxes as the budget allows: the ways to what is selected and to differences first, then what stands
    nearest to the transaction; the rest below each is one group."""
    union = tree.union
    keep = {union.root.key, *wanted}
    order = sorted(_reached(union, folded), key=lambda item: (item[0] not in held, item[1]))
    for key, _ in order:
        line = tree.above(key)
        new = [here for here in line if here not in keep]
        if len(keep) + len(new) <= budget:
            keep.update(new)
    for key, _ in order:
        parent = union.by_key[key].parent
        if key not in keep and parent in keep:
            equal = key not in held
            folded[key] = f"{EQUAL if equal else GROUP}{parent}"
    counts = Counter(folded.values())
    for key, name in list(folded.items()):  # a lone call needs no group
        if counts[name] == 1 and not union.children.get(key) and not name.startswith(ALIKE):
            del folded[key]


def _reached(union: Union, folded: Mapping[str, str]) -> list[tuple[str, int]]:
    """Calls that are not folded, with how far they stand from the transaction."""
    found: list[tuple[str, int]] = []
    todo = [(union.root.key, 0)]
    for key, depth in todo:
        for child in union.children.get(key, ()):
            if child not in folded:
                found.append((child, depth + 1))
                todo.append((child, depth + 1))
    return found


def _pages(
    name: str, heads: Sequence[str], options: CompareOptions
) -> Iterable[tuple[str | None, Sequence[str]]]:
    """What stands open of a fold, under None, and the rest under the key that opens the next page of it."""
    pages, key = 0, name
    while key in options.expanded:
        pages += 1
        key = f"{name}:{pages}"
    opened = list(heads[: pages * PAGE])
    if opened:
        yield None, opened
    rest = heads[pages * PAGE :]
    if rest:
        yield key, rest


def _alike(sides: Sides, union: Union, children: Sequence[str]) -> list[list[str]]:
    found: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for child in children:
        found[_shape(sides, union.by_key[child])].append(child)
    return [alike for alike in found.values() if len(alike) > MOST_ALIKE]


def _shape(sides: Sides, call: Call) -> tuple[object, ...]:
    """What siblings alike share: receiver, method and form."""
    side: Missing = "b" if call.a is None else "a"
    analysis, node = sides.of(side), call.node(side)
    found = analysis.graph.by_id[node or ""]
    slots = bool(analysis.facts[found.id].promise_results)
    return found.label, len(found.actions), slots, "detached" in found.roles, found.kind
