"""The shapes of a text that is no JSON and holds transactions, or names one: one row each, tried in order.

A row that can't read what it knows offers the hash that stands in it. A new tool's print is a reader and a row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress

from xccviz.catalogue import tr
from xccviz.model import base58
from xccviz.model.errors import Hint, Offer, UserError
from xccviz.model.raw import Json, JsonObject, RawTransaction, object_of
from xccviz.patterns import later
from xccviz.sources.files import near_workspaces, refused, rust_views, tells
from xccviz.sources.files.around import bare, json_within, out_of_quotes, rejoined
from xccviz.sources.files.left_over import without_json, without_prints
from xccviz.sources.files.listing import hash_of
from xccviz.sources.files.literal import LiteralError, read_literal
from xccviz.sources.files.naming import in_snake_case
from xccviz.sources.files.place import Found, Place, malformed
from xccviz.sources.files.printed_hashes import HASH, HEADER, MOST_OFFERED, OUTCOME, printed_hashes
from xccviz.sources.files.rust_debug import DebugTextError
from xccviz.sources.files.shapes import in_each, is_known, transactions_in
from xccviz.sources.files.streamer import messages_in
from xccviz.sources.files.within import texts_within
from xccviz.sources.recognise.mention import mentioned, told_error
from xccviz.sources.recognise.references import Choice, TransactionRef
from xccviz.values import frozen, replace

_ANSWER = later(r"\b(?:receipts_outcome|receiptsOutcome)['\"]?\s*:")
"""What a print of a whole answer has."""
_JOINED = tr("lines that a terminal had broken were joined again")
_RECEIPT_ID = later(rf"(?<![\w-])receipt_?[iI]d['\"]?\s*:{HASH}(?![1-9A-HJ-NP-Za-km-z])")
_RECEIPT_IDS = later(rf"\breceipt_ids:\s*\[{HASH}")
_FIRST_BLOCK = later(rf"\bblock_hash:{HASH}")
_MARKUP = later(r"\s*<[!?A-Za-z]")
_PAGE = later(r"\s*<(?:!doctype\b|\?xml\b|html\b)", re.IGNORECASE)
"""A page as a server sends it; other markup may be a comment's, around what it is about."""
_TOLD = later(r"[?&#]error_?(?:code|message)?=", re.IGNORECASE)
_OBJECT = later(r"\{")
_BEGINS_AS_JSON = later(r"\s*(?:\{|\[\s*[{\[\"])")
_LINE_OF_JSON = later(r"\s*\{\s*\"[^\"\n]*\"\s*:[^\n]*\}\s*(?:\n|\Z)")
"""A whole object, as logs write one a line."""
MOST_TRIES = 50
DEEPEST_QUOTES = 2
LONGEST_NOTE = 4_000
"""Characters of a file that is taken for what it mentions; what a longer one mentions is only offered."""


@frozen
class TextShape:
    """`is_it` tells it from the text alone, `read` gives its transactions; none where it only seemed to be it. Raises
    UserError (malformed) for a print that is known and can't be read. `rest` is what it leaves of the text: other tools
    may have printed more."""

    name: str
    is_it: Callable[[str], bool]
    read: Callable[[str, Place], list[Found]]
    rest: Callable[[str], str] = lambda text: ""


_PRINT_THE_HASH = Hint(
    tr("Print the transaction's hash and open that with --rpc URL."),
    tr("Print the transaction's hash, choose its network, and paste it here."),
)


def transactions_in_text(text: str, place: Place) -> list[Found]:
    """What the first row that knows the text finds in it, and others in what that leaves; empty if none does. Raises
    UserError (malformed)."""
    for shape in TEXT_SHAPES:
        if shape.is_it(text) and (found := shape.read(text, place)):
            rest = shape.rest(text)
            more = len(rest) < len(text) and tells.holds_a_document(rest)
            return [*found, *_more(rest, place, found)] if more else found
    return []


def _more(rest: str, place: Place, found: list[Found]) -> list[Found]:
    """The transactions of what is left of a text. Raises UserError (malformed) where that names another than was found
    and can't be read."""
    try:
        return transactions_in_text(rest, place)
    except UserError:
        if set(printed_hashes(rest)) <= {hash_of(entry) for entry in found}:
            return []
        raise


def transactions_in_value(value: Json, place: Place) -> list[Found]:
    """Those of a parsed document; where it holds none, or only names some, those of the texts in it, as if each had
    been given alone. Raises UserError (malformed)."""
    refusal: UserError | None = None
    found: list[Found] = []
    try:
        found = transactions_in(value, place)
    except UserError as error:
        refusal = error
    if all(isinstance(entry, TransactionRef) for entry in found):
        texts = texts_within(value, place)
        found = [raw for text, inside in texts for raw in transactions_in_text(bare(text), inside)] or found
    if refusal is not None and not found:
        raise refusal
    return found


def _counts(value: Json) -> bool:
    """Whether a value among many of a text is a document, or holds one."""
    return is_known(value) or bool(texts_within(value, Place("")))


def _json_within(text: str, place: Place) -> list[Found]:
    """Documents after a line of text, in code fences, behind headers, a line each."""
    found: list[Found] = []
    problem: UserError | None = None
    for said, note in _ways_to_read(text):
        try:
            values = [
                (in_snake_case(value), said.count("\n", 0, start) + 1)
                for value, start, _ in json_within(said, place.name)
            ]
        except UserError as error:
            problem = problem or error
            continue
        known = [(value, line) for value, line in values if _counts(value)]
        if messages_in([value for value, _ in known]):
            return _noted(transactions_in([value for value, _ in known], place), note)
        found = in_each(((value, place.at_line(line)) for value, line in known), transactions_in_value)
        if found:
            return _noted(found, note)
    if problem is not None:
        raise with_what_it_names(problem, text) from problem.__cause__
    return found


def _ways_to_read(text: str) -> Iterator[tuple[str, str]]:
    """The text, then with documents taken out of the quotes around them: once, and once more. Each as it stands, and
    with the lines joined that a terminal broke, and what to say of that."""
    for _ in range(1 + DEEPEST_QUOTES):
        yield from _with_its_lines_joined(text)
        before, text = text, out_of_quotes(text)
        if text == before:
            return


def _with_its_lines_joined(text: str) -> Iterator[tuple[str, str]]:
    yield text, ""
    whole = rejoined(text)
    if whole != text:
        yield whole, _JOINED


def _noted(found: list[Found], note: str) -> list[Found]:
    """The same, each with what was mended to read it."""
    return [
        replace(entry, notes=(*entry.notes, note)) if note and isinstance(entry, RawTransaction) else entry
        for entry in found
    ]


def _literals(text: str, place: Place) -> list[Found]:
    """What `console.log` or `print` show of an answer."""
    problem: UserError | None = None
    for said, note in _with_its_lines_joined(text):
        try:
            return _noted(_literals_in(said, place), note)
        except UserError as error:
            problem = problem or error
    if problem is not None:
        raise problem
    return []


def _literals_in(text: str, place: Place) -> list[Found]:
    found: list[Found] = []
    problem: LiteralError | None = None
    for value in _shown_in(text):
        if isinstance(value, LiteralError):
            problem = problem or value
        elif is_known(value):
            found += transactions_in(value, place)
    # One that can't be read is told, not left out beside those that can.
    if problem is not None and (not found or len(OUTCOME.findall(text)) > len(found)):
        hashes = printed_hashes(text)
        if not found and len(hashes) == 1 and _ANSWER.search(text) is None:
            # An error of a client, which has no more of the transaction than where it began.
            return [replace(ref, told=text) for ref in _mentioned(text) if ref.hash == hashes[0]]
        raise _unreadable(tr("{name} is what a JavaScript console shows", name=place.name), problem, text)
    return found


def _errors(text: str, place: Place) -> list[Found]:
    """What consoles show of an answer that is an error. Raises UserError (malformed), which says why."""
    for value in _shown_in(text):
        if isinstance(value, dict) and (is_known(value) or refused.is_error_alone(value)):
            return transactions_in(value, place)
    return []


def _shown_in(text: str) -> Iterator[Json | LiteralError]:
    """The objects that a console shows in a text, in order, not one within another; why, of what begins as one and
    can't be read."""
    at = tries = read = 0
    while (begins := _OBJECT.search(text, at)) is not None and tries < MOST_TRIES and read <= 4 * len(text):
        try:
            value, at = read_literal(text, begins.start())
        except LiteralError as error:
            at, tries, read = begins.end(), tries + 1, read + error.at - begins.start()
            yield error
        else:
            yield in_snake_case(value)


def _workspaces(text: str, place: Place) -> list[Found]:
    try:
        results, note = _debugged(near_workspaces.results_in, text, tells.WORKSPACES, "total_gas_burnt")
    except near_workspaces.NoHashError as error:
        raise _without_hash(text, place) from error
    except DebugTextError as error:
        raise _unreadable(
            tr("{name} is the debug text of near-workspaces", name=place.name), error, text
        ) from error
    return _noted([_transaction(near_workspaces.METHOD, result, place) for result in results], note)


def _views(text: str, place: Place) -> list[Found]:
    try:
        results, note = _debugged(rust_views.results_in, text, tells.VIEWS, "transaction_outcome")
    except DebugTextError as error:
        raise _unreadable(
            tr("{name} is the debug text of nearcore's views", name=place.name), error, text
        ) from error
    return _noted([_transaction(rust_views.method_of(result), result, place) for result in results], note)


def _debugged(
    results_in: Callable[[str], list[dict[str, Json]]], text: str, begins: re.Pattern[str], once: str
) -> tuple[list[dict[str, Json]], str]:
    """What a reader of Rust's debug text finds in the text as it is; in one that it can't read, with the lines joined
    that a terminal broke, and what to say of that. `once`: what each print has once, so that none is passed over.
    Raises DebugTextError for the text as it is."""
    problem: DebugTextError | None = None
    try:
        if results := results_in(text):
            return results, ""
    except near_workspaces.NoHashError:
        raise
    except DebugTextError as error:
        problem = error
    found = begins.search(text)
    joined = tells.unbroken(text[found.start() :] if found is not None else text)
    with suppress(DebugTextError):
        results = results_in(joined)
        if results and len(results) == joined.count(once):
            return results, _JOINED
    if problem is not None:
        raise problem
    return [], ""


def _transaction(method: str, result: JsonObject, place: Place) -> Found:
    return place.transaction(method, result, object_of(result["transaction"]))


def _unreadable(what: str, error: Exception, text: str) -> UserError:
    """The error for a print that is known and can't be read, with the transactions that it names."""
    hashes = printed_hashes(text)
    of = tr(", of transaction {hash}", hash=", ".join(hashes)) if hashes else tr(", without a hash")
    return UserError(
        tr("{what}{of}, and can't be read: {error}", what=what, of=of, error=error),
        _fetch_it(hashes[0]) if hashes else _PRINT_THE_HASH,
        kind="malformed",
        offers=tuple(Offer(hash, tr("Fetch it from its network"), fetch=True) for hash in hashes),
    )


def _fetch_it(hash: str) -> Hint:
    return Hint(
        tr("Fetch it from the node that ran it: xccviz {hash} --rpc URL", hash=hash),
        tr("Fetch it from the node that ran it: choose its network, then paste {hash}", hash=hash),
    )


def _without_hash(text: str, place: Place) -> UserError:
    """The error for a print that has no transaction's hash; what it has instead is called what it is."""
    block, receipt = _FIRST_BLOCK.search(text), _RECEIPT_IDS.search(text)
    ran = tr(" It ran in the block {hash}.", hash=block[1]) if block else ""
    message = tr(
        "{name} was printed by near-workspaces before 0.8, which printed no transaction hash.{ran}",
        name=place.name,
        ran=ran,
    )
    if receipt is None or not base58.is_hash(receipt[1]):
        return malformed(message, _PRINT_THE_HASH)
    return UserError(
        message,
        Hint(
            tr(
                "A node or an indexer may know whose its first receipt is: xccviz {hash} --rpc URL",
                hash=receipt[1],
            ),
            tr("A node or an indexer may know whose its first receipt is."),
        ),
        kind="malformed",
        offers=(Offer(receipt[1], tr("Its first receipt: ask for the transaction"), fetch=True),),
    )


def _markup(text: str, place: Place) -> list[Found]:
    raise malformed(tr("{name} is HTML or XML, not JSON", name=place.name))


def _is_note(text: str) -> bool:
    """A text that is about a transaction, rather than a source or a log that a hash occurs in, or broken JSON."""
    return len(text) <= LONGEST_NOTE and not _BEGINS_AS_JSON.match(text)


def _mention(text: str, place: Place) -> list[Found]:
    """No document, but a text that names a transaction, or several."""
    return [*_mentioned(text)]


def _wallets_answer(text: str, place: Place) -> list[Found]:
    """The way back from a wallet that sent nothing: an address that names an error instead of a transaction."""
    told = told_error(text) if _is_note(text) and not _mentioned(text) else None
    if told is None:
        return []
    raise UserError(f"{place.name}: {told.message}", told.hint, kind="malformed", about=told.error)


def _mentioned(text: str) -> tuple[TransactionRef, ...]:
    found = mentioned(text)
    return found.among if isinstance(found, Choice) else (found,) if found is not None else ()


def with_what_it_names(error: UserError, text: str) -> UserError:
    """The same error, with the transactions that a broken document names on offer."""
    is_document = _BEGINS_AS_JSON.match(text) is not None or tells.holds_a_document(text)
    hashes = printed_hashes(text) if is_document else [ref.hash for ref in _mentioned(text)][:MOST_OFFERED]
    error.offers = tuple(Offer(hash, tr("Fetch it from its network"), fetch=True) for hash in hashes)
    if is_document and len(hashes) == 1:
        error.hint = _fetch_it(hashes[0])
    elif is_document and not hashes and HEADER.search(text) is None:
        receipt = _RECEIPT_ID.search(text)
        if receipt is not None and base58.is_hash(receipt[1]):
            error.offers, error.hint = refused.offer_of_receipt(receipt[1])
    return error


TEXT_SHAPES = (
    TextShape("page", lambda text: _PAGE.match(text) is not None, _markup),
    TextShape(
        "JSON within text",
        lambda text: tells.stands_in(text, tells.JSON),
        _json_within,
        lambda text: without_json(text, _counts),
    ),
    TextShape(
        "lines of JSON",
        lambda text: _LINE_OF_JSON.match(text) is not None and tells.holds_a_document(text),
        _json_within,
    ),
    TextShape(
        "near-workspaces' debug text",
        lambda text: tells.stands_in(text, tells.WORKSPACES),
        _workspaces,
        lambda text: without_prints(text, tells.WORKSPACES),
    ),
    TextShape(
        "nearcore's views",
        lambda text: tells.stands_in(text, tells.VIEWS),
        _views,
        lambda text: without_prints(text, tells.VIEWS),
    ),
    TextShape("JavaScript literal", lambda text: tells.stands_in(text, tells.LITERAL), _literals),
    TextShape("printed error", lambda text: tells.ERROR.search(text) is not None, _errors),
    TextShape("wallet's answer", lambda text: _TOLD.search(text) is not None, _wallets_answer),
    TextShape("mention", _is_note, _mention),
    TextShape("HTML or XML", lambda text: _MARKUP.match(text) is not None, _markup),
)
