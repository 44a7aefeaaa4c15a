"""Receipt ids by hash derivation, on heights of any size."""

from __future__ import annotations

from xccviz.graph.derive import child_receipt_id

PARENT = "1" * 32


def test_a_height_that_no_block_can_have_derives_nothing() -> None:
    assert child_receipt_id(PARENT, 2**64 - 1, 0) is not None
    assert child_receipt_id(PARENT, 2**64, 0) is None
    assert child_receipt_id(PARENT, -1, 0) is None


def test_ids_follow_height_and_index() -> None:
    found = {child_receipt_id(PARENT, height, index) for height in (5, 6) for index in (0, 1)}
    assert len(found) == 4
    assert child_receipt_id("no base58: 0OIl", 5, 0) is None
