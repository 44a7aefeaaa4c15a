"""Actions of a promise that call nothing: accounts, code, money, stake."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from xccviz.model.raw import Json
from xccviz.patterns import later
from xccviz.vm import errors
from xccviz.vm.host import keys
from xccviz.vm.machine import Machine
from xccviz.vm.types import NotSupported

_AMOUNT = 16
_LENGTH = 4
_MODE = 1
_NEAR_IMPLICIT = later(r"[0-9a-f]{64}")
_OTHER_IMPLICIT = later(r"0[xs][0-9a-f]{40}")
_UNIVERSAL = later(r"0u[0-9a-z]{40,}")
_UNIVERSAL_SINCE = 87


def promise_batch_action_create_account(m: Machine, index: int) -> None:
    """Create the receiver."""
    m.start("promise_batch_action_create_account")
    m.note.say(promise=index)
    receipt, to_self = m.drafts.receipt(index)
    m.pay_action("create_account", to_self)
    append(m, receipt, "CreateAccount", {}, 0)


def promise_batch_action_deploy_contract(m: Machine, index: int, size: int, at: int) -> None:
    """Give the receiver code."""
    m.start("promise_batch_action_deploy_contract")
    _deploy(m, "DeployContract", "deploy_contract", index, size, at, 0)


def promise_batch_action_deploy_global_contract(m: Machine, index: int, size: int, at: int) -> None:
    """Publish code under its hash."""
    m.start("promise_batch_action_deploy_global_contract")
    _deploy(m, "DeployGlobalContract", "deploy_global_contract", index, size, at, _MODE)


def promise_batch_action_deploy_global_contract_by_account_id(
    m: Machine, index: int, size: int, at: int
) -> None:
    """Publish code under the receiver's name."""
    m.start("promise_batch_action_deploy_global_contract_by_account_id")
    _deploy(m, "DeployGlobalContractByAccountId", "deploy_global_contract", index, size, at, _MODE)


def promise_batch_action_transfer(m: Machine, index: int, amount_at: int) -> None:
    """Give the receiver money; creating an implicit account is paid for with it, in one charge."""
    m.start("promise_batch_action_transfer")
    amount = m.guest.amount(amount_at)
    m.note.say(promise=index, amount=amount)
    receipt, to_self = m.drafts.receipt(index)
    fees = [m.prices.fee(name) for name in _transfer_rows(m, m.drafts.receipts[receipt].receiver_id)]
    send = sum(fee.send(to_self) for fee in fees)
    m.gas.pay_action("transfer", send, send + sum(fee.execution for fee in fees))
    m.give(amount)
    append(m, receipt, "Transfer", {"deposit": str(amount)}, _AMOUNT)


def promise_batch_action_stake(m: Machine, index: int, amount_at: int, size: int, at: int) -> None:
    """Stake with a key."""
    m.start("promise_batch_action_stake")
    amount, key = m.guest.amount(amount_at), m.guest.bytes_of(size, at)
    m.note.say(promise=index, amount=amount, key=key)
    receipt, to_self = m.drafts.receipt(index)
    m.pay_action("stake", to_self)
    fields: dict[str, Json] = {"stake": str(amount), "public_key": keys.text_of(m, key)}
    append(m, receipt, "Stake", fields, _AMOUNT + len(key))


def promise_batch_action_delete_account(m: Machine, index: int, size: int, at: int) -> None:
    """Delete the receiver."""
    m.start("promise_batch_action_delete_account")
    heir = m.guest.account(size, at)
    m.note.say(promise=index, beneficiary=heir)
    receipt, to_self = m.drafts.receipt(index)
    m.pay_action("delete_account", to_self)
    append(m, receipt, "DeleteAccount", {"beneficiary_id": heir}, _LENGTH + len(heir))


def append(m: Machine, receipt: int, kind: str, fields: dict[str, Json], size: int) -> int:
    """One more action of a receipt, paid for already; its place there."""
    place = m.drafts.append(receipt, kind, fields, size)
    m.note.receipt, m.note.action = receipt, place
    return place


def _deploy(m: Machine, kind: str, fee: str, index: int, size: int, at: int, mode: int) -> None:
    code = m.guest.bytes_of(size, at)
    m.note.say(promise=index, code_size=len(code))
    limit = m.prices.limits["max_contract_size"]
    if len(code) > limit:
        raise errors.host("ContractSizeExceeded", len(code), limit)
    receipt, to_self = m.drafts.receipt(index)
    m.pay_action(f"{fee}_base", to_self)
    m.pay_action(f"{fee}_byte", to_self, len(code))
    append(m, receipt, kind, {"code": b64encode(sha256(code).digest()).decode()}, _LENGTH + len(code) + mode)


def _transfer_rows(m: Machine, receiver: str) -> tuple[str, ...]:
    """The fees of a transfer: with those of an account, and of its key, where it may create one."""
    if _NEAR_IMPLICIT.fullmatch(receiver):
        return "transfer", "create_account", "add_full_access_key"
    if _OTHER_IMPLICIT.fullmatch(receiver):
        return "transfer", "create_account"
    if m.prices.version >= _UNIVERSAL_SINCE and _UNIVERSAL.fullmatch(receiver):
        raise NotSupported("promise_batch_action_transfer", f"has no known fee to {receiver}")
    return ("transfer",)
