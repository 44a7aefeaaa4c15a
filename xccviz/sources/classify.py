"""What a user gave us, told from its text alone: no file is touched and nothing is asked (interface.md §1).

The command line, the open box, drops and pastes all come through `classify`; `describe` is the line a person reads
while typing. A text that is nothing we know becomes `NotOpenable`, which says what was expected and what was seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from urllib.request import url2pathname

from xccviz.sources import base58
from xccviz.sources.words import one_line

EXPECTED = "a transaction hash, HASH:ACCOUNT, an explorer's address, a file, - or sample:NAME"


@dataclass(frozen=True, slots=True)
class TransactionRef:
    """A transaction (or a receipt id, which looks the same) to ask a network for.

    `signer` (an account) and `network` (a name of settings) are None where the text does not say; `select` is the
    receipt to select once it is open. `page` says what kind of page of an explorer it came from ("transaction",
    "receipt"), "" otherwise.
    """

    hash: str
    signer: str | None = None
    network: str | None = None
    select: str | None = None
    page: str = ""


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file to read; `path` as given (`~` is expanded on reading). `transaction` picks one of several in it."""

    path: str
    transaction: str | None = None


@dataclass(frozen=True, slots=True)
class StdinRef:
    """Standard input, read as a file."""


@dataclass(frozen=True, slots=True)
class JsonText:
    """A document given as text (pasted), read as a file."""

    text: str


@dataclass(frozen=True, slots=True)
class SampleRef:
    """A bundled transaction."""

    name: str


@dataclass(frozen=True, slots=True)
class NotOpenable:
    """None of these: `message` says what is wrong, `hint` what to do, `seen` what was recognised (a few words)."""

    message: str
    hint: str
    seen: str


Opened = TransactionRef | FileRef | StdinRef | JsonText | SampleRef | NotOpenable

_ACCOUNT = re.compile(r"(?:(?:[a-z0-9]+[-_])*[a-z0-9]+\.)*(?:[a-z0-9]+[-_])*[a-z0-9]+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_WINDOWS_PATH = re.compile(r"[A-Za-z]:[\\/]")
_BARE_HOST = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}/\S*")
_FILE_NAME = re.compile(r"[^\n]*\.(?:json|gz|xz|zst|txt|log)", re.IGNORECASE)
_FILE_AND_HASH = re.compile(r"(?P<path>.+)#(?P<hash>[1-9A-HJ-NP-Za-km-z]{32,44})")
_HEX = re.compile(r"[0-9a-fA-F]+")
_KEY = re.compile(r"(?:ed25519|secp256k1):[1-9A-HJ-NP-Za-km-z]+")
_WRAPPERS = {'"': '"', "'": "'", "`": "`", "<": ">", "“": "”"}
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00a0"
_HOSTS_WITHOUT_SCHEME = (
    "nearblocks.io",
    "near.org",
    "fastnear.com",
    "pikespeak.ai",
    "nearprotocol.com",
    "near.ai",
)
_NETWORK_WORDS = {
    "mainnet": "mainnet",
    "main": "mainnet",
    "testnet": "testnet",
    "test": "testnet",
    "localnet": "localnet",
}
_NETWORK_KEYS = ("network", "networkid", "network_id", "net", "chain", "env")
_SIGNER_KEYS = (
    "account_id",
    "accountid",
    "signer",
    "signer_id",
    "signerid",
    "sender",
    "sender_id",
    "sender_account_id",
)
_SELECT_KEYS = ("receipt", "receipt_id", "receiptid", "select", "node")
_MAINNET_HOSTS = (
    "nearblocks.io",
    "pikespeak.ai",
    "explorer.near.org",
    "explorer.fastnear.com",
    "nearvalidate.org",
)


def is_account_id(text: str) -> bool:
    """Whether `text` is a syntactically valid NEAR account id: 2 to 64 characters of the account alphabet."""
    return 2 <= len(text) <= 64 and _ACCOUNT.fullmatch(text) is not None


def network_of_account(account: str | None) -> str | None:
    """`testnet` for accounts that can only be there; None otherwise (`.near` exists on private chains too)."""
    return "testnet" if account is not None and account.endswith(".testnet") else None


def classify(text: str) -> Opened:
    """Say what `text` is by the table of interface.md §1. Pure; never raises, whatever the text."""
    given = _unwrap(text)
    if not given:
        return NotOpenable("nothing was given", f"Give {EXPECTED}.", "nothing")
    if given == "-":
        return StdinRef()
    if given[0] in "{[" or given.startswith(("ExecutionFinalResult", "ExecutionResult {")):
        return JsonText(given)
    if given.lower().startswith("sample:"):
        return _sample(given[len("sample:") :].strip())
    if _SCHEME.match(given):
        return _url(given)
    if _BARE_HOST.fullmatch(given) and _known_host(given.split("/", 1)[0]):
        return _url("https://" + given)
    return _words(given) or _file(given) or _near_miss(given)


def describe(opened: Opened) -> str:
    """One line for the open box: what was recognised, in a few words."""
    if isinstance(opened, TransactionRef):
        what = "transaction or receipt"
        if opened.page == "receipt":
            what = "transaction of a receipt"
        elif opened.page == "transaction" or opened.signer or opened.select:
            what = "transaction"
        where = f" on {opened.network}" if opened.network else ""
        by = f" signed by {opened.signer}" if opened.signer else ""
        then = f", receipt {_short(opened.select)} selected" if opened.select else ""
        return f"{what}{where}{by}{then}"
    if isinstance(opened, FileRef):
        pick = f", transaction {_short(opened.transaction)}" if opened.transaction else ""
        return f"file {one_line(opened.path)}{pick}"
    if isinstance(opened, StdinRef):
        return "standard input"
    if isinstance(opened, JsonText):
        return "pasted JSON" if opened.text[:1] in ("{", "[") else "pasted text of near-workspaces"
    if isinstance(opened, SampleRef):
        return f"sample {one_line(opened.name, 60)}"
    return opened.message


def _unwrap(text: str) -> str:
    """Without surrounding space, invisible characters and one pair of quotes, as copying from a page leaves them."""
    given = text.strip().strip(_INVISIBLE).strip()
    while len(given) > 2 and _WRAPPERS.get(given[0]) == given[-1]:
        given = given[1:-1].strip()
    return given


def _short(identifier: str | None) -> str:
    return f"{identifier[:8]}…" if identifier else ""


def _sample(name: str) -> Opened:
    if name:
        return SampleRef(name)
    return NotOpenable(
        "a sample without a name", "`xccviz samples` lists them; open one as sample:NAME.", "sample:"
    )


def _words(given: str) -> Opened | None:
    """`HASH`, `HASH:account`, `HASH account`, `account HASH`, `HASH#RECEIPT`; None if it is none of them."""
    bare = given.rstrip(".,;")
    if base58.is_hash(bare):
        return TransactionRef(bare)
    head, hash_mark, fragment = bare.partition("#")
    if hash_mark and base58.is_hash(head) and base58.is_hash(fragment):
        return TransactionRef(head, select=fragment)
    if len(given) > 200 or _KEY.fullmatch(given):
        return None
    parts = [part for part in re.split(r"[\s:,;]+", given) if part]
    if len(parts) != 2:
        return None
    hashes = [part for part in parts if base58.is_hash(part)]
    others = [part for part in parts if not base58.is_hash(part)]
    if len(hashes) != 1:
        return None
    account = others[0]
    if is_account_id(account):
        return TransactionRef(hashes[0], signer=account, network=network_of_account(account))
    if re.search(r"[\\/]", given):
        return None
    return NotOpenable(
        f"the hash is fine, but {_quote(account)} is no account id",
        "Account ids have 2 to 64 characters: a-z, 0-9, and - _ . between them.",
        "a hash and a word that is no account",
    )


def _file(given: str) -> Opened | None:
    """A path, told by its separators or its ending; None if it looks like neither."""
    if "\n" in given or "\0" in given or len(given) > 4096:
        return None
    picked = _FILE_AND_HASH.fullmatch(given)
    path, transaction = given, None
    if picked and base58.is_hash(picked["hash"]):
        path, transaction = picked["path"], picked["hash"]
    looks_like_path = (
        path.startswith(("~", "./", ".\\", "../", "..\\"))
        or "/" in path
        or "\\" in path
        or _WINDOWS_PATH.match(path) is not None
        or _FILE_NAME.fullmatch(path) is not None
    )
    return FileRef(path, transaction) if looks_like_path else None


def _near_miss(given: str) -> NotOpenable:
    """Name what it is instead of a hash. Text that may be a secret (64 bytes) is not repeated."""
    if given[:2] in ("0x", "0X") and _HEX.fullmatch(given[2:]):
        digits = len(given) - 2
        what = (
            "an EVM transaction hash" if digits == 64 else "an EVM address" if digits == 40 else "hexadecimal"
        )
        return NotOpenable(
            f"not a NEAR hash: 0x and {digits} hex digits ({what})",
            "NEAR hashes are 32 bytes of base58. Look the transaction up on an explorer and give its NEAR hash.",
            f"0x and {digits} hex digits",
        )
    if len(given) == 64 and _HEX.fullmatch(given):
        return NotOpenable(
            "not a hash: 64 hex digits (an implicit account, or a hash written in hex)",
            "NEAR hashes are 32 bytes of base58, 43 or 44 characters.",
            "64 hex digits",
        )
    if _KEY.fullmatch(given):
        size = base58.decoded_size(given.split(":", 1)[1])
        what = "a public key" if size in (32, 33) else "a signature or a secret key; never paste a secret"
        return NotOpenable(f"not a hash: {what}", f"Give {EXPECTED}.", f"a key of {size} bytes")
    if is_account_id(given) and "." in given:
        return NotOpenable(
            f"{given} is an account, not a transaction",
            "Give the hash of one of its transactions (an explorer lists them).",
            "an account id",
        )
    if given.isdigit() and len(given) < 20:
        return NotOpenable(
            f"not a hash: {given} is a number (a block height?)",
            "Give the hash of a transaction in that block.",
            "a number",
        )
    return _no_hash(given)


def _no_hash(given: str) -> NotOpenable:
    """Say why a word is not 32 bytes of base58."""
    if not re.fullmatch(r"[0-9A-Za-z]{2,200}", given):
        where = base58.foreign_character(given)
        if where is not None and 40 <= len(given) <= 48 and not re.search(r"\s", given):
            return NotOpenable(
                f"not a hash: {_quote(given[where])} at position {where + 1} is not base58",
                "Base58 has no 0, O, I, l and no signs. Copy the hash again.",
                "characters that are not base58",
            )
        return NotOpenable(f"cannot open {_quote(given)}", f"Give {EXPECTED}.", "text")
    where = base58.foreign_character(given)
    if where is not None:
        return NotOpenable(
            f"not a hash: {_quote(given[where])} at position {where + 1} is not base58",
            "Base58 has no 0, O, I and l. Copy the hash again, or give a file as ./NAME.",
            "characters that are not base58",
        )
    size = base58.decoded_size(given) or 0
    if size == base58.SIGNATURE_BYTES:
        return NotOpenable(
            "not a hash: 64 bytes after base58 decoding (a signature, or another chain's transaction id)",
            "A NEAR transaction hash has 32 bytes: 43 or 44 characters of base58.",
            "64 bytes of base58",
        )
    return NotOpenable(
        f"not a hash: {size} byte{'' if size == 1 else 's'} after base58 decoding; a hash has 32",
        "Part of it may be missing or added; copy it again. A file is given as ./NAME.",
        f"{size} bytes of base58",
    )


def _quote(text: str) -> str:
    shown = text if len(text) <= 40 else text[:39] + "…"
    return "'" + "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in shown) + "'"


def _known_host(host: str) -> bool:
    name = host.lower().split(":", 1)[0]
    return any(name == known or name.endswith("." + known) for known in _HOSTS_WITHOUT_SCHEME)


def _url(given: str) -> Opened:
    """An address: hash, signer, network and node to select, all from its text."""
    try:
        parts = urlsplit(given)
        host = (parts.hostname or "").lower()
    except ValueError:
        return NotOpenable(f"{_quote(given)} is no valid address", f"Give {EXPECTED}.", "a broken address")
    if parts.scheme.lower() == "file":
        try:
            path = url2pathname(parts.path)
        except OSError:  # Windows refuses some
            path = ""
        if parts.fragment and base58.is_hash(parts.fragment):
            return FileRef(path, parts.fragment)
        return FileRef(path) if path else NotOpenable("a file:// address without a path", "", "file://")
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    query = {key.lower(): value for key, value in parse_qsl(parts.query, max_num_fields=None)}
    network = _network_of_url(host, segments, query)
    found = _ids_of_url(parts, segments, query)
    signer = next((query[key] for key in _SIGNER_KEYS if is_account_id(query.get(key, ""))), None)
    if network is None:
        network = network_of_account(signer)
    if not found:
        return _url_without_hash(given, segments)
    identifier, rest = found[0], found[1:]
    before = segments[: _position(segments, identifier)]
    words = {word.lower() for word in before}
    if words & {"block", "blocks"}:
        return NotOpenable(
            "this is the address of a block",
            "Open one of the block's transactions and give that page's address.",
            "a block's page",
        )
    page = ""
    if words & {"txns", "tx", "txs", "transactions", "transaction", "transaction-viewer", "txn"}:
        page = "transaction"
    elif words & {"receipt", "receipts"}:
        page = "receipt"
    select = rest[0] if rest else None
    if page == "receipt":
        select = identifier
    return TransactionRef(identifier, signer=signer, network=network, select=select, page=page)


def _position(segments: list[str], identifier: str) -> int:
    return next((index for index, text in enumerate(segments) if identifier in text), len(segments))


def _ids_of_url(parts: SplitResult, segments: list[str], query: dict[str, str]) -> tuple[str, ...]:
    """Ids in the order they matter: path, then query (receipts last), then fragment."""
    wanted: list[str] = []
    for segment in segments:
        wanted += base58.find_hashes(segment)
    last: list[str] = []
    for key, value in query.items():
        (last if key in _SELECT_KEYS else wanted).extend(base58.find_hashes(value))
    return tuple(dict.fromkeys([*wanted, *base58.find_hashes(unquote(parts.fragment)), *last]))


def _network_of_url(host: str, segments: list[str], query: dict[str, str]) -> str | None:
    for key in _NETWORK_KEYS:
        if query.get(key, "").lower() in _NETWORK_WORDS:
            return _NETWORK_WORDS[query[key].lower()]
    for label in re.split(r"[.-]", host):
        if label in _NETWORK_WORDS:
            return _NETWORK_WORDS[label]
    for segment in segments:
        if segment.lower() in ("mainnet", "testnet", "localnet"):
            return segment.lower()
    if any(host == known or host.endswith("." + known) for known in _MAINNET_HOSTS):
        return "mainnet"
    return None


def _url_without_hash(given: str, segments: list[str]) -> NotOpenable:
    """Name what an address without a hash shows, or how its last part misses."""
    accounts = [segment for segment in segments if is_account_id(segment) and "." in segment]
    if accounts:
        return NotOpenable(
            f"this is the address of {accounts[-1]}'s page, not of a transaction",
            "Open one of its transactions there and give that page's address.",
            "an account's page",
        )
    longest = max(segments, key=len, default="")
    if len(longest) >= 20:
        miss = _near_miss(longest)
        return NotOpenable(f"no hash in this address; {miss.message}", miss.hint, miss.seen)
    return NotOpenable(
        f"no transaction hash in {_quote(given)}",
        "The address of a transaction's page holds 32 bytes of base58. An endpoint is given with --rpc.",
        "an address without a hash",
    )
