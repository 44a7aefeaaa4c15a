"""A transaction with its receipts and outcomes, parsed but not yet interpreted (protocol.md §1.2, §5).

    Transaction ─ outcome ─ receipt_ids ─> ActionReceipt ─ outcome ─ receipt_ids ─> …
                                           DataReceipt (only where a document carries it)

Unknown variants keep their raw JSON; nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from xccviz.model.action_kinds import KINDS, ActionKind
from xccviz.model.errors import Problem
from xccviz.model.ids import SYSTEM
from xccviz.model.raw import Json, JsonObject, count_of, object_of
from xccviz.values import field, follows, frozen


@frozen
class Delegated:
    """The inner part of a Delegate or DelegateV2 action (protocol.md §2.12): what the user signed."""

    sender_id: str
    receiver_id: str
    actions: tuple[Action, ...]
    raw: Json


@frozen
class Action:
    """One action of a receipt or transaction. `kind` is the wire spelling, `Unknown` ones included.

    `method_name`, `args` (bytes as sent) and `gas` (gas units) only for FunctionCall; `deposit` in yoctoNEAR where
    the kind has one; `fields` the rest of the payload under wire names; `delegate` for meta-transactions.
    """

    index: int
    kind: str
    fields: Mapping[str, Json]
    method_name: str | None = None
    args: bytes | None = None
    gas: int | None = None
    deposit: int | None = None
    delegate: Delegated | None = None
    raw: Json = None
    row: ActionKind = follows(lambda action: KINDS[action.kind])
    """What is known of its kind."""


@frozen
class DataReceiver:
    """One entry of `output_data_receivers`: who gets the result under which id (None: the document lacks it)."""

    data_id: str
    receiver_id: str | None


@frozen
class ActionReceipt:
    """An action receipt. `gas_price` in yoctoNEAR per gas (None: unknown). `synthesized`: rebuilt from the
    transaction because nodes leave the local first receipt out (protocol.md R1.3). `where`: its place in its document.
    """

    receipt_id: str
    predecessor_id: str
    receiver_id: str
    signer_id: str | None
    signer_public_key: str | None
    gas_price: int | None
    actions: tuple[Action, ...]
    input_data_ids: tuple[str, ...]
    output_data_receivers: tuple[DataReceiver, ...]
    is_promise_yield: bool
    refund_to: str | None
    synthesized: bool = False
    raw: Json = None
    where: str = ""
    from_system: bool = follows(lambda receipt: receipt.predecessor_id == SYSTEM)
    """Whether it is a refund or payout, which `system` sends (protocol.md §2.10)."""

    @property
    def deposit(self) -> int:
        """YoctoNEAR that its actions carry."""
        return sum(action.deposit or 0 for action in self.actions)


@frozen
class DataReceipt:
    """A data receipt, or a promise resume. `data` None means the promise failed (or a yield timed out)."""

    receipt_id: str
    predecessor_id: str
    receiver_id: str
    data_id: str
    data: bytes | None
    is_promise_resume: bool
    raw: Json = None


@frozen
class UnknownReceipt:
    """A receipt that is neither Action nor Data: a GlobalContractDistribution, or a kind of the future."""

    receipt_id: str
    predecessor_id: str | None
    receiver_id: str | None
    kind: str
    raw: Json = None


Receipt = ActionReceipt | DataReceipt | UnknownReceipt


StatusKind = Literal["success_value", "success_receipt", "failure", "unknown"]


@frozen
class ExecutionStatus:
    """How an outcome ended: `value` for success_value (None: it is not told), `receipt_id` for success_receipt,
    `failure` (the raw value of `Failure`) for failure; `unknown` for the wire's `Unknown` and for variants of the
    future (kept in `raw`)."""

    kind: StatusKind
    value: bytes | None = None
    receipt_id: str | None = None
    failure: Json = None
    raw: Json = None

    @property
    def action_error(self) -> JsonObject:
        """The wire's `ActionError` of a failure; empty where it is none."""
        return object_of(object_of(self.failure).get("ActionError"))


@frozen
class ProfileEntry:
    """One line of a gas profile: `category` ACTION_COST or WASM_HOST_COST, `cost` its name, `gas` in gas units."""

    category: str
    cost: str
    gas: int


@frozen
class ExecutionOutcome:
    """What running a transaction or receipt did. `gas_burnt` in gas, `tokens_burnt` in yoctoNEAR (None: 2019
    documents lack it). `profile_version` None: no metadata. `contracts`: metadata V4 (protocol.md R1.6).
    `height` and `timestamp_ns` only where an indexer's document says them beside the outcome; `where`: its place in
    its document."""

    id: str
    block_hash: str | None
    executor_id: str | None
    logs: tuple[str, ...]
    receipt_ids: tuple[str, ...]
    gas_burnt: int | None
    tokens_burnt: int | None
    status: ExecutionStatus
    profile_version: int | None = None
    profile: tuple[ProfileEntry, ...] | None = None
    contracts: tuple[Json, ...] = ()
    height: int | None = None
    timestamp_ns: int | None = None
    raw: Json = None
    where: str = ""
    has_run: bool = follows(lambda outcome: outcome.status.kind != "unknown")
    """Whether it tells an end: `Unknown` is what a node says of what has not run (protocol.md §1.2)."""
    failed: bool = follows(lambda outcome: outcome.status.kind == "failure")
    """Whether it ended in a failure."""
    failed_at: int | None = follows(lambda outcome: count_of(outcome.status.action_error.get("index")))
    """The action that failed, `ActionError.index`; None where none did, or the receipt as a whole (protocol.md
    §2.7)."""

    @property
    def is_none(self) -> bool:
        """Whether it is the word `Unknown`: then nothing has run, in no block and for no gas (interface.md §4)."""
        return self.status.raw == "Unknown"

    @property
    def failed_with(self) -> str | None:
        """The name of `ActionError.kind`; None where it did not fail so."""
        kind = self.status.action_error.get("kind")
        return kind if isinstance(kind, str) else next(iter(object_of(kind)), None)

    @property
    def succeeded(self) -> bool:
        """Whether it ended with a value or handed its result on to a receipt."""
        return self.status.kind in ("success_value", "success_receipt")


@frozen
class Block:
    """A block header as far as we use it: `gas_price` (yoctoNEAR per gas) is for the NEXT block (protocol.md §1.5).

    `chunks`: shard id → height at which its chunk was included; a chunk is new when that is this block's own height.
    `outcome_roots`: of its chunks, each over what ran before that chunk (protocol.md §12); `has_all_roots`: every shard
    has a new chunk here that tells its root.
    """

    hash: str
    height: int
    timestamp_ns: int | None
    prev_hash: str | None = None
    gas_price: int | None = None
    chunks: Mapping[int, int] = field(default_factory=dict)
    outcome_roots: tuple[str, ...] = ()
    has_all_roots: bool = False


@frozen
class Carried:
    """Where a receipt left its sender: the chunk of `shard_id` (None: not said) in the block at `height`. Its receiver
    can run it in that block at the earliest (protocol.md §1.5, §7)."""

    height: int
    shard_id: int | None


@frozen
class StateChange:
    """One change of state and what caused it, as `changes` answers it (protocol.md §1.5).

    `kind`: `account_update`, `data_update`, … in wire spelling. `cause_id`: the transaction hash or receipt id, None
    for causes that are neither. `key`: the public key, or the data key in base64; `value`: new data or code in base64.
    `amount` and `locked`: yoctoNEAR after the change, of account updates only.
    """

    block_hash: str
    kind: str
    account_id: str
    cause_type: str
    cause_id: str | None
    key: str | None = None
    value: str | None = None
    amount: int | None = None
    locked: int | None = None
    raw: Json = None


@frozen
class BlockChanges:
    """One answer of `changes`: what it was asked (`changes_type`, `accounts`), and the changes of one key in order.

    `height` only where it was asked by height; `source`: the endpoint. A node that does not track an account's shard
    answers with no changes (protocol.md §1.2), so an empty answer alone proves nothing.
    """

    block_hash: str
    changes_type: str
    accounts: frozenset[str]
    changes: tuple[StateChange, ...]
    height: int | None = None
    source: str | None = None


@frozen
class AccountBalance:
    """YoctoNEAR an account had, staked included, at the end of a block; 0 where it did not exist."""

    block_hash: str
    account_id: str
    total: int
    source: str | None = None


@frozen
class Transaction:
    """The signed transaction. `nonce` None: the document lacks it."""

    hash: str
    signer_id: str
    receiver_id: str
    public_key: str | None
    nonce: int | None
    actions: tuple[Action, ...]
    raw: Json = None


@frozen
class TransactionTrace:
    """Everything documents say about one transaction, merged.

    `receipts` and `outcomes` (without the transaction's own) are keyed by id in document order. `has_receipts` is
    False when the answer came without `receipts` (method `tx`), so data edges can't be known. `final_status` is the
    answer's own top-level `status`, None if absent. `network`, `protocol_version` and heights are None if unknown.
    `changes` and `balances` only where they were fetched (`--with changes,accounts`).
    `unlisted`: receipts of side documents that no outcome lists; the graph takes what it can prove to belong here.
    `carried`: receipt id → the chunk that carried it; `chunks`: (height, shard id) of every chunk at hand;
    `origins`: receipt id → hash of the transaction that a node named as its origin.
    `fee_config`: fees in gas of a fetched protocol config, under the names of `resources/fees/fees.json`.
    `asked`: place in the documents → the transaction's hash that it says was asked for. `superseded`: ids that only
    earlier answers have: a newer one may come from another fork. `twice`: ids that stand twice in one answer with
    different contents, with both places; so does what has the transaction's own hash for an id.
    """

    transaction: Transaction
    transaction_outcome: ExecutionOutcome | None
    receipts: Mapping[str, Receipt]
    outcomes: Mapping[str, ExecutionOutcome]
    blocks: Mapping[str, Block]
    has_receipts: bool
    final_execution_status: str | None = None
    final_status: ExecutionStatus | None = None
    status_word: str | None = None
    network: str | None = None
    chain_id: str | None = None
    protocol_version: int | None = None
    changes: tuple[BlockChanges, ...] = ()
    balances: tuple[AccountBalance, ...] = ()
    problems: tuple[Problem, ...] = ()
    unknown_members: Mapping[str, Json] = field(default_factory=dict)
    unlisted: Mapping[str, Receipt] = field(default_factory=dict)
    carried: Mapping[str, Carried] = field(default_factory=dict)
    chunks: frozenset[tuple[int, int | None]] = frozenset()
    origins: Mapping[str, str] = field(default_factory=dict)
    fee_config: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)
    superseded: frozenset[str] = frozenset()
    twice: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def is_a_nodes(self) -> bool:
        """Whether a node put the answer together: nobody else tells how it ends."""
        return (self.final_status or self.status_word or self.final_execution_status) is not None
