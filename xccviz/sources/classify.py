"""What a user gave us, told from its text alone: no file is touched and nothing is asked (interface.md §1).

The command line, the open box, drops and pastes all come through `classify`; `describe` is the line a person reads
while typing. A text that is nothing we know becomes `NotOpenable`, which says what was expected and what was seen.
"""

from __future__ import annotations

import json
import re

from xccviz.catalogue import tr, trn
from xccviz.model import base58
from xccviz.model.errors import Hint
from xccviz.patterns import later
from xccviz.sources.files.tells import CURLED, holds_a_document
from xccviz.sources.foreign_text import one_line
from xccviz.sources.recognise.addresses import read_address
from xccviz.sources.recognise.asked import LONGEST, asked_in_json
from xccviz.sources.recognise.explorers import explorer_of
from xccviz.sources.recognise.log_line import event_line
from xccviz.sources.recognise.mention import mentioned
from xccviz.sources.recognise.near_miss import KEY, near_miss, quote
from xccviz.sources.recognise.references import (
    GIVE,
    LONGEST_PATH,
    Choice,
    Content,
    FileRef,
    JsonText,
    NotOpenable,
    Reference,
    SampleRef,
    StdinRef,
    TransactionRef,
    are_receipts,
    is_account_id,
    is_named_account,
    network_of_account,
)

_SCHEME = later(r"[A-Za-z][A-Za-z0-9+.-]+://\S+")
_ONE_SLASH = later(r"(https?):/?(?=[A-Za-z0-9-]+\.)", re.IGNORECASE)
_WINDOWS_PATH = later(r"[A-Za-z]:[\\/]")
_BARE_HOST = later(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}[/?#]\S*")
_FILE_NAME = later(r"[^\n]*\.(?:json|jsonl|ndjson|gz|xz|zst|txt|log)", re.IGNORECASE)
_FILE_AND_HASH = later(r"(?P<path>[^\n#]+)#(?P<hash>[1-9A-HJ-NP-Za-km-z]{32,44})")
_LABEL = later(r"(?:(?:transaction|receipt|tx|txn|txhash|hash|id)\b[\s:=#-]+)+", re.IGNORECASE)
_WRAPPERS = {"(": ")", '"': '"', "'": "'", "`": "`", "<": ">", "“": "”"}
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00a0"


def classify(text: str) -> Reference:
    """Say what `text` is by the table of interface.md §1. Pure; never raises, whatever the text."""
    given = text.strip()
    if given[:1] in ("'", '"') and holds_a_document(given):
        return JsonText(given)  # its quotes belong to what is escaped within them
    given = _unwrap(_unquoted(text))
    if not given:
        return NotOpenable(tr("nothing was given"), GIVE, tr("nothing"))
    if given == "-":
        return StdinRef()
    if given[0] in "{[":
        return asked_in_json(given) or _beside_brackets(given) or JsonText(given)
    if holds_a_document(given):
        return JsonText(given)
    if given.lower().startswith("sample:"):
        return _sample(given[len("sample:") :].strip())
    address = _ONE_SLASH.sub(r"\1://", given, count=1) if _ONE_SLASH.match(given) else given
    if _SCHEME.fullmatch(address):
        return read_address(address)
    if _BARE_HOST.fullmatch(given) and explorer_of(re.split(r"[/?#]", given, maxsplit=1)[0]) is not None:
        return read_address("https://" + given)
    if (logged := event_line(given)) is not None:
        return logged
    label = _LABEL.match(given)
    found = _words(given[label.end() :] if label else given)
    picked = _FILE_AND_HASH.fullmatch(given)
    if picked and (_FILE_NAME.fullmatch(picked["path"]) or not re.search(r"\s", given)):
        found = found or _file(given)
    return found or mentioned(given) or _file(given) or near_miss(given)


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
    if isinstance(reference, Choice):
        if are_receipts(reference.among):
            return trn(
                "{count} receipt to choose from", "{count} receipts to choose from", len(reference.among)
            )
        return trn("{count} transaction", "{count} transactions to choose from", len(reference.among))
    if isinstance(reference, FileRef):
        pick = tr(", transaction {id}", id=_short(reference.transaction)) if reference.transaction else ""
        return tr("file {path}{pick}", path=one_line(reference.path), pick=pick)
    if isinstance(reference, StdinRef):
        return tr("standard input")
    if isinstance(reference, JsonText):
        return tr("pasted JSON") if reference.text[:1] in ("{", "[") else tr("pasted text of a tool")
    if isinstance(reference, Content):
        return one_line(reference.name)
    if isinstance(reference, SampleRef):
        return tr("sample {name}", name=one_line(reference.name, 60))
    return reference.message


def _unwrap(text: str) -> str:
    """Without surrounding space, invisible characters and one pair of quotes, as copying from a page leaves them."""
    given = text.strip().strip(_INVISIBLE).strip()
    while len(given) > 2 and _WRAPPERS.get(given[0]) == given[-1]:
        given = given[1:-1].strip()
    return given


def _unquoted(text: str) -> str:
    """JSON that was written as text once more, with its quotes escaped, as it was."""
    given = text.strip()
    if given[:3] in ('"{\\', '"[\\', '"{ ') and given[-1:] == '"':
        try:
            return str(json.loads(given))
        except (ValueError, RecursionError):
            pass
    return text


def _short(identifier: str | None) -> str:
    return f"{identifier[:8]}…" if identifier else ""


def _sample(name: str) -> Reference:
    if name:
        return SampleRef(name)
    return NotOpenable(
        tr("a sample without a name"),
        Hint(
            tr("`xccviz samples` lists them; open one as sample:NAME."),
            tr("Open one as sample:NAME; the empty window lists them."),
        ),
        "sample:",
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
    if is_named_account(account) or (is_account_id(account) and f"{hashes[0]}:{account}" == given):
        return TransactionRef(hashes[0], signer=account, network=network_of_account(account))
    if f"{hashes[0]}:{account}" != given or re.search(r"[\\/]", given):
        return None
    return NotOpenable(
        tr("the hash is fine, but {account} is no account id", account=quote(account)),
        tr("Account ids have 2 to 64 characters: a-z, 0-9, and - _ . between them."),
        tr("a hash and a word that is no account"),
    )


def _beside_brackets(given: str) -> Reference | None:
    """What a text names that only begins as JSON does: `[label](https://…)`, a log's `[12:00] tx …`."""
    if len(given) > LONGEST or holds_a_document(given) or CURLED.search(given, 0, 100):
        return None
    try:
        json.loads(given)
    except (ValueError, RecursionError):
        return mentioned(given)
    return None


def _file(given: str) -> Reference | None:
    """A path, told by its separators or its ending; None if it looks like neither."""
    if "\n" in given or "\0" in given or "://" in given or len(given) > LONGEST_PATH:
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
