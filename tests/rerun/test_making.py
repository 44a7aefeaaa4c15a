"""The call that made another one is run again, the one of its calls that did."""

from __future__ import annotations

import pytest

pytest.importorskip("wasmtime", reason="needs the extra replay")

from tests.rerun.calls import CALLER, FAILED, JOIN, document, without
from xccviz.document import build_document
from xccviz.graph.types import Node
from xccviz.rerun.making import maker_of, making_of
from xccviz.rerun.replaying import Replayer
from xccviz.vm.call import call


def called(label: str) -> Node:
    return next(node for node in document().graph.nodes if node.label == label)


def test_who_made_a_call_is_run_with_all_that_it_made() -> None:
    whole = document()
    maker = maker_of(whole.graph, called(JOIN))
    assert maker is not None and maker.label == CALLER and maker_of(whole.graph, called(FAILED)) == maker
    assert maker_of(whole.graph, maker) is None  # the transaction itself

    def replayer(action: int | None) -> Replayer:
        return Replayer(whole.raw, whole.analysis, maker, call, action=action)

    making = making_of(called(JOIN).id, replayer)
    assert making is not None and making.equal and making.node is maker
    assert making.ran.calls[-1].name == "promise_return"
    assert making.ran.loaded == (84_103, 35_445_963 + 1_089_295 * 84_103)  # docs/vm.md §3
    assert making_of(CALLER, replayer) is None  # not made by it


def test_what_was_fetched_for_it_is_told() -> None:
    bare = without("view_code")
    codes = [one for one in document().raw.documents if one not in bare.documents]
    whole = build_document(bare)
    maker = next(node for node in whole.graph.nodes if node.label == CALLER)
    making = making_of(
        called(JOIN).id, lambda action: Replayer(bare, whole.analysis, maker, call, lambda asked: codes)
    )
    assert making is not None and making.documents[: len(codes)] == tuple(codes)


def test_without_its_code_nothing_is_told() -> None:
    bare = build_document(without("view_code"))
    maker = next(node for node in bare.graph.nodes if node.label == CALLER)
    found = making_of(called(JOIN).id, lambda action: Replayer(bare.raw, bare.analysis, maker, call))
    assert found is None
