"""What is said of each transaction that was sent, and what of it a recording may fail on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from xccviz.analysis.findings import CODES
from xccviz.analysis.types import VerdictCode
from xccviz.catalogue import tr, trn
from xccviz.installing import install_command
from xccviz.model.amounts import format_gas
from xccviz.model.errors import UserError
from xccviz.model.text import visible_text
from xccviz.recording.packings import PACKAGES
from xccviz.recording.passing import Passing
from xccviz.recording.seen import Seen
from xccviz.words.signs import VERDICTS, Sign

REFUSED = "invalid"
"""The verdict of a transaction that no node took."""
FAILABLE: tuple[str, ...] = (*get_args(VerdictCode), *CODES)
"""What `--fail-on` takes: codes of verdicts and of findings."""


def sign_of(seen: Seen) -> Sign:
    """How it ended."""
    if seen.told is not None:
        return VERDICTS[seen.told.ending]
    return VERDICTS["invalid" if seen.refused else "unknown"]


def sentence_of(seen: Seen) -> str:
    """The verdict; of one that was refused, or not followed to its end, why."""
    verdict = seen.told.title if seen.told is not None else ""
    return f"{verdict} ({seen.trouble})" if verdict and seen.trouble else verdict or seen.trouble


def call_of(seen: Seen) -> str:
    """What it called: `token.near.ft_transfer_call`; of one that nobody knows its signer's name."""
    if seen.told is None:
        who = seen.signer_id
        return tr("a transaction of {account}", account=who) if who else tr("a transaction")
    return seen.told.called


def gas_of(seen: Seen) -> str:
    """The gas that it burnt in all, without refunds; "" where nothing is known."""
    return format_gas(seen.told.gas) if seen.told is not None else ""


def failed_calls(seen: Seen) -> str:
    """`2 calls failed: a.near.x, b.near.y`; "" where none did."""
    told = seen.told
    if told is None or not told.failed:
        return ""
    names = ", ".join(told.names) + (", …" if told.failed > len(told.names) else "")
    return trn("{count} failed: {names}", "{count} failed: {names}", told.failed, names=names)


def unreached(count: int, passing: Passing) -> str:
    """So many questions that did not reach the node, and why the last of them did not."""
    return trn(
        "{count} question could not be passed on to {upstream}: {reason}",
        "{count} questions could not be passed on to {upstream}: {reason}",
        count,
        upstream=passing.name,
        reason=passing.why_unreached,
    )


def nothing_reached(count: int, passing: Passing, failing: bool) -> str:
    """That no question reached the node, so that nothing was recorded; `failing`: --fail-on was to look at it."""
    told = trn(
        "Nothing was recorded: {upstream} could not be reached for the {count} question that came: {reason}",
        "Nothing was recorded: {upstream} could not be reached for any of {count} questions: {reason}",
        count,
        upstream=passing.name,
        reason=passing.why_unreached,
    )
    if not failing:
        return told
    return tr("{told}. So --fail-on had nothing to look at: that it did not fail says nothing.", told=told)


def unread(packing: str) -> str:
    """Of a question that is packed in a way that can't be undone here: what it sends is not noticed."""
    return tr(
        "questions packed as {packing} go through, but what they send can't be read, so it is not recorded",
        packing=visible_text(packing, 30),
    ) + (
        ": " + tr("{command} helps", command=install_command(package))
        if (package := PACKAGES.get(packing))
        else ""
    )


def codes_of(seen: Seen) -> Mapping[str, str]:
    """Every code of `FAILABLE` that holds of it, with the sentence that says so."""
    if seen.told is None:
        return {REFUSED if seen.refused else "unknown": seen.trouble}
    return seen.told.codes


def codes_in(text: str) -> frozenset[str]:
    """The codes of `--fail-on`, separated by commas. Raises UserError (usage) for one that there is not."""
    wanted = [word.strip() for word in text.split(",") if word.strip()]
    unknown = [word for word in wanted if word not in FAILABLE]
    if unknown:
        raise UserError(
            tr("--fail-on does not know {unknown}", unknown=", ".join(map(repr, unknown))),
            tr("It takes {codes}.", codes=", ".join(FAILABLE)),
            kind="usage",
        )
    return frozenset(wanted)
