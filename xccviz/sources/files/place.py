"""Where a reader stands in what was given, how it refuses what isn't as it must be, and how it wraps what it found."""

from __future__ import annotations

from xccviz.catalogue import tr
from xccviz.model.errors import UserError
from xccviz.model.raw import Json, JsonObject, RawDocument, RawTransaction, text_or_none
from xccviz.sources.recognise.references import TransactionRef
from xccviz.values import frozen, replace

Found = RawTransaction | TransactionRef
"""What a document gives: a transaction, or one that it only names."""

EXPECTED = tr("a capture (.xcc.json), an answer of EXPERIMENTAL_tx_status or tx, or an indexer's transaction")


@frozen
class Place:
    """`name` of what was given (a file's, say) and the JSON `path` in it."""

    name: str
    path: str = "$"

    def inside(self, step: str) -> Place:
        """The place below this one: `.result` or `[3]`."""
        return replace(self, path=self.path + step)

    def at_line(self, line: int) -> Place:
        """The place of a document that begins at a line of a text; the first needs no mention."""
        return replace(self, path=tr("line {line}: $", line=line)) if line > 1 else self

    def wanted(self, expected: str, found: str) -> UserError:
        """The error (malformed) for something else than `expected` here."""
        return malformed(
            tr(
                "{name}: at {path}, expected {expected}, found {found}",
                name=self.name,
                path=self.path,
                expected=expected,
                found=found,
            )
        )

    def transaction(
        self, method: str, envelope: Json, transaction: JsonObject, *more: RawDocument
    ) -> RawTransaction:
        """One transaction as it would have been fetched: the answer of `method`, and further documents."""
        return RawTransaction(
            documents=(RawDocument(method, None, envelope), *more),
            open=self.name,
            tx_hash=text_or_none(transaction.get("hash")),
            sender_account_id=text_or_none(transaction.get("signer_id")),
        )


def malformed(message: str, hint: str = tr("Expected {expected}.", expected=EXPECTED)) -> UserError:
    """The error for what is not what it should be."""
    return UserError(message, hint, kind="malformed")


def word_for(value: Json) -> str:
    """What kind of JSON a value is, as in `expected an object, found null`."""
    words = {
        type(None): tr("null"),
        bool: tr("true or false"),
        str: tr("text"),
        list: tr("an array"),
        dict: tr("an object"),
    }
    return words.get(type(value), tr("a number"))
