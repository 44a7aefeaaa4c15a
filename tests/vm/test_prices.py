"""Prices of the table that ships are those that a node told, and a config that cannot be read is not filled in."""

from __future__ import annotations

import json
import lzma
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from xccviz.vm.prices import NEWEST, OLDEST, Fee, built_in, from_config, of_block, variants
from xccviz.vm.types import NotSupported

CONFIG = Path(__file__).parent.parent / "data" / "vm" / "protocol_config_86.json.xz"


@pytest.fixture(scope="module")
def config() -> Any:
    """What a node of version 86 answered."""
    return json.loads(lzma.decompress(CONFIG.read_bytes()))


def test_the_table_is_what_a_node_told(config: Any) -> None:
    told, shipped = from_config(config), built_in(86)
    assert (told.origin, shipped.origin) == ("config", "table")
    assert told.fees == shipped.fees
    assert told.rules == shipped.rules
    assert told.bytes_per_record == shipped.bytes_per_record
    for here, there in ((shipped.costs, told.costs), (shipped.limits, told.limits)):
        assert here == {name: there[name] for name in here}
    assert shipped.switches == {name: told.switches[name] for name in shipped.switches}


def test_prices_have_a_history() -> None:
    old, new = built_in(83), built_in(86)
    assert old.fees["create_account"] == Fee(3_850_000_000_000, 3_850_000_000_000, 3_850_000_000_000)
    assert new.fees["create_account"].execution == 7_200_000_000_000
    assert (old.rules.wasmtime, old.rules.bulk, old.rules.linear_grow) == (False, False, False)
    assert (new.rules.wasmtime, new.rules.bulk, new.rules.linear_grow) == (True, True, True)
    assert "p256_verify_base" not in old.costs
    assert built_in(87).limits["max_state_init_entries"] == 1500


def test_the_blocks_own_config_goes_first(config: Any) -> None:
    assert of_block(config, 84).version == 86
    assert of_block(None, 84).version == 84


def test_a_node_from_before_a_change_without_a_version_is_tried_too(config: Any) -> None:
    assert [each.rules.linear_grow for each in variants(built_in(84))] == [True, False]
    assert len(variants(built_in(86))) == len(variants(from_config(config))) == 1
    early = deepcopy(config)
    del early["runtime_config"]["wasm_config"]["limit_config"]["max_types_per_contract"]
    assert not from_config(early).rules.linear_grow


@pytest.mark.parametrize("version", [OLDEST - 1, NEWEST + 1])
def test_other_versions_have_no_table(version: int) -> None:
    with pytest.raises(NotSupported, match=str(version)):
        built_in(version)


@pytest.mark.parametrize("gone", ["ext_costs", "limit_config", "regular_op_cost", "vm_kind"])
def test_a_config_that_lacks_something_is_not_filled_in(config: Any, gone: str) -> None:
    less = deepcopy(config)
    del less["runtime_config"]["wasm_config"][gone]
    with pytest.raises(NotSupported, match="config"):
        from_config(less)


@pytest.mark.parametrize("value", [-1, 2**64, True, "5", 0.5])
@pytest.mark.parametrize("member", ["ext_costs.base", "limit_config.max_number_logs", "regular_op_cost"])
def test_a_number_that_cannot_be_is_not_believed(config: Any, member: str, value: Any) -> None:
    wrong = deepcopy(config)
    *path, last = member.split(".")
    place = wrong["runtime_config"]["wasm_config"]
    for step in path:
        place = place[step]
    place[last] = value
    with pytest.raises(NotSupported, match="config"):
        from_config(wrong)


def test_a_limit_that_is_missing_is_not_believed_to_be_without_end(config: Any) -> None:
    less = deepcopy(config)
    del less["runtime_config"]["wasm_config"]["limit_config"]["max_total_log_length"]
    with pytest.raises(NotSupported, match="max_total_log_length"):
        from_config(less)


@pytest.mark.parametrize("version", [76, 88])
def test_a_config_of_a_version_that_nobody_knows_here_is_refused(config: Any, version: int) -> None:
    with pytest.raises(NotSupported, match=str(version)):
        from_config({**config, "protocol_version": version})


def test_what_has_no_price_is_named() -> None:
    with pytest.raises(NotSupported, match="sha3_256_base"):
        built_in(87).cost("sha3_256_base")
    with pytest.raises(NotSupported, match="a_new_fee"):
        built_in(87).fee("a_new_fee")
