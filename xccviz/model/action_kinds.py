"""Every kind of action of the protocol, one row each (protocol.md §5.1): what parsing, fees, money and words go by.

A kind of the future is what `KINDS` has for a name without a row: nothing is assumed of it, and it is shown with its
raw JSON.
To add one, write its row; a rule of fees that no other kind has is a function in `analysis/gas/fees.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from xccviz.values import field, frozen

ReceiverWord = Literal["on", "to", "of", "by"]
"""How an action goes with its receiver in a sentence: `Transfer to bob.near`, `AddKey on bob.near`."""

FeeRule = Literal["once", "call", "transfer", "key", "gas_key", "code", "identifier", "state"]
"""What an action is charged by, beside its own fee: nothing, the bytes of method and arguments, the account it may
create, the key's permission, the gas key, the code, the name of the code, or the state that it writes."""


@frozen
class ActionKind:
    """One kind of action. `name`: wire spelling; `since`: the first protocol version that has it, 0 for the first.

    `fee` and `fee_rule`: its row in `resources/fees/fees.json` and what else is charged (None: not known);
    `fee_config`: where a protocol config states rows of its own, under `action_creation_config`. `byte_cost`: under
    which name a profile lists what sending its code cost.
    """

    name: str
    since: int = 0
    receiver_word: ReceiverWord = "on"
    known: bool = True
    fee: str | None = None
    fee_rule: FeeRule | None = None
    fee_config: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    byte_cost: str | None = None

    has_deposit: bool = False
    """Its payload has a `deposit` in yoctoNEAR."""
    calls: bool = False
    """It calls a method: `method_name`, `args`, `gas`; the only kind that logs, creates promises and takes gas."""
    only_fees: bool = False
    """It runs no contract and burns its own fees alone, so that they show where there is no profile."""
    moves_only: bool = False
    """It moves its deposit and does nothing else."""
    signed_by_user: bool = False
    """It carries actions that a user signed and a relayer sends (protocol.md §2.12)."""
    distributes_code: bool = False
    """It burns tokens for storage and starts hidden receipts that carry code to every shard (§2.13)."""
    inits_state: bool = False
    """It creates an account from its state; where that exists, the deposit comes back as a payout (§2.13)."""
    deletes_account: bool = False
    """It deletes the receiver, whose balance goes to `beneficiary_id` as a payout."""
    removes_keys: bool = False
    """It may burn the balance of a gas key, which no document shows (node.md §1.11)."""
    fills_gas_key: bool = False
    """Its deposit goes to a gas key, to no account."""
    withdrawn: str | None = None
    """The member of its payload that says what a gas key gives to its account, in yoctoNEAR."""
    staked: str | None = None
    """The member of its payload that says what the account is to have staked, in yoctoNEAR."""
    leaves_access: bool = False
    """The receiver's keys and code are what they were."""


def _costs(name: str, *path: str) -> dict[str, tuple[str, ...]]:
    return {name: path, f"{name}/byte": (*path[:-1], f"{path[-1]}_per_byte")}


ACTION_KINDS: tuple[ActionKind, ...] = (
    ActionKind(
        "CreateAccount",
        receiver_word="of",
        fee="CreateAccount",
        fee_rule="once",
        fee_config={"CreateAccount": ("create_account_cost",)},
        only_fees=True,
    ),
    ActionKind(
        "DeployContract",
        fee="DeployContract",
        fee_rule="code",
        fee_config=_costs("DeployContract", "deploy_contract_cost"),
        byte_cost="DEPLOY_CONTRACT_BYTE",
        only_fees=True,
    ),
    ActionKind(
        "FunctionCall",
        fee="FunctionCall",
        fee_rule="call",
        fee_config=_costs("FunctionCall", "function_call_cost"),
        has_deposit=True,
        calls=True,
        leaves_access=True,
    ),
    ActionKind(
        "Transfer",
        receiver_word="to",
        fee="Transfer",
        fee_rule="transfer",
        fee_config={"Transfer": ("transfer_cost",)},
        has_deposit=True,
        only_fees=True,
        moves_only=True,
        leaves_access=True,
    ),
    ActionKind(
        "Stake",
        receiver_word="by",
        fee="Stake",
        fee_rule="once",
        fee_config={"Stake": ("stake_cost",)},
        only_fees=True,
        staked="stake",
        leaves_access=True,
    ),
    ActionKind(
        "AddKey",
        fee="AddKey",
        fee_rule="key",
        fee_config={
            "AddKey/full": ("add_key_cost", "full_access_cost"),
            **_costs("AddKey/function_call", "add_key_cost", "function_call_cost"),
        },
        only_fees=True,
    ),
    ActionKind(
        "DeleteKey",
        fee="DeleteKey",
        fee_rule="once",
        fee_config={"DeleteKey": ("delete_key_cost",)},
        only_fees=True,
        removes_keys=True,
    ),
    ActionKind(
        "DeleteAccount",
        receiver_word="of",
        fee="DeleteAccount",
        fee_rule="once",
        fee_config={"DeleteAccount": ("delete_account_cost",)},
        only_fees=True,
        deletes_account=True,
        removes_keys=True,
    ),
    ActionKind(
        "Delegate",
        since=59,
        receiver_word="to",
        fee="Delegate",
        fee_rule="once",
        fee_config={"Delegate": ("delegate_cost",)},
        signed_by_user=True,
    ),
    ActionKind(
        "DelegateV2", since=85, receiver_word="to", fee="Delegate", fee_rule="once", signed_by_user=True
    ),
    ActionKind(
        "DeployGlobalContract",
        since=77,
        fee="DeployGlobalContract",
        fee_rule="code",
        byte_cost="DEPLOY_GLOBAL_CONTRACT_BYTE",
        only_fees=True,
        distributes_code=True,
    ),
    ActionKind(
        "DeployGlobalContractByAccountId",
        since=77,
        fee="DeployGlobalContract",
        fee_rule="code",
        byte_cost="DEPLOY_GLOBAL_CONTRACT_BYTE",
        only_fees=True,
        distributes_code=True,
    ),
    ActionKind("UseGlobalContract", since=77, fee="UseGlobalContract", fee_rule="identifier", only_fees=True),
    ActionKind(
        "UseGlobalContractByAccountId",
        since=77,
        fee="UseGlobalContract",
        fee_rule="identifier",
        only_fees=True,
    ),
    ActionKind(
        "DeterministicStateInit",
        since=82,
        fee="DeterministicStateInit",
        fee_rule="state",
        has_deposit=True,
        only_fees=True,
        inits_state=True,
    ),
    ActionKind(
        "TransferToGasKey",
        since=85,
        fee="GasKeyTransfer",
        fee_rule="gas_key",
        has_deposit=True,
        only_fees=True,
        fills_gas_key=True,
    ),
    ActionKind(
        "WithdrawFromGasKey",
        since=85,
        fee="GasKeyTransfer",
        fee_rule="gas_key",
        only_fees=True,
        withdrawn="amount",
    ),
    ActionKind("UniversalStateInit", since=87, has_deposit=True, inits_state=True),
)


class _ByName(dict[str, ActionKind]):
    """The rows; of a name of the future one of which nothing is known."""

    def __missing__(self, name: str) -> ActionKind:
        return ActionKind(name, known=False)


KINDS: Mapping[str, ActionKind] = _ByName({kind.name: kind for kind in ACTION_KINDS})
"""The row of a kind by its wire spelling; every name has one."""
