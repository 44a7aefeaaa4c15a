"""A call run again: with what is at hand, what a node still has, and what a person gave; then held against the node.

    documents ─ facts ─ around ─ settings ─ run ─┬─ Lacking ─ ask a node ─ documents …
                                                 └─ Ran ─ against the node ─ Replay

An unknown key stops the run, is asked for, and the run starts again (vm.md §5).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from xccviz.analysis.types import Analysis
from xccviz.graph.types import Node
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.rerun.acting import Setting, choices, missing_codes, run
from xccviz.rerun.apart import Known, told_apart
from xccviz.rerun.around import (
    Around,
    around,
    code_at_hand,
    code_hash_of,
    code_requests,
    fact_requests,
    first_requests,
    key_request,
    place_requests,
    prices_of,
    whole_request,
)
from xccviz.rerun.comparison import against_fees, against_node, failed_after
from xccviz.rerun.facts import Reading, hash_of
from xccviz.rerun.given import Given, check_given
from xccviz.rerun.results import fees_beside, node_result
from xccviz.rerun.subject import Subject, subject_of
from xccviz.rerun.types import Ask, Call, Changes, Difference, Lacking, Missing, Ran, Request, Result
from xccviz.values import field, frozen, replace
from xccviz.vm.types import NotSupported

_MOST_ROUNDS = 5_000
"""Keys that are asked for one after the other; gas allows a call no more."""


@frozen
class Replay:
    """A call as it was on the chain, run here. `ran` and `node` are None where something is missing; `equal` is None
    where that, or something to compare with, is, also where it differs and another way it may have been could not be
    run. `changes` are those that are left after what was only missing was taken from what was given; `unchanged` what
    was given and was so already; `documents` what was fetched for it."""

    subject: Subject
    missing: tuple[Missing, ...] = ()
    node: Result | None = None
    ran: Ran | None = None
    differences: tuple[Difference, ...] = ()
    equal: bool | None = None
    code_hash: str | None = None
    changes: Changes = Changes()
    unchanged: Changes = Changes()
    documents: tuple[RawDocument, ...] = field(default=(), repr=False)
    previous: str | None = None
    """The hash of the block before, whose state it is."""


class Replayer:
    """One call of a transaction, to be run as often as one likes. `call` runs a method (`Sandbox.call`), `ask` asks a
    node, None where none may be asked; `thorough`: also for what only makes it surer. `reading`: the documents, where
    several calls share them; `offline`: who is asked only has what was kept; `troubles`: of those that were asked.

    Raises UserError (usage) for a receipt that can't be run again and for what is given for another one; its methods
    what `call` raises for a run that can't be ended here (`SandboxFailed`).
    """

    def __init__(
        self,
        raw: RawTransaction,
        analysis: Analysis,
        node: Node,
        call: Call,
        ask: Ask | None = None,
        action: int | None = None,
        given: Given = Given(),
        thorough: bool = False,
        reading: Reading | None = None,
        offline: bool = False,
        troubles: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        self.subject = subject_of(analysis, node, action)
        check_given(given, self.subject)
        self.given = given
        self.thorough = thorough
        self.fetched: list[RawDocument] = []
        self._raw, self._call, self._ask = raw, call, ask
        self._is_asked = ask is not None and not offline
        self._troubles = troubles
        self._asked: set[str] = set()
        self._by_hand: dict[bytes, bytes | None] = {}
        self._reading = reading if reading is not None else Reading(raw.documents)
        self._facts = self._reading.facts
        self._setting: Setting | None = None
        self._here: Around | None = None

    def as_it_was(self) -> Replay:
        """Run it with nothing changed, and compare. Never guesses: what is missing is told."""
        replay = Replay(self.subject)
        try:
            here = self._surroundings()
            node, unsaid = node_result(here)
            replay = replace(replay, node=node, previous=here.previous)
            ran, differences, setting, lacks = self._best(node)
        except Lacking as lacking:
            hash = code_hash_of(self._here, self.subject.action) if self._here is not None else None
            missing = tuple(self._in_vain(one) if one.what == "block" else one for one in lacking.missing)
            return self._done(replace(replay, missing=missing, code_hash=hash[1] if hash else None))
        except NotSupported as lacking:
            return self._done(replace(replay, missing=(Missing("function", str(lacking)),)))
        self._setting = setting
        node = node_result(self._known())[0]
        if failed_after(node, ran.result):
            ran = replace(ran, assumed=ran.assumed | {"failed_after"})
        equal = None if lacks or (unsaid and not differences) else not differences
        return self._done(
            replace(
                replay,
                missing=(*unsaid, *lacks),
                node=node,
                ran=ran,
                differences=differences,
                equal=equal,
                code_hash=hash_of(setting.codes[self.subject.action]),
            )
        )

    def changed(self, changes: Changes) -> Ran:
        """Run it with changes, after `as_it_was` ran it. Raises Lacking."""
        if self._setting is None:
            raise Lacking(Missing("code", "", self.subject.account))
        return self._until_known(partial(self._run, self._setting, changes=changes))

    def gather(self) -> None:
        """Fetch what any run of it may need: around it, its code, its whole storage where a node gives that."""
        try:
            here = self._surroundings()
            for action in self.subject.calls:
                here = self._look_for_code(here, action.index)
            request = whole_request(here)
            if request is not None and not here.storage.whole:
                self._fetch((request,))
        except Lacking:
            return

    # ------------------------------------------------------------------------------------------------------ running

    def _best(self, node: Result) -> tuple[Ran, tuple[Difference, ...], Setting, tuple[Missing, ...]]:
        """The first way of what nothing tells that comes out as the node says; else the one that comes nearest, with
        what was missing to try others. Raises Lacking where it is missing to the likeliest."""
        best: tuple[Ran, tuple[Difference, ...], Setting] | None = None
        lacks: list[Missing] = []
        codes = self._codes()
        results = self._results()
        here = self._known()
        prices, assumed = prices_of(here)
        for choice in choices(here, prices, assumed):
            setting = Setting(choice, codes, results, {})
            try:
                ran = self._until_known(partial(self._run, setting))
            except Lacking as lacking:
                if best is None:
                    raise
                lacks += lacking.missing
                continue
            here = self._known()
            beside = fees_beside(here, prices.version)
            found = (*against_node(node_result(here)[0], ran.result), *against_fees(beside))
            if best is None or len(found) < len(best[1]):
                best = ran, found, setting
            if not found:
                lacks = []
                break
        assert best is not None
        return *best, tuple(dict.fromkeys(lacks))

    def _surroundings(self) -> Around:
        """What any run needs: the header tells the block before, the changes tell keys that were written."""
        self._fetch(tuple(place_requests(self.subject, self._facts)))
        if not self.thorough:
            return self._known()
        self._fetch(tuple(first_requests(self._known())))
        here = self._known()
        self._fetch(tuple(first_requests(here)))
        here = self._known()
        written = here.in_block.written if here.in_block is not None and not here.storage.whole else {}
        keys = [key_request(here, key) for key in written if key not in here.storage.values]
        self._fetch([request for request in keys if request is not None])
        return self._known()

    def _run(self, setting: Setting, here: Around, changes: Changes = Changes()) -> Ran:
        """One run, with what was given by hand."""
        ran = run(self._call, here, replace(setting, values=dict(self._by_hand)), changes)
        state = self.given.state
        if state is None:
            return ran
        told = {key: was for key, was in ran.before.items() if key in state.values}
        if any(was != state.values[key] for key, was in told.items()):
            ran = replace(ran, assumed=ran.assumed | {"unlike"})
        other = None not in (state.block_hash, here.previous) and state.block_hash != here.previous
        if other and not self._by_hand.keys().isdisjoint(told):
            ran = replace(ran, assumed=ran.assumed | {"other_block"})
        return ran

    def _until_known(self, work: Callable[[Around], Ran]) -> Ran:
        """Run until nothing is missing any more that somebody has. Raises Lacking for what nobody has."""
        rounds = 0
        while True:
            try:
                return work(self._known())
            except Lacking as lacking:
                rounds += 1
                if rounds < _MOST_ROUNDS and self._found(lacking.missing):
                    continue
                raise Lacking(*map(self._in_vain, lacking.missing)) from lacking

    def _found(self, missing: Sequence[Missing]) -> bool:
        """Whether any of it could be had: from a state file, a node, else what was given by hand."""
        here = self._known()
        for one in missing:
            if one.what == "key" and isinstance(one.name, bytes):
                if self._key(here, one.name):
                    return True
            elif one.what == "fact":
                if self._fetch(tuple(fact_requests(here, str(one.name)))):
                    return True
        return False

    def _key(self, here: Around, key: bytes) -> bool:
        state = self.given.state
        if state is not None and key in state.values and key not in self._by_hand:
            self._by_hand[key] = state.values[key]
            return True
        single, whole = key_request(here, key), whole_request(here)
        for request in (single, whole):
            if request is not None and self._fetch((request,)):
                now = self._known().storage
                if now.whole or key in now.values:
                    return True
        values = self.given.changes.values
        if key in values and key not in self._by_hand:
            self._by_hand[key] = values[key]
            return True
        return False

    # ---------------------------------------------------------------------------------------------------- what it is

    def _codes(self) -> Mapping[int, bytes]:
        """The code of each call. Raises Lacking where it is not to be had."""
        here = self._known()
        codes: dict[int, bytes] = {}
        for action in self.subject.calls:
            code = code_at_hand(here, action.index) or self._given_code(here, action.index)
            if code is None:
                if code_hash_of(here, action.index) is None:
                    self._fetch(tuple(fact_requests(here, "code")))
                    here = self._known()
                here = self._look_for_code(here, action.index)
                code = code_at_hand(here, action.index) or self._given_code(here, action.index, last=True)
            if code is not None:
                codes[action.index] = code
        given = self.given.changes.code
        another = hash_of(given) if given is not None else None
        lacking = [replace(one, given=another) for one in missing_codes(here, codes)] + [
            Missing("slot", str(n)) for n in self._unknown_slots() if n not in self.given.changes.slots
        ]
        if lacking:
            raise Lacking(*dict.fromkeys(map(self._in_vain, lacking)))
        return codes

    def _look_for_code(self, here: Around, action: int) -> Around:
        """Ask for code, one place after the other, until it is there."""
        for request in code_requests(here, action):
            if code_at_hand(here, action) is not None:
                break
            self._fetch((request,))
            here = self._known()
        return here

    def _given_code(self, here: Around, action: int, last: bool = False) -> bytes | None:
        """Code that was given, where it is what ran; where nothing tells what ran, after all else."""
        code, named = self.given.changes.code, code_hash_of(here, action)
        if code is None:
            return None
        if named is None or named[0] == "global_account":
            return code if last else None
        return code if hash_of(code) == named[1] else None

    def _unknown_slots(self) -> list[int]:
        return [n for n in range(self.subject.slots) if n not in self.subject.results]

    def _results(self) -> tuple[bytes | None, ...]:
        known, given = self.subject.results, self.given.changes.slots
        return tuple(known[n] if n in known else given[n] for n in range(self.subject.slots))

    def _known(self) -> Around:
        self._here = around(self.subject, self._facts, self._raw.chain_id)
        return self._here

    def _fetch(self, requests: Sequence[Request]) -> bool:
        """Ask for what was not asked for yet; whether anything came."""
        fresh = [one for one in requests if _key_of(one) not in self._asked]
        if self._ask is None or not fresh:
            return False
        self._asked |= {_key_of(one) for one in fresh}
        got = list(self._ask(fresh))
        self.fetched += got
        for document in got:
            self._reading.read(document)
        return bool(got)

    def _in_vain(self, missing: Missing) -> Missing:
        """With whether it was asked for, and which troubles those who were asked gave."""
        if not self._is_asked:
            return missing
        return replace(missing, asked=True, troubles=tuple(self._troubles()))

    def _done(self, replay: Replay) -> Replay:
        """With the changes that are left, and what was fetched."""
        changes, unchanged = self.told_apart(self.given.changes)
        return replace(replay, changes=changes, unchanged=unchanged, documents=tuple(self.fetched))

    def told_apart(self, given: Changes) -> tuple[Changes, Changes]:
        """What of it is another than it was, and what was so already; neither is what was only missing, and was taken
        for what was there."""
        code = self._setting.codes.get(self.subject.action) if self._setting is not None else None
        return told_apart(given, Known(self.subject, self._here, self.given.state, self._by_hand, code))


def _key_of(request: Request) -> str:
    return json.dumps([*request], sort_keys=True)


def replayable(node: Node) -> bool:
    """Whether a receipt called a function and ran."""
    return node.ran_a_call
