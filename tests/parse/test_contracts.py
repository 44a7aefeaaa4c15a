"""What contracts say of themselves: read as far as it makes sense, and nothing raises."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from xccviz.model.raw import RawDocument
from xccviz.parse.contracts import Contract, contracts_in


def asked(method: Any, answer: Any, account: Any = "token.near") -> RawDocument:
    """A view as the node answers it: bytes as a list of numbers."""
    params = {"request_type": "call_function", "account_id": account, "method_name": method}
    listed = list(json.dumps(answer).encode()) if not isinstance(answer, bytes) else list(answer)
    return RawDocument("query", params, {"result": {"result": listed, "logs": []}})


def test_what_a_token_says_of_itself() -> None:
    (contract,) = contracts_in(
        [
            asked("ft_metadata", {"spec": "ft-1.0.0", "name": "Tether", "symbol": "USDt", "decimals": 6}),
            asked("contract_source_metadata", {"version": "1.2", "link": "https://x", "standards": [
                {"standard": "nep141", "version": "1.0.0"}, {"standard": 3}, "odd"]}),
            asked("__contract_abi", b"packed"),
            asked("balance_of", 3),
        ]
    )  # fmt: skip
    assert contract == Contract(
        account_id="token.near",
        asked=("ft_metadata", "contract_source_metadata", "__contract_abi"),
        name="Tether",
        symbol="USDt",
        decimals=6,
        version="1.2",
        link="https://x",
        standards=("nep141 1.0.0",),
        abi=b"packed",
    )


def test_a_view_that_is_not_there_tells_nothing() -> None:
    params = {"request_type": "call_function", "account_id": "a.near", "method_name": "ft_metadata"}
    error = {
        "result": {
            "error": "wasm execution failed with error: MethodResolveError(MethodNotFound)",
            "logs": [],
        }
    }
    assert contracts_in([RawDocument("query", params, error)]) == (Contract("a.near", ("ft_metadata",)),)
    for decimals in (True, -1, 256, "6", 6.0, None):
        assert contracts_in([asked("ft_metadata", {"decimals": decimals})])[0].decimals is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["result", "standards", "name", "decimals"]), inner)
    ),
)
methods = st.sampled_from(["ft_metadata", "nft_metadata", "contract_source_metadata", "__contract_abi", 3])


@given(methods, json_values, json_values)
def test_no_answer_makes_it_raise(method: Any, answer: Any, envelope: Any) -> None:
    params = {"request_type": "call_function", "account_id": "a.near", "method_name": method}
    contracts_in([asked(method, answer), RawDocument("query", params, {"result": {"result": answer}})])
    contracts_in([RawDocument("query", params, envelope), RawDocument("query", answer, envelope)])
