"""Answers about a receipt graph, all frozen (interface.md §4). None or `unknown` where it can't be known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from xccviz.decode.types import Decoded, Event
from xccviz.graph.types import ReceiptGraph
from xccviz.model.literals import AccountRole, Fate, Origin, PriceRegime, WaitReason
from xccviz.model.raw import Json
from xccviz.model.trace import ProfileEntry, StatusKind
from xccviz.values import field, frozen

ActionResult = Literal["ok", "failed", "reverted", "not_run", "pending", "unknown"]
SlotResult = Literal["success", "failed", "pending", "unknown"]
State = Literal["not_executed", "waiting", "executed", "invalid"]
NodeEnd = Literal["ok", "failed", "pending", "unknown"]
Share = tuple[str, str | None, int | None]
Severity = Literal["error", "warning", "info"]
TransferKind = Literal["deposit", "transfer", "deposit_refund", "gas_refund", "payout"]
DepositKind = Literal["deposit", "transfer", "payout"]
RefundKind = Literal["gas", "deposit", "payout"]
VerdictCode = Literal["success", "success_with_hidden_failure", "failure", "pending", "invalid", "unknown"]
Proof = Literal["proven", "contradicted"]
"""What the Merkle path of an outcome does: it leads to what the block after says, or elsewhere."""
Ending = Literal[
    "success", "success_but", "success_with_hidden_failure", "failure", "pending", "invalid", "unknown"
]
"""How the end looks to a person: its code, and apart from plain successes those where no receipt failed and something
still did not work (`success_but`; its code is `success`)."""
SoftKind = Literal["used_less", "after_failed_slot", "answered_false", "reverted"]
UsedLess = Literal["failed", "not_known", "asked_back", "answered", "nothing", "no_amount"]
"""Why less was used than was sent: what its receiver did."""


@frozen
class ErrorFacts:
    """Which error made a node fail. `key`: of its entry in the error dictionary, None where none is known; `path`: enum
    names from the outside in; `slot` and `account` when the error names one; `parameters`: what it says about itself,
    by the names that its words have places for; `raw` the wire's value."""

    key: str | None
    path: tuple[str, ...]
    action_index: int | None
    slot: int | None
    account: str | None
    parameters: Mapping[str, Any]
    raw: Json


@frozen
class NodeStatus:
    """How a node ended, None fields where not applicable: `value` for success_value, `receipt_id` for
    success_receipt, `error` for failure."""

    kind: StatusKind
    value: Decoded | None = None
    receipt_id: str | None = None
    error: ErrorFacts | None = None


@frozen
class PromiseResult:
    """What `promise_result(slot)` returned to a callback: `value` only for success. `delivered_at` in blocks."""

    slot: int
    data_id: str
    result: SlotResult
    timed_out: bool
    value: Decoded | None
    awaited: str | None
    producer: str | None
    chain: tuple[str, ...]
    origin: Origin
    delivered_at: int | None


@frozen
class Delivery:
    """One entry of a receipt's output_data_receivers: to which callback and slot, if visible."""

    data_id: str
    to: str | None
    receiver_id: str | None
    slot: int | None


@frozen
class LogLine:
    """One log line; `event` is the parsed NEP-297 event or None; `reverted`: the receipt failed, effects are void."""

    index: int
    text: str
    event: Event | None
    reverted: bool


@frozen
class GasLedger:
    """Gas of one node, in gas units; see interface.md §4 for each member. None: not known (never zero by default).
    `prepaid`: what was bought to run the receipt, and what a Delegate sends, on top of what is attached."""

    attached: int | None = None
    prepaid: int | None = None
    burnt: int | None = None
    execution_fees: int | None = None
    contract: int | None = None
    send_fees: int | None = None
    forwarded: int | None = None
    unspent: int | None = None
    refund_gas: int | None = None
    reconciles: bool | None = None
    profile_version: int | None = None
    profile: tuple[ProfileEntry, ...] = ()

    @property
    def burnt_of_attached(self) -> int | None:
        """What was burnt of the attached gas: by the contract, and to send what it called. Without execution fees and
        what a Delegate sends, which are prepaid beside it; where all actions ran, the rest was passed on or is unspent.
        0 where no contract ran; None where the parts of what was burnt are not known."""
        if self.contract is None or self.send_fees is None:
            return None
        return sum(entry.gas for entry in self.profile) if self.contract else 0


@frozen
class TokenLedger:
    """YoctoNEAR of one node: burnt as fee, deposits of its actions, and what its refund receipts carry."""

    burnt: int | None
    deposits: int | None
    refund_gas: int | None
    refund_deposit: int | None


def result_in(results: Sequence[PromiseResult], slot: int | None) -> PromiseResult | None:
    """What came into a slot; None for one that is none of theirs. All slots of a callback stand in their order."""
    return results[slot] if slot is not None and 0 <= slot < len(results) else None


@frozen
class NodeFacts:
    """All answers about one node. `args`: what a call sends, action by action (None for other
    kinds); `signed_args`: the same of actions that a user signed, by the indices that lead there."""

    id: str
    state: State | None
    status: NodeStatus | None
    fate: Fate | None
    action_results: tuple[ActionResult, ...]
    args: tuple[Decoded | None, ...]
    signed_args: Mapping[tuple[int, ...], Decoded]
    promise_results: tuple[PromiseResult, ...]
    delivers: tuple[Delivery, ...]
    logs: tuple[LogLine, ...]
    gas: GasLedger
    tokens: TokenLedger
    waited_blocks: int | None
    wait_reason: WaitReason | None
    proof: Proof | None = None

    @property
    def failed(self) -> bool:
        """Whether it ran and failed."""
        return self.status is not None and self.status.kind == "failure"


@frozen
class Verdict:
    """The end. `deciding`: the id of the node that gave the result or failed with it, None where it is not visible;
    `result` the final value; `final_error`: that of the answer's own `status`.

    `unresumed`: the yields that timed out, in display order; `inner_failures`: of each call inside a meta-transaction
    whose result is a failure its id, and the id of the receipt that gave that result."""

    code: VerdictCode
    root_causes: tuple[str, ...]
    result: Decoded | None
    deciding: str | None = None
    final_error: ErrorFacts | None = None
    unresumed: tuple[str, ...] = ()
    inner_failures: tuple[tuple[str, str], ...] = ()


ContradictionKind = Literal[
    "another_hash", "outcome_id", "signer", "receiver", "public_key", "action_count", "action", "orphan", "executor",
    "sender", "status", "returned", "receipt_id", "proof", "roots", "twice", "parents", "awaited_twice", "handed_twice",
    "data_receiver", "not_awaited", "not_given",
]  # fmt: skip
"""What contradicts what; `words/contradictions` has a sentence for each."""


@frozen
class Said:
    """A place in the documents (a JSON path) and what it says there."""

    where: str
    value: str


@frozen
class Contradiction:
    """Two places that can't both be right, and the id of the `node` they are about."""

    kind: ContradictionKind
    node: str | None
    one: Said
    other: Said


@frozen
class SoftFailure:
    """A call that ended well and still did not do what was asked. `evidence` has only values that stand in the
    documents (amounts as text in the token's smallest unit).

    `returned`: the value that the node returned. Of `used_less`: `token` that came back (else amounts did), the id of
    the `receiver`'s node where visible, `why` and what it `said`, None where that is not known. Of `answered_false`:
    `final`, whether it is the transaction's own result. Of `reverted`: the reason that was given, as `evidence`.
    """

    node: str
    kind: SoftKind
    evidence: Mapping[str, Any] = field(default_factory=dict)
    token: str | None = None
    receiver: str | None = None
    why: UsedLess | None = None
    said: Decoded | None = None
    final: bool = False
    returned: Decoded | None = None


@frozen
class Finding:
    """Something worth knowing, with evidence: one per (code, contract.method), listing its nodes. `cases`: what words
    need, one for each node where there are several, else one."""

    code: str
    severity: Severity
    nodes: tuple[str, ...]
    evidence: Mapping[str, Any] = field(default_factory=dict)
    cases: tuple[Mapping[str, Any], ...] = ({},)


@frozen
class Transfer:
    """One movement of yoctoNEAR: a Transfer action, or the deposit of an executed receipt."""

    from_id: str
    to_id: str
    amount: int
    kind: TransferKind
    node: str
    reverted: bool


Whereabouts = Literal["arrived", "in_flight", "returning", "returned", "burnt", "unknown"]


@frozen
class Deposit:
    """One deposit, transfer or payout in yoctoNEAR, and where it is now.

    `payer`: who sent it (since protocol 85 the chain may mint the single yocto that a contract's call carries). `node`
    and `action`: the receipt and its action that carry it; `inner`: the index inside a Delegate. `where`: `arrived`
    and `returned` with `holder`; `returning`: its refund is on its way; `burnt`: the refund failed. `refund`: the
    deposit refund (shared by all deposits of a failed receipt) or payout that gives `returned` of it back.
    """

    payer: str | None
    amount: int
    receiver: str
    kind: DepositKind
    node: str
    action: int
    inner: int | None
    where: Whereabouts
    holder: str | None
    refund: str | None
    returned: int

    @property
    def is_sign(self) -> bool:
        """Whether it is the single yocto that a call carries to show that a full access key signed it: no money."""
        return self.kind == "deposit" and self.amount == 1


@frozen
class Refund:
    """One receipt from `system` and the receipt that caused it; `arrived` None while it has not executed."""

    node: str
    cause: str | None
    kind: RefundKind
    to: str
    amount: int
    arrived: bool | None


@frozen
class TokenEvent:
    """One token movement as its contract told it; None for what an event does not have. `amount` in the token's
    smallest unit, as the event writes it. `reverted`: the receipt failed, so it did not happen."""

    contract: str
    standard: str
    event: str
    from_id: str | None
    to_id: str | None
    amount: str | None
    token_id: str | None
    node: str
    reverted: bool


@frozen
class AccountFacts:
    """One account with its roles, in the order signer, relayer, caller, callee, beneficiary. `flow`: yoctoNEAR in − out
    − fees as the receipts show them, contract rewards not counted; None where a receipt or outcome is missing.
    `balance_change`: the same by the chain's own state changes, rewards included; None where they were not fetched."""

    id: str
    roles: tuple[AccountRole, ...]
    flow: int | None
    balance_change: int | None = None


@frozen
class GasTotals:
    """Totals in gas, largest first then by name, without refunds. `by_contract`: of receipts; `by_account`: with what
    the transaction burnt, so that they add up. `batched`: by contract and method what else the batches did."""

    total_burnt: int
    refunds_burnt: int
    by_contract: tuple[tuple[str, int], ...]
    by_method: tuple[tuple[str, str, int], ...]
    by_cost: tuple[tuple[str, str, int], ...]
    by_account: tuple[tuple[str, int], ...] = ()
    batched: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)


@frozen
class FeeTotals:
    """The fee in yoctoNEAR (None: a document lacks tokens_burnt), who paid it, and the price regime. `beyond_gas`:
    what of it was burnt for something else than gas, None where one receipt's ledger is open. `shares`: what of that
    another than the payer paid: the receipt, the account (None: a deleted gas key, node.md §1.11) and how much, None
    where it isn't known whether another paid any of what the receipt burnt."""

    total: int | None
    payer: str | None
    price_regime: PriceRegime | Literal["unknown"]
    refunded: int | None
    beyond_gas: int | None = None
    shares: tuple[Share, ...] = ()


@frozen
class Analysis:
    """Every answer about one graph. `facts` is keyed by node id and covers every node; `complete` as
    completeness.complete of interface.md §4; `soft_failures` in display order; `contradictions`: what
    can't belong together, so that the answer is not believed; `decoder_troubles`: why bytes that
    a decoder took for its own are hex."""

    graph: ReceiptGraph
    verdict: Verdict
    complete: bool
    facts: Mapping[str, NodeFacts]
    gas: GasTotals
    fees: FeeTotals
    transfers: tuple[Transfer, ...]
    deposits: tuple[Deposit, ...]
    refunds: tuple[Refund, ...]
    tokens: tuple[TokenEvent, ...]
    accounts: tuple[AccountFacts, ...]
    findings: tuple[Finding, ...]
    soft_failures: tuple[SoftFailure, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    decoder_troubles: tuple[str, ...] = ()

    @property
    def proven(self) -> int:
        """How many outcomes are proven; one that a contradiction is about is none."""
        doubted = {one.node for one in self.contradictions}
        return sum(facts.proof == "proven" and id not in doubted for id, facts in self.facts.items())

    @property
    def to_prove(self) -> int:
        """How many outcomes there have to be: those that tell an end, and those that are missing."""
        return sum(node.has_run for node in self.graph.nodes) + self.missing_outcomes

    @property
    def missing_outcomes(self) -> int:
        """How many receipts have no outcome here, whether they have run or not."""
        return sum(item.kind == "outcome" for item in self.graph.missing)

    @property
    def ending(self) -> Ending:
        """How the end looks to a person."""
        but = self.verdict.code == "success" and (self.soft_failures or self.verdict.unresumed)
        return "success_but" if but else self.verdict.code
