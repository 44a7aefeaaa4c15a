"""What a gas view says: what is shown, how much of it, who failed or starved. Gas in T, with as many digits as tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xccviz.analysis.gas.flow import Measure
from xccviz.analysis.types import GasLedger
from xccviz.catalogue import numeral, tr, trn
from xccviz.graph.types import Node
from xccviz.model.amounts import TGAS, format_gas, format_gas_exact
from xccviz.model.text import visible_text
from xccviz.words.extent import failed_of
from xccviz.words.gas import EXECUTION_LEFT_OUT, LEDGER
from xccviz.words.ids import short_id
from xccviz.words.numbers import UNKNOWN_NUMBER, share
from xccviz.words.titles import method_title
from xccviz.words.values import TEXT_LIMIT

WHOLE = tr("Whole transaction")
TRANSACTION = tr("transaction")
MEASURES: Mapping[Measure, str] = {
    "attached": tr("Attached"),
    "burnt": tr("Burnt"),
    "back": tr("Got back"),
}
MEASURE_TIPS: Mapping[Measure, str] = {
    "attached": tr("As wide as what each call was given: attached, and prepaid to run it"),
    "burnt": tr("As wide as what each call burnt, with all it called"),
    "back": tr("As wide as what each call got back, with all it called"),
}
REFUNDS = tr("refunds")
TOTALS = tr("totals")
TOTALS_OF_ALL = tr("totals are of all receipts, found or not")
BURNT, BURNT_SO_FAR = tr("burnt"), tr("burnt so far")
BY = tr("by")
HEADINGS: Mapping[str, str] = {
    "account": tr("BY ACCOUNT"),
    "method": tr("BY METHOD"),
    "cost": tr("BY HOST COST"),
}
ASIDES: Mapping[str, str] = {"cost": EXECUTION_LEFT_OUT}
"""What stands quietly behind a heading."""
LEGEND: Mapping[str, str] = {
    "burnt": LEDGER["burnt"],
    "passed": LEDGER["forwarded"],
    "back": LEDGER["unspent"],
    "unknown": tr("not known"),
    "failed": tr("failed"),
    "starved": tr("starved: ran out while a sibling got gas back"),
    "odd": tr("does not add up"),
}
FEWER = tr("fewer")
NOTHING_KNOWN = tr("gas not known")
NO_ACCOUNT = tr("account not known")
BRINGS_BACK = tr("gas refund")
OTHER_REFUNDS = tr("OTHER REFUNDS")
"""Above refunds that bring back no gas."""
HEADS = (tr("gas"), tr("of this call"), tr("of all burnt"))
CLICK_BAR = tr("Click filters by it")
CLICK_CELL = tr("Click selects · Return zooms in · Backspace out")


def tenths(gas: int, whole: int | None = None) -> str:
    """Gas in T with one digit: `40.5`, `<0.1`; with none or two where the `whole` it belongs to is large or small."""
    digits = 1 if whole is None or TGAS * 10 <= whole < TGAS * 1000 else 0 if whole >= TGAS * 1000 else 2
    unit = TGAS // 10**digits
    parts = (2 * gas + unit) // (2 * unit)
    if gas > 0 and parts == 0:
        return numeral(f"<{1 / 10**digits:.{digits}f}")
    return numeral(f"{parts // 10**digits:,}.{parts % 10**digits:0{digits}d}" if digits else parts)


def cell_gas(gas: int) -> str:
    """Gas in T for a cell: `901`, `3.7`, `<0.1`, `0`."""
    if gas >= 100 * TGAS:
        return numeral((2 * gas + TGAS) // (2 * TGAS))
    if gas == 0:
        return "0"
    text = tenths(gas)
    return text.removesuffix(".0") if gas % TGAS == 0 else text


def given(gas: int, exact: bool) -> str:
    """What a cell is about: `351 T`, `? T` where that is not known."""
    return f"{cell_gas(gas) if exact else UNKNOWN_NUMBER} T"


def figures(gas: int, burnt: int, back: int, exact: bool, room: int, measure: Measure) -> str:
    """The figures of a cell: `351 T · 3.7 burnt · 134 back`, as many as there is `room` for (1 to 3)."""
    parts = [given(gas, exact)]
    if measure == "attached":
        parts += [tr("{gas} burnt", gas=cell_gas(burnt))] if burnt else []
        parts += [tr("{gas} back", gas=cell_gas(back))] if back else []
    elif measure == "burnt" and burnt:
        parts.append(tr("{gas} here", gas=cell_gas(burnt)))
    elif measure == "back" and back:
        parts.append(tr("{gas} here", gas=cell_gas(back)))
    known = parts if exact or len(parts) <= room else parts[1:]  # what is not known makes room first
    return " · ".join(known[:room])


def sum_words(
    measure: Measure, gas: int, burnt: int, back: int, whole: bool, attached: int | None = None
) -> tuple[str, ...]:
    """What is shown in one line, the longest wording first: `901.3 Tgas: 900.0 attached, 1.3 prepaid to run it; 64.2
    burnt, 837.1 got back`. `attached`: the part of `gas` that a person or contract asked for, None where that is not
    known. Not the `whole`: some of it is not known."""
    all_ = f"{tenths(gas, gas)} Tgas"
    if measure == "burnt":
        said: tuple[str, ...] = (tr("{gas} burnt", gas=all_),)
    elif measure == "back":
        said = (tr("{gas} got back", gas=all_),)
    else:
        parts = tr("{burnt} burnt, {back} got back", burnt=tenths(burnt, gas), back=tenths(back, gas))
        brief = f"{tenths(gas, gas)} T"
        said = (
            *given_as(all_, gas, attached, parts),
            tr("{gas} attached and prepaid: {parts}", gas=all_, parts=parts),
            *given_as(brief, gas, attached),
            tr("{gas} attached and prepaid", gas=brief),
            parts,
        )
    if whole:
        return said
    known = [tr("{gas} burnt", gas=f"{tenths(burnt, gas)} Tgas")] if burnt else []
    known += [tr("{gas} got back", gas=f"{tenths(back, gas)} Tgas")] if back else []
    if not known:
        return (NOTHING_KNOWN,)
    short = [tr("{gas} burnt", gas=tenths(burnt, gas))] if burnt else []
    short += [tr("{gas} got back", gas=tenths(back, gas))] if back else []
    return (
        tr("{gas}; the rest is not known", gas=", ".join(known)),
        tr("{gas}; the rest is not known", gas=", ".join(short)),
        ", ".join((*short, UNKNOWN_NUMBER)),
    )


def given_as(said: str, gas: int, attached: int | None, parts: str = "") -> tuple[str, ...]:
    """What gas is made of, and where it went: `301.2 Tgas: 300.0 attached, 1.2 prepaid to run it`; nothing where that
    is not known, or nothing was prepaid."""
    if attached is None or attached >= gas:
        return ()
    made = tr(
        "{gas}: {attached} attached, {prepaid} prepaid to run it",
        gas=said,
        attached=tenths(attached, gas),
        prepaid=tenths(gas - attached, gas),
    )
    return (tr("{made}; {parts}", made=made, parts=parts) if parts else made,)


def sum_so_far(
    measure: Measure, gas: int, burnt: int, *, known: bool, attached: int | None = None
) -> tuple[str, ...]:
    """The same at an earlier moment: what was given, and what was burnt by then."""
    short = tr("{gas} Tgas burnt so far", gas=tenths(burnt, gas))
    if measure != "attached" or not known:
        return (short,)
    whole, by_then = tenths(gas, gas), tenths(burnt, gas)
    so_far = tr("{burnt} burnt so far", burnt=by_then)
    return (
        *given_as(f"{whole} Tgas", gas, attached, so_far),
        tr("{gas} Tgas attached and prepaid: {burnt} burnt so far", gas=whole, burnt=by_then),
        tr("{gas} T attached and prepaid: {burnt} burnt so far", gas=whole, burnt=by_then),
        short,
    )


def cell_name(node: Node) -> tuple[str, str]:
    """What a receipt does, and where: `ft_transfer`, `wrap.near`; of the transaction, from whom to whom."""
    if node.kind == "transaction":
        return TRANSACTION, visible_text(node.label, TEXT_LIMIT)
    receipt = node.action_receipt
    if receipt is None:
        known = node.label != node.id
        name = tr("receipt {id}", id=short_id(node.id))
        return name, visible_text(node.label, TEXT_LIMIT) if known else ""
    return method_title(node), visible_text(receipt.receiver_id, TEXT_LIMIT)


def alike_name(count: int, name: str) -> str:
    """Calls that are alike: `× 498 ft_transfer`."""
    return f"× {numeral(count)} {name}"


def more_name(count: int) -> str:
    """Calls too narrow to be shown: `12 more`."""
    return tr("{count} more", count=numeral(count))


def refunds_without_gas(count: int) -> str:
    """Refunds that bring back no gas and stand together."""
    return trn("{count} refund", "{count} refunds", count)


def failed_title(name: str, failed: int, count: int) -> str:
    """Who failed: `get_value failed`; of several, how many."""
    if count == 1:
        return tr("{name} failed", name=name)
    return failed_of(failed, count)[0]


def failed_line(gas: GasLedger) -> str:
    """What it did with its gas: `2.4 of 10 T burnt, 8.4 got back`."""
    if gas.burnt is None:
        return ""
    burnt = cell_gas(gas.burnt)
    said = (
        tr("{burnt} of {attached} T burnt", burnt=burnt, attached=cell_gas(gas.attached))
        if gas.attached
        else tr("{burnt} T burnt", burnt=burnt)
    )
    if gas.unspent:
        return tr("{burnt}, {back} got back", burnt=said, back=cell_gas(gas.unspent))
    return said


def starved_title(name: str, attached: int) -> str:
    """Who starved: `callback starved: 5 T was too little`."""
    return tr("{name} starved: {gas} T was too little", name=name, gas=cell_gas(attached))


def starved_line(back: int) -> str:
    """Beside whom: `its sibling gave 292 T back`."""
    return tr("its sibling gave {gas} T back", gas=cell_gas(back))


def odd_title(name: str) -> str:
    """What does not add up."""
    return tr("{name} does not add up", name=name)


def odd_words(gas: GasLedger) -> str:
    """By how much the refund differs from what was left."""
    if gas.unspent is None or gas.refund_gas is None:
        return tr("what it passed on and what its calls were given differ")
    return tr(
        "{back} came back, {left} was left",
        back=format_gas_exact(gas.refund_gas),
        left=format_gas_exact(gas.unspent),
    )


def beyond_words(count: int) -> str:
    """How many more signs there would be: `4 more of them`."""
    return trn("{count} more like these", "{count} more like these", count)


def rest_words(count: int, gas: int, whole: int) -> str:
    """Bars that are left out: `35 more, 7.3 T`."""
    return tr("{count} more, {gas} T", count=numeral(count), gas=tenths(gas, whole))


def made_by(name: str) -> str:
    """Who made a receipt."""
    return tr("made by {name}", name=name)


def of_all(burnt: int | None, whole: int) -> str:
    """A part of all the gas burnt."""
    return share(burnt, whole, "line")


def burners_words(count: int) -> str:
    """How many receipts burnt it."""
    return trn("{count} receipt", "{count} receipts", count)


def row_words(name: str, members: Sequence[tuple[str, int | None]]) -> str:
    """A row as text: its name and its members, exact."""
    cells = (f"{label}: {format_gas_exact(gas)}" for label, gas in members)
    return f"{name}\t" + "\t".join(cells)


def exact_and_short(gas: int) -> str:
    """Gas with all digits, and as one says it."""
    return f"{format_gas_exact(gas)} ({format_gas(gas)})"
