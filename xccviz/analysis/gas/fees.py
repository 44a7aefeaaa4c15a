"""Fees of receipts and actions by protocol version (protocol.md §4.5).

An action is charged by rows of the fee table, each some number of times:

    FunctionCall   1 × "FunctionCall"    + (method + args) × "FunctionCall/byte"
    DeployContract 1 × "DeployContract"  + (size of the code) × "DeployContract/byte"

The size of deployed code is in no answer (only its hash is), so there it stands under the hash until
`versions.py` has solved for it. The tables come in as an argument; a fetched protocol config gives one of its own.
"""

from __future__ import annotations

from binascii import Error, a2b_base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

from xccviz.model.action_kinds import FeeRule
from xccviz.model.raw import Json
from xccviz.model.trace import Action
from xccviz.patterns import later
from xccviz.values import field, frozen, replace

Way = Literal["send_sir", "send_not_sir", "execution"]
Charge = tuple[str, int | str]
"""A row of the fee table and how many times it is charged: a number, or the hash of code whose size it is."""

NEWEST = 10**6
"""A protocol version after all others."""

_HEX_IMPLICIT = later(r"[0-9a-f]{64}")
_OTHER_IMPLICIT = later(r"0[xs][0-9a-f]{40}")
_UNIVERSAL = later(r"0u[0-9a-f]{40,}")
_KEY_BYTES = {"ed25519": 33, "secp256k1": 65}
"""Bytes of a public key with its type. ML-DSA-65 keys are left out: how long they count has changed (version 87)."""
_GAS_KEY_INFO_BYTES = 18
_GAS_KEY_BYTES = 27
_NONCE_BYTES = 8
_HASH_BYTES = 32


@frozen
class FeeTable:
    """The fees in force in protocol versions `since` to `until`, in gas: row → way → gas. `sizes` is what is known of
    deployed code: its hash (base64 as in the answer) → bytes."""

    since: int
    fees: Mapping[str, Mapping[str, int]]
    until: int = NEWEST
    sizes: Mapping[str, int] = field(default_factory=dict)

    def covers(self, first: int, last: int) -> bool:
        """Whether it was in force in one of the versions `first` to `last`."""
        return self.since <= last and self.until >= first

    def gas(self, charges: Iterable[Charge] | None, way: Way) -> int | None:
        """Σ of charges in gas; None when a row, a size or the charges themselves are not known."""
        if charges is None:
            return None
        total = 0
        for row, times in charges:
            fee = self.fees.get(row)
            count = self.sizes.get(times) if isinstance(times, str) else times
            if fee is None or count is None:
                return None
            total += fee[way] * count
        return total

    def overlaid(self, rows: Mapping[str, Mapping[str, int]]) -> FeeTable:
        """This table with the rows that a fetched protocol config states."""
        return replace(self, fees={**self.fees, **rows})


def parse_fee_tables(value: Mapping[str, Any]) -> tuple[FeeTable, ...]:
    """The tables of resources/fees/fees.json, oldest first; each row adds to and replaces the one before."""
    fees: dict[str, Mapping[str, int]] = {}
    tables: list[FeeTable] = []
    for row in value["rows"]:
        if tables:
            tables[-1] = replace(tables[-1], until=row["since"] - 1)
        fees = {**fees, **row["fees"]}
        tables.append(FeeTable(row["since"], fees))
    return tuple(tables)


def receipt_charges(
    actions: Sequence[Action], receiver_id: str, way: Way, *, carried: bool = False
) -> tuple[Charge, ...] | None:
    """What a receipt with `actions` is charged for one way: itself and its actions, without what a Delegate carries."""
    charged = action_charges(actions, receiver_id, way, carried=carried)
    return None if charged is None else (("new_action_receipt", 1), *charged)


def action_charges(
    actions: Sequence[Action], receiver_id: str, way: Way, *, carried: bool = False
) -> tuple[Charge, ...] | None:
    """Charges of actions sent to `receiver_id`, None when those of one are not known. `carried`: they stand inside a
    Delegate, where code is given in full and not by its hash (protocol.md §5.1)."""
    found: list[Charge] = []
    for action in actions:
        charges = _charges(action, receiver_id, way, carried)
        if charges is None:
            return None
        found.extend(charges)
    return tuple(found)


def _charges(action: Action, receiver_id: str, way: Way, carried: bool) -> tuple[Charge, ...] | None:
    kind = action.row
    if kind.fee is None or kind.fee_rule is None:
        return None
    return _RULES[kind.fee_rule](_Charged(kind.fee, action, receiver_id, way, carried))


@frozen
class _Charged:
    """One action as a rule sees it; `row`: its own row of the fee table."""

    row: str
    action: Action
    receiver_id: str
    way: Way
    carried: bool

    @property
    def fields(self) -> Mapping[str, Json]:
        """The rest of its payload, under wire names."""
        return self.action.fields


def _once(of: _Charged) -> tuple[Charge, ...]:
    return ((of.row, 1),)


def _call(of: _Charged) -> tuple[Charge, ...] | None:
    method, args = of.action.method_name, of.action.args
    return None if method is None or args is None else _sized(of.row, len(method.encode()) + len(args))


def _sized(row: str, size: int | str | None) -> tuple[Charge, ...] | None:
    return None if size is None else ((row, 1), (f"{row}/byte", size))


def _transfer(of: _Charged) -> tuple[Charge, ...] | None:
    """A transfer to an implicit account is charged for creating it, whether or not it exists (protocol.md §4.5)."""
    if _HEX_IMPLICIT.fullmatch(of.receiver_id):
        return ((of.row, 1), ("CreateAccount", 1), ("AddKey/full", 1))
    if _OTHER_IMPLICIT.fullmatch(of.receiver_id):
        return ((of.row, 1), ("CreateAccount", 1))
    return None if _UNIVERSAL.fullmatch(of.receiver_id) else ((of.row, 1),)


def _key(of: _Charged) -> tuple[Charge, ...] | None:
    access_key = of.fields.get("access_key")
    permission = access_key.get("permission") if isinstance(access_key, dict) else None
    terms: Mapping[str, Json] = {}
    if isinstance(permission, str):
        kind = permission
    elif isinstance(permission, dict) and len(permission) == 1:
        ((kind, value),) = permission.items()
        terms = value if isinstance(value, dict) else {}
    else:
        return None
    charges: tuple[Charge, ...] | None
    if kind in ("FullAccess", "GasKeyFullAccess"):
        charges = ((f"{of.row}/full", 1),)
    elif kind in ("FunctionCall", "GasKeyFunctionCall"):
        names = terms.get("method_names")
        if not isinstance(names, list):
            return None
        charges = _sized(f"{of.row}/function_call", sum(len(str(name).encode()) + 1 for name in names))
    else:
        return None
    if charges is None or not kind.startswith("GasKey"):
        return charges
    if of.way != "execution":
        return (*charges, ("GasKey/byte", _GAS_KEY_INFO_BYTES))
    nonces, key = terms.get("num_nonces"), _key_bytes(of.fields)
    if not isinstance(nonces, int) or nonces < 0 or key is None:
        return None
    # Each nonce is a state entry: two tags, account, key and a two-byte index, with its value.
    entry = 2 + len(of.receiver_id.encode()) + key + 2 + _NONCE_BYTES
    return (*charges, ("GasKey/nonce", nonces), ("GasKey/byte", entry * nonces))


def _gas_key(of: _Charged) -> tuple[Charge, ...] | None:
    key = _key_bytes(of.fields)
    if key is None:
        return None
    size = key if of.way != "execution" else 2 + len(of.receiver_id.encode()) + key + _GAS_KEY_BYTES
    return ((of.row, 1), ("GasKey/byte", size))


def _key_bytes(fields: Mapping[str, Json]) -> int | None:
    key = fields.get("public_key")
    return _KEY_BYTES.get(key.partition(":")[0]) if isinstance(key, str) else None


def _code(of: _Charged) -> tuple[Charge, ...] | None:
    code = of.fields.get("code")
    if not isinstance(code, str):
        return None
    return _sized(of.row, _bytes_in(code) if of.carried else code)


def _identifier(of: _Charged) -> tuple[Charge, ...] | None:
    return _sized(of.row, _identifier_bytes(of.fields))


def _identifier_bytes(fields: Mapping[str, Json]) -> int | None:
    within = fields.get("contract_identifier")
    fields = within if isinstance(within, dict) else fields
    account = fields.get("account_id")
    if isinstance(account, str):
        return len(account.encode())
    return _HASH_BYTES if isinstance(fields.get("code_hash", fields.get("hash")), str) else None


def _state(of: _Charged) -> tuple[Charge, ...] | None:
    """Bytes are those of keys and values; the code's identifier is not counted (recorded)."""
    within = of.fields.get("state_init")
    if isinstance(within, dict) and len(within) == 1:
        within = next(iter(within.values()))
    data = (within if isinstance(within, dict) else of.fields).get("data")
    if not isinstance(data, dict):
        return None
    sizes = [_bytes_in(text) for entry in data.items() for text in entry]
    if any(size is None for size in sizes):
        return None
    return ((of.row, 1), (f"{of.row}/byte", sum(size or 0 for size in sizes)), (f"{of.row}/entry", len(data)))


def _bytes_in(text: Json) -> int | None:
    try:
        return len(a2b_base64(text, strict_mode=True)) if isinstance(text, str) else None
    except (Error, ValueError):
        return None


_RULES: Mapping[FeeRule, Callable[[_Charged], tuple[Charge, ...] | None]] = {
    "once": _once,
    "call": _call,
    "transfer": _transfer,
    "key": _key,
    "gas_key": _gas_key,
    "code": _code,
    "identifier": _identifier,
    "state": _state,
}
