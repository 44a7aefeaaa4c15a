"""Which case of an error it is where its name stands for several: shown by the account's id and by what the receipt was
to do.

AccountDoesNotExist        a name, an id that an account comes into being under by itself, or something of `system`'s
LackBalanceForState        of an account that the receipt makes, inits, deploys to, or calls
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from xccviz.analysis.types import ErrorFacts
from xccviz.graph.types import Node
from xccviz.patterns import later
from xccviz.values import frozen

_DERIVED = later(r"0s[0-9a-f]{40}")
_ETHEREUM = later(r"0x[0-9a-f]{40}")
_IMPLICIT = later(r"[0-9a-f]{64}|0x[0-9a-f]{40}|0u[0-9a-z]{40,}")
_LONGEST_ID = 64
"""Characters of an account's id."""


@frozen
class ErrorCase:
    """Which words the error dictionary has for an error that its name or text alone leaves open (`case`), and what they
    are filled with beside what the error says (`known`)."""

    case: str
    known: Mapping[str, Any]


def receipt_case(error: ErrorFacts, node: Node | None = None) -> ErrorCase | None:
    """The words that the dictionary has for the error of `node`, or for one of which no receipt is at hand; None where
    those of its name alone are all there is to say."""
    of = _CASES.get(error.key or "")
    return of(error, node) if of is not None else None


def _missing(error: ErrorFacts, node: Node | None) -> ErrorCase | None:
    """Refunds and payouts create no account, whatever its id (protocol.md §2.10)."""
    account = error.account or ""
    if node is not None and node.from_system:
        return ErrorCase("refund", {})
    if _DERIVED.fullmatch(account):
        return ErrorCase("derived", {})
    return _unfunded(error, node)


def _unfunded(error: ErrorFacts, node: Node | None) -> ErrorCase | None:
    """Nobody spells an id that follows from a key: its account is there once it was sent something (§2.13)."""
    return ErrorCase("implicit", {}) if _IMPLICIT.fullmatch(error.account or "") else None


def _no_code(error: ErrorFacts, node: Node | None) -> ErrorCase | None:
    """An Ethereum-like account has its network's wallet contract from the beginning (§2.13)."""
    return ErrorCase("wallet", {}) if _ETHEREUM.fullmatch(error.account or "") else None


def _not_the_parent(error: ErrorFacts, node: Node | None) -> ErrorCase | None:
    """Who could have created the account; right below the top that is no person's account. What tried may have so long
    an id that no account fits below it."""
    parent = (error.account or "").partition(".")[2]
    if not parent:
        return None
    named = "." in parent
    if len(str(error.parameters.get("predecessor_id") or "")) > _LONGEST_ID - len("a."):
        return None if named else ErrorCase("top_only", {"parent": parent})
    return ErrorCase("named" if named else "top", {"parent": parent})


def _lacks_balance(error: ErrorFacts, node: Node | None) -> ErrorCase | None:
    actions = node.actions if node is not None else ()
    index = error.action_index
    if index is not None and index < len(actions) and actions[index].row.inits_state:
        return ErrorCase("state_init", {})
    if any(action.kind == "CreateAccount" for action in actions):
        return ErrorCase("created", {})
    calls = any(action.row.calls for action in actions)
    return ErrorCase("no_call", {}) if actions and not calls else None


def _gas_keys(error: ErrorFacts, node: Node | None) -> ErrorCase | None:
    """Of a whole account the node tells the sum over its gas keys, and no key."""
    known = error.parameters
    return ErrorCase("account", {}) if "public_key" in known and known["public_key"] is None else None


_CASES: Mapping[str, Callable[[ErrorFacts, Node | None], ErrorCase | None]] = {
    "ActionErrorKind.AccountDoesNotExist": _missing,
    "CompilationError.CodeDoesNotExist": _no_code,
    "ActionErrorKind.CreateAccountNotAllowed": _not_the_parent,
    "ActionErrorKind.LackBalanceForState": _lacks_balance,
    "ActionErrorKind.GasKeyBalanceTooHigh": _gas_keys,
    "InvalidTxError.SignerDoesNotExist": _unfunded,
    "HANDLER_ERROR.UNKNOWN_ACCOUNT": _unfunded,
}
