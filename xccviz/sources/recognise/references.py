"""The kinds of things a user may give, as values (interface.md §1)."""

from __future__ import annotations

from collections.abc import Iterable

from xccviz.catalogue import tr
from xccviz.model.errors import Hint
from xccviz.patterns import later
from xccviz.values import field, frozen

EXPECTED = tr("a transaction hash, HASH:ACCOUNT, an explorer's address, a file, - or sample:NAME")
GIVE = Hint(
    tr("Give {expected}.", expected=EXPECTED),
    tr(
        "Give {expected}.",
        expected=tr("a transaction hash, HASH:ACCOUNT, an explorer's address, a file or sample:NAME"),
    ),
)
LONGEST_PATH = 4_096
"""Characters; a longer text names no file on any platform."""


@frozen
class TransactionRef:
    """A transaction (or a receipt id, which looks the same) to ask a network for.

    `signer` (an account) and `network` (a name of settings) are None where the text does not say; `select` is the
    receipt to select once it is open. `page` says what kind of page of an explorer it came from ("transaction",
    "receipt"), "" otherwise. `told` is the text that names it, which may tell of an error.
    """

    hash: str
    signer: str | None = None
    network: str | None = None
    select: str | None = None
    page: str = ""
    told: str = field(default="", compare=False, repr=False)


@frozen
class FileRef:
    """A file to read; `path` as given (`~` is expanded on reading). `transaction` picks one of several in it."""

    path: str
    transaction: str | None = None


@frozen
class StdinRef:
    """Standard input, read as a file."""


@frozen
class JsonText:
    """A document given as text (pasted), read as a file; `transaction` picks one of several in it."""

    text: str
    transaction: str | None = None


@frozen
class Content:
    """The bytes of a file as a program hands them over, packed or not; `name` is what messages call them."""

    data: bytes = field(repr=False)
    name: str


@frozen
class SampleRef:
    """A bundled transaction."""

    name: str


@frozen
class Choice:
    """Several transactions that a text names, none of them more than the others: one is to be chosen."""

    among: tuple[TransactionRef, ...]


@frozen
class NotOpenable:
    """None of these: `message` says what is wrong, `hint` what to do, `seen` what was recognised (a few words).

    `error` is the text of an error that it tells of, as a wallet's way back does; "" otherwise.
    """

    message: str
    hint: str
    seen: str
    error: str = ""


Reference = TransactionRef | Choice | FileRef | StdinRef | JsonText | Content | SampleRef | NotOpenable
_ACCOUNT = later(r"(?:(?:[a-z0-9]+[-_])*[a-z0-9]+\.)*(?:[a-z0-9]+[-_])*[a-z0-9]+")
_IMPLICIT = later(r"[0-9a-f]{64}|0[xs][0-9a-f]{40}")


def is_account_id(text: str) -> bool:
    """Whether `text` is a syntactically valid NEAR account id: 2 to 64 characters of the account alphabet."""
    return 2 <= len(text) <= 64 and _ACCOUNT.fullmatch(text) is not None


def is_named_account(text: str) -> bool:
    """Whether a word beside a hash is an account rather than a word: it has a dot, or is an implicit account's."""
    return is_account_id(text) and ("." in text or _IMPLICIT.fullmatch(text) is not None)


def network_of_account(account: str | None) -> str | None:
    """`testnet` for accounts that can only be there; None otherwise (`.near` exists on private chains too)."""
    return "testnet" if account is not None and account.endswith(".testnet") else None


def are_receipts(named: Iterable[object]) -> bool:
    """Whether all that a text names are receipts, so that it names no transaction."""
    return all(isinstance(entry, TransactionRef) and entry.page == "receipt" for entry in named)
