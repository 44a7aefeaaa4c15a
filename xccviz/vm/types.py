"""What goes into a run and what comes out: context, state, outcome, host calls.

Amounts are ints (gas, yoctoNEAR), ids and hashes are bytes. Fields of `Context` that may be None are facts that not
every document tells: a run that looks at one ends with `NeedFact`, as one that reads an unknown key ends with
`NeedKey`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from xccviz.model.raw import Json
from xccviz.values import field, frozen

OutcomeStatus = Literal["value", "receipt", "failure"]
CodeKind = Literal["none", "local", "global_hash", "global_account"]
"""Where an account's code is, in the order of the numbers that `current_contract_code` returns."""

Readable = str | int | bytes | bool | None
"""An argument or result as it is to be read: what stood in memory or a register, not where it stood."""


class Need(Exception):  # noqa: N818 - the answer to it is to supply something: it is no error of the call
    """The run cannot go on without something that nobody supplied."""


class NeedKey(Need):
    """A key of the account's storage of which it is not known whether it is there."""

    def __init__(self, key: bytes) -> None:
        super().__init__(f"the storage key {key!r} is not known")
        self.key = key


class NeedFact(Need):
    """A member of the context that is not known; `name` is its name, `of` the account or id that was asked about."""

    def __init__(self, name: str, of: str | None = None) -> None:
        super().__init__(f"{name} is not known" + (f" of {of}" if of else ""))
        self.name, self.of = name, of


class NotSupported(Exception):  # noqa: N818 - what it names is missing here, nothing went wrong
    """A host function, or a rule of it, that this program cannot compute: nothing can be said about the call."""

    def __init__(self, name: str, why: str = "is not computed by this program") -> None:
        super().__init__(f"{name} {why}")
        self.name, self.why = name, why


@frozen
class Write:
    """A key of the storage before and after the call, in the order of the first write; None is absent.

    A key that was written and is as it was is listed too: the chain lists it among its changes (vm.md §5).
    """

    key: bytes
    old: bytes | None
    new: bytes | None


@frozen
class State:
    """What is known of the account's storage: None for a key known to be absent.

    With `whole` every key that is not here is absent. Else it is unknown, which is not the same.
    """

    values: Mapping[bytes, bytes | None] = field(default_factory=dict, hash=False)
    whole: bool = False

    def get(self, key: bytes) -> bytes | None:
        """The value of a key, None for one that is known to be absent. Raises NeedKey for one that is not known."""
        if key in self.values:
            return self.values[key]
        if self.whole:
            return None
        raise NeedKey(key)

    def after(self, writes: tuple[Write, ...]) -> State:
        """The state that the next action of the receipt sees."""
        return State({**self.values, **{write.key: write.new for write in writes}}, self.whole)


@frozen
class Context:
    """What a call is told about itself, its receipt, its account and its block (vm.md §5).

    `balance` is without `deposit`; `results` has None for a failed slot; `receivers` are who waits for the value (data
    id and account), given only to the last action of a receipt. `receipts_before` counts the indices that earlier
    actions of the same receipt took (receipts and resumes). `waiting` are data ids of yields of this account that
    wait, `yield_ids` its own yield ids → data ids. `trie_nodes` and `cached_trie_nodes`: how many nodes the chain
    charged; they are taken from the recorded profile, no answer of a node tells them otherwise (vm.md §1).
    """

    current_account_id: str
    predecessor_id: str
    signer_id: str
    signer_key: bytes
    """With its kind in front: 0 and 32 bytes, 1 and 64, 2 and 1,952."""
    receipt_id: bytes
    block_height: int
    args: bytes = b""
    deposit: int = 0
    prepaid_gas: int = 300_000_000_000_000
    timestamp_ns: int | None = None
    epoch_height: int | None = None
    balance: int | None = None
    locked: int | None = None
    storage_usage: int | None = None
    results: tuple[bytes | None, ...] = ()
    receivers: tuple[tuple[bytes, str], ...] = ()
    refund_to: str | None = None
    random_seed: bytes | None = None
    code: tuple[CodeKind, bytes] | None = None
    """Kind, and the code's hash or the account's name."""
    chain_id: str | None = None
    action_index: int = 0
    receipts_before: int = 0
    view: bool = False
    waiting: frozenset[bytes] | None = None
    yield_ids: Mapping[bytes, bytes] | None = field(default=None, hash=False)
    stakes: Mapping[str, int] | None = field(default=None, hash=False)
    total_stake: int | None = None
    trie_nodes: int = 0
    cached_trie_nodes: int = 0


@frozen
class MadeAction:
    """An action of a receipt that the call made: wire spelling of the kind, payload as a node's answer has it."""

    kind: str
    fields: Mapping[str, Json] = field(default_factory=dict, hash=False)

    @property
    def json(self) -> Json:
        """As it stands among the `actions` of a receipt in a node's answer."""
        return {self.kind: dict(self.fields)} if self.fields else self.kind


@frozen
class MadeReceipt:
    """A receipt that the call made.

    `index` is its number among all that the receipt made (`receipts_before` and resumes counted), from which
    `receipt_id` follows; `after` are places in `Outcome.receipts`, `input_data_ids` the data it waits for, one each
    (a yield waits for one that nobody is after). `delivers` are the data that its result becomes: id and receiver,
    with what the one that returned it owed.
    """

    index: int
    receipt_id: bytes
    receiver_id: str
    actions: tuple[MadeAction, ...]
    after: tuple[int, ...] = ()
    input_data_ids: tuple[bytes, ...] = ()
    delivers: tuple[tuple[bytes, str], ...] = ()
    refund_to: str | None = None
    is_yield: bool = False


@frozen
class Resume:
    """Data that the call gave to a yield. `earlier`: the yield was there before this receipt."""

    index: int
    data_id: bytes
    payload: bytes
    earlier: bool


@frozen
class Failure:
    """How the call failed. `kind` and `message` for people, `status` as the node says it under `ActionError.kind`."""

    kind: str
    message: str
    status: Json


@frozen
class Argument:
    """One argument of a host call, by name. `size`: how long it is where only its beginning is kept."""

    name: str
    value: Readable
    size: int | None = None


@frozen
class HostCall:
    """One call of a host function: `gas` is what it cost (given away included), `total` what was used before it.

    `receipt` is a place in `Outcome.receipts`, `slot` one among the results, `log` one among the logs, that it
    belongs to; `action` the place of an action in that receipt. `error`: why the run ended in it. `result_size`: how
    long the result is where only its beginning is kept. `costs`: what was burnt of `gas`, by cost.
    """

    n: int
    name: str
    args: tuple[Argument, ...] = ()
    result: Readable = None
    gas: int = 0
    total: int = 0
    receipt: int | None = None
    action: int | None = None
    slot: int | None = None
    log: int | None = None
    error: str | None = None
    result_size: int | None = None
    costs: Mapping[str, int] = field(default_factory=dict, hash=False)


@frozen
class Outcome:
    """What the call did, as far as a node would tell, and each host call of it.

    `value` and `returned` (a place in `receipts`) only where `status` says so; a call that returned nothing has the
    value b"". After a failure there are no receipts, resumes and writes, but logs and gas. `gas_used` counts what was
    given to the receipts, distributed weights included. `looked_at` are facts beside code, arguments, results and
    state that decided with it: names of host functions. `calls` are the first 20,000; of all of them are `read`, the
    keys that were looked up, and `refused`, the ids of yields that were found not to wait (`refused_own`: ids of the
    contract's own).
    """

    status: OutcomeStatus
    logs: tuple[str, ...] = ()
    value: bytes | None = None
    returned: int | None = None
    failure: Failure | None = None
    receipts: tuple[MadeReceipt, ...] = ()
    resumes: tuple[Resume, ...] = ()
    writes: tuple[Write, ...] = ()
    gas_burnt: int = 0
    gas_used: int = 0
    profile: Mapping[str, int] = field(default_factory=dict, hash=False)
    """Gas by cost, in the spelling of a node's profile; the costs together are `gas_burnt`."""
    balance: int | None = None
    storage_usage: int | None = None
    calls: tuple[HostCall, ...] = ()
    calls_left_out: int = 0
    looked_at: frozenset[str] = frozenset()
    read: frozenset[bytes] = frozenset()
    refused: frozenset[bytes] = frozenset()
    refused_own: frozenset[bytes] = frozenset()
