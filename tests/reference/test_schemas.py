"""The compiled schemas judge as jsonschema does: on what xccviz writes, and on that altered in one place."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference.executor import execute, random_program
from tests.reference.recorded import raw_of, tutorial
from tests.reference.schemas import Schema, schema_called
from xccviz.document import build_document
from xccviz.export.json_graph import to_json

ODD: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    1.0,
    1.5,
    -1,
    "",
    "1",
    "-1",
    "x" * 70,
    [],
    [1, 1],
    {},
    {"x": 1},
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where anything stands in a JSON value, as keys and indices."""
    if path:
        yield path
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from places(value[key], (*path, key))


def altered(value: Any, path: tuple[Any, ...], how: Any) -> Any:
    """A copy in which what stands at a place is another value, is gone, or has a neighbour nobody knows."""
    changed = copy.deepcopy(value)
    holder = changed
    for step in path[:-1]:
        holder = holder[step]
    if how == "drop":
        del holder[path[-1]]
    elif how == "more" and isinstance(holder, dict):
        holder["unheard_of"] = 1
    elif how == "twice" and isinstance(holder, list):
        holder.append(holder[path[-1]])
    else:
        holder[path[-1]] = how
    return changed


def short(value: Any) -> Any:
    """The same with at most two items in each list."""
    if isinstance(value, dict):
        return {key: short(each) for key, each in value.items()}
    return [short(each) for each in value[:2]] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def exported() -> Any:
    """The export of a transaction in which something failed, of each list the first two."""
    return short(json.loads(json.dumps(to_json(tutorial("tutorial-parallel-3-one-panics")))))


@pytest.mark.long
def test_every_place_altered_is_judged_alike(exported: Any) -> None:
    """Each place once, the alterations in turn: all kinds of places meet all alterations."""
    schema = schema_called("xccviz-graph-1")
    ways = ("drop", "more", "twice", *ODD)
    verdicts = {True: 0, False: 0}
    seen: dict[tuple[Any, ...], int] = {}
    for path in places(exported):
        kind = tuple(step if isinstance(step, str) else 0 for step in path)
        seen[kind] = seen.get(kind, -1) + 1
        if seen[kind] > 1:
            continue
        for way in ways[seen[kind] :: 3]:
            value = altered(exported, path, way)
            judged = schema.accepts(value)
            assert judged == schema.slow.is_valid(value), (path, way)
            verdicts[judged] += 1
    assert verdicts[True] > 100 and verdicts[False] > 1_000


@settings(max_examples=15)
@given(st.integers(0, 2**32), st.data())
def test_so_are_random_transactions(seed: int, data: st.DataObject) -> None:
    schema = schema_called("xccviz-graph-1")
    whole = to_json(build_document(raw_of(execute(random_program(random.Random(seed), budget=6)).answer)))
    assert schema.accepts(whole) and schema.slow.is_valid(whole)
    path = data.draw(st.sampled_from(list(places(whole))))
    value = altered(whole, path, data.draw(st.sampled_from(("drop", "more", "twice", *ODD))))
    assert schema.accepts(value) == schema.slow.is_valid(value)


@pytest.mark.parametrize("name", ["xccviz-graph-1", "xccviz-check-1", "xccviz-diff-1", "xccviz-find-1"])
def test_all_schemas_compile_and_refuse_what_is_none(name: str) -> None:
    for value in ODD:
        assert not schema_called(name).accepts(value)


def test_a_refusal_says_the_place_and_the_reason(exported: Any) -> None:
    value = altered(exported, ("nodes", 1, "roles"), 7)
    with pytest.raises(jsonschema.ValidationError, match="7 is not of type 'array'") as refused:
        schema_called("xccviz-graph-1").validate(value)
    assert list(refused.value.absolute_path) == ["nodes", 1, "roles"]


def test_an_unknown_keyword_is_not_passed_over() -> None:
    with pytest.raises(AttributeError, match="multipleOf"):
        Schema({"type": "integer", "multipleOf": 2})


def test_the_rules_that_recordings_seldom_break() -> None:
    schema = Schema(
        {
            "if": {"type": "string"},
            "then": {"minLength": 2},
            "else": {
                "oneOf": [{"type": "integer", "minimum": 3, "maximum": 5}, {"const": True}, {"const": 4}]
            },
        }
    )
    for value in (*ODD, "ab", 3, 4, 5, 6, 3.0):
        assert schema.accepts(value) == schema.slow.is_valid(value), value
