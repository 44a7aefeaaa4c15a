"""A call's context, prices and storage, from what is known; and what must be asked for where it is not (vm.md §5)."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence

from xccviz.model import base58
from xccviz.model.raw import JsonObject, count_of, objects_of, text_or_none, whole_number
from xccviz.model.trace import Action
from xccviz.rerun.facts import Facts, InBlock, Storage, account_in_block, data_in_block, hash_of
from xccviz.rerun.subject import Subject, deployed_hash
from xccviz.rerun.types import NO_CODE, Assumption, Lacking, Missing, Request
from xccviz.values import frozen
from xccviz.vm.drafts import id_of
from xccviz.vm.gas import MOST
from xccviz.vm.prices import Prices, of_block
from xccviz.vm.types import CodeKind, Context

_KEY_KINDS = {"ed25519": 0, "secp256k1": 1, "ml-dsa": 2}


@frozen
class Around:
    """What documents say around one receipt, looked up once. `block` and `previous` are hashes; `storage` is the
    account's at the end of the block before, `in_block` what changed since; `account` the account as the receipt found
    it, None where nothing tells."""

    subject: Subject
    facts: Facts
    chain_id: str | None
    version: int | None
    block: str | None
    previous: str | None
    height: int
    storage: Storage
    in_block: InBlock | None
    account: JsonObject | None
    account_is_sure: bool

    @property
    def header(self) -> JsonObject:
        """The executing block's header; {} where it is not at hand."""
        return self.facts.header(self.block)


def around(subject: Subject, facts: Facts, chain_id: str | None) -> Around:
    """Look up what is known. Raises Lacking where the executing block's height is not."""
    node, account = subject.node, subject.account
    header = facts.header(node.block_hash)
    height = node.height if node.height is not None else count_of(header.get("height"))
    if height is None:
        raise Lacking(Missing("block", node.block_hash or ""))
    previous = text_or_none(header.get("prev_hash"))
    block = node.block_hash or ""
    if previous is None and block in subject.graph.trace.blocks:
        previous = subject.graph.trace.blocks[block].prev_hash
    config = facts.config_of(block)
    data = facts.changes.get(("data_changes", account, block))
    changed = facts.changes.get(("account_changes", account, block))
    before = account_in_block(changed, subject.receipt.receipt_id)[0] if changed is not None else None
    version = count_of(config.get("protocol_version")) or subject.graph.trace.protocol_version
    return Around(
        subject,
        facts,
        chain_id or text_or_none(config.get("chain_id")) or subject.graph.trace.chain_id,
        version,
        node.block_hash,
        previous,
        height,
        facts.storages.get((account, previous or ""), Storage()),
        data_in_block(data, subject.receipt.receipt_id) if data is not None else None,
        before if before is not None else facts.accounts.get((account, previous or "")),
        changed is not None,
    )


def prices_of(here: Around) -> tuple[Prices, frozenset[Assumption]]:
    """What the protocol charges. Without a config the block's maker says which version it runs, at least. Raises
    Lacking where nothing tells a version, and NotSupported for one that can't be run."""
    version = here.version
    if version is not None:
        return of_block(here.facts.config_of(here.block), version), frozenset()
    guess = count_of(here.header.get("latest_protocol_version"))
    if guess is None:
        raise Lacking(Missing("fact", "protocol_version"))
    return of_block(None, guess), frozenset({"version"})


def code_hash_of(here: Around, action: int) -> tuple[CodeKind, str] | None:
    """Kind and hash (of a global contract by account: the account) of the code that an action ran; None where nothing
    tells. By its own deployment, by the outcome, by what a deployment before it in the receipt brought, by the account.
    """
    told = here.subject.code_named(action)
    if told is not None:
        return told
    for before in reversed(here.subject.receipt.actions[:action]):
        deployed = deployed_hash(before)
        if deployed is not None:
            return "local", deployed
        if before.kind in ("UseGlobalContract", "DeterministicStateInit", "DeleteAccount"):
            return None
    account = here.account
    if account is None or (not account and not here.account_is_sure):
        return None  # it may have been created in the block itself
    for member, kind in _ACCOUNT_CODES:
        value = text_or_none(account.get(member))
        if value is not None:
            return kind, value
    local = text_or_none(account.get("code_hash"))
    if local is None and account:
        return None
    return ("none", NO_CODE) if local in (None, NO_CODE) else ("local", local)


_ACCOUNT_CODES: tuple[tuple[str, CodeKind], ...] = (
    ("global_contract_hash", "global_hash"),
    ("global_contract_account_id", "global_account"),
)


def code_at_hand(here: Around, action: int) -> bytes | None:
    """The code that an action ran, where it is among the answers."""
    named = code_hash_of(here, action)
    codes, names = here.facts.codes, here.facts.named_codes
    if named is None:
        hash = names.get((here.subject.account, here.previous or ""))
    elif named[0] == "global_account":
        hash = names.get((named[1], here.previous or "")) or names.get(
            (here.subject.account, here.previous or "")
        )
    else:
        hash = named[1]
    return codes.get(hash or "")


def context_of(
    here: Around, results: Sequence[bytes | None], action: Action, code: bytes, prices: Prices
) -> Context:
    """What an action is told, as the first of its receipt. Facts that are not known stay None."""
    subject, receipt = here.subject, here.subject.receipt
    key = _key(receipt.signer_public_key)
    if receipt.signer_id is None or key is None:
        raise Lacking(Missing("fact", "signer"))
    id = base58.digest(receipt.receipt_id)
    if id is None:
        raise Lacking(Missing("fact", "receipt_id"))
    last = action.index == len(receipt.actions) - 1
    account, header = here.account, here.header
    profile = subject.profile or {}
    random = base58.digest(text_or_none(header.get("random_value")) or "")
    action_hash = id_of(id, here.height, MOST - action.index)
    validators = here.facts.validators.get(text_or_none(header.get("epoch_id")) or "", {})
    stakes = _stakes(validators) if validators else None
    named = code_hash_of(here, action.index)
    first = action.index == subject.calls[0].index
    return Context(
        current_account_id=subject.account,
        predecessor_id=receipt.predecessor_id,
        signer_id=receipt.signer_id,
        signer_key=key,
        receipt_id=id,
        block_height=here.height,
        args=action.args or b"",
        deposit=action.deposit or 0,
        prepaid_gas=action.gas or 0,
        timestamp_ns=whole_number(header.get("timestamp_nanosec")) or subject.node.timestamp_ns,
        epoch_height=count_of(validators.get("epoch_height")),
        balance=None if account is None else whole_number(account.get("amount", 0)),
        locked=None if account is None else whole_number(account.get("locked", 0)),
        storage_usage=None if account is None else count_of(account.get("storage_usage", 0)),
        results=tuple(results),
        receivers=tuple(_receivers(subject)) if last else (),
        refund_to=receipt.refund_to,
        random_seed=hashlib.sha256(action_hash + random).digest() if random is not None else None,
        code=_code(named, code),
        chain_id=here.chain_id,
        action_index=action.index,
        stakes=stakes,
        total_stake=sum(stakes.values()) if stakes is not None else None,
        trie_nodes=_nodes(profile, prices, "touching_trie_node") if first else 0,
        cached_trie_nodes=_nodes(profile, prices, "read_cached_trie_node") if first else 0,
    )


def place_requests(subject: Subject, facts: Facts) -> Iterator[Request]:
    """The executing block's header, and its config where nothing else tells the protocol version: without them there is
    no run."""
    block = subject.node.block_hash
    if block is None:
        return
    header = facts.header(block)
    if not header:
        yield "block", {"block_id": block}
    if (
        subject.graph.trace.protocol_version is None
        and not facts.config_of(block)
        and "latest_protocol_version" not in header
    ):
        yield "EXPERIMENTAL_protocol_config", {"block_id": block}


def first_requests(here: Around) -> Iterator[Request]:
    """What any run needs that is not at hand: account, code, changes of the block, prices."""
    account, block, before = here.subject.account, here.block, here.previous
    if block is None:
        return
    if not here.header:
        yield "block", {"block_id": block}
    if not here.facts.config_of(block):
        yield "EXPERIMENTAL_protocol_config", {"block_id": block}
    for kind in ("data_changes", "account_changes"):
        if (kind, account, block) not in here.facts.changes:
            prefix: JsonObject = {"key_prefix_base64": ""} if kind == "data_changes" else {}
            yield (
                "EXPERIMENTAL_changes",
                {"changes_type": kind, "account_ids": [account], **prefix, "block_id": block},
            )
    if before is not None and (account, before) not in here.facts.accounts:
        yield "query", {"request_type": "view_account", "account_id": account, "block_id": before}


def code_requests(here: Around, action: int) -> Iterator[Request]:
    """Where the code of an action may be had, the likeliest first: at the block before, of what was deployed with it
    after the block. Where its hash is known, also at blocks around the account's other receipts and now: code is what
    its hash says, wherever it is from."""
    subject, named = here.subject, code_hash_of(here, action)
    deployed = any(deployed_hash(before) for before in subject.receipt.actions[:action])
    place = here.block if deployed else here.previous
    if place is not None:
        yield from _global_code(named, place)
        if named is None or named[0] != "none":
            yield _view_code(subject.account, {"block_id": place})
    if named is None or named[0] not in ("local", "global_hash"):
        return
    for node in subject.graph.nodes:
        if node.receipt is not None and node.receipt.receiver_id == subject.account and node.block_hash:
            before = text_or_none(here.facts.header(node.block_hash).get("prev_hash"))
            if before is not None:
                yield _view_code(subject.account, {"block_id": before})
    if here.block is not None:
        yield _view_code(subject.account, {"block_id": here.block})
    yield _view_code(subject.account, {"finality": "final"})


def _view_code(account: str, at: JsonObject) -> Request:
    return "query", {"request_type": "view_code", "account_id": account, **at}


def _global_code(named: tuple[CodeKind, str] | None, place: str) -> Iterator[Request]:
    """Code that an account publishes for others, by its hash or by that account."""
    if named is not None and named[0] == "global_hash":
        asked: JsonObject = {"request_type": "view_global_contract_code", "code_hash": named[1]}
        yield "query", {**asked, "block_id": place}
    elif named is not None and named[0] == "global_account":
        asked = {"request_type": "view_global_contract_code_by_account_id", "account_id": named[1]}
        yield "query", {**asked, "block_id": place}


def key_request(here: Around, key: bytes) -> Request | None:
    """One key of the account's storage at the block before: the shortest that begins so (vm.md §5)."""
    if here.previous is None:
        return None
    return "query", {
        "request_type": "view_state",
        "account_id": here.subject.account,
        "block_id": here.previous,
        "prefix_base64": b64encode(key).decode("ascii"),
        "limit": 1,
    }


def whole_request(here: Around) -> Request | None:
    """The whole storage, for nodes that give no single keys."""
    if here.previous is None:
        return None
    return "query", {
        "request_type": "view_state",
        "account_id": here.subject.account,
        "block_id": here.previous,
        "prefix_base64": "",
    }


FACT_SOURCES: Mapping[str, str] = {
    "timestamp_ns": "block",
    "random_seed": "block",
    "epoch_height": "validators",
    "stakes": "validators",
    "total_stake": "validators",
    "balance": "account",
    "locked": "account",
    "storage_usage": "account",
    "code": "account",
}
"""Members of a context → which answer has them."""


def fact_requests(here: Around, name: str) -> Iterator[Request]:
    """What tells a member of the context that a run looked at."""
    source = FACT_SOURCES.get(name)
    if source == "block" and here.block is not None:
        yield "block", {"block_id": here.block}
    if source == "validators" and (epoch := text_or_none(here.header.get("epoch_id"))) is not None:
        yield "validators", {"epoch_id": epoch}
    if source == "account" and here.previous is not None:
        yield (
            "query",
            {"request_type": "view_account", "account_id": here.subject.account, "block_id": here.previous},
        )


def _nodes(profile: Mapping[str, int], prices: Prices, cost: str) -> int:
    """How many nodes of the trie a profile has, by the price of one at that time (vm.md §1)."""
    gas = profile.get(cost.upper(), 0)
    price = prices.cost(cost) if gas else 0
    return gas // price if price else 0


def _code(named: tuple[CodeKind, str] | None, code: bytes) -> tuple[CodeKind, bytes] | None:
    if named is None:
        return "local", base58.digest(hash_of(code)) or b""
    if named[0] == "global_account":
        return named[0], named[1].encode()
    return named[0], base58.digest(named[1]) or b""


def _receivers(subject: Subject) -> Iterator[tuple[bytes, str]]:
    for each in subject.receipt.output_data_receivers:
        id = base58.digest(each.data_id)
        if id is None or each.receiver_id is None:
            raise Lacking(Missing("fact", "receivers"))
        yield id, each.receiver_id


def _stakes(validators: JsonObject) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in objects_of(validators.get("current_validators")):
        name, stake = text_or_none(one.get("account_id")), whole_number(one.get("stake"))
        if name is not None and stake is not None:
            found[name] = stake
    return found


def _key(text: str | None) -> bytes | None:
    """A key with its kind in front, as borsh writes it."""
    kind, colon, digits = (text or "").partition(":")
    if not colon:
        kind, digits = "ed25519", kind
    number, alphabet = 0, base58.ALPHABET
    for character in digits:
        if character not in alphabet:
            return None
        number = number * 58 + alphabet.index(character)
    zeros = len(digits) - len(digits.lstrip("1"))
    data = b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
    return bytes([_KEY_KINDS[kind]]) + data if kind in _KEY_KINDS and data else None
