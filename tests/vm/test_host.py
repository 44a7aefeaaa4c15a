# covers: xccviz/vm/host/signatures.py, xccviz/vm/host/missing.py, xccviz/vm/host/curves.py
# covers: xccviz/vm/edwards.py, xccviz/vm/receipts.py
"""Host functions that no recording reaches, against libraries, vectors of nearcore and its source (vm.md §4)."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference.examples import some
from tests.vm.acting import CONTEXT, Actor
from xccviz.model import base58
from xccviz.values import replace
from xccviz.vm import edwards
from xccviz.vm.errors import HOST_TEXTS, Ended
from xccviz.vm.host.registry import HOST_FUNCTIONS, by_name
from xccviz.vm.prices import built_in
from xccviz.vm.types import NeedFact, NeedKey, NotSupported, State, Write

pytest.importorskip("Crypto", reason="the extra `replay` is not installed")
pytest.importorskip("wasmtime", reason="the extra `replay` is not installed")

MOST = (1 << 64) - 1


def fails(actor: Actor, name: str, *args: Any) -> str:
    """The kind of error that a call ends with."""
    with pytest.raises(Ended) as ended:
        actor(name, *args)
    return ended.value.kind


def test_89_functions_can_be_imported_in_version_86_and_each_name_once() -> None:
    assert len(by_name()) == len(HOST_FUNCTIONS)
    assert sum(row.is_in(built_in(86)) for row in HOST_FUNCTIONS) == 89
    assert sum(row.is_in(built_in(87)) for row in HOST_FUNCTIONS) == 95
    old = {row.name for row in HOST_FUNCTIONS if not row.is_in(built_in(83))}
    assert old >= {"chain_id", "p256_verify", "promise_yield_create_with_id", "sha3_256"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sha256", hashlib.sha256(b"abc").hexdigest()),
        ("keccak256", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
        (
            "keccak512",
            "18587dc2ea106b9a1563e32b3312421ca164c7f1f07bc922a9c83d77cea3a1e5"
            "d0c69910739025372dc14ac9642629379540c17e2a65b19d77aa511a9d00bb96",
        ),
        ("ripemd160", "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"),
    ],
)
def test_hashes(name: str, expected: str) -> None:
    actor = Actor()
    actor(name, b"abc", 0)
    assert actor.register(0).hex() == expected


def test_ripemd_is_paid_by_the_block() -> None:
    paid = []
    for size in (0, 55, 56, 119, 120):
        actor = Actor()
        actor("ripemd160", bytes(size), 0)
        profile = actor.host.machine.gas.profile()
        paid.append(profile["RIPEMD160_BLOCK"] // actor.prices.costs["ripemd160_block"])
    assert paid == [1, 1, 2, 2, 3]


def test_hashes_of_version_87_want_their_price_from_the_node() -> None:
    actor = Actor(version=87)
    with pytest.raises(NotSupported, match="sha3_256"):
        actor("sha3_256", b"abc", 0)
    machine = actor.host.machine
    told = replace(machine.prices, costs={**machine.prices.costs, "sha3_256_base": 5, "sha3_256_byte": 1})
    machine.prices = machine.guest._prices = told
    actor("sha3_256", b"abc", 0)
    assert actor.register(0) == hashlib.sha3_256(b"abc").digest()


def test_a_signature_of_ed25519() -> None:
    from nacl.signing import SigningKey

    key = SigningKey(bytes(range(32)))
    signature, public = key.sign(b"hello").signature, bytes(key.verify_key)
    actor = Actor()
    assert actor("ed25519_verify", signature, b"hello", public) == 1
    assert actor("ed25519_verify", signature, b"hallo", public) == 0
    assert actor("ed25519_verify", signature, b"hello", b"\x02" + bytes(31)) == 0  # on no curve
    assert actor("ed25519_verify", signature[:63] + b"\xff", b"hello", public) == 0
    assert fails(actor, "ed25519_verify", signature[:63], b"hello", public) == "Ed25519VerifyInvalidInput"
    assert fails(actor, "ed25519_verify", signature, b"hello", public[:31]) == "Ed25519VerifyInvalidInput"


def test_where_libsodium_and_a_node_may_differ_nothing_is_said() -> None:
    small = bytes(32)  # y = 0: a point of order four
    with pytest.raises(NotSupported, match="small order"):
        Actor()("ed25519_verify", bytes(64), b"hello", small)


def test_points_of_the_curve() -> None:
    from nacl.signing import SigningKey

    plain = bytes(SigningKey(bytes(32)).verify_key)
    assert edwards.is_on_curve(plain) and edwards.is_plain(plain) and edwards.is_torsion_free(plain)
    neutral, small = edwards.IDENTITY, bytes(32)
    assert edwards.is_on_curve(neutral) and not edwards.is_plain(neutral) and edwards.is_torsion_free(neutral)
    assert edwards.is_on_curve(small) and not edwards.is_torsion_free(small)
    assert not edwards.is_on_curve(b"\x02" + bytes(31))


def test_the_key_of_a_signature_of_ethereum() -> None:
    from eth_keys.datatypes import PrivateKey

    digest = hashlib.sha256(b"hello").digest()
    private = PrivateKey(bytes(range(1, 33)))
    signed = private.sign_msg_hash(digest)
    r, s = signed.r.to_bytes(32, "big"), signed.s
    order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    actor = Actor()
    assert actor("ecrecover", digest, r + s.to_bytes(32, "big"), signed.v, 1, 0) == 1
    assert actor.register(0) == private.public_key.to_bytes()
    other = (order - s).to_bytes(32, "big")  # the other number: refused by flag 1 alone
    assert actor("ecrecover", digest, r + other, 1 - signed.v, 1, 1) == 0
    assert actor("ecrecover", digest, r + other, 1 - signed.v, 0, 1) == 1
    assert actor.register(1) == private.public_key.to_bytes()
    assert actor("ecrecover", digest, r + s.to_bytes(32, "big"), 2, 0, 2) == 0  # beyond the field
    assert actor("ecrecover", digest, bytes(64), 0, 0, 2) == 0
    assert fails(actor, "ecrecover", digest, bytes(64), 4, 0, 0) == "ECRecoverError"
    assert fails(actor, "ecrecover", digest[1:], bytes(64), 0, 0, 0) == "ECRecoverError"
    assert fails(actor, "ecrecover", digest, bytes(64), 0, 2, 0) == "ECRecoverError"


def test_a_signature_on_p256() -> None:
    from Crypto.Hash import SHA256
    from Crypto.PublicKey import ECC
    from Crypto.Signature import DSS

    key = ECC.construct(curve="P-256", d=0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721)
    message = bytes([7]) * 32
    signature = DSS.new(key, "deterministic-rfc6979").sign(SHA256.new(message))
    public = key.public_key().export_key(format="SEC1", compress=True)
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    high = signature[:32] + (order - int.from_bytes(signature[32:], "big")).to_bytes(32, "big")
    actor = Actor()
    assert actor("p256_verify", signature, message, public) == 1
    assert actor("p256_verify", high, message, public) == 1  # the other number is right too
    assert actor("p256_verify", signature, b"other", public) == 0
    assert actor("p256_verify", signature, message, bytes(33)) == 0
    assert actor("p256_verify", bytes(64), message, public) == 0
    assert fails(actor, "p256_verify", bytes(63), message, public) == "P256VerifyInvalidInput"
    assert fails(actor, "p256_verify", signature, message, public[:32]) == "P256VerifyInvalidInput"


@pytest.mark.parametrize("name", ["bls12381_pairing_check", "alt_bn128_pairing_check"])
def test_what_is_not_computed_is_named(name: str) -> None:
    with pytest.raises(NotSupported, match=name):
        Actor()(name, b"")


def test_sums_on_alt_bn128() -> None:
    """Vectors of nearcore's tests of `alt_bn128`: the generator (1, 2), twice it, and laws that any sum obeys."""
    one = _point(1, 2)
    twice = _point(
        0x030644E72E131A029B85045B68181585D97816A916871CA8D3C208C16D87CFD3,
        0x15ED738C0E0A7C92E7845F96B2AE9C0A68A6A449E3538FC7FF3EBF7A5A18A2C4,
    )
    actor = Actor()
    actor("alt_bn128_g1_sum", b"\0" + one + b"\0" + one, 0)
    assert actor.register(0) == twice
    actor("alt_bn128_g1_multiexp", one + (2).to_bytes(32, "little"), 1)
    assert actor.register(1) == twice
    order = 21888242871839275222246405745257275088548364400416034343698204186575808495617
    actor("alt_bn128_g1_multiexp", one + (order - 1).to_bytes(32, "little"), 2)
    actor("alt_bn128_g1_sum", b"\0" + one + b"\0" + actor.register(2), 3)
    assert actor.register(3) == bytes(64)
    actor("alt_bn128_g1_sum", b"\0" + twice + b"\1" + one, 4)
    assert actor.register(4) == one
    actor("alt_bn128_g1_sum", b"", 5)
    assert actor.register(5) == bytes(64)
    for wrong in (b"\2" + one, b"\0" + _point(1, 3), b"\0" + b"\xff" * 64, b"\0" + one[1:]):
        assert fails(actor, "alt_bn128_g1_sum", wrong, 0) == "AltBn128InvalidInput"
    assert (
        fails(actor, "alt_bn128_g1_multiexp", one + order.to_bytes(32, "little"), 0) == "AltBn128InvalidInput"
    )


def _point(x: int, y: int) -> bytes:
    return x.to_bytes(32, "little") + y.to_bytes(32, "little")


def test_storage() -> None:
    actor = Actor(state=State({b"old": b"12345"}, whole=True))
    assert actor("storage_has_key", "old") == 1
    assert actor("storage_remove", "old", 0) == 1
    assert actor.register(0) == b"12345"
    assert actor("storage_has_key", "old") == 0
    assert actor("storage_remove", "old", 1) == 0
    assert actor("register_len", 1) == MOST
    assert actor("storage_usage") == 100 - 3 - 5 - 40
    assert actor("storage_write", "new", "1", 0) == 0
    assert actor("storage_usage") == 100 - 48 + 3 + 1 + 40
    assert actor.done().writes == (Write(b"old", b"12345", None), Write(b"new", None, b"1"))


def test_a_key_that_nobody_told_of_ends_the_run() -> None:
    for name, args in (("storage_read", (0,)), ("storage_has_key", ()), ("storage_remove", (0,))):
        with pytest.raises(NeedKey) as need:
            Actor(state=State({b"other": b""}))(name, "STATE", *args)
        assert need.value.key == b"STATE"
    with pytest.raises(NeedKey):
        Actor(state=State())("storage_write", "STATE", "1", 0)


@pytest.mark.parametrize(
    ("name", "args", "fact"),
    [
        ("epoch_height", (), "epoch_height"),
        ("random_seed", (0,), "random_seed"),
        ("account_locked_balance", (0,), "locked"),
        ("validator_stake", ("pool.near", 0), "stakes"),
        ("current_contract_code", (0,), "code"),
    ],
)
def test_a_fact_that_nobody_told_of_ends_the_run(name: str, args: tuple[Any, ...], fact: str) -> None:
    with pytest.raises(NeedFact) as need:
        Actor()(name, *args)
    assert need.value.name == fact


def test_facts() -> None:
    context = replace(
        CONTEXT, deposit=5, stakes={"pool.near": 7}, total_stake=9, epoch_height=3, timestamp_ns=4
    )
    actor = Actor(context)
    index = actor("promise_batch_create", "bob.near")
    actor("promise_batch_action_transfer", index, actor.amount(3))
    for name, args, expected in (
        ("account_balance", (), 10**24 + 5 - 3),
        ("attached_deposit", (), 5),
        ("validator_total_stake", (), 9),
        ("validator_stake", ("pool.near",), 7),
        ("validator_stake", ("none.near",), 0),
    ):
        at = actor.put(bytes(16))
        actor(name, *args, at)
        assert int.from_bytes(actor.memory.read(at, 16), "little") == expected
    assert actor("epoch_height") == 3
    assert actor("block_timestamp") == 4
    assert actor.done().looked_at == {
        "account_balance", "validator_total_stake", "validator_stake", "epoch_height", "block_timestamp",
    }  # fmt: skip


def test_one_yocto_is_free_to_an_empty_account_since_85() -> None:
    for version, ends in ((84, "BalanceExceeded"), (85, None)):
        actor = Actor(replace(CONTEXT, balance=0), version=version)
        index = actor("promise_batch_create", "bob.near")
        args = (index, "go", "", actor.amount(1), 10**12)
        if ends:
            assert fails(actor, "promise_batch_action_function_call", *args) == ends
        else:
            actor("promise_batch_action_function_call", *args)
            assert actor.done().balance == 0


def test_create_and_then_in_one_call() -> None:
    actor = Actor()
    first = actor("promise_create", "bob.near", "go", b"{}", actor.amount(0), 10**12)
    actor("promise_then", first, "me.near", "done", b"", actor.amount(2), 2 * 10**12)
    made = actor.done().receipts
    assert [each.receiver_id for each in made] == ["bob.near", "me.near"]
    assert made[1].after == (0,)
    assert made[0].delivers == ((made[1].input_data_ids[0], "me.near"),)
    assert made[1].actions[0].fields == {
        "method_name": "done", "args": "", "gas": 2 * 10**12, "deposit": "2",
    }  # fmt: skip


def test_a_yield_of_ones_own_id() -> None:
    own = bytes(range(32))
    actor = Actor()
    args = ("done", "", actor.amount(0), 10**12, 0, own)
    assert actor("promise_yield_create_with_id", *args) == 0
    assert actor("promise_yield_create_with_id", *args) == MOST  # it waits already
    assert actor("promise_yield_resume_with_yield_id", own, b"payload") == 1
    assert actor("promise_yield_resume_with_yield_id", own, b"payload") == 0
    outcome = actor.done()
    assert outcome.receipts[0].is_yield
    assert [(each.index, each.payload, each.earlier) for each in outcome.resumes] == [(1, b"payload", False)]
    assert outcome.resumes[0].data_id == outcome.receipts[0].input_data_ids[0]


def test_publishing_code() -> None:
    actor = Actor()
    index = actor("promise_batch_create", "me.near")
    actor("promise_batch_action_deploy_global_contract", index, b"\0asm")
    actor("promise_batch_action_deploy_global_contract_by_account_id", index, b"\0asm")
    kinds = [action.kind for action in actor.done().receipts[0].actions]
    assert kinds == ["DeployGlobalContract", "DeployGlobalContractByAccountId"]


def refused(actor: Actor) -> Any:
    """What the receipts are refused for."""
    failure = actor.done().failure
    assert failure is not None
    status = failure.status
    assert isinstance(status, dict)
    return status["NewReceiptValidationError"]


def test_an_account_of_its_state_has_the_name_that_follows_from_it() -> None:
    code = base58.encode(hashlib.sha256(b"code").digest())
    for by_hash in (True, False):
        name, of = ("", hashlib.sha256(b"code").digest()) if by_hash else ("_by_account_id", b"code.near")
        actor = Actor()
        index = actor("promise_batch_create", "0s" + "0" * 40)
        action = actor(f"promise_batch_action_state_init{name}", index, of, actor.amount(0))
        actor("set_state_init_data_entry", index, action, "k", "v")
        told = refused(actor)["ActionsValidation"]["InvalidDeterministicStateInitReceiver"]
        again = Actor()
        index = again("promise_batch_create", told["derived_id"])
        action = again(f"promise_batch_action_state_init{name}", index, of, again.amount(0))
        again("set_state_init_data_entry", index, action, "k", "v")
        made = again.done().receipts[0].actions[0].fields
        assert made["code"] == ({"hash": code} if by_hash else {"account_id": "code.near"})


def test_receipts_that_the_chain_refuses() -> None:
    actor = Actor()
    index = actor("promise_batch_create", "bob.near")
    names = ",".join(["m" * 200] * 10)
    actor(
        "promise_batch_action_add_key_with_function_call",
        index,
        bytes(33),
        0,
        actor.amount(0),
        "bob.near",
        names,
    )
    assert refused(actor) == {
        "ActionsValidation": {
            "AddKeyMethodNamesNumberOfBytesExceeded": {"total_number_of_bytes": 2010, "limit": 2000}
        }
    }
    actor = Actor(replace(CONTEXT, prepaid_gas=10**15))
    index = actor("promise_batch_create", "bob.near")
    for _ in range(2):
        actor("promise_batch_action_function_call", index, "go", b"", actor.amount(0), 4 * 10**14)
    assert actor.done().failure is None


def test_the_size_of_a_receipt_is_the_chains() -> None:
    """From two recordings of big-values--*, whose code is not at hand: their size and what they sent are."""
    context = replace(CONTEXT, current_account_id="big3560471.near")
    for calls, sent, recorded in ((1, 4_194_308, 4_194_481), (2, 4_400_006, 4_400_212)):
        from xccviz.vm.drafts import Draft, DraftAction
        from xccviz.vm.receipts import size_of

        each = 1 + 4 + 4 + 8 + 16
        actions = [DraftAction("FunctionCall", {}, each) for _ in range(calls)]
        actions[0].size += sent
        assert size_of(Draft("bob.near", actions=actions), context) == recorded


def test_of_long_values_the_beginning_is_kept() -> None:
    actor = Actor()
    actor("storage_write", "key", bytes(100_000), 0)
    actor("storage_write", "key", b"", 0)
    first, second = actor.done().calls
    assert [(arg.name, len(arg.value), arg.size) for arg in first.args] == [
        ("key", 3, None),
        ("value", 4096, 100_000),
    ]
    assert (second.result, second.result_size) == (bytes(4096), 100_000)


def test_only_so_many_calls_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xccviz.vm.call.MOST_CALLS", 3)
    actor = Actor()
    for _ in range(5):
        actor("block_index")
    outcome = actor.done()
    assert (len(outcome.calls), outcome.calls_left_out) == (3, 2)


NUMBERS = st.sampled_from(
    [0, 1, 2, 16, 32, 33, 64, 1024, 65_535, 65_536, 1 << 20, 1 << 32, 1 << 63, MOST - 1, MOST]
)
STEPS = st.lists(
    st.tuples(st.sampled_from(HOST_FUNCTIONS), st.lists(NUMBERS, min_size=10, max_size=10)), max_size=12
)


@settings(max_examples=some(150), deadline=None, derandomize=True)
@given(version=st.sampled_from([83, 85, 87]), steps=STEPS)
def test_whatever_a_contract_calls_ends_well_or_as_on_a_chain(version: int, steps: Any) -> None:
    """Any numbers in any order: nothing else is raised, what is burnt only grows, and is never more than there was."""
    actor = Actor(version=version)
    gas = actor.host.machine.gas
    for row, numbers in steps:
        if not row.is_in(actor.prices):
            continue
        before = gas.burnt
        try:
            answer = actor(row.name, *numbers[: len(row.params)])
        except (Ended, NeedFact, NotSupported):
            answer = None
        else:
            assert (answer is None) == (row.result == "")
            assert answer is None or 0 <= answer <= MOST
        assert before <= gas.burnt <= gas.used <= gas.prepaid
    outcome = actor.done()
    assert sum(outcome.profile.values()) == outcome.gas_burnt
    assert len(outcome.calls) == sum(row.is_in(actor.prices) for row, _ in steps)


def test_texts_of_errors_have_as_many_places_as_they_are_given() -> None:
    assert all(text.format(1, 2) for text in HOST_TEXTS.values())
