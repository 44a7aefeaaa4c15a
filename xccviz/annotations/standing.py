"""How a person stood before a transaction: after which step, what was selected, unfolded and filtered."""

from __future__ import annotations

from xccviz.model.raw import Json, JsonObject, count_of, object_of, texts_of
from xccviz.values import frozen

MOST_FOLDING, LONGEST = 5_000, 4_096
"""Keys of what stands open, and characters of one, of an id and of a filter."""


@frozen
class Standing:
    """`step`: so many steps had happened, None at the end; `selection`: a node, "" what is selected anyway; `folding`:
    what stands open (`LayoutOptions.expanded`); `filter` as it was typed, "" for none, and whether it `hides` the
    rest."""

    step: int | None = None
    selection: str = ""
    folding: frozenset[str] = frozenset()
    filter: str = ""
    hides: bool = False


def standing_of(view: Json) -> Standing:
    """What a member `view` says of it; what it does not say, or not as it should, is as usual. A step may be beyond the
    last one and a selection of no node: whoever opens it sees to that."""
    members = object_of(view)
    keys = (key for key in texts_of(members.get("folding")) if _is_key(key))
    return Standing(
        count_of(members.get("step")),
        _line(members.get("selection")),
        frozenset(key for _, key in zip(range(MOST_FOLDING), keys, strict=False)),
        _line(members.get("filter")),
        members.get("hides") is True,
    )


def standing_json(standing: Standing) -> JsonObject:
    """The same as members that `standing_of` reads; what is as usual is left out."""
    written: JsonObject = {}
    if standing.step is not None:
        written["step"] = standing.step
    if standing.selection:
        written["selection"] = standing.selection
    if standing.folding:
        written["folding"] = [*sorted(standing.folding)]
    if standing.filter:
        written["filter"] = standing.filter
    if standing.hides:
        written["hides"] = True
    return written


def _is_key(key: str) -> bool:
    """Keys are ids, accounts and numbers: nothing that needs more than ASCII."""
    return len(key) <= LONGEST and key.isascii() and key.isprintable()


def _line(value: Json) -> str:
    return value if isinstance(value, str) and len(value) <= LONGEST else ""
