"""Members named as JavaScript does, and variants that begin small, become what the wire has."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reference.recorded import HERE, load_json
from xccviz.sources.files.naming import in_snake_case

RECORDED = sorted((HERE / "tutorial").glob("*.json.gz"))


def small(value: Any) -> Any:
    """As lodash and camelcase-keys name members, and variants with them; chain data inside is text."""
    if isinstance(value, list):
        return [small(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    first = {key: key.split("_") for key in value}
    names = {key: words[0][:1].lower() + words[0][1:] for key, words in first.items()}
    return {
        names[key] + "".join(word[:1].upper() + word[1:] for word in first[key][1:]): small(member)
        for key, member in value.items()
    }


@pytest.mark.parametrize("path", RECORDED, ids=[path.name.split(".")[0] for path in RECORDED])
def test_what_began_small_is_as_it_was_recorded(path: Any) -> None:
    answer = load_json(path)["tx_status"]
    assert small(answer) != answer
    assert in_snake_case(small(answer)) == answer


def test_newer_variants_of_their_own_places_too() -> None:
    answer = {
        "permission": {"GasKeyFullAccess": {"num_nonces": 2}},
        "actions": [{"DelegateV2": {"delegate_action": {"V2": {"nonce": {"Nonce": {"nonce": 16}}}}}}],
        "status": {"Failure": {"ActionError": {"index": 0, "kind": {"AccountDoesNotExist": {"account_id": "a"}}}}},
    }  # fmt: skip
    assert in_snake_case(small(answer)) == answer


def test_a_member_of_the_same_name_elsewhere_is_none() -> None:
    for value in (
        {"data": {"action": 1}},
        {"transfer": {"failure": {}}},
        {"receipt": {"action": {}, "id": 1}},
    ):
        assert in_snake_case(value) is value
