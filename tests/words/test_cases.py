"""What is said of an error whose name stands for several cases, against what the answers tell of the receipt."""

# covers: xccviz/analysis/failures/cases.py

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.reference.recorded import document_of, load_json, raw_of, recording, walks_all
from xccviz.analysis.failures.cases import receipt_case
from xccviz.analysis.types import ErrorFacts
from xccviz.document import Document, build_document
from xccviz.opening.explain import explain
from xccviz.words.errors import ErrorText
from xccviz.words.evidence import evidence_words


def failed(files: tuple[Path, ...], kind: str) -> Iterator[tuple[Document, str, dict[str, Any], ErrorText]]:
    """Each recorded failure of a kind: its document, its receipt, what the error tells, and its words."""
    for path in files:
        if kind not in path.read_text():
            continue
        document = recording(path)
        for node in document.graph.nodes:
            raw = document.analysis.facts[node.id].status
            if raw is None or raw.error is None or kind not in raw.error.path[1:]:
                continue
            yield document, node.id, dict(raw.error.parameters), document.errors[node.id]


@walks_all
def test_of_an_account_that_is_not_there_only_what_was_sent_could_not_run(
    recorded_files: tuple[Path, ...],
) -> None:
    """A lone Transfer makes an account of an implicit id, a state init one of a derived one (protocol.md §2.13): "no
    action can run" was said of all, and to check the spelling of what nobody spells."""
    seen = set()
    for document, receipt, known, words in failed(recorded_files, "AccountDoesNotExist"):
        account = known["account_id"]
        node = document.graph.by_id[receipt]
        kind = "refund" if node.from_system else account[:2] if re.match("0[sx]", account) else "name"
        seen.add(kind)
        assert words.explanation.startswith(f"{account} does not exist"), receipt
        assert "no action" not in words.explanation
        assert ("spelling" in words.hint) is (kind == "name"), receipt
        assert ("DeterministicStateInit" in words.hint) is (kind == "0s"), receipt
        assert ("create no account" in words.explanation) is (kind == "refund"), receipt
    assert seen == {"name", "0s", "refund"}


def test_an_implicit_id_wants_near_first() -> None:
    for account in ("0c453b2f2af6f66de287e07abf8e9844cd6c800f93d470f773781222eab0f583", "0x" + "ab" * 20):
        failure = {"ActionError": {"index": 0, "kind": {"AccountDoesNotExist": {"account_id": account}}}}
        words = explain(json.dumps({"Failure": failure}))[0]
        assert words.hint.startswith(f"Send NEAR to {account} first")
        signer = explain(json.dumps({"InvalidTxError": {"SignerDoesNotExist": {"signer_id": account}}}))[0]
        assert signer.hint.startswith(f"Send NEAR to {account} first")
        cause = {"name": "UNKNOWN_ACCOUNT", "info": {"requested_account_id": account}}
        viewed = explain(json.dumps({"name": "HANDLER_ERROR", "cause": cause}))[0]
        assert "comes into being when it is sent NEAR" in viewed.hint and "spelling" not in viewed.hint


def test_of_a_deleted_account_the_sum_over_its_gas_keys_is_told(shared_data: Path) -> None:
    node = shared_data / "node" / "pv86"
    (text,) = document_of(node / "gas-key--delete-account-rich").errors.values()
    assert text.title == "its gas keys still hold 2.9995 N together"
    assert "its gas keys still hold together" in text.explanation
    (one,) = document_of(node / "gas-key--delete-rich").errors.values()
    assert one.title == "the gas key still holds 2.9995 N"
    assert "ed25519:8w9xAjWu2j2CJLH3cGRv2mE7G1mpEPrMLRtZEiDmSpxL" in one.explanation


def test_what_a_batch_burnt_is_told_beside_what_is_paid_apart(shared_data: Path) -> None:
    """Its outcome says 2.36 Tgas; "0.69 Tgas in all" left out what executing the receipt cost."""
    document = document_of(shared_data / "node" / "pv86" / "random-0006")
    (cause,) = (node for node in document.graph.nodes if node.failed)
    words, gas = document.errors[cause.id], document.analysis.facts[cause.id].gas
    assert words.explanation.startswith(
        "Beside the 1.7 Tgas for executing the receipt, paid apart, the whole batch had burnt 0.69 Tgas; "
        "this call had 6.5 Tgas: "
    )
    assert cause.outcome is not None and gas.execution_fees is not None
    assert round(cause.outcome.gas_burnt / 1e12, 2) == 2.36
    assert round((cause.outcome.gas_burnt - gas.execution_fees) / 1e12, 2) == 0.69
    (finding,) = [found for found in document.findings if found.code == "promised_more_gas_than_left"]
    assert ("burnt by the batch", "0.69 Tgas") in evidence_words(finding, "line")
    assert "burnt of it" not in dict(evidence_words(finding, "whole"))


@walks_all
def test_what_to_do_where_storage_lacks_money_can_be_done(recorded_files: tuple[Path, ...]) -> None:
    """To an account that the receipt itself makes nobody can send anything before."""
    seen = set()
    for document, receipt, _, words in failed(recorded_files, "LackBalanceForState"):
        kinds = {action.kind for action in document.graph.by_id[receipt].actions}
        made, called = "CreateAccount" in kinds, "FunctionCall" in kinds
        seen.add((made, called))
        assert ("same batch, after CreateAccount" in words.hint) is made, receipt
        assert ("the account was not created" in words.explanation) is made, receipt
        assert ("A contract should" in words.hint) is (called and not made), receipt
    assert {(True, False), (False, True)} <= seen


@walks_all
def test_an_account_is_created_by_its_parent(recorded_files: tuple[Path, ...]) -> None:
    seen = []
    for _, _, known, words in failed(recorded_files, "CreateAccountNotAllowed"):
        parent = known["account_id"].partition(".")[2]
        assert re.search(rf"(Send it from|have) {re.escape(parent)}\b", words.hint)
        assert f".{known['predecessor_id']}" in words.hint
        seen.append(parent)
    assert {"near", "signer-prod.testnet"} <= set(seen)


def test_what_a_state_init_lacks_is_carried_by_it(shared_data: Path) -> None:
    answer = load_json(shared_data / "node" / "pv86" / "state-init-global-missing" / "tx_status.json")
    (told,) = (
        entry["outcome"]["status"]
        for entry in answer["result"]["receipts_outcome"]
        if "Failure" in entry["outcome"]["status"]
    )
    told["Failure"]["ActionError"]["kind"] = {"LackBalanceForState": {"account_id": "0sab", "amount": "5"}}
    (words,) = build_document(raw_of(answer)).errors.values()
    assert words.hint.startswith("Let the state-init carry a deposit")


@pytest.mark.parametrize("name", ["create-fail-addkey-not-own", "create-fail-delete-not-own"])
def test_an_account_that_exists_is_not_to_be_created_before(name: str, shared_data: Path) -> None:
    (words,) = document_of(shared_data / "node" / "pv86" / name).errors.values()
    assert words.hint.startswith("Send it from bob.near. ")
    assert "or create the account" not in words.hint


def test_a_refund_that_was_lost_says_that_the_account_is_gone(shared_data: Path) -> None:
    found = document_of(shared_data / "node" / "pv86" / "delete-account-payout").findings
    (burnt,) = [finding for finding in found if finding.code == "refund_burnt"]
    assert burnt.explanation == "The account does not exist."


def test_below_an_account_whose_id_is_full_no_name_is_offered() -> None:
    """What creates `bob.near` from an account of 64 digits can't create anything below itself."""
    for creator, account, hint in (
        ("0" * 64, "bob.near", "Have near create it: "),
        ("0" * 64, "bob.alice.near", "Send it from the parent account."),
        ("test.near", "v1.prod.testnet", "Send it from prod.testnet, or choose a name with one part before "),
        (
            "test.near",
            "bob.near",
            "Choose a name with one part before .test.near (NAME.test.near), or have near ",
        ),
    ):
        known = {"account_id": account, "predecessor_id": creator}
        failure = {"ActionError": {"index": 0, "kind": {"CreateAccountNotAllowed": known}}}
        words = explain(json.dumps({"Failure": failure}))[0]
        assert words.hint.startswith(hint)


@pytest.mark.parametrize(
    "account", ["0xf0b439156ee3a0595ed3f3fcd10687e6e6204a89", "0xdev.near", "plain.near"]
)
def test_only_an_ethereum_like_id_has_the_wallet_of_its_network(account: str) -> None:
    error = ErrorFacts("CompilationError.CodeDoesNotExist", (), None, None, account, {}, None)
    found = receipt_case(error)
    assert (found is not None and found.case == "wallet") == (account.startswith("0xf"))
