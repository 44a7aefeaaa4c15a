"""Assertions about a transaction, by the names of `xccviz check` (interface.md §2)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence

from xccviz.analysis.checks import Assertion as AssertionFacts
from xccviz.analysis.checks import Name, Wanted, check
from xccviz.analysis.expect import mismatches
from xccviz.api.errors import UsageError, texts, wrong_value
from xccviz.api.parts import Answer, shortened
from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.model.amounts import parse_gas, parse_near
from xccviz.model.errors import EXIT_STATUS
from xccviz.opening.expectation import parsed_expectation, read_expectation
from xccviz.values import frozen
from xccviz.words.checks import assertion_words

Expected = Mapping[str, Answer] | str | os.PathLike[str]
"""A part of the `json` export, or the file that holds it."""


@frozen
class Assertion:
    """One assertion and how it went. `name` as on the command line, without the dashes in front; `message`: the
    sentence that `xccviz check` prints; `wanted`, a limit or a filter, and what was `found`, in gas units, yoctoNEAR
    and blocks; None where there is none or it is not known."""

    name: Name
    ok: bool
    wanted: Answer
    found: Answer
    message: str

    def __repr__(self) -> str:
        """Its name and how it went."""
        return f"<Assertion {self.name} {'ok' if self.ok else 'failed'}: {shortened(self.message)}>"


@frozen
class CheckResult:
    """All assertions in their order. It is true when all hold: `assert tx.check(no_failure=True)`."""

    assertions: tuple[Assertion, ...]

    @property
    def ok(self) -> bool:
        """Whether all hold; of none too."""
        return all(assertion.ok for assertion in self.assertions)

    @property
    def failed(self) -> tuple[Assertion, ...]:
        """Those that don't hold."""
        return tuple(assertion for assertion in self.assertions if not assertion.ok)

    @property
    def exit_code(self) -> int:
        """What `xccviz check` ends with: 0, 1, or 6 where data is missing that `complete` wants."""
        if any(assertion.name == "complete" for assertion in self.failed):
            return EXIT_STATUS["incomplete"]
        return 1 if self.failed else 0

    def __bool__(self) -> bool:
        """Whether all hold."""
        return self.ok

    def __repr__(self) -> str:
        """That all hold, or what doesn't and why."""
        if self.ok:
            return f"<CheckResult ok: {len(self.assertions)} assertions>"
        told = "; ".join(f"{one.name}: {one.message}" for one in self.failed)
        return f"<CheckResult failed: {shortened(told, 400)}>"


def checked(
    document: Document,
    wanted: Wanted,
    none: str | Sequence[str],
    some: str | Sequence[str],
    expect: Expected | None,
) -> CheckResult:
    """How assertions about a document go. Raises UserError (usage) for filters and expectations that can't be read."""
    found: list[AssertionFacts] = [*check(document.analysis, wanted)]
    filters = [texts("none", none), texts("some", some)]
    if any(filters):
        from xccviz.query import parse  # late: few assertions are filters
        from xccviz.query.asserting import filter_assertions

        forbidden, required = ([parse(text) for text in each] for each in filters)
        found += filter_assertions(document, forbidden, required)
    expected = _expected(expect)
    if expected is not None:
        from xccviz.export.json_graph import to_json

        wrong = tuple(mismatches(expected, to_json(document)))
        found.append(AssertionFacts("expect", not wrong, True, not wrong, mismatches=wrong))
    return CheckResult(tuple(_told(document, assertion) for assertion in found))


def _told(document: Document, assertion: AssertionFacts) -> Assertion:
    words = assertion_words(assertion, document.analysis, document.verdict)
    return Assertion(assertion.name, assertion.holds, assertion.wanted, assertion.found, words)


def _expected(expect: Expected | None) -> Mapping[str, Answer] | None:
    if expect is None:
        return None
    if not isinstance(expect, Mapping | str | os.PathLike):
        raise wrong_value("expect", expect, tr("a part of what `to_dict()` gives, or a file of it"))
    if not isinstance(expect, Mapping):
        return read_expectation(os.fsdecode(expect), option="expect")
    try:
        text = json.dumps(dict(expect), allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise UsageError(tr("{name}: no JSON: {reason}", name="expect", reason=error)) from error
    return parsed_expectation(text, "expect")


def gas_limit(name: str, given: int | str | None) -> int | None:
    """A limit in gas units, of `"120T"` too. Raises UsageError for what is none."""
    return _limit(name, given, parse_gas)


def near_limit(name: str, given: int | str | None) -> int | None:
    """A limit in yoctoNEAR, of `"0.01N"` too. Raises UsageError for what is none."""
    return _limit(name, given, parse_near)


def count_limit(name: str, given: int | None) -> int | None:
    """A whole number. Raises UsageError for what is none."""
    return _limit(name, given, _no_text)


_LONGEST = 100
"""Characters of a limit that is given as text."""


def _limit(name: str, given: int | str | None, parse: Callable[[str], int]) -> int | None:
    if given is None:
        return None
    if isinstance(given, str) and len(given) <= _LONGEST:
        try:
            return parse(given)
        except ValueError as error:
            raise UsageError(f"{name}: {error}") from error
    if isinstance(given, bool) or not isinstance(given, int) or given < 0:
        raise wrong_value(name, given, tr("a whole number that is not negative"))
    return given


def _no_text(text: str) -> int:
    raise ValueError(tr("{text} is no whole number of blocks", text=repr(text)))
