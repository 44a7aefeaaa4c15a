"""A receipt as a line for a shell: what near-cli-rs takes, and the question to a node as curl asks it.

Chain text is hostile: it goes into a shell quoted, and what a terminal or an eye would take for something else (control
and invisible characters) goes only as base64, or not at all.
"""

from __future__ import annotations

import base64
import json
import shlex

from xccviz.catalogue import tr
from xccviz.graph.types import Node
from xccviz.model.amounts import TGAS, YOCTO
from xccviz.model.raw import Json
from xccviz.model.text import visible_text
from xccviz.model.trace import Action
from xccviz.values import frozen

LONGEST = 100_000
"""Characters of a line: Linux takes no longer word."""
_EXACT_INTS = range(-(2**63), 2**64)
"""Integers that serde_json reads and writes as they are."""


@frozen
class ShellLine:
    """A line for a shell, or the sentence why there is none."""

    line: str = ""
    why_not: str = ""


def near_cli(node: Node, network: str | None) -> ShellLine:
    """The same call or transfer again, by who made it, as near-cli-rs 0.30 takes it. It names nobody who signs: the
    tool asks for that, and sends nothing before. `network`: None where it is not known, and the tool asks."""
    caller, receiver = parties(node)
    if caller is None or receiver is None or not node.actions:
        return ShellLine(why_not=tr("No document says what it was to do."))
    if len(node.actions) > 1:
        return ShellLine(why_not=tr("Its versions write several actions in different ways."))
    (action,) = node.actions
    ending = () if network is None else ("network-config", network)
    if action.kind == "FunctionCall" and action.method_name is not None:
        words = (
            *("near", "contract", "call-function", "as-transaction", receiver, action.method_name),
            *_arguments(action.args or b""),
            *("prepaid-gas", f"{_decimal(action.gas or 0, TGAS)} Tgas"),
            *("attached-deposit", near_amount(action.deposit or 0)),
            *("sign-as", caller, *ending),
        )
    elif action.kind == "Transfer":
        words = ("near", "tokens", caller, "send-near", receiver, near_amount(action.deposit or 0), *ending)
    else:
        return ShellLine(why_not=tr("Only calls and transfers are written so, not {kind}.", kind=action.kind))
    return _line(words)


def curl(node: Node, transaction: str, signer: str, endpoint: str | None) -> ShellLine:
    """The question to a node whose answer tells of it: the transaction with its receipts, or the receipt. `endpoint`:
    the address that is asked, None where none is known."""
    if endpoint is None:
        return ShellLine(why_not=tr("No public endpoint of its network is known."))
    params: Json = {"receipt_id": node.id}
    method = "EXPERIMENTAL_receipt"
    if node.kind == "transaction":
        params = {"tx_hash": transaction, "sender_account_id": signer, "wait_until": "NONE"}
        method = "EXPERIMENTAL_tx_status"
    body = {"jsonrpc": "2.0", "id": "xccviz", "method": method, "params": params}
    header = "Content-Type: application/json"
    return _line(("curl", "-sS", "-H", header, "--data-raw", json.dumps(body), endpoint))


def parties(node: Node) -> tuple[str | None, str | None]:
    """Who made it and who runs it; None where no document says."""
    if node.transaction is not None:
        return node.transaction.signer_id, node.transaction.receiver_id
    if node.receipt is not None:
        return node.receipt.predecessor_id, node.receipt.receiver_id
    return None, node.outcome.executor_id if node.outcome is not None else None


def arguments_text(action: Action) -> str | None:
    """The arguments of a call as they were sent, in base64 where they are no text; None for what calls nothing."""
    if action.args is None:
        return None
    try:
        return action.args.decode()
    except UnicodeDecodeError:
        return base64.b64encode(action.args).decode()


def near_amount(yocto: int) -> str:
    """An amount, exactly, as the tool reads it: `0.1 NEAR`, `1 yoctoNEAR`."""
    return f"{yocto} yoctoNEAR" if 0 < yocto < YOCTO // 10**9 else f"{_decimal(yocto, YOCTO)} NEAR"


def _decimal(amount: int, unit: int) -> str:
    whole, rest = divmod(amount, unit)
    digits = f"{rest:0{len(str(unit)) - 1}d}".rstrip("0")
    return f"{whole}.{digits}" if digits else str(whole)


def _arguments(args: bytes) -> tuple[str, str]:
    """How the arguments are handed over so that the very same bytes arrive."""
    encoded = ("base64-args", base64.b64encode(args).decode())
    try:
        text = args.decode()
    except UnicodeDecodeError:
        return encoded
    if visible_text(text) != text or text.startswith("-"):
        return encoded
    return ("json-args" if _written_alike(text) else "text-args"), text


def _written_alike(text: str) -> bool:
    """Whether JSON that is read and written again by the tool stays the same text, whatever it does with the order of
    names: it writes without spaces, and numbers it can't hold become others."""
    try:
        value = json.loads(text, parse_float=_refuse, parse_constant=_refuse, parse_int=_int)
        again = json.dumps(value, separators=(",", ":"), ensure_ascii=False, sort_keys=True)
    except (ValueError, RecursionError):
        return False
    return again == text


def _refuse(text: str) -> float:
    raise ValueError(text)


def _int(text: str) -> int:
    value = int(text)
    if value not in _EXACT_INTS:
        raise ValueError(text)
    return value


def _line(words: tuple[str, ...]) -> ShellLine:
    if any(visible_text(word) != word for word in words):
        return ShellLine(why_not=tr("A name in it has characters that no terminal shows."))
    # Behind the tool's own words an account or a method that begins with a dash would be taken for an option.
    if words[0] == "near" and any(word.startswith("-") for word in words):
        return ShellLine(why_not=tr("A name in it begins with a dash: the tool would take it for an option."))
    line = shlex.join(words)
    return ShellLine(line) if len(line) <= LONGEST else ShellLine(why_not=tr("It is too long for a shell."))
