"""What the chain asks of receipts that a call made: NewReceiptValidationError (vm.md §4, last row).

nearcore's `validate_receipt` and `validate_actions` for new receipts, in their order. The size comes first, receipt by
receipt; who waits for the call itself is not counted in it yet.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping

from xccviz.model import base58
from xccviz.model.raw import Json, JsonObject, list_of, object_of
from xccviz.vm import edwards
from xccviz.vm.drafts import Draft, DraftAction
from xccviz.vm.host.hashes import keccak
from xccviz.vm.prices import Prices
from xccviz.vm.types import Context, NotSupported

_MOST_NONCES = 1024
_LENGTH, _HASH, _TAG, _GAS_PRICE = 4, 32, 1, 16
_DEPLOYS = ("DeployContract", "DeployGlobalContract", "DeployGlobalContractByAccountId")
_ACCOUNT_BYTES = 20


def problem(drafts: Iterable[Draft], context: Context, prices: Prices) -> Json:
    """What stands under NewReceiptValidationError for the first receipt that the chain refuses; None for none."""
    for draft in drafts:
        found = _problem(draft, context, prices.limits)
        if found is not None:
            return found
    return None


def size_of(draft: Draft, context: Context) -> int:
    """Bytes of a receipt as the chain writes it (borsh): predecessor, receiver, id, kind, signer and key, who gets
    refunds, gas price, receivers of data, data it waits for, actions."""
    names = (context.current_account_id, draft.receiver_id, context.signer_id)
    delivers = sum(_HASH + _LENGTH + len(receiver) for _, receiver in draft.delivers)
    refund = _TAG + (0 if draft.refund_to is None else _LENGTH + len(draft.refund_to))
    return (
        sum(_LENGTH + len(name) for name in names)
        + _HASH
        + _TAG
        + len(context.signer_key)
        + _GAS_PRICE
        + _LENGTH
        + delivers
        + _LENGTH
        + _HASH * len(draft.data_ids)
        + _LENGTH
        + sum(action.size for action in draft.actions)
        + refund
    )


def _problem(draft: Draft, context: Context, limits: Mapping[str, int]) -> Json:
    size = size_of(draft, context)
    if size > limits["max_receipt_size"]:
        return {"ReceiptSizeExceeded": _over("size", size, limits["max_receipt_size"])}
    waits, most = len(draft.data_ids), limits["max_number_input_data_dependencies"]
    if waits > most:
        return {
            "NumberInputDataDependenciesExceeded": _over("number_of_input_data_dependencies", waits, most)
        }
    found = _actions(draft, limits)
    return None if found is None else {"ActionsValidation": found}


def _actions(draft: Draft, limits: Mapping[str, int]) -> Json:
    actions = draft.actions
    counted = (
        ("TotalNumberOfActionsExceeded", "total_number_of_actions", len(actions), "max_actions_per_receipt"),
        (
            "TotalNumberOfDeployActionsExceeded",
            "number_of_deploy_actions",
            sum(action.kind in _DEPLOYS for action in actions),
            "max_deploy_actions_per_receipt",
        ),
        (
            "TotalNumberOfStateInitEntriesExceeded",
            "number_of_entries",
            sum(len(object_of(action.fields.get("data"))) for action in actions),
            "max_state_init_entries",
        ),
    )
    for name, member, found, limit in counted:
        if found > limits.get(limit, found):
            return {name: _over(member, found, limits[limit])}
    for place, action in enumerate(actions, 1):
        if action.kind == "DeleteAccount" and place < len(actions):
            return "DeleteActionMustBeFinal"
        check = _CHECKS.get(action.kind)
        refused = check(action, draft, limits) if check else None
        if refused is not None:
            return refused
    gas = sum(_number(action.fields.get("gas")) for action in actions)
    if gas >= 1 << 64:
        return "IntegerOverflow"
    if gas > limits["max_total_prepaid_gas"]:
        return {"TotalPrepaidGasExceeded": _over("total_prepaid_gas", gas, limits["max_total_prepaid_gas"])}
    return None


def _function_call(action: DraftAction, draft: Draft, limits: Mapping[str, int]) -> Json:
    if action.fields["gas"] == 0:
        return "FunctionCallZeroAttachedGas"
    method = len(str(action.fields["method_name"]).encode())
    if method > limits["max_length_method_name"]:
        over = _over("length", method, limits["max_length_method_name"])
        return {"FunctionCallMethodNameLengthExceeded": over}
    args = len(b64decode(str(action.fields["args"])))
    if args > limits["max_arguments_length"]:
        return {"FunctionCallArgumentsLengthExceeded": _over("length", args, limits["max_arguments_length"])}
    return None


def _stake(action: DraftAction, draft: Draft, limits: Mapping[str, int]) -> Json:
    """The key must be of ed25519, and of the large group of its curve."""
    text = str(action.fields["public_key"])
    kind, _, digits = text.partition(":")
    if kind == "ed25519":
        point = base58.digest(digits)
        if point is not None and edwards.is_on_curve(point) and edwards.is_torsion_free(point):
            return None
    return {"UnsuitableStakingKey": {"public_key": text}}


def _add_key(action: DraftAction, draft: Draft, limits: Mapping[str, int]) -> Json:
    permission = object_of(object_of(action.fields["access_key"]).get("permission"))
    for name, terms in permission.items():
        told = object_of(terms)
        found = _method_names(told, limits) if "method_names" in told else None
        if found is not None or not name.startswith("GasKey"):
            return found
        return _gas_key(told)
    return None


def _method_names(terms: JsonObject, limits: Mapping[str, int]) -> Json:
    lengths = [len(str(name).encode()) for name in list_of(terms["method_names"])]
    longest = next((n for n in lengths if n > limits["max_length_method_name"]), None)
    if longest is not None:
        return {"AddKeyMethodNameLengthExceeded": _over("length", longest, limits["max_length_method_name"])}
    total, most = sum(n + 1 for n in lengths), limits["max_number_bytes_method_names"]
    if total > most:
        return {"AddKeyMethodNamesNumberOfBytesExceeded": _over("total_number_of_bytes", total, most)}
    return None


def _gas_key(terms: JsonObject) -> Json:
    if terms.get("allowance") is not None:
        return "GasKeyFunctionCallAllowanceNotAllowed"
    nonces = _number(terms["num_nonces"])
    if not 1 <= nonces <= _MOST_NONCES:
        return {"GasKeyInvalidNumNonces": _over("requested_nonces", nonces, _MOST_NONCES)}
    return None


def _state_init(action: DraftAction, draft: Draft, limits: Mapping[str, int]) -> Json:
    derived = deterministic_id(action.fields)
    if derived != draft.receiver_id:
        told: JsonObject = {"derived_id": derived, "receiver_id": draft.receiver_id}
        return {"InvalidDeterministicStateInitReceiver": told}
    for key, value in object_of(action.fields["data"]).items():
        for part, text in (("Key", key), ("Value", str(value))):
            length, most = len(b64decode(text)), limits[f"max_length_storage_{part.lower()}"]
            if length > most:
                return {f"DeterministicStateInit{part}LengthExceeded": _over("length", length, most)}
    return None


def deterministic_id(fields: Mapping[str, Json]) -> str:
    """The account that a DeterministicStateInit creates: 0s and the end of the hash of what it is made of (borsh)."""
    code = object_of(fields["code"])
    if "hash" in code:
        digest = base58.digest(str(code["hash"]))
        if digest is None:
            raise NotSupported("promise_batch_action_state_init", "was given a code hash that is none")
        identifier = b"\0" + digest
    else:
        identifier = b"\1" + _sized(str(code["account_id"]).encode())
    pairs = sorted(
        (b64decode(key), b64decode(str(value))) for key, value in object_of(fields["data"]).items()
    )
    data = b"".join(_sized(key) + _sized(value) for key, value in pairs)
    whole = b"\0" + identifier + len(pairs).to_bytes(_LENGTH, "little") + data
    return "0s" + keccak(whole, 256)[-_ACCOUNT_BYTES:].hex()


def _sized(data: bytes) -> bytes:
    return len(data).to_bytes(_LENGTH, "little") + data


def _over(member: str, found: int, limit: int) -> JsonObject:
    return {member: found, "limit": limit}


def _number(value: Json) -> int:
    return value if isinstance(value, int) else 0


_CHECKS: dict[str, Callable[[DraftAction, Draft, Mapping[str, int]], Json]] = {
    "FunctionCall": _function_call,
    "Stake": _stake,
    "AddKey": _add_key,
    "DeterministicStateInit": _state_init,
}
"""Kinds of actions that are looked at one by one; what the others could be refused for, host functions refuse."""
