"""The transaction that a longer text names, whatever stands around it: a sentence, a link, a command, a tool's output.

Every word of 32 bytes of base58 is looked at with what stands before it: a row of `LABELS` says what that calls it.
What is called a transaction counts before what is called nothing, and that before receipts; the hash of a block or a
key is never taken for a transaction's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from xccviz.model import base58
from xccviz.patterns import later
from xccviz.sources.recognise.addresses import network_named, read_address
from xccviz.sources.recognise.references import (
    Choice,
    NotOpenable,
    TransactionRef,
    is_named_account,
    network_of_account,
)
from xccviz.values import frozen, replace

LONGEST_TEXT = 1_000_000
"""Characters; a longer text is no mention of anything."""
MOST = 200
"""Hashes that are looked at."""

Called = Literal["transaction", "", "receipt", "block", "nothing"]
"""What the text calls a hash; "" where it does not say, "nothing" for what can't be opened: keys, data, code."""

_NAME = r"(?:[\s_-]?(?:hash(?:es)?|ids?))?[\"'`*\]]*\s*(?:[:=#(<,]|->|=>|is\b|%3D)?[\s\"'`*(<\[{]*$"
_ROWS: tuple[tuple[str, str, Called], ...] = (
    (r"(?:ed25519|secp256k1)\s*(?::|%3A)", r"\s*$", "nothing"),
    (r"(?:public[\s_-]?key|signature|data|code|state|global[\s_-]?contract)", _NAME, "nothing"),
    (r"(?:epoch|merkle|outcome|(?:prev|next)\w*[\s_-]?state)(?:[\s_-]?root)?", _NAME, "nothing"),
    (r"(?:block|chunk|prev|next|head(?:er)?)", _NAME, "block"),
    (r"(?:receipt|predecessor_receipt)s?", _NAME, "receipt"),
    (r"(?<![a-z])(?:transaction|txn|tx)s?", _NAME, "transaction"),
    (r"(?:txns|txn|tx|transactions|transaction)", r"/$", "transaction"),
    (r"(?:receipts|receipt)", r"/$", "receipt"),
    (r"(?:blocks|block)", r"/$", "block"),
)
LABELS = tuple((later(before + end, re.IGNORECASE), called) for before, end, called in _ROWS)
"""What stands before a hash and what it is then called, the first that fits."""

_ADDRESS = later(r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{0,20}:/{1,3}(?:(?!\]\()[^\s\"'<>`|\\^{}])+")
_BARE_ADDRESS = later(
    r"(?<![\w@/.:])(?:(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}|localhost|\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?"
    r"[/?][^\s\"'<>`|\\^{}]+"
)
_TOKEN = later(r"(?<![0-9A-Za-z])[1-9A-HJ-NP-Za-km-z]{32,44}(?![0-9A-Za-z])")
_ACCOUNT_BEFORE = later(r"(?<![\w.-])([a-z0-9][a-z0-9._-]{1,63}):$")
_ACCOUNT_AFTER = later(r":([a-z0-9][a-z0-9._-]{1,63})(?![\w-])|[\"']?\s*,\s*[\"']([a-z0-9._-]{2,64})[\"']")
_SIGNER = later(
    r"(?:sender_account_id|senderAccountId|signer_id|signerId|accountId|account_id)[\\\"']*+(?:\s++[:=]?|[:=])\s*+[\\\"']*+"
    r"([a-z0-9][a-z0-9._-]{1,63})"
)
_NETWORK = later(
    r"(?:network-config|--network(?:-?id)?|NEAR_ENV|NEAR_NETWORK)[\s=:\"']+(mainnet|testnet|localnet)\b",
    re.IGNORECASE,
)
_ACCOUNT = later(r"(?<![\w@/.-])(?:[a-z0-9_-]+\.)+(?:near|testnet)(?![\w/-]|\.\w)")
_RECEIPT_AFTER = later(r"#([1-9A-HJ-NP-Za-km-z]{32,44})(?![0-9A-Za-z])")
_LISTED = later(r"[\s\"'`\],;\[(]*(?:and|,|;)?[\s\"'`\[(]*")
_FILE_AFTER = later(r"\.(?!\s|$)[A-Za-z]")
_WITHOUT_WIDTH = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
"""Where a page lets a long hash be broken."""
_ENDING = ".,;:!?)]}>*_"


@frozen
class _Named:
    ref: TransactionRef
    called: Called


def mentioned(text: str) -> TransactionRef | Choice | None:
    """The one transaction that `text` names, several to choose from, or None. Pure; never raises."""
    if len(text) > LONGEST_TEXT:
        return None
    text = text.translate(_WITHOUT_WIDTH)
    found = list(_named(text))
    for called in ("transaction", "", "receipt", "block"):
        refs = _each_once(entry.ref for entry in found if entry.called == called)
        if len(refs) == 1:
            receipts = _each_once(entry.ref for entry in found if entry.called == "receipt")
            ref = _with_the_rest(refs[0], receipts if called in ("transaction", "") else [], text)
            return replace(ref, told=text)
        if refs and called != "block":
            return Choice(tuple(replace(ref, told=text) for ref in refs))
    return None


def told_error(text: str) -> NotOpenable | None:
    """The first address in `text` that tells of an error and of no transaction, as a wallet's way back does."""
    opened = (read_address(_balanced(found[0])) for found in _ADDRESS.finditer(text))
    return next((each for each in opened if isinstance(each, NotOpenable) and each.error), None)


def _named(text: str) -> Iterator[_Named]:
    """Every id in the text, those of addresses as their addresses say."""
    taken: list[tuple[int, int]] = []
    for pattern, scheme in ((_ADDRESS, ""), (_BARE_ADDRESS, "https://")):
        for found in pattern.finditer(text):
            if any(start <= found.start() < end for start, end in taken):
                continue
            opened = read_address(scheme + _balanced(found[0]))
            refs: tuple[TransactionRef, ...] = ()
            if isinstance(opened, TransactionRef):
                refs = (opened,)
            elif isinstance(opened, Choice):
                refs = opened.among
            if refs or not scheme:
                taken.append(found.span())
            for ref in refs:
                yield _Named(ref, "receipt" if ref.page == "receipt" else "transaction")
    last: tuple[int, Called] = (-1, "")
    for count, found in enumerate(_TOKEN.finditer(text)):
        if count > MOST:
            return
        start, end = found.span()
        if any(a <= start < b for a, b in taken) or not base58.is_hash(found[0]):
            continue
        listed = last[0] >= 0 and _LISTED.fullmatch(text, last[0], start) is not None
        called = last[1] if listed else _called(text[max(0, start - 120) : start])
        last = (end, called)
        if called != "nothing" and not _in_a_file_name(text, start, end):
            ref = _with_its_neighbours(found[0], text, start, end)
            yield _Named(replace(ref, page="receipt") if called == "receipt" else ref, called)


def _called(before: str) -> Called:
    before = _ACCOUNT_BEFORE.sub("", before) if not before.endswith(("ed25519:", "secp256k1:")) else before
    return next((called for label, called in LABELS if label.search(before)), "")


def _in_a_file_name(text: str, start: int, end: int) -> bool:
    """Whether the hash is a part of a path: `runs/HASH.json`, `C:\\HASH`."""
    return _FILE_AFTER.match(text, end) is not None or (
        text[start - 1 : start] in ("/", "\\") and _called(text[max(0, start - 20) : start]) == ""
    )


def _with_its_neighbours(hash: str, text: str, start: int, end: int) -> TransactionRef:
    """With the signer and the receipt written to it: `HASH:alice.near`, `["HASH", "alice.near"]`, `HASH#ID`."""
    before, after = _ACCOUNT_BEFORE.search(text, max(0, start - 70), start), _ACCOUNT_AFTER.match(text, end)
    accounts = [(found[1] or found[2]).rstrip(".") for found in (after,) if found]
    accounts += [before[1]] if before else []
    signer = next((account for account in accounts if is_named_account(account)), None)
    receipt = _RECEIPT_AFTER.match(text, end)
    select = receipt[1] if receipt and base58.is_hash(receipt[1]) else None
    return TransactionRef(hash, signer=signer, network=network_of_account(signer), select=select)


def _with_the_rest(ref: TransactionRef, receipts: list[TransactionRef], text: str) -> TransactionRef:
    """With what the text says elsewhere: the signer by its name, the network of an endpoint, its one receipt."""
    if ref.signer is None:
        signers = {account.rstrip(".") for account in _SIGNER.findall(text)}
        signer = next(iter(signers)) if len(signers) == 1 else None
        if signer is not None and is_named_account(signer):
            ref = replace(ref, signer=signer)
    if ref.network is None:
        named = {network_named(found[0]) for found in _ADDRESS.finditer(text)} - {None}
        named |= {word.lower() for word in _NETWORK.findall(text)}
        named = named or set(map(network_of_account, _ACCOUNT.findall(text)))
        network = next(iter(named)) if len(named) == 1 else network_of_account(ref.signer)
        ref = replace(ref, network=network)
    if ref.select is None and len(receipts) == 1 and receipts[0].hash != ref.hash:
        ref = replace(ref, select=receipts[0].hash)
    return ref


def _each_once(refs: Iterator[TransactionRef]) -> list[TransactionRef]:
    """One of each hash, in order: what says most of it."""
    best: dict[str, TransactionRef] = {}
    for ref in refs:
        known = best.get(ref.hash)
        if known is None or _says(ref) > _says(known):
            best[ref.hash] = ref
    return list(best.values())


def _says(ref: TransactionRef) -> tuple[bool, bool, bool]:
    return (ref.select is not None, ref.network is not None, ref.signer is not None)


def _balanced(address: str) -> str:
    """Without what a sentence or a markdown link leaves at its end."""
    while address and address[-1] in _ENDING and not (address[-1] == ")" and "(" in address):
        address = address[:-1]
    return address.split("](", 1)[0]
