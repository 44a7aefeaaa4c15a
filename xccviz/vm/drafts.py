"""Receipts while a call makes them: promises, joins, data ids, yields, and the gas that is divided at the end.

    receipts   0 → a.near     1 → b.near     2 → me.near (after 0 and 1)
    promises   0   1   2 = and(0, 1)   3 = then(2)       a join is a promise without a receipt

Ids (vm.md §4): action = sha256(receipt ‖ height ‖ 2^64−1−index of the action), data = sha256(action ‖ height ‖ n)
with one n for yields and dependencies, receipt = sha256(receipt ‖ height ‖ index among all that the receipt made).
"""

from __future__ import annotations

from hashlib import sha256

from xccviz.model.raw import Json
from xccviz.values import field, frozen, mutable
from xccviz.vm import errors
from xccviz.vm.gas import MOST
from xccviz.vm.types import Context, MadeAction, MadeReceipt, Resume

_U64_BYTES = 8


def id_of(base: bytes, height: int, number: int) -> bytes:
    """An id that a node derives since protocol version 77: of a receipt, an action or data."""
    return sha256(
        base + height.to_bytes(_U64_BYTES, "little") + (number & MOST).to_bytes(_U64_BYTES, "little")
    ).digest()


@mutable
class DraftAction:
    """An action in the making. `size`: its bytes in a receipt (borsh), the kind included."""

    kind: str
    fields: dict[str, Json]
    size: int

    @property
    def made(self) -> MadeAction:
        """As it is once the call has ended."""
        return MadeAction(self.kind, self.fields)


@mutable
class Draft:
    """A receipt in the making. `after` are places of others, `delivers` what its result becomes."""

    receiver_id: str
    after: tuple[int, ...] = ()
    data_ids: tuple[bytes, ...] = ()
    actions: list[DraftAction] = field(default_factory=list)
    delivers: list[tuple[bytes, str]] = field(default_factory=list)
    refund_to: str | None = None
    is_yield: bool = False


@frozen
class Weighted:
    """A call that gets a share of the gas that is left."""

    receipt: int
    action: int
    weight: int


class Drafts:
    """All that one call makes. A promise is an int (a receipt) or a tuple of them (a join)."""

    def __init__(self, context: Context, most_promises: int) -> None:
        self._context, self._most = context, most_promises
        self.receipts: list[Draft] = []
        self.promises: list[int | tuple[int, ...]] = []
        self.resumed: list[tuple[bytes, bytes, bool]] = []
        self.action_hash = id_of(context.receipt_id, context.block_height, MOST - context.action_index)
        self._weights: list[Weighted] = []
        self._data_ids = 0
        self._yields: dict[bytes, int] = {}

    def promise(self, index: int) -> int | tuple[int, ...]:
        """What a promise stands for."""
        if index >= len(self.promises):
            raise errors.host("InvalidPromiseIndex", index)
        return self.promises[index]

    def receipt(self, index: int) -> tuple[int, bool]:
        """The receipt of a promise that is no join, and whether it goes to the account itself."""
        promise = self.promise(index)
        if isinstance(promise, tuple):
            raise errors.host("CannotAppendActionToJointPromise")
        return promise, self.receipts[promise].receiver_id == self._context.current_account_id

    def push(self, promise: int | tuple[int, ...]) -> int:
        """A new promise; counted after it is made, as a node does."""
        self.promises.append(promise)
        if len(self.promises) > self._most:
            raise errors.host("NumberPromisesExceeded", len(self.promises), self._most)
        return len(self.promises) - 1

    def create(self, receiver_id: str, after: tuple[int, ...]) -> int:
        """A new receipt, waiting for the results of others."""
        ids = tuple(self._data_id() for _ in after)
        for data_id, place in zip(ids, after, strict=True):
            self.receipts[place].delivers.append((data_id, receiver_id))
        self.receipts.append(Draft(receiver_id, after, ids))
        return len(self.receipts) - 1

    def create_yield(self) -> tuple[int, bytes]:
        """A receipt to the account itself that waits for one datum, whose id is given too."""
        data_id = self._data_id()
        self.receipts.append(Draft(self._context.current_account_id, (), (data_id,), is_yield=True))
        self._yields[data_id] = len(self.receipts) - 1
        return self._yields[data_id], data_id

    def has_yield(self, data_id: bytes) -> bool:
        """Whether a yield of this very call waits, or waited, for a datum."""
        return any(data_id in draft.data_ids for draft in self.receipts if not draft.after)

    def resume(self, data_id: bytes, payload: bytes, waits: bool, stays_yield: bool) -> bool:
        """Give a yield its datum: one that waited before, or one of this call. False where there is none."""
        if waits:
            self.resumed.append((data_id, payload, True))
            return True
        place = self._yields.pop(data_id, None)
        if place is None:
            return False
        self.receipts[place].is_yield = stays_yield
        self.resumed.append((data_id, payload, False))
        return True

    def append(self, receipt: int, kind: str, fields: dict[str, Json], size: int) -> int:
        """One more action of a receipt; its place there. `size`: of its payload (borsh)."""
        actions = self.receipts[receipt].actions
        actions.append(DraftAction(kind, fields, 1 + size))
        return len(actions) - 1

    def weigh(self, receipt: int, action: int, weight: int) -> None:
        """A call takes part in the division of what is left."""
        if weight:
            self._weights.append(Weighted(receipt, action, weight))

    def distribute(self, left: int) -> int:
        """Divide the gas that is left among the weighted calls: ⌊left × weight / Σ⌋, the rest to the last. What of it
        was given away: all, or nothing."""
        total = sum(each.weight for each in self._weights)
        if not total or not left:
            return 0
        shares = [left * each.weight // total for each in self._weights]
        shares[-1] += left - sum(shares)
        for each, share in zip(self._weights, shares, strict=True):
            call = self.receipts[each.receipt].actions[each.action].fields
            gas = call["gas"]
            assert isinstance(gas, int)
            call["gas"] = gas + share
        return left

    def made(self, returned: int | None) -> tuple[MadeReceipt, ...]:
        """The receipts as the chain sees them. The one that is returned answers who waited for the call's own value."""
        return tuple(self._made(place, draft, place == returned) for place, draft in enumerate(self.receipts))

    def resumes(self) -> tuple[Resume, ...]:
        """Data for yields; each takes an index after the receipts (vm.md §4)."""
        first = self._context.receipts_before + len(self.receipts)
        return tuple(Resume(first + n, *each) for n, each in enumerate(self.resumed))

    def _made(self, place: int, draft: Draft, is_returned: bool) -> MadeReceipt:
        index = self._context.receipts_before + place
        return MadeReceipt(
            index,
            id_of(self._context.receipt_id, self._context.block_height, index),
            draft.receiver_id,
            tuple(action.made for action in draft.actions),
            draft.after,
            draft.data_ids,
            (*draft.delivers, *(self._context.receivers if is_returned else ())),
            draft.refund_to,
            draft.is_yield,
        )

    def _data_id(self) -> bytes:
        self._data_ids += 1
        return id_of(self.action_hash, self._context.block_height, self._data_ids - 1)
