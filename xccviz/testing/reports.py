"""What the report of a failed test says of its transactions, and the files that it leaves."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from xccviz.api.errors import Error
from xccviz.api.transaction import Transaction
from xccviz.catalogue import tr, trn
from xccviz.export import file_name, find_exporter
from xccviz.model.text import visible_text
from xccviz.recording.lines import sentence_of
from xccviz.recording.seen import called
from xccviz.testing.recorder import ENDINGS, Recorder
from xccviz.words.numbers import and_more
from xccviz.words.signs import MARKS, VERDICTS

MOST = 100
"""Transactions of a test that are told and kept; the others are counted."""
_WIDEST = 500
_FAILURES = 5
"""Failed calls that are named of one transaction."""


def report_of(recorder: Recorder) -> str:
    """A few lines a transaction; "" where there is none. Writes their captures and drawings. Never raises: the test has
    failed for a reason of its own."""
    try:
        return "\n".join(_lines(recorder))
    except Exception as error:  # told where it is seen, beside what the test says
        return tr("xccviz could not tell of its transactions: {error}", error=_shown(repr(error)))


def _lines(recorder: Recorder) -> Iterator[str]:
    troubles: list[str] = []
    found: dict[str, Transaction] = {}
    for one in _transactions(recorder):
        if isinstance(one, str):
            troubles.append(one)
        else:
            found.setdefault(one.hash, one)
    if lost := recorder.lost():
        yield f"{MARKS['unknown']} {_shown(lost)}"
        yield "  " + tr("Is the node running? --near-rpc names another one.")
    for words in recorder.unread():
        yield f"{MARKS['unknown']} {_shown(words)}"
    yield from troubles
    told = _told(tuple(found.values()))
    for number, one in enumerate(found.values(), 1):
        if number in told:
            yield from _about(one)
            yield from _files(recorder, one, number)
    if len(found) > len(told):
        more = len(found) - len(told)
        yield trn("and {count} transaction more", "and {count} transactions more", more)


def _told(found: Sequence[Transaction]) -> frozenset[int]:
    """The numbers of those that are told: of very many, what did not simply succeed comes before the others."""
    dull = [(one._document.verdict.ending == "success", number) for number, one in enumerate(found, 1)]
    return frozenset(number for _, number in sorted(dull)[:MOST])


def _transactions(recorder: Recorder) -> Iterator[Transaction | str]:
    """Those added, then those sent; of one that can't be opened a line that says why."""
    for given in recorder.added:
        try:
            yield recorder.opened(given)
        except Error as error:
            name = given if isinstance(given, str) else tr("a document")
            yield f"{MARKS['unknown']} {_shown(f'{name[:80]}: {error.message}')}"
    for seen in recorder.sent():
        document = seen.document()
        if document is not None:
            yield Transaction(document)
        else:
            why = sentence_of(seen) or tr("no node knew it yet when the test ended")
            yield f"{MARKS['failed' if seen.refused else 'unknown']} {_shown(f'{seen.hash}: {why}')}"


def _about(transaction: Transaction) -> Iterator[str]:
    """Its verdict, and why each call failed that did."""
    document = transaction._document
    sign = VERDICTS[document.verdict.ending]
    yield f"{MARKS[sign.shape]} {_shown(called(document))}  {_shown(transaction.hash)}"
    for text in (transaction.verdict.title, transaction.verdict.explanation):
        if text:
            yield f"  {_shown(text)}"
    failed = [receipt for receipt in transaction.failures if receipt.kind != "transaction"]
    for receipt in failed[:_FAILURES]:
        why = receipt.error.title if receipt.error is not None else ""
        yield f"  {MARKS['failed']} {_shown(f'{receipt.label}: {why}' if why else receipt.label)}"
    if len(failed) > _FAILURES:
        yield "  " + and_more(len(failed) - _FAILURES)


def _files(recorder: Recorder, transaction: Transaction, number: int) -> Iterator[str]:
    """Write its capture and its drawing, and say where they are."""
    capture = find_exporter("capture")
    hash = file_name(capture, transaction._document).partition(".")[0] if capture is not None else ""
    place = recorder.folder / f"{recorder.name}-{number:03}-{hash}"
    try:
        recorder.folder.mkdir(parents=True, exist_ok=True)
        saved = [transaction.save(f"{place}.{ending}") for ending in ENDINGS]
    except (Error, OSError) as error:
        yield "  " + _shown(error.message if isinstance(error, Error) else str(error))
        return
    yield from (f"  {_from_here(path)}" for path in saved)


def _from_here(path: Path) -> str:
    """A path as somebody types it who reads the report."""
    try:
        return os.path.relpath(path)
    except ValueError:  # on another drive
        return str(path)


def _shown(text: str) -> str:
    return visible_text(text, _WIDEST)
