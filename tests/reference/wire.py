"""One recorded transaction as the wire says it, read without a line of xccviz: what the self-check compares with.

It follows protocol.md §11.1 (the reference implementation) and §2.9 (derivation of ids) and knows the RPC's shape, an
indexer's (`receipts: [{receipt, execution_outcome}]`) and documents that carry further receipts (chunks, single ones).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_MAKE_NOTHING = {
    "CreateAccount", "DeployContract", "Transfer", "Stake", "AddKey", "DeleteKey", "DeleteAccount",
    "DeployGlobalContract", "DeployGlobalContractByAccountId", "UseGlobalContract", "UseGlobalContractByAccountId",
    "DeterministicStateInit", "TransferToGasKey", "WithdrawFromGasKey", "UniversalStateInit",
}  # fmt: skip
"""Actions that make no receipt but refunds and payouts (§5.1)."""
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}


def b58decode(text: str) -> bytes:
    """Bytes of base58 text; KeyError for another letter."""
    number = 0
    for letter in text:
        number = number * 58 + _VALUES[letter]
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def b58encode(data: bytes) -> str:
    """Base58 text of bytes."""
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = _ALPHABET[rest] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def derive(base: str, salt: int, *, height: int | None = None, block_hash: str | None = None) -> str:
    """sha256(base ‖ height or block hash ‖ salt): the `salt`-th id made by `base` (§2.9; height from version 77 on)."""
    middle = height.to_bytes(8, "little") if height is not None else b58decode(block_hash or "")
    return b58encode(hashlib.sha256(b58decode(base) + middle + (salt % 2**64).to_bytes(8, "little")).digest())


def kind_of(outcome: Any) -> str:
    """`Failure`, `SuccessReceiptId`, `SuccessValue` or `Unknown` of an outcome with id.

    Documents of 2019 hold both success members, the one that does not apply empty.
    """
    status = outcome["outcome"]["status"] if outcome else None
    if isinstance(status, dict):
        if status.get("Failure") is not None:
            return "Failure"
        if status.get("SuccessReceiptId"):
            return "SuccessReceiptId"
        if "SuccessValue" in status and decoded(status["SuccessValue"]) is not None:
            return "SuccessValue"
    return "Unknown"


def decoded(text: Any) -> bytes | None:
    """Bytes of base64 text; None for what is none (altered documents)."""
    try:
        return base64.b64decode(text or "", validate=True)
    except (ValueError, TypeError):
        return None


def action_kind(action: Any) -> str:
    """`CreateAccount` (a bare string) or the only key."""
    return action if isinstance(action, str) else next(iter(action))


def action_body(action: Any) -> Any:
    """The payload of an action, {} for a bare string."""
    return {} if isinstance(action, str) else next(iter(action.values()))


def inner_delegate(action: Any) -> Any:
    """What a Delegate or DelegateV2 carries, else None."""
    if action_kind(action) not in ("Delegate", "DelegateV2"):
        return None
    inner = action_body(action)["delegate_action"]
    return inner.get("V2", inner)


def deposit_of(action: Any) -> int:
    """YoctoNEAR that an action moves to the receiver."""
    body = action_body(action)
    return int(body.get("deposit") or 0) if isinstance(body, dict) else 0


def gas_of(action: Any) -> int:
    """Gas attached by an action, inner actions of a Delegate included."""
    inner = inner_delegate(action)
    if inner is not None:
        return sum(gas_of(each) for each in inner["actions"])
    return int(action_body(action)["gas"]) if action_kind(action) == "FunctionCall" else 0


@dataclass(frozen=True)
class Awaited:
    """One slot as the wire tells it: `holders` of its data id, the chain from the awaited receipt to the last visible
    holder, and `producer`, None when that one forwarded to something that is not visible."""

    data_id: str
    holders: tuple[str, ...]
    chain: tuple[str, ...]
    producer: str | None


@dataclass
class Wire:
    """Everything documents say about one transaction. `heights` by block hash: height, and where known parent_gas_price
    (yoctoNEAR per gas), timestamp_nanosec. `protocol` is the version the recording was made with, None unknown."""

    transaction: dict[str, Any]
    tx_outcome: dict[str, Any] | None
    outcomes: dict[str, dict[str, Any]]
    order: list[str]
    listed_receipts: dict[str, dict[str, Any]]
    data: dict[str, dict[str, Any]]
    side: dict[str, dict[str, Any]]
    heights: Mapping[str, Mapping[str, Any]]
    protocol: int | None
    status: Any
    final: str | None
    has_receipts: bool
    rpc_order: bool
    synthesized: set[str] = field(default_factory=set)

    @property
    def hash(self) -> str:
        """The transaction's hash."""
        return str(self.transaction["hash"])

    @cached_property
    def everything(self) -> dict[str, dict[str, Any]]:
        """All outcomes by id, the transaction's first."""
        own = {self.hash: self.tx_outcome} if self.tx_outcome else {}
        return {**own, **self.outcomes}

    @cached_property
    def receipts(self) -> dict[str, dict[str, Any]]:
        """Action receipts by id: listed ones, side documents that an outcome lists, and the first one rebuilt."""
        ids = {child for outcome in self.everything.values() for child in outcome["outcome"]["receipt_ids"]}
        found = {i: r for i, r in self.listed_receipts.items() if "Action" in (r.get("receipt") or {})}
        found.update(
            {i: r for i, r in self.side.items() if i in ids and "Action" in r["receipt"] and i not in found}
        )
        prices = [  # I6: all receipts of a transaction but refunds have one price
            r["receipt"]["Action"].get("gas_price") for r in found.values() if r["predecessor_id"] != "system"
        ]
        for first in (self.tx_outcome or {"outcome": {"receipt_ids": []}})["outcome"]["receipt_ids"][:1]:
            if first not in found:
                self.synthesized.add(first)
                found[first] = {
                    "receipt_id": first,
                    "predecessor_id": self.transaction["signer_id"],
                    "receiver_id": self.transaction["receiver_id"],
                    "receipt": {
                        "Action": {
                            "signer_id": self.transaction["signer_id"],
                            "signer_public_key": self.transaction.get("public_key"),
                            "gas_price": next(iter(prices), None),
                            "input_data_ids": [],
                            "output_data_receivers": [],
                            "actions": self.transaction["actions"],
                        }
                    },
                }
        return found

    @cached_property
    def parent(self) -> dict[str, str]:
        """Receipt id → the first id that lists it."""
        found: dict[str, str] = {}
        for creator, outcome in self.everything.items():
            for child in outcome["outcome"]["receipt_ids"]:
                found.setdefault(child, creator)
        return found

    @cached_property
    def listed(self) -> set[str]:
        """Every id that must be a node: the transaction, all receipt_ids, receipts and outcomes."""
        return {self.hash, *self.parent, *self.listed_receipts, *self.everything}

    def action(self, receipt_id: str) -> Any:
        """The `Action` of a receipt, None when it is not visible."""
        receipt = self.receipts.get(receipt_id)
        return receipt["receipt"]["Action"] if receipt else None

    def children(self, receipt_id: str) -> list[str]:
        """`receipt_ids` of an outcome, [] without one."""
        outcome = self.everything.get(receipt_id)
        return list(outcome["outcome"]["receipt_ids"]) if outcome else []

    def status_kind(self, receipt_id: str | None) -> str | None:
        """`kind_of` its outcome, None without an outcome."""
        outcome = self.everything.get(receipt_id or "")
        return kind_of(outcome) if outcome else None

    def ran(self, receipt_id: str | None) -> bool:
        """Whether it has an outcome other than the wire's `Unknown`."""
        return self.status_kind(receipt_id) not in (None, "Unknown")

    def from_system(self, receipt_id: str) -> bool:
        """A refund or payout."""
        receipt = self.receipts.get(receipt_id)
        return receipt is not None and receipt["predecessor_id"] == "system"

    def gives_back(self, receipt_id: str) -> bool:
        """The same, also without its receipt: gas that cost nothing tells where gas had a price."""
        if receipt_id in self.receipts:
            return self.from_system(receipt_id)
        if self._made_no_promise(self.parent.get(receipt_id)):
            return True
        if self.final == "EXECUTED" and receipt_id not in self.everything:
            return self.parent.get(receipt_id) in self.outcomes  # all but refunds has run (§1.2)
        ran = (self.everything.get(receipt_id) or {}).get("outcome") or {}
        free = ran.get("gas_burnt") is not None and ran.get("tokens_burnt") == "0"
        quiet = not ran.get("receipt_ids") and not ran.get("logs") and self.ran(receipt_id)
        return free and quiet and receipt_id != self.hash and self._priced()

    def _made_no_promise(self, creator: str | None) -> bool:
        """A receipt that failed sends none (§2.7); one that succeeded only by a call, which pays for each."""
        if creator is None or creator == self.hash or not self.ran(creator):
            return False
        if self.status_kind(creator) == "Failure":
            return True
        made = self.action(creator)
        if made is None:
            return False
        kinds = {action_kind(action) for action in made["actions"]}
        if kinds <= _MAKE_NOTHING:
            return True
        meta = self.everything[creator]["outcome"].get("metadata") or {}
        paid = {entry["cost"] for entry in meta.get("gas_profile") or ()}
        listed = meta.get("version") in (3, 4) and meta.get("gas_profile") is not None
        return listed and kinds <= _MAKE_NOTHING | {"FunctionCall"} and "NEW_ACTION_RECEIPT" not in paid

    def _priced(self) -> bool:
        outcomes = (outcome.get("outcome") or {} for outcome in self.everything.values())
        return any(int(outcome.get("tokens_burnt") or 0) for outcome in outcomes)

    def is_yield(self, receipt_id: str) -> bool:
        """A receipt that waits for a resume."""
        return bool((self.action(receipt_id) or {}).get("is_promise_yield"))

    def block_of(self, receipt_id: str | None) -> Mapping[str, Any] | None:
        """What is known of the block in which it ran."""
        outcome = self.everything.get(receipt_id or "")
        if outcome is None:
            return None
        if outcome.get("block_height") is not None:
            return {"height": outcome["block_height"], "timestamp_nanosec": outcome.get("block_timestamp")}
        return self.heights.get(outcome.get("block_hash") or "")

    def height(self, receipt_id: str | None) -> int | None:
        """The height at which it ran."""
        block = self.block_of(receipt_id)
        return int(block["height"]) if block else None

    def price(self, receipt_id: str) -> int | None:
        """The market price its gas was burnt at: the parent header's (protocol.md §1.5)."""
        block = self.block_of(receipt_id)
        price = block.get("parent_gas_price") if block else None
        return int(price) if price is not None else None

    @cached_property
    def forward(self) -> dict[str, str]:
        """Receipt id → the receipt it returned."""
        return {
            i: o["outcome"]["status"]["SuccessReceiptId"]
            for i, o in self.outcomes.items()
            if kind_of(o) == "SuccessReceiptId"
        }

    @cached_property
    def _holders(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for receipt_id, receipt in self.receipts.items():
            for entry in receipt["receipt"]["Action"]["output_data_receivers"]:
                found.setdefault(entry["data_id"], []).append(receipt_id)
        return found

    @cached_property
    def inputs(self) -> dict[str, tuple[str, int]]:
        """Data id → the callback or yield that waits for it, and its slot."""
        return {
            data_id: (receipt_id, slot)
            for receipt_id, receipt in self.receipts.items()
            for slot, data_id in enumerate(receipt["receipt"]["Action"]["input_data_ids"])
        }

    @cached_property
    def slots(self) -> dict[str, tuple[Awaited, ...]]:
        """The slots of every callback and yield (protocol.md §2.5)."""
        return {
            receipt_id: tuple(
                self._slot(data_id) for data_id in receipt["receipt"]["Action"]["input_data_ids"]
            )
            for receipt_id, receipt in self.receipts.items()
            if receipt["receipt"]["Action"]["input_data_ids"]
        }

    def _slot(self, data_id: str) -> Awaited:
        holders = self._holders.get(data_id, [])
        targets = {self.forward.get(holder) for holder in holders}
        first = [holder for holder in holders if holder not in targets]
        if len(first) != 1:
            return Awaited(data_id, tuple(holders), (), None)
        chain = [first[0]]
        while (following := self.forward.get(chain[-1])) in holders and following not in chain:
            chain.append(str(following))
        producer = None if chain[-1] in self.forward else chain[-1]
        return Awaited(data_id, tuple(holders), tuple(chain), producer)

    def end_of_chain(self) -> str | None:
        """The id at which the SuccessReceiptId chain from the transaction ends; None when it leads out of sight."""
        here, seen = self.hash, set()
        while here in self.everything and here not in seen:
            seen.add(here)
            if self.status_kind(here) != "SuccessReceiptId":
                return here if self.ran(here) else None
            here = self.everything[here]["outcome"]["status"]["SuccessReceiptId"]
        return None

    @cached_property
    def whole(self) -> bool:
        """Every listed id has its receipt and its outcome."""
        return self.tx_outcome is not None and all(
            i == self.hash or (i in self.receipts and self.ran(i)) or i in self.data for i in self.listed
        )


def read_wire(
    answer: Any,
    heights: Mapping[str, Mapping[str, Any]] | None = None,
    protocol: int | None = None,
    side: Iterable[Any] = (),
) -> Wire:
    """Read an envelope, a bare result, or an indexer's element; `side` are payloads of chunks and single receipts."""
    body = answer.get("result", answer) if "transaction" not in answer else answer
    indexed = "execution_outcome" in body
    own = body.get("execution_outcome") if indexed else body.get("transaction_outcome")
    if indexed:
        outcomes = [pair["execution_outcome"] for pair in body["receipts"] if pair.get("execution_outcome")]
        receipts = [pair["receipt"] for pair in body["receipts"] if pair.get("receipt")]
        receipts += body.get("data_receipts") or []
    else:
        outcomes, receipts = body.get("receipts_outcome") or [], body.get("receipts") or []
    around = {}
    for payload in side:
        for receipt in payload.get("receipts") or ([payload] if "receipt_id" in payload else []):
            around[receipt["receipt_id"]] = receipt
    data = {r["receipt_id"]: r for r in receipts if "Data" in (r.get("receipt") or {})}
    return Wire(
        transaction=body["transaction"],
        tx_outcome=own,
        outcomes={outcome["id"]: outcome for outcome in outcomes},
        order=[outcome["id"] for outcome in outcomes],
        listed_receipts={receipt["receipt_id"]: receipt for receipt in receipts},
        data=data,
        side=around,
        heights=heights or {},
        protocol=protocol,
        status=body.get("status"),
        final=body.get("final_execution_status"),
        has_receipts=indexed or body.get("receipts") is not None,
        rpc_order=not indexed and "status" in body,
    )


def value_of(outcome: Any) -> bytes:
    """The bytes of a SuccessValue."""
    return base64.b64decode(outcome["outcome"]["status"]["SuccessValue"] or "")
