"""Gas: always of what, and the members of the ledger by one name each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from xccviz.analysis.types import Analysis, GasLedger, NodeFacts, Whereabouts
from xccviz.catalogue import tr
from xccviz.graph.types import Node
from xccviz.model.amounts import format_gas, format_gas_exact
from xccviz.model.literals import Progress, happened
from xccviz.model.text import visible_text
from xccviz.words.lengths import Length
from xccviz.words.numbers import share
from xccviz.words.values import TEXT_LIMIT

LedgerMember = Literal[
    "attached",
    "prepaid",
    "burnt",
    "execution_fees",
    "contract",
    "send_fees",
    "other",
    "forwarded",
    "unspent",
]
LEDGER: Mapping[LedgerMember, str] = {
    "attached": tr("attached"),
    "prepaid": tr("prepaid to run it"),
    "burnt": tr("burnt here"),
    "execution_fees": tr("execution"),
    "contract": tr("contract"),
    "send_fees": tr("sending"),
    "other": tr("what for is not known"),
    "forwarded": tr("passed on"),
    "unspent": tr("got back"),
}
"""What a receipt's gas is made of: what it had, what it burnt (and on what), what it gave its calls, what was left."""
UNSPENT: Mapping[Whereabouts, str] = {
    "returned": LEDGER["unspent"],
    "returning": tr("coming back"),
    "burnt": tr("burnt on its way back"),
}
"""What was left, by where it is: its refund may be under way, or have failed (protocol.md §2.10)."""
COST_KINDS: Mapping[str, str] = {"ACTION_COST": LEDGER["send_fees"], "WASM_HOST_COST": LEDGER["contract"]}
EXECUTION_LEFT_OUT = tr("execution left out")
"""Beside host costs: what running a receipt costs before any of its code does is none."""
REGISTERS = tr("of it to read results, at most")
WHY_AT_MOST = tr("All that went through registers: results do, and arguments and state as well.")
STARVED = tr(
    "It starved: it ran out of gas while another call gave back at least as much as it had been given."
)
NOT_RECONCILED = tr("The refund gave back another amount: it does not add up.")


def beside_costs(gas: int, whole: int, proven: bool) -> str:
    """What was burnt beside all host costs, of a `whole`; `proven`: it is what execution costs, and no more."""
    rest, part = format_gas(gas), share(gas, whole, "card")
    if proven:
        return tr("The rest, {gas} ({share}), is execution and sending, no host cost.", gas=rest, share=part)
    return tr(
        "The rest, {gas} ({share}), is execution, sending, and what no profile tells.", gas=rest, share=part
    )


def spent_words(attached: int | None, burnt: int | None, length: Length) -> str:
    """Gas always says of what: `1.9 of 10 Tgas`; `10 Tgas` of what has not run; "" where nothing is known.

    Execution fees are prepaid apart: what burnt more than was attached burnt it beside that, and a card then says only
    what was burnt. A card writes T for Tgas.
    """
    unit = " T" if length == "card" else " Tgas"
    given = f"{format_gas(attached, unit=False)}{unit}" if attached else ""
    if burnt is None:
        return given if length == "card" or not given else tr("{gas} attached", gas=given)
    used = format_gas(burnt, unit=False)
    if attached and burnt <= attached:
        return tr("{burnt} of {attached}", burnt=used, attached=given)
    if length == "card":
        return tr("{gas} burnt", gas=f"{used}{unit}")
    if attached:
        return tr("{burnt} burnt, {attached} attached", burnt=f"{used}{unit}", attached=given)
    return f"{used}{unit}"


def card_gas(node: Node, facts: NodeFacts, progress: Progress, created: bool = True) -> str:
    """The figure of a card: what it burnt of what, or, before it ran, what it will have; before it is `created` nobody
    knows. What a transaction attaches is its call's to burn, not its own."""
    attached = facts.gas.attached if created and node.kind != "transaction" else None
    burnt = facts.gas.burnt if happened(progress) else None
    return spent_words(attached, burnt, "card")


def card_gas_of(analysis: Analysis, nodes: Iterable[str]) -> str:
    """What many receipts burnt together, on a card: `944 T`; "" where none is known to have burnt any."""
    return burnt_together(sum(analysis.facts[node].gas.burnt or 0 for node in nodes))


def burnt_together(burnt: int) -> str:
    """The same by the amount."""
    return f"{format_gas(burnt, unit=False)} T" if burnt else ""


def ledger_words(gas: GasLedger, unspent: Whereabouts) -> str:
    """The ledger of one receipt in lines with all digits, each saying of what; `unspent`: where what was left is."""
    lines = [
        tr(
            "{burnt} burnt here, of {attached} attached",
            burnt=format_gas_exact(gas.burnt),
            attached=format_gas_exact(gas.attached),
        ),
        tr(
            "  execution {execution}, contract {contract}, sending {sending}",
            execution=format_gas_exact(gas.execution_fees),
            contract=format_gas_exact(gas.contract),
            sending=format_gas_exact(gas.send_fees),
        ),
        tr("{gas} passed on to what it called", gas=format_gas_exact(gas.forwarded)),
        f"{format_gas_exact(gas.unspent)} {UNSPENT[unspent]}",
    ]
    if gas.reconciles is False:
        exact = format_gas_exact(gas.refund_gas)
        lines.append(tr("The refund returned {gas}: it does not add up.", gas=exact))
    return "\n".join(lines)


FEW = 3
"""Actions that are called by their names where there is room for some."""


def done_besides(others: Sequence[str], named: int = 1) -> str:
    """What stands behind the method under which the gas of batches stands that also did `others`: ` + Transfer`, their
    names where they are no more than `named`, else ` + other actions`; "" where there are none."""
    if len(others) <= named:
        return "".join(f" + {visible_text(name, TEXT_LIMIT)}" for name in others)
    return tr(" + other actions")


def cost_words(cost: str) -> str:
    """A cost's name of the profile as words: `WASM_INSTRUCTION` as `wasm instruction`."""
    return cost.replace("_", " ").lower()


def register_gas(gas: GasLedger) -> int | None:
    """Gas for all that went through registers, in which a contract is given its promise results (`promise_result`
    writes one, `read_register` takes it out): the most that reading them can have cost. None without a profile."""
    if gas.profile_version is None or not gas.profile:
        return None
    names = ("READ_REGISTER_BASE", "READ_REGISTER_BYTE", "WRITE_REGISTER_BASE", "WRITE_REGISTER_BYTE")
    return sum(entry.gas for entry in gas.profile if entry.cost in names)
