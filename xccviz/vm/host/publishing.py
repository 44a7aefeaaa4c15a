"""Actions about global contracts, and accounts that come into being with their state."""

from __future__ import annotations

from base64 import b64encode

from xccviz.model import base58
from xccviz.model.raw import Json
from xccviz.vm import errors
from xccviz.vm.host.actions import append
from xccviz.vm.machine import Machine

_HASH = 32
_LENGTH, _TAG, _AMOUNT = 4, 1, 16
STATE_INIT = "DeterministicStateInit"


def promise_batch_action_use_global_contract(m: Machine, index: int, size: int, at: int) -> None:
    """Give the receiver published code, by its hash."""
    m.start("promise_batch_action_use_global_contract")
    code = _code_hash(m, size, at)
    m.note.say(promise=index, code_hash=code)
    _use(m, index, _HASH, _HASH, "UseGlobalContract", {"code_hash": code})


def promise_batch_action_use_global_contract_by_account_id(
    m: Machine, index: int, size: int, at: int
) -> None:
    """Give the receiver published code, by who published it."""
    m.start("promise_batch_action_use_global_contract_by_account_id")
    account = m.guest.account(size, at)
    m.note.say(promise=index, account=account)
    kind = "UseGlobalContractByAccountId"
    _use(m, index, len(account), _LENGTH + len(account), kind, {"account_id": account})


def promise_batch_action_state_init(m: Machine, index: int, size: int, at: int, amount_at: int) -> int:
    """Create an account from its code's hash and its state."""
    m.start("promise_batch_action_state_init")
    code = _code_hash(m, size, at)
    m.note.say(promise=index, code_hash=code)
    return _state_init(m, index, {"hash": code}, _HASH, amount_at)


def promise_batch_action_state_init_by_account_id(
    m: Machine, index: int, size: int, at: int, amount_at: int
) -> int:
    """Create an account from who published its code, and its state."""
    m.start("promise_batch_action_state_init_by_account_id")
    account = m.guest.account(size, at)
    m.note.say(promise=index, account=account)
    return _state_init(m, index, {"account_id": account}, _LENGTH + len(account), amount_at)


def set_state_init_data_entry(
    m: Machine, index: int, action: int, key_size: int, key_at: int, size: int, at: int
) -> None:
    """A key of the new account's state. One that is there is replaced, and the call fails."""
    m.start("set_state_init_data_entry")
    m.note.say(promise=index)
    receipt, to_self = m.drafts.receipt(index)
    key, value = m.guest.bytes_of(key_size, key_at), m.guest.bytes_of(size, at)
    m.note.say(action=action, key=key, value=value)
    m.pay_action("deterministic_state_init_entry", to_self)
    m.pay_action("deterministic_state_init_byte", to_self, len(key) + len(value))
    actions = m.drafts.receipts[receipt].actions
    if action >= len(actions) or actions[action].kind != STATE_INIT:
        raise errors.host("InvalidActionIndex", receipt, action)
    m.note.receipt, m.note.action = receipt, action
    init, name = actions[action], b64encode(key).decode()
    data = init.fields["data"]
    assert isinstance(data, dict)
    if name in data:
        raise errors.host("DataEntryAlreadyExists")
    data[name] = b64encode(value).decode()
    init.size += _LENGTH + len(key) + _LENGTH + len(value)


def _code_hash(m: Machine, size: int, at: int) -> str:
    data = m.guest.bytes_of(size, at)
    if len(data) != _HASH:
        raise errors.host("ContractCodeHashMalformed")
    return base58.encode(data)


def _use(m: Machine, index: int, counted: int, size: int, kind: str, fields: dict[str, Json]) -> None:
    receipt, to_self = m.drafts.receipt(index)
    m.pay_action("use_global_contract_base", to_self)
    m.pay_action("use_global_contract_byte", to_self, counted)
    append(m, receipt, kind, fields, _TAG + size)


def _state_init(m: Machine, index: int, code: dict[str, Json], size: int, amount_at: int) -> int:
    """The place of the action, by which entries are added to it."""
    amount = m.guest.amount(amount_at)
    m.note.say(deposit=amount)
    receipt, to_self = m.drafts.receipt(index)
    m.pay_action("deterministic_state_init_base", to_self)
    m.give(amount)
    fields: dict[str, Json] = {"code": code, "data": {}, "deposit": str(amount)}
    return append(m, receipt, STATE_INIT, fields, _TAG + _TAG + size + _LENGTH + _AMOUNT)
