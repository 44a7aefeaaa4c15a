"""What the code is told of its account, its receipt, its block and the validators."""

from __future__ import annotations

from xccviz.vm.machine import Machine

_FREE_INPUT_SINCE = 82
"""The protocol version since which arguments and results cost nothing by the byte when they are put into a register."""
_CODE_KINDS = ("none", "local", "global_hash", "global_account")
_AMOUNT_BYTES = 16


def free_bytes(m: Machine) -> bool:
    """Whether `input` and `promise_result` have no fee by the byte."""
    return m.prices.version >= _FREE_INPUT_SINCE


def current_account_id(m: Machine, register: int) -> None:
    """The account that runs."""
    m.pay("base")
    _tell(m, register, m.context.current_account_id)


def chain_id(m: Machine, register: int) -> None:
    """The name of the chain."""
    m.pay("base")
    _tell(m, register, m.known(m.context.chain_id, "chain_id"))


def signer_account_id(m: Machine, register: int) -> None:
    """Who signed the transaction."""
    m.start("signer_account_id")
    _tell(m, register, m.context.signer_id)


def signer_account_pk(m: Machine, register: int) -> None:
    """The key that the transaction was signed with."""
    m.start("signer_account_pk")
    m.note.answer(m.context.signer_key)
    m.guest.set_register(register, m.context.signer_key)


def predecessor_account_id(m: Machine, register: int) -> None:
    """Who sent the receipt."""
    m.start("predecessor_account_id")
    _tell(m, register, m.context.predecessor_id)


def refund_to_account_id(m: Machine, register: int) -> None:
    """Who gets the deposit back when the receipt fails."""
    m.start("refund_to_account_id")
    _tell(m, register, m.context.refund_to or m.context.predecessor_id)


def input(m: Machine, register: int) -> None:
    """The arguments of the call."""
    m.pay("base")
    m.note.answer(m.context.args)
    m.guest.set_register(register, m.context.args, free_bytes(m))


def block_index(m: Machine) -> int:
    """The height of the block."""
    m.pay("base")
    return m.context.block_height


def block_timestamp(m: Machine) -> int:
    """The time of the block, nanoseconds since 1970."""
    m.pay("base")
    return m.known(m.context.timestamp_ns, "timestamp_ns")


def epoch_height(m: Machine) -> int:
    """The number of the epoch."""
    m.pay("base")
    return m.known(m.context.epoch_height, "epoch_height")


def storage_usage(m: Machine) -> int:
    """Bytes that the account pays for now."""
    m.pay("base")
    return m.storage_usage


def current_contract_code(m: Machine, register: int) -> int:
    """Where the account's code is from: its kind as a number, its hash or account in a register."""
    m.pay("base")
    kind, value = m.known(m.context.code, "code")
    m.note.answer(kind if kind == "none" else value)
    if kind != "none":
        m.guest.set_register(register, value)
    return _CODE_KINDS.index(kind)


def account_balance(m: Machine, at: int) -> None:
    """What the account has now: with the deposit, less what it gave away so far."""
    m.pay("base")
    _tell_amount(m, at, m.balance)


def account_locked_balance(m: Machine, at: int) -> None:
    """What the account has staked."""
    m.pay("base")
    _tell_amount(m, at, m.known(m.context.locked, "locked"))


def attached_deposit(m: Machine, at: int) -> None:
    """The deposit of the call."""
    m.pay("base")
    _tell_amount(m, at, m.context.deposit)


def prepaid_gas(m: Machine) -> int:
    """The gas attached to the call."""
    m.start("prepaid_gas")
    return m.context.prepaid_gas


def used_gas(m: Machine) -> int:
    """Burnt and given away so far, this call included."""
    m.start("used_gas")
    return m.gas.used


def random_seed(m: Machine, register: int) -> None:
    """Bytes that nobody can foresee."""
    m.pay("base")
    seed = m.known(m.context.random_seed, "random_seed")
    m.note.answer(seed)
    m.guest.set_register(register, seed)


def validator_stake(m: Machine, size: int, at: int, stake_at: int) -> None:
    """What a validator of this epoch has staked, 0 for others."""
    m.pay("base")
    account = m.guest.account(size, at)
    m.note.say(account=account)
    m.pay("validator_stake_base")
    _tell_amount(m, stake_at, m.known(m.context.stakes, "stakes", account).get(account, 0))


def validator_total_stake(m: Machine, stake_at: int) -> None:
    """What all validators of this epoch have staked."""
    m.pay("base")
    m.pay("validator_total_stake_base")
    _tell_amount(m, stake_at, m.known(m.context.total_stake, "total_stake"))


def _tell(m: Machine, register: int, text: str) -> None:
    m.note.answer(text)
    m.guest.set_register(register, text.encode())


def _tell_amount(m: Machine, at: int, amount: int) -> None:
    m.note.answer(amount)
    m.guest.write(at, amount.to_bytes(_AMOUNT_BYTES, "little"))
