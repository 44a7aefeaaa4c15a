"""What a user gave us, told from its text alone: no file is touched and nothing is asked (interface.md §1).

The command line, the open box, drops and pastes all come through `classify`; `describe` is the line a person reads
while typing. A text that is nothing we know becomes `NotOpenable`, which says what was expected and what was seen.
"""

from __future__ import annotations

import re

from xccviz.catalogue import tr
from xccviz.sources.files.near_workspaces import is_debug_text
from xccviz.sources.foreign_text import one_line
from xccviz.sources.recognise import base58
from xccviz.sources.recognise.addresses import read_address
from xccviz.sources.recognise.explorers import explorer_of
from xccviz.sources.recognise.near_miss import KEY, near_miss, quote
from xccviz.sources.recognise.references import (
    EXPECTED,
    FileRef,
    JsonText,
    NotOpenable,
    Reference,
    SampleRef,
    StdinRef,
    TransactionRef,
    is_account_id,
    network_of_account,
)

__all__ = [
    "FileRef",
    "JsonText",
    "NotOpenable",
    "Reference",
    "SampleRef",
    "StdinRef",
    "TransactionRef",
    "classify",
    "describe",
    "is_account_id",
    "network_of_account",
]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_WINDOWS_PATH = re.compile(r"[A-Za-z]:[\\/]")
_BARE_HOST = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}/\S*")
_FILE_NAME = re.compile(r"[^\n]*\.(?:json|gz|xz|zst|txt|log)", re.IGNORECASE)
_FILE_AND_HASH = re.compile(r"(?P<path>.+)#(?P<hash>[1-9A-HJ-NP-Za-km-z]{32,44})")
_LABEL = re.compile(r"(?:(?:transaction|receipt|tx|txn|txhash|hash|id)\b[\s:=#-]+)+", re.IGNORECASE)
_LONGEST_TEXT = 20_000
_WRAPPERS = {"(": ")", '"': '"', "'": "'", "`": "`", "<": ">", "“": "”"}
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00a0"


def classify(text: str) -> Reference:
    """Say what `text` is by the table of interface.md §1. Pure; never raises, whatever the text."""
    given = _unwrap(text)
    if not given:
        return NotOpenable(tr("nothing was given"), tr("Give {expected}.", expected=EXPECTED), tr("nothing"))
    if given == "-":
        return StdinRef()
    if given[0] in "{[" or is_debug_text(given):
        return JsonText(given)
    if given.lower().startswith("sample:"):
        return _sample(given[len("sample:") :].strip())
    if _SCHEME.match(given):
        return read_address(given)
    if _BARE_HOST.fullmatch(given) and explorer_of(given.split("/", 1)[0]) is not None:
        return read_address("https://" + given)
    label = _LABEL.match(given)
    found = _words(given[label.end() :] if label else given)
    return found or _mention(given) or _file(given) or near_miss(given)


def describe(reference: Reference) -> str:
    """One line for the open box: what was recognised, in a few words."""
    if isinstance(reference, TransactionRef):
        what = tr("transaction or receipt")
        if reference.page == "receipt":
            what = tr("transaction of a receipt")
        elif reference.page == "transaction" or reference.signer or reference.select:
            what = tr("transaction")
        where = tr(" on {network}", network=reference.network) if reference.network else ""
        by = tr(" signed by {account}", account=reference.signer) if reference.signer else ""
        then = tr(", receipt {id} selected", id=_short(reference.select)) if reference.select else ""
        return f"{what}{where}{by}{then}"
    if isinstance(reference, FileRef):
        pick = tr(", transaction {id}", id=_short(reference.transaction)) if reference.transaction else ""
        return tr("file {path}{pick}", path=one_line(reference.path), pick=pick)
    if isinstance(reference, StdinRef):
        return tr("standard input")
    if isinstance(reference, JsonText):
        return tr("pasted JSON") if reference.text[:1] in ("{", "[") else tr("pasted text of near-workspaces")
    if isinstance(reference, SampleRef):
        return tr("sample {name}", name=one_line(reference.name, 60))
    return reference.message


def _unwrap(text: str) -> str:
    """Without surrounding space, invisible characters and one pair of quotes, as copying from a page leaves them."""
    given = text.strip().strip(_INVISIBLE).strip()
    while len(given) > 2 and _WRAPPERS.get(given[0]) == given[-1]:
        given = given[1:-1].strip()
    return given


def _short(identifier: str | None) -> str:
    return f"{identifier[:8]}…" if identifier else ""


def _sample(name: str) -> Reference:
    if name:
        return SampleRef(name)
    return NotOpenable(
        tr("a sample without a name"), tr("`xccviz samples` lists them; open one as sample:NAME."), "sample:"
    )


def _words(given: str) -> Reference | None:
    """`HASH`, `HASH:account`, `HASH account`, `account HASH`, `HASH#RECEIPT`; None if it is none of them."""
    bare = given.rstrip(".,;")
    if base58.is_hash(bare):
        return TransactionRef(bare)
    head, hash_mark, fragment = bare.partition("#")
    if hash_mark and base58.is_hash(head) and base58.is_hash(fragment):
        return TransactionRef(head, select=fragment)
    if len(given) > 200 or KEY.fullmatch(given):
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
        tr("the hash is fine, but {account} is no account id", account=quote(account)),
        tr("Account ids have 2 to 64 characters: a-z, 0-9, and - _ . between them."),
        tr("a hash and a word that is no account"),
    )


def _mention(given: str) -> Reference | None:
    """The one transaction that a longer text names, as tools print it: by its hash, by an address, or by both."""
    words = given.split() if len(given) <= _LONGEST_TEXT else []
    if len(words) < 2:
        return None
    named = [word.strip(".,;:()[]<>\"'`") for word in words]
    opened = [read_address(word) if _SCHEME.match(word) else _words(word) for word in named]
    found = [entry for entry in opened if isinstance(entry, TransactionRef)]
    if len({entry.hash for entry in found}) != 1:
        return None
    return max(
        found,
        key=lambda entry: (entry.select is not None, entry.network is not None, entry.signer is not None),
    )


def _file(given: str) -> Reference | None:
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
