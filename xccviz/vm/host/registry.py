"""Every host function, one row each: what it takes and gives, since when, and whether a recording has reached it.

To add one, write its function in the module of its family and its row here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Literal

from xccviz.values import frozen
from xccviz.vm.host import (
    actions,
    calls,
    curves,
    facts,
    hashes,
    keys,
    output,
    promises,
    publishing,
    registers,
    signatures,
    storage,
    yields,
)
from xccviz.vm.host.missing import not_supported
from xccviz.vm.prices import Prices

Result = Literal["", "l", "i"]
"""What a function returns to the code: nothing, an i64, an i32."""


@frozen
class HostFunction:
    """A function of `env`. `params`: names of its numbers, i64 each, or i32 where `narrow`.

    `since` is the protocol version that brought it (0: before 83); `switch` the member of a protocol config that says
    whether it is there, and decides where the config has it. `recorded`: a recorded call has reached it and came out
    as it did on the chain; the others are from the source alone (vm.md). `fact`: it looks at something beside code,
    arguments, results and state.
    """

    name: str
    run: Callable[..., int | None]
    params: tuple[str, ...]
    result: Result = ""
    since: int = 0
    switch: str | None = None
    recorded: bool = True
    fact: bool = False
    narrow: bool = False

    @property
    def signature(self) -> tuple[str, str]:
        """Letters for parameters and result: l is i64, i is i32."""
        return ("i" if self.narrow else "l") * len(self.params), self.result

    def is_in(self, prices: Prices) -> bool:
        """Whether a module can import it."""
        by_version = prices.version >= self.since
        return prices.switches.get(self.switch, by_version) if self.switch else by_version


def _row(
    run: Callable[..., int | None],
    params: str = "",
    result: Result = "",
    *,
    name: str = "",
    since: int = 0,
    switch: str | None = None,
    recorded: bool = True,
    fact: bool = False,
    narrow: bool = False,
) -> HostFunction:
    named = name or run.__name__
    return HostFunction(named, run, tuple(params.split()), result, since, switch, recorded, fact, narrow)


def _missing(
    name: str, params: str, result: Result = "", since: int = 0, switch: str | None = None
) -> HostFunction:
    return _row(not_supported(name), params, result, name=name, since=since, switch=switch, recorded=False)


def _bls(
    name: str, cost: str, item: int, params: str = "size at register", recorded: bool = False
) -> HostFunction:
    return _row(curves.bls12381(name, cost, item), params, "l", name=name, recorded=recorded)


_CALL = "method_size method_at size at amount_at gas"
_KEY_TERMS = "allowance_at receiver_size receiver_at names_size names_at"
_VALUE = "size at register"

HOST_FUNCTIONS: tuple[HostFunction, ...] = (
    # registers
    _row(registers.read_register, "register at"),
    _row(registers.register_len, "register", "l"),
    _row(registers.write_register, "register size at"),
    # what it is told
    _row(facts.current_account_id, "register"),
    _row(facts.chain_id, "register", since=85, switch="chain_id_host_fn", recorded=False, fact=True),
    _row(facts.signer_account_id, "register"),
    _row(facts.signer_account_pk, "register", recorded=False, fact=True),
    _row(facts.predecessor_account_id, "register"),
    _row(facts.refund_to_account_id, "register"),
    _row(facts.input, "register"),
    _row(facts.block_index, "", "l", fact=True),
    _row(facts.block_timestamp, "", "l", recorded=False, fact=True),
    _row(facts.epoch_height, "", "l", recorded=False, fact=True),
    _row(facts.storage_usage, "", "l", recorded=False, fact=True),
    _row(facts.current_contract_code, "register", "l", fact=True),
    _row(facts.account_balance, "at", recorded=False, fact=True),
    _row(facts.account_locked_balance, "at", recorded=False, fact=True),
    _row(facts.attached_deposit, "at"),
    _row(facts.prepaid_gas, "", "l"),
    _row(facts.used_gas, "", "l", fact=True),
    _row(facts.random_seed, "register", recorded=False, fact=True),
    _row(facts.validator_stake, "size at stake_at", recorded=False, fact=True),
    _row(facts.validator_total_stake, "stake_at", recorded=False, fact=True),
    # hashes and signatures
    _row(hashes.sha256, _VALUE),
    _row(hashes.keccak256, _VALUE, recorded=False),
    _row(hashes.keccak512, _VALUE, recorded=False),
    _row(hashes.ripemd160, _VALUE, recorded=False),
    _row(hashes.sha3_256, _VALUE, since=87, switch="sha3_host_fns", recorded=False),
    _row(hashes.sha3_384, _VALUE, since=87, switch="sha3_host_fns", recorded=False),
    _row(hashes.sha3_512, _VALUE, since=87, switch="sha3_host_fns", recorded=False),
    _row(signatures.ed25519_verify, "size at message_size message_at key_size key_at", "l"),
    _row(signatures.ecrecover, "hash_size hash_at size at recovery_id strict register", "l"),
    _row(
        signatures.p256_verify,
        "size at message_size message_at key_size key_at",
        "l",
        since=85,
        switch="p256_verify_host_fn",
    ),
    _missing(
        "ml_dsa_verify", "size at message_size message_at key_size key_at", "l", 87, "ml_dsa_verify_host_fn"
    ),
    _row(curves.alt_bn128_g1_multiexp, _VALUE, recorded=False),
    _row(curves.alt_bn128_g1_sum, _VALUE),
    _missing("alt_bn128_pairing_check", "size at", "l"),
    _bls("bls12381_p1_sum", "bls12381_p1_sum", 97, recorded=True),
    _bls("bls12381_p2_sum", "bls12381_p2_sum", 193),
    _bls("bls12381_g1_multiexp", "bls12381_g1_multiexp", 128),
    _bls("bls12381_g2_multiexp", "bls12381_g2_multiexp", 224),
    _bls("bls12381_map_fp_to_g1", "bls12381_map_fp_to_g1", 48),
    _bls("bls12381_map_fp2_to_g2", "bls12381_map_fp2_to_g2", 96),
    _bls("bls12381_pairing_check", "bls12381_pairing", 288, "size at"),
    _bls("bls12381_p1_decompress", "bls12381_p1_decompress", 48),
    _bls("bls12381_p2_decompress", "bls12381_p2_decompress", 96),
    # what it says
    _row(output.value_return, "size at"),
    _row(output.panic),
    _row(output.panic_utf8, "size at"),
    _row(output.log_utf8, "size at"),
    _row(output.log_utf16, "size at"),
    _row(output.abort, "message_at file_at line column", narrow=True),
    _row(output.gas, "opcodes", recorded=False, narrow=True),
    # promises
    _row(promises.promise_create, f"account_size account_at {_CALL}", "l", recorded=False),
    _row(promises.promise_then, f"after account_size account_at {_CALL}", "l", recorded=False),
    _row(promises.promise_and, "promises_at count", "l"),
    _row(promises.promise_batch_create, "size at", "l"),
    _row(promises.promise_batch_then, "after size at", "l"),
    _row(promises.promise_set_refund_to, "promise size at"),
    _row(promises.promise_results_count, "", "l"),
    _row(promises.promise_result, "slot register", "l"),
    _row(promises.promise_return, "promise"),
    # actions
    _row(actions.promise_batch_action_create_account, "promise"),
    _row(actions.promise_batch_action_deploy_contract, "promise size at"),
    _row(calls.promise_batch_action_function_call, f"promise {_CALL}"),
    _row(calls.promise_batch_action_function_call_weight, f"promise {_CALL} weight"),
    _row(actions.promise_batch_action_transfer, "promise amount_at"),
    _row(actions.promise_batch_action_stake, "promise amount_at size at"),
    _row(actions.promise_batch_action_delete_account, "promise size at"),
    _row(keys.promise_batch_action_add_key_with_full_access, "promise size at nonce"),
    _row(keys.promise_batch_action_add_key_with_function_call, f"promise size at nonce {_KEY_TERMS}"),
    _row(keys.promise_batch_action_delete_key, "promise size at"),
    _row(
        keys.promise_batch_action_transfer_to_gas_key,
        "promise size at amount_at",
        since=85,
        switch="gas_key_host_fns",
    ),
    _row(
        keys.promise_batch_action_add_gas_key_with_full_access,
        "promise size at nonces",
        since=85,
        switch="gas_key_host_fns",
    ),
    _row(
        keys.promise_batch_action_add_gas_key_with_function_call,
        f"promise size at nonces {_KEY_TERMS}",
        since=85,
        switch="gas_key_host_fns",
    ),
    _row(
        actions.promise_batch_action_deploy_global_contract,
        "promise size at",
        switch="global_contract_host_fns",
        recorded=False,
    ),
    _row(
        actions.promise_batch_action_deploy_global_contract_by_account_id,
        "promise size at",
        switch="global_contract_host_fns",
        recorded=False,
    ),
    _row(
        publishing.promise_batch_action_use_global_contract,
        "promise size at",
        switch="global_contract_host_fns",
    ),
    _row(
        publishing.promise_batch_action_use_global_contract_by_account_id,
        "promise size at",
        switch="global_contract_host_fns",
    ),
    _row(publishing.promise_batch_action_state_init, "promise size at amount_at", "l", recorded=False),
    _row(publishing.promise_batch_action_state_init_by_account_id, "promise size at amount_at", "l"),
    _row(publishing.set_state_init_data_entry, "promise action key_size key_at size at"),
    _missing("universal_state_init_to_account_id", _VALUE, "", 87, "universal_accounts"),
    _missing(
        "promise_batch_action_universal_state_init", "promise size at amount_at", "", 87, "universal_accounts"
    ),
    # yields
    _row(yields.promise_yield_create, "method_size method_at size at gas weight register", "l"),
    _row(yields.promise_yield_resume, "id_size id_at size at", "i"),
    _row(
        yields.promise_yield_create_with_id,
        f"{_CALL} weight id_size id_at",
        "l",
        since=85,
        switch="yield_with_id_host_fns",
        recorded=False,
    ),
    _row(
        yields.promise_yield_resume_with_yield_id,
        "id_size id_at size at",
        "i",
        since=85,
        switch="yield_with_id_host_fns",
        recorded=False,
    ),
    # storage
    _row(storage.storage_write, "key_size key_at size at register", "l"),
    _row(storage.storage_read, "key_size key_at register", "l"),
    _row(storage.storage_remove, "key_size key_at register", "l", recorded=False),
    _row(storage.storage_has_key, "key_size key_at", "l", recorded=False),
    _row(storage.storage_iter_prefix, "size at", "l"),
    _row(storage.storage_iter_range, "start_size start_at end_size end_at", "l", recorded=False),
    _row(storage.storage_iter_next, "iterator key_register value_register", "l"),
)


@cache
def by_name() -> dict[str, HostFunction]:
    """The rows by their names in `env`."""
    return {row.name: row for row in HOST_FUNCTIONS}
