"""One transaction, opened and analysed: what `xccviz.open` gives."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from operator import index
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Unpack
from warnings import warn

from xccviz.analysis.checks import Wanted
from xccviz.analysis.types import Severity
from xccviz.api.errors import UsageError, a_text, told, wrong_value
from xccviz.api.marks import marks_from
from xccviz.api.moments import Moment, Steps
from xccviz.api.nodes import Frozen
from xccviz.api.parts import Answer, Verdict, bytes_of, shortened
from xccviz.api.receipts import Book, Receipt
from xccviz.api.ways import Opened
from xccviz.catalogue import tr
from xccviz.document import Document, checked_step
from xccviz.graph.named import node_named
from xccviz.values import frozen

if TYPE_CHECKING:
    from xccviz.api.checks import CheckResult, Expected
    from xccviz.api.diffs import Diff
    from xccviz.api.replays import Replay, ReplayOptions


@frozen
class Finding:
    """Something worth knowing. `code` is for programs (interface.md §4), `title` one line, `explanation` sentences;
    `nodes` the receipts that it is about."""

    code: str
    severity: Severity
    title: str
    explanation: str
    nodes: tuple[Receipt, ...]

    def __repr__(self) -> str:
        """Its code and title."""
        return f"<Finding {self.severity} {self.code}: {shortened(self.title)}>"


class Transaction(Frozen):
    """One transaction with all its receipts: an immutable view of what was opened, equal to another of the same hash.

    Gas is in gas units (1 Tgas = 10**12), amounts are in yoctoNEAR (1 NEAR = 10**24), both `int`; None stands for what
    is not known. Texts of the chain are as the chain has them: escape them for where you show them.
    """

    __slots__ = ("_book", "_opened")
    _book: Book
    _opened: Opened

    def __init__(self, document: Document, opened: Opened = Opened()) -> None:
        object.__setattr__(self, "_book", Book(document))
        object.__setattr__(self, "_opened", opened)

    # ----------------------------------------------------------------------------------------------- what it is

    @property
    def hash(self) -> str:
        """Its hash, base58."""
        return self._book.hash

    @property
    def signer_id(self) -> str:
        """The account that signed it."""
        return self._document.trace.transaction.signer_id

    @property
    def receiver_id(self) -> str:
        """The account that it is for."""
        return self._document.trace.transaction.receiver_id

    @property
    def network(self) -> str | None:
        """`mainnet`, `testnet` …; None where no document tells."""
        return self._document.trace.network

    @property
    def notes(self) -> tuple[str, ...]:
        """Remarks about where it came from: from the cache, what was mended to read it."""
        return self._opened.notes

    @property
    def selected(self) -> Receipt | None:
        """The receipt that what was given names: a receipt id, the `#…` of an address; None where it names none."""
        return self._book.known(self._opened.select)

    # ---------------------------------------------------------------------------------------------- how it went

    @property
    def verdict(self) -> Verdict:
        """How it ended."""
        said, verdict = self._document.verdict, self._document.analysis.verdict
        return Verdict(verdict.code, said.title, said.explanation, bytes_of(verdict.result), verdict.result)

    @property
    def root_causes(self) -> tuple[Receipt, ...]:
        """The failed receipts that no failure of others explains, in display order."""
        return self._book.receipts(self._document.analysis.verdict.root_causes)

    @property
    def complete(self) -> bool:
        """Whether nothing of it is missing: every receipt and outcome is there, and what each callback received."""
        return self._document.analysis.complete

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is worth knowing, a finding a kind and call."""
        return tuple(
            Finding(one.code, one.severity, one.title, one.explanation, self._book.receipts(one.nodes))
            for one in self._document.findings
        )

    @property
    def total_gas(self) -> int:
        """Gas units burnt by all of it, refunds left out."""
        return self._document.analysis.gas.total_burnt

    @property
    def fee(self) -> int | None:
        """YoctoNEAR burnt by all of it; None where an outcome does not tell."""
        return self._document.analysis.fees.total

    # ------------------------------------------------------------------------------------------------- receipts

    @property
    def receipts(self) -> tuple[Receipt, ...]:
        """All of them in display order: first the transaction itself, then depth-first what it became."""
        return self._book.all

    @property
    def callbacks(self) -> tuple[Receipt, ...]:
        """Those that wait for results: callbacks and yields."""
        return tuple(one for one in self.receipts if "callback" in one.roles or "yield" in one.roles)

    @property
    def failures(self) -> tuple[Receipt, ...]:
        """Those that failed, an invalid transaction among them."""
        return tuple(one for one in self.receipts if one.status == "failed")

    def __getitem__(self, name: str) -> Receipt:
        """The receipt of an id, of a label, or whose id begins so and no other's. Raises UsageError, which names the
        candidates, where several are meant, NotFound where none is."""
        if not isinstance(name, str):
            raise wrong_value("name", name, tr("the id or label of a receipt"))
        with told():
            return self._book.receipt(node_named(self._book.document.graph, name).id)

    def _own(self, name: str, given: str | Receipt | None) -> str | None:
        """The id of a receipt that was given by itself or as `tx[…]` takes it; None for none."""
        if isinstance(given, Receipt):
            return given.id
        if given is not None and not isinstance(given, str):
            raise wrong_value(name, given, tr("a receipt, or its id or label"))
        return self[given].id if given is not None else None

    def __iter__(self) -> Iterator[Receipt]:
        """All receipts in display order."""
        return iter(self.receipts)

    def __len__(self) -> int:
        """How many receipts there are, the transaction itself among them."""
        return len(self.receipts)

    def __contains__(self, receipt: object) -> bool:
        """Whether a receipt, or one of that id or label, is one of its own."""
        graph = self._document.graph
        if isinstance(receipt, Receipt):
            return receipt._book.hash == self.hash and receipt.id in graph.by_id
        if not isinstance(receipt, str):
            return False
        return receipt in graph.by_id or any(node.label == receipt for node in graph.nodes)

    def find(self, expression: str) -> tuple[Receipt, ...]:
        """The receipts that match a filter (`"fail gas>20T"`, interface.md §8), in display order. Raises UsageError,
        which says what is wrong with it and where."""
        from xccviz.query import parse  # late: few programs search

        with told():
            wanted = parse(a_text("expression", expression))
            return self._book.receipts(wanted.matches(self._book.columns))

    # ---------------------------------------------------------------------------------------------------- steps

    @property
    def steps(self) -> Steps:
        """How many steps it took; the number lists them too."""
        return Steps(self._book)

    def at(self, step: int) -> Moment:
        """How it stood after so many steps, 0 to `steps`. Raises UsageError for a step that it does not have."""
        return Moment(self._book, self._checked_step(step))

    def move(
        self,
        name: str,
        at: int = 0,
        node: str | Receipt | None = None,
        *,
        marks: Iterable[str | Receipt] = (),
    ) -> int | None:
        """The step to which a move leads that begins after step `at`: `step_into`, `step_over`, `step_out`,
        `next_receipt`, `next_failure` … (interface.md §9). None: there is nowhere to go.

        `node`: the receipt at which one stands, else that of step `at`. `marks`: where `step_play`, `next_mark` and
        `previous_mark` stop: receipts, their ids, or filters. `toggle_mark`, which the window has beside the moves,
        leads nowhere. Raises UsageError for a move, a step or a filter that is none, and as `tx[…]` for `node`.
        """
        from xccviz.replay.moves import BY_ID, moved  # late: few programs step

        here = self._own("node", node)
        if name == "toggle_mark":
            return None
        if not isinstance(name, str) or name not in BY_ID:
            raise wrong_value("name", name, tr("one of {names}", names=", ".join(BY_ID)))
        return moved(self._book.ways, name, self._checked_step(at), here, tuple(self._marked(marks)))

    def _marked(self, marks: Iterable[str | Receipt]) -> Iterator[str]:
        for mark in marks_from(self._document, marks):
            yield from (mark.node,) if mark.node else (found.id for found in self.find(mark.filter))

    def _checked_step(self, step: int) -> int:
        try:
            number = index(step)
        except TypeError:
            raise wrong_value("step", step, tr("a whole number")) from None
        with told():
            checked_step(self._document, number)
        return number

    # -------------------------------------------------------------------------------------------- out of Python

    def export(
        self,
        format: str,
        *,
        view: str | None = None,
        theme: str | None = None,
        step: int | None = None,
        filter: str | None = None,
        marks: Iterable[str | Receipt] = (),
        hides: bool = False,
        expand: Literal["auto", "all"] = "auto",
        collapse: Literal["refunds"] | None = None,
        selected: str | Receipt | None = None,
        scale: float = 1,
        table: str | None = None,
    ) -> bytes:
        """The bytes of a file in one of the formats that `xccviz exporters` lists.

        The options are those of `xccviz export`: `view` (which drawing), `theme`, `step` (as it stood after it),
        `filter` (what does not match steps back; with `hides` it is left out), `marks` (receipts, their ids or filters
        that get the sign of a mark, beside the capture's own), `expand` ("all": nothing folded), `collapse`, `scale`
        (pixels for one unit), `table` ("nodes", "events" or "transfers"); further `selected`, the receipt that a
        drawing shows as chosen. What means nothing to a format is not heeded; where a file is not quite what was asked
        for, a warning says so. Raises UsageError for a value that is none.
        """
        from xccviz.api.exports import export_options, exporter_called  # late: drawing loads much

        chosen = self._own("selected", selected)
        remarks: list[str] = []
        with told():
            exporter = exporter_called(format)
            options = export_options(
                self._document,
                view=view,
                theme=theme,
                step=self._checked_step(step) if step is not None else None,
                filter=a_text("filter", filter) if filter is not None else None,
                marks=marks_from(self._document, marks),
                hides=hides,
                expand=expand,
                collapse=collapse,
                selected=chosen,
                scale=scale,
                table=table,
                tell=remarks.append,
            )
            data = exporter.run(self._document, options)
        for remark in remarks:
            warn(remark, stacklevel=2)
        return data

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write a file in the format that its ending names (`.svg`, `.json` …): a capture, which opens again offline
        and for ever, where that is `.xcc.json` (also `.xcc.json.gz`, `.xz`) or there is none. Into a folder it goes as
        HASH.xcc.json. A file that is there is replaced, whole or not at all. Returns where it is. Raises UsageError for
        the ending of no format, Error (exit code 7) where it can't be written.
        """
        from xccviz.api.exports import place_for, write  # late, as above
        from xccviz.export.types import ExportOptions

        with told():
            place, exporter = place_for(self._document, path)
            write(place, exporter.run(self._document, ExportOptions(collapse_refunds=False)))
        return Path(place)

    def to_dict(self) -> dict[str, Answer]:
        """The `json` export (interface.md §4) as Python values. A copy: changing it changes nothing here."""
        import json

        from xccviz.export.json_graph import run

        found: dict[str, Answer] = json.loads(run(self._document))
        return found

    def _repr_html_(self) -> str:
        """Verdict and drawing, for notebooks."""
        from xccviz.api.notebook import html_of  # late: drawing loads much

        return html_of(self._document)

    # ------------------------------------------------------------------------------------- compared and checked

    def diff(self, other: Transaction) -> Diff:
        """What differs between this run and another, aligned call by call."""
        from xccviz.api.diffs import Diff  # late: few programs compare

        if not isinstance(other, Transaction):
            raise UsageError(
                tr("{name} can't be {value}", name="other", value=type(other).__name__),
                tr("Expected {expected}.", expected=tr("a transaction that xccviz.open gave")),
            )
        return Diff(self._book, other._book)

    def check(
        self,
        *,
        no_failure: bool = False,
        no_hidden_failure: bool = False,
        no_unobserved_failure: bool = False,
        complete: bool = False,
        proven: bool = False,
        max_gas: int | str | None = None,
        max_fee: int | str | None = None,
        max_blocks: int | None = None,
        none: str | Sequence[str] = (),
        some: str | Sequence[str] = (),
        expect: Expected | None = None,
    ) -> CheckResult:
        """How assertions go; the result is true when all hold, and says which don't and why.

        They are those of `xccviz check`: `no_failure` (as a whole it neither failed nor was invalid),
        `no_hidden_failure` (nor did a call inside of a success), `no_unobserved_failure`, `complete`, `proven`;
        `max_gas` in gas units or as "120T", `max_fee` in yoctoNEAR or as "0.01N", `max_blocks` from its own block to
        the last one, both counted; `none` and `some`: filters that nothing, or something, must match; `expect`: a part
        of the `json` export, or the file that holds it. A number that is not known never passes. Raises UsageError for
        what can't be read.
        """
        from xccviz.api import checks  # late: few programs assert

        with told():
            wanted = Wanted(
                no_failure=no_failure,
                no_hidden_failure=no_hidden_failure,
                no_unobserved_failure=no_unobserved_failure,
                complete=complete,
                proven=proven,
                max_gas=checks.gas_limit("max_gas", max_gas),
                max_fee=checks.near_limit("max_fee", max_fee),
                max_blocks=checks.count_limit("max_blocks", max_blocks),
            )
            return checks.checked(self._document, wanted, none, some, expect)

    def replay(self, receipt: str | Receipt, **changes: Unpack[ReplayOptions]) -> Replay:
        """Run the call of a receipt again, here, as it was and then with changes (`ReplayOptions`). Needs the extra
        `replay`. What was opened offline, or without the cache, stays so unless told otherwise. What is missing is
        told, not raised. Raises UsageError, or Incomplete for a run that never ends."""
        from xccviz.api.replays import replayed  # late: few programs run calls again

        with told():
            return replayed(self._document, self._own("receipt", receipt) or "", changes, self._opened)

    # ----------------------------------------------------------------------------------------------- as a value

    @property
    def _document(self) -> Document:
        return self._book.document

    def __repr__(self) -> str:
        """Its hash, who called whom, and how it ended."""
        label = self._document.graph.root.label
        return f"<Transaction {shortened(self.hash)[1:-1]} {shortened(label)} {self.verdict.code}>"

    def __eq__(self, other: object) -> bool:
        """Whether it is the transaction of the same hash."""
        return self.hash == other.hash if isinstance(other, Transaction) else NotImplemented

    def __hash__(self) -> int:
        """By its hash."""
        return hash((Transaction, self.hash))
