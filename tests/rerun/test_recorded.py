"""Recorded calls with the input of a what-if are found, and none is that may have had another."""

# covers: xccviz/rerun/recorded.py, xccviz/opening/recorded.py, xccviz/words/recorded.py

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("wasmtime", reason="needs the extra replay")

from tests.rerun.calls import JOIN, bravo_answers, document, replayer, twin
from xccviz.document import build_document
from xccviz.model.errors import UserError
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.opening import recorded
from xccviz.opening.caching import cache_in
from xccviz.opening.options import OpenOptions
from xccviz.opening.recorded import KnownRun, Shelf, known_runs
from xccviz.rerun.answer import Answer, answered
from xccviz.rerun.given import Given
from xccviz.rerun.recorded import Alike, alike, recorded_calls
from xccviz.rerun.types import Changes
from xccviz.sources.files.capture import capture_to_json
from xccviz.sources.store.cache import Cache, Identity
from xccviz.values import replace
from xccviz.words.recorded import beside_words, recorded_name, recorded_words

VALUE = b'"value of bravo.near"'
NOWHERE = OpenOptions(offline=True)


def what_if(**changes: Any) -> Answer:
    return answered(replayer(JOIN, Given(Changes(**changes))))


def among(answer: Answer, raw: RawTransaction) -> list[Alike]:
    method = answer.replay.subject.call.method_name
    calls = recorded_calls(raw, build_document(raw).analysis, method or "")
    return [found for call in calls if (found := alike(answer, call)) is not None]


def said(found: Alike | None) -> str:
    assert found is not None
    return f"{recorded_words(found)} {beside_words(found)}".strip()


SAME = "A recorded run with this input ended the same way:"


def test_one_that_ended_the_same_way_or_otherwise() -> None:
    answer = what_if(slots={1: VALUE})
    (found,) = among(answer, twin(bravo_answers))
    assert found.same_end and not found.beside and said(found) == SAME
    assert recorded_name(found, "").startswith("caller.near.on_multi_done in ")
    (other,) = among(answer, twin(lambda result: bravo_answers(result, returns="[5]")))
    assert other.same_end is False
    assert said(other) == "A recorded run with this input ended otherwise: It returns [5]."
    # the call itself is none, nor what no change was made to
    assert among(answer, document().raw) == [] and among(what_if(), twin(bravo_answers)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"slots": {1: b'"another"'}},
        {"slots": {1: VALUE}, "args": b"{}"},
        {"slots": {1: VALUE}, "deposit": 1},
        {"slots": {1: VALUE}, "gas": 200 * 10**12},
        {"slots": {1: VALUE}, "values": {b"STATE": b"other"}},
    ],
    ids=["slot", "arguments", "deposit", "gas", "state"],
)
def test_another_input_is_not_the_same(changes: dict[str, Any]) -> None:
    assert among(what_if(**changes), twin(bravo_answers)) == []


def plant(at: Callable[[Any], None]) -> RawTransaction:
    def both(result: Any) -> None:
        bravo_answers(result)
        at(next(r for r in result["receipts"] if r["receipt"]["Action"].get("input_data_ids")))

    return twin(both)


def test_who_called_counts_where_the_call_asked_and_gas_is_told() -> None:
    answer = what_if(slots={1: VALUE})
    other = plant(lambda receipt: receipt.update(predecessor_id="mallory.near"))
    assert among(answer, other) == []
    other = plant(lambda receipt: receipt["receipt"]["Action"].update(signer_id="mallory.near"))
    assert len(among(answer, other)) == 1  # it does not ask who signed

    def less(receipt: Any) -> None:
        receipt["receipt"]["Action"]["actions"][0]["FunctionCall"]["gas"] = 30 * 10**12

    (found,) = among(answer, plant(less))
    assert said(found) == f"{SAME} It was given 30 Tgas."


def test_what_is_not_known_is_not_taken_for_the_same() -> None:
    answer, whole = what_if(slots={1: VALUE}), twin(bravo_answers)

    def left_out(*kinds: str) -> RawTransaction:
        def is_one(one: Any) -> bool:
            params = one.params if isinstance(one.params, dict) else {}
            return bool({params.get("request_type"), params.get("changes_type")} & set(kinds))

        return replace(whole, documents=tuple(one for one in whole.documents if not is_one(one)))

    (found,) = among(answer, left_out("view_state"))
    assert said(found) == f"{SAME} Its state may have been another."
    assert among(answer, left_out("view_account", "account_changes")) == []  # whose code it ran nothing tells
    changed = what_if(slots={1: VALUE}, values={b"STATE": None})
    assert changed.what_if is not None  # it was absent already, so that is no change
    assert len(among(changed, left_out("view_state"))) == 1


def stored(raw: RawTransaction, account: str, key: bytes, value: bytes) -> RawTransaction:
    """With a key in an account's storage."""
    entry = {"key": b64encode(key).decode(), "value": b64encode(value).decode()}

    def told(one: RawDocument) -> RawDocument:
        params = one.params if isinstance(one.params, dict) else {}
        if (params.get("request_type"), params.get("account_id")) != ("view_state", account):
            return one
        envelope = json.loads(json.dumps(one.envelope))
        envelope["result"]["values"].append(entry)
        return replace(one, envelope=envelope)

    return replace(raw, documents=tuple(map(told, raw.documents)))


def test_a_key_that_was_changed_is_a_part_of_the_input() -> None:
    raw = stored(twin(bravo_answers), "caller.near", b"STATE", b"5")
    (found,) = among(what_if(slots={1: VALUE}, values={b"STATE": b"5"}), raw)
    assert not found.beside
    assert among(what_if(slots={1: VALUE}), raw) == []  # it was absent for that
    bare = replace(raw, documents=tuple(one for one in raw.documents if "view_state" not in str(one.params)))
    assert among(what_if(slots={1: VALUE}, values={b"STATE": b"5"}), bare) == []


def test_all_that_is_at_hand_is_looked_through(tmp_path: Path) -> None:
    raw = twin(bravo_answers)
    answer = what_if(slots={1: VALUE})
    body = capture_to_json(raw, "tests", "2026-01-01T00:00:00Z")
    assert known_runs(answer, [], NOWHERE) == ()

    # what is open comes before the same in a file
    file = tmp_path / "twin.xcc.json"
    file.write_bytes(body)
    broken, absent = tmp_path / "broken.json", tmp_path / "absent"
    broken.write_bytes(b'{"on_multi_done')
    files = [str(broken), str(absent), str(tmp_path), str(file)]
    (found,) = known_runs(answer, [], NOWHERE, files)
    assert found.given == str(file)
    (found,) = known_runs(answer, [("open", build_document(raw))], NOWHERE, files)
    assert found.given == "open"

    # the cache, and to be looked at there is no use of it
    cache = Cache(tmp_path / "cache")
    assert cache.store_transaction(Identity("localnet", "g"), raw.tx_hash or "", raw, final=True)
    before = cache._rows("SELECT used FROM documents", ())
    options = replace(NOWHERE, cache_dir=tmp_path / "cache")
    (found,) = known_runs(answer, [], options)
    assert found.given == f"{raw.tx_hash}:alice.near"
    assert cache._rows("SELECT used FROM documents", ()) == before
    assert [*cache.latest(1, 10)] == [] and [*cache.latest(0, 1 << 20)] == []
    cache.close()

    # a sample
    other = answered(replayer(JOIN, Given(Changes({1: None})), of=raw))
    (sample,) = known_runs(other, [("", build_document(raw))], NOWHERE)
    assert sample.given == "sample:sdk-parallel-one-panics"
    assert recorded_name(sample.alike, sample.given).endswith(" in sample:sdk-parallel-one-panics")


def test_what_nobody_waits_for_is_looked_through_no_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "twin.xcc.json"
    file.write_bytes(capture_to_json(twin(bravo_answers), "tests", "2026-01-01T00:00:00Z"))
    answer, shelf = what_if(slots={1: VALUE}), Shelf()

    def look(goes_on: bool) -> tuple[KnownRun, ...]:
        return known_runs(answer, [], NOWHERE, [str(file)], shelf, lambda: goes_on)

    assert look(False) == ()
    assert len(look(True)) == 1
    monkeypatch.setattr(recorded, "build_document", None)
    assert len(look(True)) == 1  # what was found stays, whatever is changed of the call


def test_what_was_found_stays_no_longer_than_what_is_at_hand(tmp_path: Path) -> None:
    answer, shelf = what_if(slots={1: VALUE}), Shelf()
    file, caches = tmp_path / "twin.xcc.json", [tmp_path / "one", tmp_path / "other"]
    ends = capture_to_json(twin(bravo_answers), "tests", "2026-01-01T00:00:00Z")
    otherwise = twin(lambda result: bravo_answers(result, returns="[5]"))

    def look(at: int) -> list[tuple[str, bool | None]]:
        found = known_runs(answer, [], replace(NOWHERE, cache_dir=caches[at]), [str(file)], shelf)
        return [(one.given, one.alike.same_end) for one in found]

    assert look(0) == []
    file.write_bytes(ends)
    assert look(0) == [(str(file), True)]
    file.write_bytes(capture_to_json(otherwise, "tests", "2026-01-01T00:00:00Z"))
    assert look(0) == [(str(file), False)]
    file.unlink()
    assert look(0) == []
    # what is kept in the cache: something is added, is another one, goes; another cache
    cache, hash = cache_in(caches[0], NOWHERE.cache_bytes), otherwise.tx_hash or ""
    for kept, same_end in ((otherwise, False), (twin(bravo_answers), True)):
        assert cache.store_transaction(Identity("localnet", "g"), hash, kept, final=True)
        assert look(0) == [(f"{hash}:alice.near", same_end)]
        assert look(1) == []
    cache.clear()
    assert look(0) == []


def test_what_cannot_be_made_out_is_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    answer, whole = what_if(slots={1: VALUE}), build_document(twin(bravo_answers))

    def damaged(*_: object) -> Any:
        raise UserError("damaged", "", kind="bug")

    monkeypatch.setattr(recorded, "list_samples", damaged)
    assert [one.given for one in known_runs(answer, [("open", whole)], NOWHERE)] == ["open"]
    monkeypatch.setattr(recorded, "recorded_calls", damaged)
    assert known_runs(answer, [("open", whole)], NOWHERE) == ()
