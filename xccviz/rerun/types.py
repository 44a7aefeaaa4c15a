"""Values of a replay: what is asked, what is missing, what differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from xccviz.model.raw import Json, RawDocument
from xccviz.values import field, frozen
from xccviz.vm.prices import Prices
from xccviz.vm.types import Context, HostCall, Outcome, State, Write

Request = tuple[str, Json]
Ask = Callable[[Sequence[Request]], Sequence[RawDocument]]
"""Asks a node; what it does not have is left out."""
Call = Callable[[bytes, str, Context, State, Prices], Outcome]
"""Runs one method, as `Sandbox.call` does."""

NO_CODE = "1" * 32
"""The code hash of an account without a contract."""

Lack = Literal["key", "code", "slot", "block", "receipt", "profile", "fact", "function", "run"]
"""What is missing: a key of the storage, a contract's code, a promise result, the executing block, a receipt that was
made, the gas profile, another fact (its name says which), a host function that this program does not compute, the end
of a changed run (its name says why it could not be ended here)."""


@frozen
class Missing:
    """Something without which nothing can be said. `name`: the key, slot or fact; `account`: whose it is; `asked`: it
    was asked for, and nobody had it; `given`: the hash of code that was given for it, which is another one's;
    `troubles`: of those that were asked, a line each; `doubtful`: answers tell it unlike."""

    what: Lack
    name: bytes | str = ""
    account: str | None = None
    asked: bool = False
    given: str | None = None
    troubles: tuple[str, ...] = ()
    doubtful: bool = False

    @property
    def can_be_given(self) -> bool:
        """Whether anybody could give it: not what the program can't compute, nor what is nowhere."""
        return self.what not in ("function", "profile") and (self.what, self.name) != ("code", NO_CODE)


class Lacking(Exception):  # noqa: N818 - what it names is missing, nothing went wrong
    """The run cannot go on without these."""

    def __init__(self, *missing: Missing) -> None:
        super().__init__(", ".join(f"{one.what} {one.name!r}" for one in missing))
        self.missing = missing


@frozen
class Made:
    """A receipt that was made: payload of actions as a node's answer has it; `after`: places among the others. Of one
    that no document describes there is the id alone: `receiver_id` is None."""

    receipt_id: str
    receiver_id: str | None
    actions: tuple[Json, ...]
    after: tuple[int, ...] = ()
    input_data_ids: tuple[str, ...] = ()
    delivers: tuple[tuple[str, str | None], ...] = ()
    refund_to: str | None = None
    is_yield: bool = False


@frozen
class Ended:
    """How a call failed: the node's kind and text, and what stands under `ActionError.kind`; which action it was."""

    kind: str
    message: str
    status: Json
    action: int | None = None


@frozen
class Result:
    """What a receipt's calls did: by the node or here. `burnt` is what the calls burnt, the costs of `profile`
    together (without the receipt's own execution fees). `writes` and `profile` are None where nothing tells."""

    status: Literal["value", "receipt", "failure"]
    logs: tuple[str, ...] = ()
    value: bytes | None = None
    returned: int | None = None
    error: Ended | None = None
    receipts: tuple[Made, ...] = ()
    writes: tuple[Write, ...] | None = None
    profile: Mapping[str, int] | None = field(default=None, hash=False)

    @property
    def burnt(self) -> int | None:
        """Gas of the calls; None without a profile."""
        return None if self.profile is None else sum(self.profile.values())


@frozen
class Difference:
    """`what` is a path: `logs[2]`, `receipts[0].actions`, `gas.BASE`, `value`. None on a side: it has none there."""

    what: str
    left: Json
    right: Json


@frozen
class Changes:
    """What is to be different: of the action that is looked at, and of what is around it."""

    slots: Mapping[int, bytes | None] = field(default_factory=dict, hash=False)
    args: bytes | None = None
    deposit: int | None = None
    gas: int | None = None
    code: bytes | None = None
    values: Mapping[bytes, bytes | None] = field(default_factory=dict, hash=False)

    @property
    def any(self) -> bool:
        """Whether anything is."""
        single = (self.args, self.deposit, self.gas, self.code)
        return bool(self.slots or self.values) or any(value is not None for value in single)


Assumption = Literal[
    "order",
    "yields",
    "growth",
    "version",
    "balance",
    "supplied",
    "other_block",
    "unlike",
    "trie",
    "trie_changed",
    "failed_after",
]
"""What no document says, and what was taken for it: the order of changes inside the block, whether yields wait, how
growing memory was paid, the protocol version by the block's maker, that nothing else touched the account, that what
was given by hand is what was there (`other_block`: it is a state file of another block; `unlike`: of which documents
tell something else), how many nodes of the trie were touched (by the recorded profile), that a what-if which writes
other keys touches as many, and that a call ended as it does here of which the node failed the receipt later, for
something else (`failed_after`)."""


@frozen
class Ran:
    """A receipt run here. `before`: keys that were looked at, as the receipt found them; `calls`: host calls of the
    action that is looked at; `loaded`: bytes of the code that it runs, and the gas that loading it burnt; `looked_at`:
    further facts that decided with it; `assumed`: see Assumption; `acted`: which of `outcomes` is that action's."""

    result: Result
    outcomes: tuple[Outcome, ...]
    before: Mapping[bytes, bytes | None] = field(hash=False)
    calls: tuple[HostCall, ...] = ()
    calls_left_out: int = 0
    looked_at: frozenset[str] = frozenset()
    assumed: frozenset[Assumption] = frozenset()
    loaded: tuple[int, int] = (0, 0)
    acted: int = 0
