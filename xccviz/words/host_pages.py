"""What the page of a host call says: what it is for, what its numbers are, what each part of its gas paid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from xccviz.catalogue import tr, trn
from xccviz.vm.types import HostCall
from xccviz.words.gas import cost_words

if TYPE_CHECKING:
    from xccviz.vm.types import Readable

_WHAT: Mapping[str, str] = {
    "input": tr("The arguments of the call."),
    "current_account_id": tr("The account that this contract is on."),
    "predecessor_account_id": tr("Who called: the account that made this receipt."),
    "signer_account_id": tr("Who signed the transaction."),
    "signer_account_pk": tr("The key that the transaction was signed with."),
    "refund_to_account_id": tr("Who gets what comes back."),
    "chain_id": tr("Which network it runs on."),
    "block_index": tr("The height of the block."),
    "block_timestamp": tr("The time of the block, in nanoseconds."),
    "epoch_height": tr("The number of the epoch."),
    "random_seed": tr("The random bytes of the block and this receipt."),
    "storage_usage": tr("How many bytes the account pays for."),
    "account_balance": tr("What the account has, with the deposit."),
    "account_locked_balance": tr("What the account has staked."),
    "attached_deposit": tr("The deposit that came with the call."),
    "prepaid_gas": tr("The gas that came with the call."),
    "used_gas": tr("The gas that was used so far."),
    "gas": tr("Pay for instructions that ran."),
    "validator_stake": tr("How much a validator has staked."),
    "validator_total_stake": tr("How much all validators have staked."),
    "register_len": tr("How long the bytes of a register are."),
    "read_register": tr("Copy a register to the memory of the contract."),
    "write_register": tr("Copy memory of the contract to a register."),
    "current_contract_code": tr("Which code this is."),
    "storage_read": tr("What is stored below a key."),
    "storage_write": tr("Store a value below a key; what was there before comes back."),
    "storage_remove": tr("Remove a key; what was there before comes back."),
    "storage_has_key": tr("Whether anything is stored below a key."),
    "storage_iter_prefix": tr("Walk the keys that begin alike; no longer allowed."),
    "storage_iter_range": tr("Walk the keys between two; no longer allowed."),
    "storage_iter_next": tr("The next key of a walk; no longer allowed."),
    "promise_results_count": tr("How many results it received."),
    "promise_create": tr("Call a method of a contract."),
    "promise_then": tr("Call a method once a promise has ended."),
    "promise_and": tr("A promise that ends once all of these have."),
    "promise_batch_create": tr("A receipt for an account."),
    "promise_batch_then": tr("A receipt for an account, once a promise has ended."),
    "promise_return": tr("Answer with the result of a promise."),
    "promise_set_refund_to": tr("Say who gets back what a promise leaves over."),
    "promise_yield_create": tr("A callback that waits for data which somebody sends later."),
    "promise_yield_create_with_id": tr(
        "A callback that waits, under an id of one's own choice, for data which somebody sends later."
    ),
    "promise_yield_resume": tr("Send the data that a callback waits for."),
    "promise_yield_resume_with_yield_id": tr("Send the data that a callback waits for, by the id it chose."),
    "set_state_init_data_entry": tr("Give the state of a new account a key and its value."),
    "universal_state_init_to_account_id": tr("Which account a code and its first state make."),
    "log_utf8": tr("Write a line to the log."),
    "log_utf16": tr("Write a line to the log."),
    "value_return": tr("Answer with a value."),
    "panic": tr("Give up."),
    "panic_utf8": tr("Give up, with a message."),
    "abort": tr("Give up, with a message and a place."),
}
_PREFIXES: tuple[tuple[str, str], ...] = (
    ("promise_batch_action_", tr("Give a receipt an action.")),
    ("alt_bn128_", tr("Compute on a curve.")),
    ("bls12381_", tr("Compute on a curve.")),
    ("sha", tr("The hash of bytes.")),
    ("keccak", tr("The hash of bytes.")),
    ("ripemd", tr("The hash of bytes.")),
    ("ed25519_", tr("Whether a signature is right.")),
    ("p256_", tr("Whether a signature is right.")),
    ("ml_dsa_", tr("Whether a signature is right.")),
    ("ecrecover", tr("Who signed.")),
)
ARGUMENTS: Mapping[str, str] = {
    "key": tr("key"),
    "value": tr("value"),
    "text": tr("text"),
    "receiver": tr("receiver"),
    "method": tr("method"),
    "args": tr("arguments"),
    "deposit": tr("deposit"),
    "amount": tr("amount"),
    "gas": tr("gas"),
    "weight": tr("share of the rest of the gas"),
    "promise": tr("promise"),
    "after": tr("after promise"),
    "promises": tr("promises"),
}
"""Arguments, for people; others by their names."""
_SDK: Mapping[str, str] = {
    "promise_result": tr(
        "Code of near-sdk reads a slot with promise_result, register_len and read_register; a failed slot needs only "
        "the first."
    ),
    "storage_read": tr(
        "Code of near-sdk keeps the contract's state below the key STATE; its collections have a prefix in front of "
        "their keys."
    ),
    "input": tr("Code of near-sdk reads the arguments once, and decodes them as JSON or Borsh."),
}
"""How near-sdk goes about it, whoever wrote this contract ([SDK] `near-sdk/src/environment/env.rs`: `STATE_KEY`,
`promise_result`, `input`; protocol.md §0.1)."""


def what_words(call: HostCall) -> str:
    """What a host call is for, in a sentence; its name where nothing is known."""
    if call.name == "promise_result":
        slot = call.slot if call.slot is not None else _first(call)
        return tr("The result that slot {slot} received.", slot=slot)
    known = _WHAT.get(call.name)
    if known is not None:
        return known
    return next((words for start, words in _PREFIXES if call.name.startswith(start)), call.name)


def _first(call: HostCall) -> Readable:
    return call.args[0].value if call.args else ""


def cost_part(cost: str, count: int) -> str:
    """A part of its gas: `3 × base`, `read register byte`; "" is what it gave away."""
    if not cost:
        return tr("given to receipts")
    return f"{count} × {cost_words(cost)}" if count > 1 else cost_words(cost)


def raw_names(calls: tuple[HostCall, ...]) -> str:
    """The raw calls that a row holds, where there are several."""
    return ", ".join(call.name for call in calls) if len(calls) > 1 else ""


def sdk_words(call: HostCall) -> str:
    """How near-sdk comes to make it; "" where that is plain."""
    return _SDK.get(call.name, "")


def loop_words(count: int) -> str:
    """What a folded loop is."""
    return trn("{count} call, one after the other", "{count} calls, one after the other", count)
