"""Calls that a node recorded, as the sandbox is given them: context, code, and what is known of the state.

The recordings of ../shared/data/node, each chain in the order of its blocks. State comes from what earlier recorded
calls wrote (`World`), or from what the node said of it (`replay/ID.json`); accounts began empty, so that a key nobody
wrote is absent there. tests/data/vm has some of them, in the form of `kept.py`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import lzma
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xccviz.model import base58
from xccviz.vm.drafts import id_of
from xccviz.vm.gas import MOST
from xccviz.vm.types import CodeKind, Context, State

NO_CODE = "1" * 32
SCRIPT = "4N1QsK5fJZhdv4cWVcMbT1KRfh6Ta9QBttA2u7tsHVgT"
SCRIPT_NEW = "7saQaPjTSQo3Rj81Tz73du89aozTMRtTZJhFZFTM72js"
TOKEN = "CvAGTjz5brEgJWXitQf6uQhUxAz9sCKxpHiQBfeGBAou"
SCRIPT_ACCOUNTS = frozenset(
    (
        "amm",
        "app",
        "dao",
        "farm",
        "ft",
        "hub",
        "market",
        "nft",
        "oracle-a",
        "oracle-b",
        "usdc",
        "vault",
        "wallet",
    )
)
KINDS: dict[str, CodeKind] = {
    "local": "local",
    "global_hash": "global_hash",
    "global_account_id": "global_account",
}


@dataclass
class Recording:
    """One transaction's folder."""

    name: str
    version: int
    result: Any
    heights: Any
    receipts: dict[str, Any]
    before: dict[str, Any]
    data: dict[str, bytes | None]
    randoms: dict[int, str]
    told: dict[str, dict[str, Any]]
    """Receipt → what the node said around it: code, account, state."""


@dataclass(frozen=True)
class Call:
    """A FunctionCall as it is to be run. `code`: the hash of it, None where there is none."""

    action: int
    method: str
    code: str | None
    context: Context | None
    why_not: str | None = None


@dataclass(frozen=True)
class Receipt:
    """An executed receipt with calls: what goes in, and what the node said."""

    recording: str
    id: str
    version: int
    account: str
    height: int
    calls: tuple[Call, ...]
    state: State
    node: dict[str, Any]
    """`outcome`, `receipts` (those it made, by id), `output_receivers`, `last_is_call`; `told`: where the node was
    asked, the keys that it wrote and the account's balance and storage usage after it."""

    @property
    def why_not(self) -> str | None:
        """Why it can't be run, None where it can."""
        return next((call.why_not for call in self.calls if call.why_not), None)


@dataclass
class World:
    """What the transactions of one chain tell of its accounts, in order."""

    codes: dict[str, tuple[str, str]] = field(default_factory=dict)
    state: dict[str, dict[bytes, bytes | None]] = field(default_factory=lambda: defaultdict(dict))
    waiting: dict[str, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    fresh: dict[tuple[str, int], dict[bytes, bytes | None]] = field(default_factory=lambda: defaultdict(dict))
    """Account and height → what was written in that block so far."""


def load(path: Path) -> Any:
    """A JSON file, packed or not; None where there is none."""
    if path.exists():
        return json.loads(path.read_bytes())
    packed = path.with_suffix(".json.xz")
    return json.loads(lzma.decompress(packed.read_bytes())) if packed.exists() else None


def recordings(node: Path) -> list[Recording]:
    """All folders that tell a whole transaction."""
    return [found for folder in sorted(node.glob("pv8[3456]/*/")) if (found := _recording(folder))]


def receipts(
    found: list[Recording], version: int, world: World, named: Mapping[str, str]
) -> Iterator[Receipt]:
    """Receipts with calls of one chain, in order. Who runs one tells `world` what it did before asking for more."""
    seen: set[str] = set()
    todo = []
    for recording in found:
        if recording.version != version:
            continue
        for n, outcome in enumerate(recording.result["receipts_outcome"]):
            receipt, block = (
                recording.receipts.get(outcome["id"]),
                recording.heights.get(outcome["block_hash"]),
            )
            if outcome["id"] in seen or block is None or not isinstance(outcome["outcome"]["status"], dict):
                continue
            if receipt and "Action" in receipt["receipt"]:
                seen.add(outcome["id"])
                todo.append((block["height"], recording.name, n, recording, outcome, receipt, block))
    for _, _, _, recording, outcome, receipt, block in sorted(todo, key=lambda each: each[:3]):
        made = _receipt(recording, outcome, receipt, block, world, named)
        if made.calls:
            yield made


def codes(node: Path, found: list[Recording]) -> dict[str, bytes]:
    """Every contract that is at hand, by its hash: files, deployments, what the node was asked for."""
    lengths = json.loads((node / "codes.json").read_text())
    known: dict[str, bytes] = {}

    def offer(code: bytes) -> None:
        known[base58.encode(hashlib.sha256(code).digest())] = code

    for file in (node / "wasm").glob("*.wasm"):
        offer(file.read_bytes())
    for script in (SCRIPT, SCRIPT_NEW):
        offer(known[script] + b"\0\x05\x04test")  # a scenario gives the code another hash
    for recording in found:
        for told in recording.told.values():
            if "code" in told:
                offer(told["code"])
        meta = load(node / recording.name / "meta.json") or {}
        raw = base64.b64decode(meta.get("signed_tx_base64") or "")
        for size in set(lengths.values()) if raw else ():
            for match in re.finditer(re.escape(b"\x01" + size.to_bytes(4, "little")), raw):
                code = raw[match.end() : match.end() + size]
                if base58.encode(hashlib.sha256(code).digest()) in lengths:
                    offer(code)
        for match in re.finditer(b"\0asm", raw):
            size = int.from_bytes(raw[max(0, match.start() - 4) : match.start()], "little")
            if size in set(lengths.values()):
                offer(raw[match.start() : match.start() + size])
        for match in re.finditer(rb'"(?:deploy_b64|b64)":"([A-Za-z0-9+/=]+)"', raw):
            offer(base64.b64decode(match[1]))
    return known


def names(node: Path) -> dict[str, str]:
    """Scenario → hash of the hand-written module it calls (answers of old versions do not tell)."""
    told = json.loads((node / "wasm" / "names.json").read_text())
    named = {name: code for name, code in told.items() if name.startswith("prepare-errors")}
    return named | {"host-errors": told["host-errors (83)"]}


def unbase58(text: str) -> bytes:
    """Bytes of any length that base58 text writes."""
    number = 0
    for character in text:
        number = number * 58 + base58.ALPHABET.index(character)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _recording(folder: Path) -> Recording | None:
    status = load(folder / "tx_status.json")
    if not status or "receipts_outcome" not in status.get("result", {}):
        return None
    result = status["result"]
    known = {receipt["receipt_id"]: receipt for receipt in result.get("receipts", [])}
    for file in folder.glob("receipts/*.json"):
        extra = json.loads(file.read_bytes()).get("result")
        if extra:
            known.setdefault(extra["receipt_id"], extra)
    _roots(result, known)
    headers = [json.loads(file.read_bytes())["result"]["header"] for file in folder.glob("blocks/*.json")]
    return Recording(
        f"{folder.parent.name}/{folder.name}",
        int(folder.parent.name[2:]),
        result,
        load(folder / "heights.json") or {},
        known,
        (load(folder / "accounts.json") or {}).get("before", {}).get("accounts", {}),
        _data(result, known),
        {header["height"]: header["random_value"] for header in headers},
        {file.stem: _told(json.loads(file.read_bytes()), file.stem) for file in folder.glob("replay/*.json")},
    )


def _told(exchanges: list[Any], receipt_id: str) -> dict[str, Any]:
    """What the node said around one call, as far as it is needed: before it, and what it changed."""
    told: dict[str, Any] = {"written": {}}
    for exchange in exchanges:
        params, result = exchange["request"]["params"], exchange["response"].get("result") or {}
        if params.get("request_type") == "view_code" and "code_base64" in result:
            told["code"] = base64.b64decode(result["code_base64"])
        if params.get("request_type") == "view_account":
            told["account"] = result
        if params.get("request_type") == "view_state" and not params["prefix_base64"] and "values" in result:
            pairs = result["values"]
            told["state"] = {base64.b64decode(p["key"]): base64.b64decode(p["value"]) for p in pairs}
        for each in result.get("changes", ()) if "changes_type" in params else ():
            change, cause = each["change"], each["cause"]
            if cause.get("receipt_hash") != receipt_id or cause["type"] != "receipt_processing":
                continue
            if params["changes_type"] == "account_changes":
                told["after"] = int(change["amount"]), change["storage_usage"]
            else:
                value = change.get("value_base64")
                key = base64.b64decode(change["key_base64"])
                told["written"][key] = None if value is None else base64.b64decode(value)
    return told


def _roots(result: Any, known: dict[str, Any]) -> None:
    """The receipt that the transaction became, which the answer leaves out where it is local."""
    transaction = result["transaction"]
    for root in result["transaction_outcome"]["outcome"]["receipt_ids"]:
        action = {
            "actions": transaction["actions"],
            "signer_id": transaction["signer_id"],
            "signer_public_key": transaction["public_key"],
            "input_data_ids": [],
            "output_data_receivers": [],
            "is_promise_yield": False,
        }
        receipt = {
            "predecessor_id": transaction["signer_id"],
            "receiver_id": transaction["receiver_id"],
            "receipt_id": root,
            "receipt": {"Action": action},
        }
        known.setdefault(root, receipt)


def _data(result: Any, known: dict[str, Any]) -> dict[str, bytes | None]:
    """Data by id: what data receipts carry, and what outcomes say."""
    found: dict[str, bytes | None] = {}
    for receipt in known.values():
        data = receipt["receipt"].get("Data")
        if data:
            found[data["data_id"]] = base64.b64decode(data["data"]) if data["data"] is not None else None
    for outcome in result["receipts_outcome"]:
        action = (known.get(outcome["id"]) or {"receipt": {}})["receipt"].get("Action")
        status = outcome["outcome"]["status"]
        if action and isinstance(status, dict) and "SuccessReceiptId" not in status:
            value = base64.b64decode(status["SuccessValue"]) if "SuccessValue" in status else None
            for receiver in action["output_data_receivers"]:
                found.setdefault(receiver["data_id"], value)
    return found


def _receipt(
    r: Recording, outcome: Any, receipt: Any, block: Any, world: World, named: Mapping[str, str]
) -> Receipt:
    action, account = receipt["receipt"]["Action"], receipt["receiver_id"]
    status = outcome["outcome"]["status"]
    error = (status.get("Failure") or {}).get("ActionError") if isinstance(status, dict) else None
    failed_at = error.get("index") if error else None
    calls = []
    for n, each in enumerate(action["actions"]):
        if failed_at is not None and n > failed_at:
            break
        if isinstance(each, dict) and "DeployContract" in each:
            digest = base64.b64decode(each["DeployContract"]["code"])
            world.codes[account] = "local", base58.encode(digest)
        elif isinstance(each, dict) and "FunctionCall" in each:
            calls.append(_call(r, outcome, receipt, block, world, named, n))
    made = [r.receipts[child] for child in outcome["outcome"]["receipt_ids"] if child in r.receipts]
    last = action["actions"][-1] if action["actions"] else ""
    node = {
        "outcome": outcome["outcome"],
        "receipts": {each["receipt_id"]: each for each in made},
        "output_receivers": action["output_data_receivers"],
        "last_is_call": isinstance(last, dict) and "FunctionCall" in last,
        "told": {name: r.told[outcome["id"]].get(name) for name in ("written", "after")}
        if outcome["id"] in r.told
        else None,
    }
    state = _state(r, outcome["id"], account, block["height"], world)
    return Receipt(r.name, outcome["id"], r.version, account, block["height"], tuple(calls), state, node)


def _state(r: Recording, receipt_id: str, account: str, height: int, world: World) -> State:
    """What the node said at the block before, under what was written in this one; or all that was ever written."""
    told = r.told.get(receipt_id, {}).get("state")
    if told is not None:
        return State({**told, **world.fresh[account, height]}, whole=True)
    fresh_account = r.name.endswith("--not-initialized")
    return State({} if fresh_account else dict(world.state[account]), whole=True)


def _call(
    r: Recording, outcome: Any, receipt: Any, block: Any, world: World, named: Mapping[str, str], n: int
) -> Call:
    action, account = receipt["receipt"]["Action"], receipt["receiver_id"]
    call = action["actions"][n]["FunctionCall"]
    where = _code_of(world, r, outcome, n, account, named)
    if where is None:
        return Call(n, call["method_name"], None, None, "no contract")
    if any(data_id not in r.data for data_id in action["input_data_ids"]):
        return Call(n, call["method_name"], where[1], None, "a promise result is not recorded")
    if where[0] == "global_account_id" or "CodeDoesNotExist" in json.dumps(outcome["outcome"]["status"]):
        return Call(n, call["method_name"], None, None, "code not at hand")
    return Call(n, call["method_name"], where[1], _context(r, outcome, receipt, block, world, where, n))


def _context(
    r: Recording, outcome: Any, receipt: Any, block: Any, world: World, where: tuple[str, str], n: int
) -> Context:
    action, account, height = receipt["receipt"]["Action"], receipt["receiver_id"], block["height"]
    call = action["actions"][n]["FunctionCall"]
    before = r.told.get(outcome["id"], {}).get("account") or r.before.get(account) or {}
    profile = profile_of(outcome["outcome"])
    first = not any("FunctionCall" in each for each in action["actions"][:n] if isinstance(each, dict))
    random = r.randoms.get(height)
    action_hash = id_of(unbase58(outcome["id"]), height, MOST - n)
    receivers = action["output_data_receivers"] if n == len(action["actions"]) - 1 else []
    return Context(
        current_account_id=account,
        predecessor_id=receipt["predecessor_id"],
        signer_id=action["signer_id"],
        signer_key=_key(action["signer_public_key"]),
        receipt_id=unbase58(outcome["id"]),
        block_height=height,
        args=base64.b64decode(call["args"]),
        deposit=int(call["deposit"]),
        prepaid_gas=call["gas"],
        timestamp_ns=int(block["timestamp_nanosec"]),
        epoch_height=1,
        balance=int(before.get("amount", 10**27)),
        locked=int(before.get("locked", 0)),
        storage_usage=before.get("storage_usage", 0),
        results=tuple(r.data[data_id] for data_id in action["input_data_ids"]),
        receivers=tuple((unbase58(each["data_id"]), each["receiver_id"]) for each in receivers),
        refund_to=action.get("refund_to"),
        random_seed=hashlib.sha256(action_hash + unbase58(random)).digest() if random else None,
        code=(KINDS[where[0]], unbase58(where[1])),
        chain_id="localnet",
        action_index=n,
        waiting=frozenset(world.waiting[account]),
        yield_ids={},
        trie_nodes=profile.get("TOUCHING_TRIE_NODE", 0) // 2_280_000_000 if first else 0,
        cached_trie_nodes=profile.get("READ_CACHED_TRIE_NODE", 0) // 2_280_000_000 if first else 0,
    )


def profile_of(outcome: Any) -> dict[str, int]:
    """Gas by cost as the node says it."""
    return {each["cost"]: int(each["gas_used"]) for each in outcome["metadata"].get("gas_profile") or []}


def _key(text: str) -> bytes:
    kind, _, digits = text.partition(":")
    return bytes([{"ed25519": 0, "secp256k1": 1}.get(kind, 2)]) + unbase58(digits)


def _code_of(
    world: World, r: Recording, outcome: Any, n: int, account: str, named: Mapping[str, str]
) -> tuple[str, str] | None:
    """Kind and hash of the code that ran: from the answer, from what was deployed, from who the account is."""
    contracts = outcome["outcome"]["metadata"].get("contracts")
    if contracts:
        entry = contracts[n] if n < len(contracts) else None
        return next(iter(entry.items())) if isinstance(entry, dict) else None
    if account in world.codes:
        return world.codes[account]
    before = r.before.get(account)
    if before and before.get("code_hash", NO_CODE) != NO_CODE:
        return "local", before["code_hash"]
    if contracts is not None:
        return None
    name = r.name.partition("/")[2]
    if account.split(".")[0] in SCRIPT_ACCOUNTS and account.endswith(".near"):
        return "local", SCRIPT
    for scenario, code in named.items():
        called = account == r.result["transaction"]["receiver_id"]
        if name == scenario or (scenario == "host-errors" and name.startswith(scenario) and called):
            return "local", code
    return None
