"""Every term: what it finds equals a second evaluation from the words of interface.md §8, on everything recorded and
for expressions nobody thought of."""

# covers: xccviz/query/columns.py, xccviz/query/globs.py, xccviz/query/numbers.py, xccviz/query/filter.py
# covers: xccviz/words/filters.py

from __future__ import annotations

import base64
import functools
import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.test_watch import running as states
from tests.reference.filters import ANY, COMPARE, ONE, UNITS, find, known, prepared, written
from tests.reference.recorded import (
    HERE,
    document_of,
    load_json,
    raw_of,
    recording,
    tutorial,
    walks_all,
)
from xccviz.document import Document, build_document
from xccviz.export.json_graph import to_json
from xccviz.query import Columns, FilterError, parse
from xccviz.query.columns import MOST_ASKED, methods
from xccviz.query.terms import ASKED, NAMES, WORDS, NumberRow, ValueRow

SMALL = sorted(path.name.removesuffix(".json.gz") for path in (HERE / "tutorial").glob("*.json.gz"))
CHOICES = [(row.name, value) for row in NAMES.values() if isinstance(row, ValueRow) for value in row.choices]
GLOBS = [row.name for row in NAMES.values() if isinstance(row, ValueRow) and row.takes == "glob"]
TEXTS = [row.name for row in NAMES.values() if isinstance(row, ValueRow) and row.takes in ("text", "prefix")]
NUMBERS = [row.name for row in NAMES.values() if isinstance(row, NumberRow)]


@functools.cache
def small(name: str) -> tuple[Document, dict[str, Any]]:
    """A recorded document and its export."""
    document = tutorial(name)
    return document, exported(document)


def exported(document: Document) -> dict[str, Any]:
    """The export, ready to be asked."""
    return prepared(to_json(document))


def plain() -> Iterator[Any]:
    """Every word and every choice."""
    yield from (("word", word) for word in WORDS)
    yield from (("value", name, value) for name, value in CHOICES)


def asked_of(export: dict[str, Any]) -> Iterator[Any]:
    """Terms with values that occur in a document, or nearly do."""
    nodes = export["nodes"]
    for node in (nodes[0], nodes[len(nodes) // 2], nodes[-1]):
        yield ("value", "id", node["id"][:5])
        yield ("find", node["label"][-9:])
        for key, name in (("receiver_id", "to"), ("predecessor_id", "from"), ("signer_id", "signer")):
            account = node[key] or "nobody.near"
            yield ("glob", name, [*account])
            yield ("glob", "account", [ANY, *account[2:]])
        for action in node["actions"][:2]:
            yield ("glob", "method", [*(action["method_name"] or "?")[:3], ANY])
            yield ("value", "arg", (action["args"] or {"text": "{"})["text"][1:9])
        for log in node["logs"][:2]:
            yield ("value", "log", log["text"][2:12])
            yield ("glob", "event", [ANY, ":", ANY, *(log["event"] or {"event": "x"})["event"][-2:]])
        for entry in node["gas"]["profile"][:2]:
            yield ("glob", "cost", [*entry["cost"].lower()])
        status = node["status"] or {}
        yield ("value", "result", (status.get("value") or {"text": "tru"})["text"][:4])
        yield ("value", "error", ((status.get("error") or {}).get("title") or "panicked")[:8])
        yield ("value", "text", '"')
        for op in COMPARE:
            yield ("number", "gas", op, str(node["gas"]["burnt"] or 0), "")
            yield ("number", "block", op, str((node["block"] or {"height": None})["height"] or 5), "")
            yield ("number", "fee", op, str(node["tokens"]["burnt"] or 7), "yN")
    for name in NUMBERS:
        sort = {"deposit": "N", "fee": "mN", "gas": "T", "attached": "G", "unspent": "T"}.get(name, "")
        yield from (("number", name, op, digits, sort) for op in COMPARE for digits in ("0", "1", "2.5"))


def compare(document: Document, export: dict[str, Any], expression: Any, seen: Counter[str]) -> None:
    """The filter finds what the second evaluation finds."""
    text = written(expression)
    expected = find(expression, export)
    assert list(parse(text).matches(document)) == expected, text
    if expected:
        seen[key_of(expression)] += 1


def key_of(expression: Any) -> str:
    """What an expression asks, for counting."""
    return ":".join(map(str, expression[:2]))


@pytest.mark.parametrize("name", SMALL)
def test_each_term_finds_what_its_words_say(name: str) -> None:
    document, export = small(name)
    for expression in (*plain(), *asked_of(export)):
        compare(document, export, expression, Counter())


@pytest.mark.parametrize("name", SMALL)
def test_at_an_earlier_step_each_term_finds_what_was_known_then(name: str) -> None:
    """Each step is asked a part of all expressions, those that the end tells among them."""
    document, export = small(name)
    columns, bare, last = Columns(document), Columns(document), len(document.timeline)
    every = (*plain(), *asked_of(export))
    for step in range(0, last + 1, max(1, last // 9)):
        then = known(export, step)
        for expression in every[step % 13 :: 13]:
            text = written(expression)
            read, expected = parse(text), find(expression, then)
            assert list(read.matches(columns, step)) == expected, (text, step)
            assert list(read.matches(bare, step)) == expected, (text, step)
            assert list(read.through(columns).at(step)) == expected, (text, step)


def recorded(path: Path) -> Document:
    """A recorded transaction, with the heights of its blocks where they were recorded beside it."""
    with_heights = path.name.startswith("tx_status") and (path.parent / "heights.json").exists()
    return document_of(path.parent) if with_heights else recording(path)


@walks_all
def test_find_equals_a_second_evaluation_on_everything_recorded(recorded_files: tuple[Path, ...]) -> None:
    seen: Counter[str] = Counter()
    words = tuple(plain())
    documents = chain(map(recorded, recorded_files), (small(name)[0] for name in SMALL))
    for i, document in enumerate(documents):
        export = exported(document)
        values = tuple(asked_of(export))
        # Each is asked a part, so that all together are asked everything often; the giants a few of them.
        part = 29 if len(export["nodes"]) < 300 else 97
        rare = [one for one in (*words, *values) if key_of(one) not in seen]
        for expression in (*rare, *words[i % part :: part], *values[i % part :: part]):
            compare(document, export, expression, seen)
    assert {f"word:{word}" for word in WORDS} <= set(seen), "each word is true for something recorded"
    asked = {"glob": GLOBS, "value": TEXTS, "number": NUMBERS}
    found = {":".join(key.split(":")[:2]) for key in seen}
    assert {f"{kind}:{name}" for kind, names in asked.items() for name in names} <= found


# ------------------------------------------------------------------------------------------------ expressions at random

letters = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=3)
piece = st.sampled_from(
    ["a", "near", ".", "get", "_", "e", '"', "'", "\\", "*", "?", ":", " ", "(", "!", "=", "and"]
)
text = st.lists(st.one_of(piece, letters), max_size=3).map("".join)
pattern = st.lists(
    st.one_of(st.just(ANY), st.just(ONE), *(st.just(c) for c in 'aegnrt._"\\*? :')), max_size=6
)
number = st.builds(
    lambda name, op, digits, unit: ("number", name, op, digits, unit),
    st.sampled_from(NUMBERS),
    st.sampled_from(list(COMPARE)),
    st.sampled_from(["0", "1", "2", "0.5", "3.25", "300", "10000"]),
    st.just(""),
).flatmap(lambda n: st.sampled_from([(*n[:4], unit) for unit in units_of(n[1])]))


def units_of(name: str) -> list[str]:
    """The units that a number takes."""
    row = NAMES[name]
    assert isinstance(row, NumberRow)
    return {"gas": ["", "G", "T"], "near": ["", "N", "mN", "yN"], "count": [""]}[row.sort]


term = st.one_of(
    st.sampled_from(list(WORDS)).map(lambda word: ("word", word)),
    st.sampled_from(CHOICES).map(lambda choice: ("value", *choice)),
    st.tuples(st.just("value"), st.sampled_from(TEXTS), text),
    st.tuples(st.just("glob"), st.sampled_from(GLOBS), pattern),
    st.tuples(st.just("find"), text),
    number,
)
expression = st.recursive(
    term,
    lambda inner: st.one_of(
        inner.map(lambda of: ("not", of)),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: ("and", *parts)),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: ("or", *parts)),
    ),
    max_leaves=6,
)


@given(st.sampled_from(SMALL), expression, st.randoms())
def test_an_expression_at_random_however_it_is_written(name: str, asked: Any, random: Any) -> None:
    document, export = small(name)
    text = written(asked, random.choice)
    read = parse(text)
    assert list(read.matches(document)) == find(asked, export), text
    assert read.words()


@given(st.text(max_size=30) | st.lists(piece | letters, max_size=12).map(" ".join))
def test_any_text_is_a_filter_or_a_mistake_with_a_place(text: str) -> None:
    wrong: list[FilterError] = []
    try:
        parse(text).matches(small(SMALL[0])[0])
    except FilterError as mistake:
        wrong.append(mistake)
    for mistake in wrong:
        assert 0 <= mistake.start <= mistake.end <= len(text)
        line, carets = mistake.drawn()
        assert "^" in carets and "\n" not in line


def test_the_units_are_those_of_the_second_evaluation() -> None:
    document, export = small("tutorial-parallel-3-one-panics")
    for name in NUMBERS:
        for unit in units_of(name):
            assert unit in UNITS
            compare(document, export, ("number", name, ">=", "1", unit), Counter())


def labels(text: str, document: Document) -> list[str]:
    """What a filter finds, by label."""
    return [document.graph.by_id[id].label for id in parse(text).matches(document)]


def test_what_is_not_known_matches_nothing() -> None:
    """Of a receipt that is not at hand neither actions nor slots are known, of what has no outcome no log lines."""
    answer = load_json(HERE / "tutorial" / "tutorial-parallel-3-one-panics.json.gz")["tx_status"]
    without = build_document(raw_of({"result": {**answer["result"], "receipts": []}}))
    every = [node for node in without.graph.nodes if node.receipt is None and node.kind != "transaction"]
    assert len(every) > 4
    for term in ("actions", "slots", "deposit"):
        known = parse(f"{term}>=0").matches(without)
        assert not set(known) & {node.id for node in every}, term
        assert parse(f"{term}!=77").matches(without) == known, term
        assert set(parse(f"!{term}>=0").matches(without)) == set(without.graph.by_id) - set(known)
    running = build_document(raw_of(states()[2]))
    pending = {node.id for node in running.graph.nodes if not node.has_run}
    assert pending
    for term in ("logs", "gas", "fee", "block", "step"):
        assert not pending & set(parse(f"{term}>=0 | {term}!=77").matches(running)), term
    assert pending <= set(parse("pending").matches(running))


def test_an_error_is_found_as_the_contract_said_it_and_as_the_node_wrote_it() -> None:
    packed = load_json(HERE / "tutorial" / "tutorial-parallel-3-one-panics.json.gz")
    said = json.dumps(packed["tx_status"]).replace("no value today", 'no \\"value\\" today')
    document = build_document(raw_of(json.loads(said), packed["heights"]))
    for text in (
        'error:"no \\"value\\" today"',
        'error:"FunctionCallError\\":{\\"ExecutionError"',
        '"\\"VALUE\\" today"',
    ):
        assert labels(text, document) == ["bravo.near.get_value"], text


def test_a_text_inside_of_an_unknown_error_is_found_without_the_escapes_of_json() -> None:
    packed = load_json(HERE / "tutorial" / "tutorial-parallel-3-one-panics.json.gz")
    failed = next(
        o for o in packed["tx_status"]["result"]["receipts_outcome"] if "Failure" in o["outcome"]["status"]
    )
    failed["outcome"]["status"]["Failure"] = {"NewSortOfError": {"deep": ['no "value"', 7]}}
    document = build_document(raw_of(packed["tx_status"], packed["heights"]))
    assert len(labels('error:"no \\"value\\""', document)) == 1
    assert labels("error:newsort", document) == labels("fail", document)


def test_long_arguments_are_searched_whole() -> None:
    packed = load_json(HERE / "tutorial" / "tutorial-parallel-3-ok.json.gz")
    args = base64.b64encode(json.dumps({"x": "y" * 20_000 + "needle"}).encode()).decode()
    text = re.sub(r'"args": "[^"]*"', f'"args": "{args}"', json.dumps(packed["tx_status"]))
    document = build_document(raw_of(json.loads(text), packed["heights"]))
    assert "multiple_contracts" in labels("arg:needle", document)[1]
    assert labels("arg:needle", document) == labels('arg:"yyy"', document)
    raw = base64.b64encode(bytes([0xFF, *[7] * 20_000, 0xAB])).decode()
    text = text.replace(args, raw)
    document = build_document(raw_of(json.loads(text), packed["heights"]))
    assert labels("arg:07ab", document) == labels("arg:ff07", document) != []


def test_columns_made_in_pieces_are_those_made_at_once() -> None:
    document = tutorial("tutorial-parallel-3-one-panics")
    pieces, whole = Columns(document), Columns(document)
    every = tuple(dict.fromkeys((*MOST_ASKED, *ASKED)))
    assert len(list(pieces.prepare(every))) >= len(every)
    for answer in every:
        assert pieces.column(answer) == whole.column(answer)
        assert pieces._made[answer] is pieces.column(answer)
    assert set(every) >= {row.values for row in NAMES.values() if isinstance(row, ValueRow) and row.values}


@pytest.mark.parametrize("text", ["fail", "method:ft_*", "gas>1T", '"alice"', "arg:owner -ok"])
def test_what_a_filter_asks_is_made_in_pieces(text: str) -> None:
    document = tutorial("tutorial-parallel-3-one-panics")
    columns, filter = Columns(document), parse(text)
    for _ in filter.prepare(columns):
        pass
    made = set(columns._made)
    assert made and made >= set(columns.asked_by(filter.tree.find))
    assert filter.matches(columns) == filter.matches(document)
    assert set(columns._made) == made, "nothing was left to make"


def test_names_are_counted_once_a_receipt() -> None:
    columns = Columns(tutorial("tutorial-parallel-3-one-panics"))
    counted = columns.counts(methods)
    assert counted["get_value"] == len(parse("method:get_value").matches(columns)) == 3
    assert columns.counts(methods) is counted
