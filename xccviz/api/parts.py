"""What receipts and transactions consist of, as frozen values: they hold no receipt themselves."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from xccviz.analysis.types import ActionResult, GasLedger, VerdictCode
from xccviz.decode.types import Decoded
from xccviz.model.raw import Json
from xccviz.model.trace import Action as WireAction
from xccviz.values import field, frozen

Answer = Any
"""A value as `json.loads` gives it."""


def bytes_of(decoded: Decoded | None) -> bytes | None:
    """The bytes themselves, None where there are none."""
    return decoded.raw if decoded is not None else None


def json_of(decoded: Decoded | None) -> Answer:
    """What the bytes mean as JSON (or to a decoder that knows them), None where they are none. A copy: changing it
    changes nothing here."""
    return deepcopy(decoded.value) if decoded is not None else None


def shortened(text: str, longest: int = 80) -> str:
    """A text for a `repr`: on one line, and not too long."""
    return repr(text if len(text) <= longest else f"{text[:longest]}…")


@frozen
class Verdict:
    """How the transaction ended. `code` is for programs, `title` one short sentence, `explanation` a few more or "";
    `result` the bytes that it returned, None where it returned none or none is known."""

    code: VerdictCode
    title: str
    explanation: str
    result: bytes | None
    _decoded: Decoded | None = field(default=None, compare=False, repr=False)

    @property
    def result_json(self) -> Answer:
        """The result as JSON, None where it is none."""
        return json_of(self._decoded)

    def __repr__(self) -> str:
        """The code and the title."""
        return f"<Verdict {self.code}: {shortened(self.title)}>"


@frozen
class Failure:
    """Why something failed. `title`: one short line; `explanation` and `hint` in sentences, "" where there is nothing
    to say; `raw`: the chain's own value of `Failure`, as JSON."""

    title: str
    explanation: str
    hint: str
    _raw: Json = field(default=None, repr=False, hash=False)

    @property
    def raw(self) -> Answer:
        """The chain's own value of `Failure`. A copy."""
        return deepcopy(self._raw)

    def __repr__(self) -> str:
        """The title."""
        return f"<Failure {shortened(self.title)}>"


@frozen
class Cost:
    """One line of a gas profile: `gas` units that went into `cost`, of `category` ACTION_COST or WASM_HOST_COST."""

    category: str
    cost: str
    gas: int


@frozen
class Gas:
    """Where the gas of one receipt went, in gas units (1 Tgas = 10**12); None where it is not known, never 0.

    `burnt` = `execution_fees` + `contract` + `send_fees`. `attached`: what its function calls were given. `forwarded`:
    what went on to receipts that it made. `unspent`: what is left of all that; `refund_gas`: what came back of it;
    `reconciles`: whether the two are equal. `profile`: what the node says of where it was burnt, in the form
    `profile_version`.
    """

    burnt: int | None
    attached: int | None
    execution_fees: int | None
    contract: int | None
    send_fees: int | None
    forwarded: int | None
    unspent: int | None
    refund_gas: int | None
    reconciles: bool | None
    profile_version: int | None
    profile: tuple[Cost, ...]

    def __repr__(self) -> str:
        """What was burnt and attached."""
        return f"<Gas burnt={self.burnt} attached={self.attached}>"


def gas_of(ledger: GasLedger) -> Gas:
    """The gas of a receipt."""
    return Gas(
        burnt=ledger.burnt,
        attached=ledger.attached,
        execution_fees=ledger.execution_fees,
        contract=ledger.contract,
        send_fees=ledger.send_fees,
        forwarded=ledger.forwarded,
        unspent=ledger.unspent,
        refund_gas=ledger.refund_gas,
        reconciles=ledger.reconciles,
        profile_version=ledger.profile_version,
        profile=tuple(Cost(entry.category, entry.cost, entry.gas) for entry in ledger.profile),
    )


@frozen
class Event:
    """An event that a contract told of in a log line (NEP-297). `reverted`: its receipt failed, it did not happen."""

    standard: str
    version: str | None
    event: str
    reverted: bool
    _data: Json = field(default=None, repr=False, hash=False)

    @property
    def data(self) -> Answer:
        """What the event carries, as JSON. A copy."""
        return deepcopy(self._data)

    def __repr__(self) -> str:
        """Its standard and name."""
        return f"<Event {shortened(f'{self.standard}:{self.event}')}{' reverted' if self.reverted else ''}>"


@frozen
class Action:
    """One action of a receipt. `kind` as on the wire (`FunctionCall`, `Transfer` …); `method_name`, `args` (bytes) and
    `gas` (gas units) of function calls only; `deposit` in yoctoNEAR where its kind has one; `result`: how it went."""

    index: int
    kind: str
    method_name: str | None
    args: bytes | None
    gas: int | None
    deposit: int | None
    result: ActionResult
    _decoded: Decoded | None = field(default=None, compare=False, repr=False)
    _fields: Json = field(default=None, repr=False, hash=False)

    @property
    def args_json(self) -> Answer:
        """The arguments as JSON, None where they are none. A copy."""
        return json_of(self._decoded)

    @property
    def fields(self) -> dict[str, Answer]:
        """What else the action says, under the names of the wire. A copy."""
        return dict(deepcopy(self._fields)) if isinstance(self._fields, dict) else {}

    def __repr__(self) -> str:
        """What it is, and how it went."""
        called = f" {shortened(self.method_name)}" if self.method_name is not None else ""
        return f"<Action {self.kind}{called} {self.result}>"


def action_of(action: WireAction, args: Decoded | None, result: ActionResult) -> Action:
    """One action with its answers."""
    return Action(
        index=action.index,
        kind=action.kind,
        method_name=action.method_name,
        args=bytes_of(args) if args is not None else action.args,
        gas=action.gas,
        deposit=action.deposit,
        result=result,
        _decoded=args,
        _fields=dict(action.fields),
    )
