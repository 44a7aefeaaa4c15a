"""Everything that host functions work on during one call, in one place."""

from __future__ import annotations

from typing import TypeVar

from xccviz.values import field, mutable
from xccviz.vm import errors
from xccviz.vm.drafts import Drafts
from xccviz.vm.gas import MOST, Gas
from xccviz.vm.guest import Guest
from xccviz.vm.prices import Prices
from xccviz.vm.types import Context, NeedFact, Readable, State, Write

_T = TypeVar("_T")


@mutable
class Note:
    """What a host function says of its call while it runs, so that people can read it."""

    args: dict[str, Readable] = field(default_factory=dict)
    result: Readable = None
    has_result: bool = False
    receipt: int | None = None
    action: int | None = None
    slot: int | None = None
    log: int | None = None

    def say(self, **args: Readable) -> None:
        """Arguments by name, in order."""
        self.args.update(args)

    def answer(self, result: Readable) -> None:
        """What it really gave, where that went into a register or memory."""
        self.result, self.has_result = result, True


class Storage:
    """The account's keys during the call: what was known, under what was written."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._written: dict[bytes, Write] = {}
        self.read: set[bytes] = set()
        """Keys that were looked up: by a call that went so far, in what was there before."""

    def get(self, key: bytes) -> bytes | None:
        """A key's value now. Raises NeedKey where it is not known."""
        write = self._written.get(key)
        if write is not None:
            return write.new
        value = self._state.get(key)
        self.read.add(key)
        return value

    def put(self, key: bytes, value: bytes | None) -> None:
        """Write or remove a key."""
        write = self._written.get(key)
        self._written[key] = Write(key, write.old if write else self.get(key), value)

    def writes(self) -> tuple[Write, ...]:
        """Keys as they were and are, in the order of their first write."""
        return tuple(self._written.values())


class Machine:
    """One call in the making: what it was told, what it costs, what it has done so far."""

    def __init__(self, context: Context, state: State, prices: Prices) -> None:
        self.context, self.prices = context, prices
        self.gas = Gas(context.prepaid_gas, prices.limits["max_gas_burnt"], context.view)
        self.guest = Guest(prices, self.gas)
        self.drafts = Drafts(context, prices.limits["max_promises_per_function_call_action"])
        self.storage = Storage(state)
        self.logs: list[str] = []
        self.log_bytes = 0
        self.value: bytes | None = None
        self.returned: int | None = None
        self.given_away = 0
        self.usage_change = 0
        self.trie_paid = False
        self.own_yield_ids: dict[bytes, bytes] = {}
        self.refused: set[bytes] = set()
        self.refused_own: set[bytes] = set()
        self.note = Note()

    # what it costs

    def pay(self, cost: str, times: int = 1) -> None:
        """Burn a cost so many times."""
        self.guest.pay(cost, times)

    def pay_action(self, name: str, to_self: bool, times: int = 1) -> None:
        """Burn the sending and promise the execution of an action, so many times."""
        fee = self.prices.fee(name)
        send = fee.send(to_self) * times
        if send + fee.execution * times > MOST:
            raise errors.host("IntegerOverflow")
        self.gas.pay_action(name, send, send + fee.execution * times)

    def pay_receipt(self, to_self: bool, waits: list[bool]) -> None:
        """The fee of a receipt, and for each that it waits for, of carrying the data (`waits`: is it to oneself?)."""
        fee, data = self.prices.fee("new_action_receipt"), self.prices.fee("new_data_receipt_base")
        burn = fee.send(to_self) + sum(data.send(own) + data.execution for own in waits)
        self.gas.pay_action("new_action_receipt", burn, burn + fee.execution)

    def start(self, name: str) -> None:
        """What functions begin with that a view call must not use; `name` as the error has it."""
        self.pay("base")
        self.no_view(name)

    def no_view(self, name: str) -> None:
        """Refuse in a view call."""
        if self.context.view:
            raise errors.host("ProhibitedInView", name)

    # what it was told

    def known(self, value: _T | None, name: str, of: str | None = None) -> _T:
        """A fact of the context. Raises NeedFact where nobody knows it."""
        if value is None:
            raise NeedFact(name, of)
        return value

    @property
    def balance(self) -> int:
        """What the account has now: before the call, with the deposit, less what was given away."""
        before = self.known(self.context.balance, "balance")
        return before + self.context.deposit - self.given_away

    @property
    def storage_usage(self) -> int:
        """Bytes that the account pays for now."""
        return self.known(self.context.storage_usage, "storage_usage") + self.usage_change

    def give(self, amount: int, subsidised: bool = False) -> None:
        """Take a deposit from the account. One yocto is free to an empty one where `subsidised` (since version 85)."""
        if not amount:
            return
        balance = self.balance
        if amount > balance:
            free = self.prices.switches.get("one_yocto_on_promise", False)
            if subsidised and free and amount == 1 and balance == 0:
                return
            raise errors.host("BalanceExceeded")
        self.given_away += amount
