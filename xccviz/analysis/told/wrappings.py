"""What stands around an error's text where a tool prints it: one row each, taken away one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from xccviz.patterns import later
from xccviz.values import frozen

PANIC = "Smart contract panicked: "
_DEEPEST = 8
"""Wrappings around one text."""
_COLONS = 12
"""Colons and equals signs in a line after which a text may begin."""
_SENTENCES = 12
"""Ends of a sentence in a line at which a text may end."""
_END = later(r"[.,;!](?=\s)|\s+(?=[-–—(|])")
_CLOSING = ")]}> "
_AFTER = later(r": |= |=(?=\S)")
_QUOTED = later(
    r"'((?:[^'\\]|\\.){8,2000})'|\"((?:[^\"\\]|\\.){8,2000})\"|`([^`]{8,2000})`|>([^<>]{8,2000})<"
)
_ESCAPED = later(r"\\(.)")
_FRAME = later(r"^\s+at (?:async )?\S.*(?:\)|:\d+:\d+)(?: \{)?\s*$")


@frozen
class Wrapping:
    """`pattern` matches what comes before the text, which is left with `put` in front; `example` is a whole line whose
    text is known then."""

    pattern: str
    example: str
    put: str = ""


WRAPPINGS = (
    Wrapping(r"Failure \[[^\]\n]*\]: ", "\tFailure [shop.testnet]: Error: Exceeded the prepaid gas"),
    Wrapping(
        r"(?:Uncaught|Unhandled)(?: \(in promise\))? ", "Uncaught (in promise) Error: Transaction has expired"
    ),
    Wrapping(r"[\w.:]*Error(?: \[\w+\])?: ", "ServerTransactionError: Exceeded the prepaid gas"),
    Wrapping(r"\[(?=\w*Error: )", "[ServerError: Transaction has expired] {"),
    Wrapping(r"\[-?\d+\] (?:[\w ]+: )?", "TypedError: [-32000] Server error: Timeout"),
    Wrapping(r"Server error: ", "Server error: Transaction has expired"),
    Wrapping(
        r"(?:Querying failed|RPC [Ee]rror(?: \(?-?\d+\)?)?|Execution [Ee]rror|[A-Z]+_ERROR): ",
        "Querying failed: Contract method is not found",
    ),
    Wrapping(r"(?:handler|server) error: \[", "handler error: [Transaction has expired]"),
    Wrapping(
        r"wasm execution failed with error: ", "wasm execution failed with error: Exceeded the prepaid gas."
    ),
    Wrapping(
        r"Function call returned an error: #?", "Function call returned an error: Exceeded the prepaid gas."
    ),
    Wrapping(
        r"Contract panicked: ",
        "Contract panicked: The contract is not initialized",
        "Smart contract panicked: ",
    ),
    Wrapping(
        r"Action #\d+: ", 'Action #0: Can\'t create a new account "bob.near", because it already exists'
    ),
    Wrapping(
        r"Transaction actions validation error: ",
        "Transaction actions validation error: Integer overflow during a compute",
    ),
    Wrapping(
        r"An new action receipt created during a FunctionCall is not valid: ",
        "An new action receipt created during a FunctionCall is not valid: Invalid account ID `A`",
    ),
    Wrapping(
        r"An error happened during transaction execution: ",
        "An error happened during transaction execution: Transaction has expired",
    ),
    Wrapping(
        r"Contract call failed: \S+ - ", "Contract call failed: shop.near.add - Exceeded the prepaid gas."
    ),
    Wrapping(r"Storage error: ", "Storage error: Unexpected trie value"),
    Wrapping(r"\[\w+\] ", "[ERROR] Transaction has expired."),
    Wrapping(r"\d+: ", "   0: Transaction has expired"),
    Wrapping(
        r"(?:[✗✘×✖❌]|ERROR|WARN(?:ING)?|FATAL|error|warn(?:ing)?|\|) ?:? ?", "ERROR Transaction has expired"
    ),
)
"""Node's stack, near-cli, near-api-js, nearcore's nested messages, Rust's reports (`0: …`), in any order."""


def peeled(text: str) -> Iterator[str]:
    """What a text says: itself, and with one wrapping after the other taken away."""
    here: str | None = text.strip().removesuffix(" {")  # the members of an error follow where Node prints one
    for _ in range(_DEEPEST):
        if here is None:
            return
        yield here
        here = _peeled(here)


def cut_out(line: str) -> Iterator[str]:
    """What may be the text in a line without a wrapping that is known: within any quotes, after any colon, before more
    words of whoever passed it on."""
    for found in _QUOTED.finditer(line):
        quoted = _ESCAPED.sub(r"\1", found[1] or found[2] or found[3] or found[4])
        yield quoted
        yield from _after_colons(quoted)
    yield from _after_colons(line)
    if (at := line.find(PANIC)) > 0:
        yield line[at:]
    ends = [found.start() for found in islice(_END.finditer(line), _SENTENCES)]
    yield from (line[:end] for end in reversed(ends))


def _after_colons(text: str) -> Iterator[str]:
    for found in islice(_AFTER.finditer(text), _COLONS):
        said = text[found.end() :].strip()
        yield said
        if said[-1:] in _CLOSING:
            yield said.rstrip(_CLOSING)


def before_stack(text: str) -> str:
    """The text above the frames of a JavaScript stack."""
    lines = text.split("\n")
    end = next((at for at, line in enumerate(lines) if is_frame(line)), len(lines))
    return "\n".join(lines[:end])


def is_frame(line: str) -> bool:
    """Whether a line is a frame of a JavaScript stack: `    at parseResultError (…/rpc_errors.js:31:29) {`."""
    return _FRAME.match(line) is not None


def _peeled(text: str) -> str | None:
    for row in WRAPPINGS:
        found = _compiled(row.pattern).match(text)
        if found is not None and found.end():
            rest = text[found.end() :]
            if found[0].endswith("["):
                rest = rest.rpartition("]")[0] or rest
            return row.put + rest.strip()
    return None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
