"""What part a receipt plays: its roles (interface.md §4), the most telling first."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.catalogue import tr
from xccviz.graph.types import Node
from xccviz.model.literals import AccountRole, Role
from xccviz.words.lengths import Length

ACCOUNT_ROLES: Mapping[AccountRole, str] = {
    "signer": tr("signer"),
    "relayer": tr("relayer"),
    "caller": tr("caller"),
    "callee": tr("callee"),
    "beneficiary": tr("beneficiary"),
}
"""The parts an account plays."""
ROLES: Mapping[Role, tuple[str, str]] = {
    "refund_gas": (tr("gas refund"), tr("prepaid gas coming back")),
    "refund_deposit": (tr("deposit refund"), tr("deposit coming back")),
    "payout": (tr("payout"), tr("a payout")),
    "delegate": (tr("meta-transaction"), tr("meta-transaction")),
    "delegated": (tr("delegated"), tr("call of the meta-transaction")),
    "yield": (tr("yield"), tr("yielded callback")),
    "resumed": (tr("resumed"), tr("resumed")),
    "timed_out": (tr("timed out"), tr("timed out")),
    "join": (tr("callback of a join"), tr("callback of a join")),
    "callback": (tr("callback"), tr("callback")),
    "self_callback": (tr("callback to itself"), tr("callback to itself")),
    "forwarder": (tr("passes its promise on"), tr("passes its promise on")),
    "batch": (tr("batch"), tr("batch, one receipt")),
    "transfer": (tr("transfer"), tr("transfer")),
    "parallel": (tr("parallel call"), tr("parallel call")),
    "call": (tr("call"), tr("call")),
    "root": (tr("first receipt"), tr("first receipt")),
    "local": (tr("local receipt"), tr("local receipt")),
    "detached": (tr("detached"), tr("detached: nobody waits for it")),
}
"""Per role the words of a card and of a line; the order says which of a node's roles tells most."""
LEFTOVER = tr("leftover deposit"), tr("what was left of a deposit coming back")
"""The same of a payout that is what a state init did not need."""
_TELLING = (
    "refund_gas", "refund_deposit", "payout", "delegate", "delegated", "yield", "join", "callback", "batch", "transfer",
    "parallel", "call",
)  # fmt: skip
_SHORT = (
    "join", "callback", "detached", "yield", "resumed", "timed_out", "delegate", "delegated", "refund_deposit",
    "payout",
)  # fmt: skip
"""What a short line says: not that a call is one."""


def role_words(node: Node, length: Length) -> str:
    """`callback of a join, detached`: a card says whatever is special about it, longer ones the most telling role."""
    if length == "card":
        found = [
            role
            for role in node.roles
            if role in _SHORT and not (role == "callback" and "join" in node.roles)
        ]
        return ", ".join(
            [*(_words(node, role)[0] for role in found), *([_untold(node)] if node.untold_refund else ())]
        )
    if node.kind == "transaction":
        return tr("transaction")
    words = [_words(node, role)[1] for role in _TELLING if role in node.roles][:1]
    if node.kind == "data_receipt":
        words = [tr("data receipt")]
    if node.refund_told_by == "price":
        words = [tr("a {refund}: it ran at no price", refund=_untold(node))]
    if node.refund_told_by == "creator":
        words = [tr("a {refund}: what made it sent nothing else", refund=_untold(node))]
    if node.refund_told_by == "rest":
        words = [tr("a {refund}: all else has run", refund=_untold(node))]
    if "detached" in node.roles:
        waited = node.action_receipt is not None and node.action_receipt.output_data_receivers
        words.append(tr("detached: the result does not depend on it") if waited else ROLES["detached"][1])
    return ", ".join(words)


def _words(node: Node, role: Role) -> tuple[str, str]:
    return LEFTOVER if role == "payout" and node.leftover else ROLES[role]


def _untold(node: Node) -> str:
    """What `system` sent without a document that describes it."""
    if node.told_refund is not None:
        return ROLES[node.told_refund][0]
    return tr("refund or payout") if node.may_pay_out else tr("refund")
