"""A receipt's calls in order on one state, with what is known; whoever asks for more starts again with it.

Nothing here guesses: what is not known ends the run with `Lacking`, and where two things may have been (`Choice`), both
are tried and the one that comes out as the node says is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from xccviz.model.trace import Action
from xccviz.rerun.around import Around, code_hash_of, context_of
from xccviz.rerun.results import TRIE, result_of
from xccviz.rerun.types import Assumption, Call, Changes, Lacking, Missing, Ran
from xccviz.values import frozen, replace
from xccviz.vm.prices import Prices, variants
from xccviz.vm.types import Context, NeedFact, NeedKey, NotSupported, Outcome, State


@frozen
class Choice:
    """One of the ways in which what no document tells may have been."""

    prices: Prices
    yields_wait: bool
    others_first: bool
    assumed: frozenset[Assumption]


def choices(here: Around, prices: Prices, assumed: frozenset[Assumption]) -> Iterator[Choice]:
    """All ways, the likeliest first: others' changes of the block came later, what is resumed waits."""
    priced = variants(prices)
    orders = (False, True) if here.in_block is not None and here.in_block.open else (False,)
    for others_first, waits, (n, each) in product(orders, (True, False), enumerate(priced)):
        growth: frozenset[Assumption] = frozenset({"growth"}) if n else frozenset()
        yield Choice(each, waits, others_first, assumed | growth)


@frozen
class Setting:
    """What a run is given: the choice, codes by the place of their action, promise results, values by hand."""

    choice: Choice
    codes: Mapping[int, bytes]
    results: tuple[bytes | None, ...]
    values: Mapping[bytes, bytes | None]
    """Keys that nothing else tells, given by hand."""


class Watching:
    """What a run looked at that is told beside it."""

    def __init__(self) -> None:
        self.assumed: set[Assumption] = set()


def run(call: Call, here: Around, setting: Setting, changes: Changes = Changes()) -> Ran:
    """Run the calls of a receipt, one of them with changes. Raises Lacking, and what `call` raises beside a need."""
    subject, watching = here.subject, Watching()
    state = _state(here, setting, changes)
    read: set[bytes] = set()
    outcomes: list[Outcome] = []
    places: list[int] = []
    balance_change, taken, looked_at = 0, 0, frozenset[str]()
    balance: int | None = None
    moved = staked = False
    acted: int | None = None
    size = 0
    for action in _until(here):
        if action.kind == "Transfer":
            balance_change += action.deposit or 0
        if action.kind != "FunctionCall":
            moved |= action.kind not in _BALANCE_KNOWN
            staked |= action.kind == "Stake"
            continue
        code = setting.codes[action.index]
        context = _context(here, setting, action, code, changes)
        context = replace(
            context,
            receipts_before=taken,
            balance=None if moved else _balance(context.balance, balance, balance_change),
            locked=None if staked else context.locked,
            storage_usage=_usage(here, action, context, outcomes, places),
            waiting=frozenset() if not setting.choice.yields_wait else None,
            yield_ids=None,
        )
        outcome = _called(call, here, context, code, action, state, setting, changes, watching)
        outcomes.append(outcome)
        places.append(action.index)
        looked_at |= outcome.looked_at
        read |= outcome.read
        if action.index == subject.action or acted is None:
            size = len(code if changes.code is None or action.index != subject.action else changes.code)
        if action.index == subject.action:
            acted = len(outcomes) - 1
        if outcome.failure is not None:
            break
        state = state.after(outcome.writes)
        taken += len(outcome.receipts) + len(outcome.resumes)
        balance, balance_change = outcome.balance, 0
    last = subject.receipt.actions[-1]
    failed = outcomes[-1].failure is not None
    result = result_of(outcomes, places, failed or last.kind == "FunctionCall")
    at = acted if acted is not None else len(outcomes) - 1
    shown = outcomes[at]
    found = _state(here, setting, Changes())
    before = {key: found.get(key) for key in sorted(read) if found.whole or key in found.values}
    assumed = frozenset(watching.assumed) | setting.choice.assumed
    if setting.choice.others_first or (here.in_block is not None and not read.isdisjoint(here.in_block.open)):
        assumed |= {"order"}
    if read and here.in_block is None:
        assumed |= {"order"}
    if looked_at & _OF_BALANCE and not here.account_is_sure:
        assumed |= {"balance"}
    if any(result.profile and result.profile.get(cost) for cost in TRIE):
        assumed |= {"trie"}
    if not read.isdisjoint(setting.values):
        assumed |= {"supplied"}
    return Ran(
        result,
        tuple(outcomes),
        before,
        shown.calls,
        shown.calls_left_out,
        looked_at,
        frozenset(assumed),
        (size, sum(shown.profile.get(cost, 0) for cost in _LOADING)),
        at,
    )


_LOADING = ("CONTRACT_LOADING_BASE", "CONTRACT_LOADING_BYTES")


_OF_BALANCE = frozenset(("account_balance", "account_locked_balance", "storage_usage"))
_BALANCE_KNOWN = frozenset(
    ("Transfer", "CreateAccount", "DeployContract", "AddKey", "DeleteKey", "UseGlobalContract")
)
"""Actions behind which what the account has is still known: it stays, or grows by their deposit."""


def _until(here: Around) -> Iterator[Action]:
    """The actions that ran."""
    last = here.subject.failed_at
    for action in here.subject.receipt.actions:
        if last is None or action.index <= last:
            yield action


def _state(here: Around, setting: Setting, changes: Changes) -> State:
    """The account's storage as the receipt found it."""
    known = dict(here.storage.values)
    if here.in_block is not None:
        known |= here.in_block.before
        if setting.choice.others_first:
            known |= here.in_block.open
    known = {**setting.values, **known, **changes.values}
    kinds = {action.kind for action in here.subject.receipt.actions[: here.subject.calls[0].index]}
    if "DeterministicStateInit" in kinds and not here.account:
        # What it brings into the storage of an account that was not there, nothing at hand tells.
        return State({**setting.values, **changes.values})
    return State(known, here.storage.whole or "CreateAccount" in kinds)


def _context(here: Around, setting: Setting, action: Action, code: bytes, changes: Changes) -> Context:
    results = tuple(changes.slots.get(n, value) for n, value in enumerate(setting.results))
    context = context_of(here, results, action, code, setting.choice.prices)
    if action.index != here.subject.action:
        return context
    return replace(
        context,
        args=context.args if changes.args is None else changes.args,
        deposit=context.deposit if changes.deposit is None else changes.deposit,
        prepaid_gas=context.prepaid_gas if changes.gas is None else changes.gas,
    )


def _balance(told: int | None, after: int | None, more: int) -> int | None:
    before = told if after is None else after
    return None if before is None else before + more


def _usage(
    here: Around, action: Action, context: Context, outcomes: list[Outcome], places: list[int]
) -> int | None:
    """Bytes the account pays for; not known where actions since the call before, if any, changed them."""
    since = here.subject.receipt.actions[places[-1] if places else 0 : action.index]
    if any(one.kind not in ("Transfer", "FunctionCall") for one in since):
        return None
    return outcomes[-1].storage_usage if outcomes else context.storage_usage


def _called(
    call: Call,
    here: Around,
    context: Context,
    code: bytes,
    action: Action,
    state: State,
    setting: Setting,
    changes: Changes,
    watching: Watching,
) -> Outcome:
    """One call; yields that it asks about wait or do not, by the choice."""
    if changes.code is not None and action.index == here.subject.action:
        code = changes.code
    for _ in range(_MOST_YIELDS):
        try:
            outcome = call(code, action.method_name or "", context, state, setting.choice.prices)
        except NeedFact as need:
            if need.name not in ("waiting", "yield_ids"):
                raise Lacking(Missing("fact", need.name, here.subject.account)) from need
            watching.assumed.add("yields")
            if need.name == "waiting":
                context = replace(context, waiting=frozenset((bytes.fromhex(need.of or ""),)))
            else:
                context = replace(context, yield_ids={})
            continue
        except NeedKey as need:
            doubtful = need.key in here.storage.doubtful
            raise Lacking(Missing("key", need.key, here.subject.account, doubtful=doubtful)) from need
        except NotSupported as lacking:
            raise Lacking(Missing("function", str(lacking))) from lacking
        if outcome.refused_own:
            raise Lacking(Missing("fact", "yield_ids", here.subject.account))
        if outcome.refused:
            watching.assumed.add("yields")
        if not setting.choice.yields_wait or outcome.refused <= (context.waiting or frozenset()):
            return outcome
        context = replace(context, waiting=(context.waiting or frozenset()) | outcome.refused)
    raise Lacking(Missing("fact", "waiting", here.subject.account))


_MOST_YIELDS = 100
"""Resumes in one call that are looked at one by one."""


def missing_codes(here: Around, codes: Mapping[int, bytes]) -> list[Missing]:
    """Actions whose code is not at hand."""
    return [
        Missing("code", (code_hash_of(here, action.index) or ("", ""))[1], here.subject.account)
        for action in here.subject.calls
        if action.index not in codes
    ]
