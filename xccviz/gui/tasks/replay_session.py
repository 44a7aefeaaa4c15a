"""One call that is run again and again: its process lives on, and so does what was found out about it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xccviz.catalogue import numeral, tr, trn
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.model.errors import Cancelled, UserError
from xccviz.model.raw import RawDocument
from xccviz.opening.options import OpenOptions
from xccviz.sources.progress import Progress, Report
from xccviz.values import replace

if TYPE_CHECKING:
    from xccviz.gui.state.asked_again import Asked
    from xccviz.opening.rerunning import FurtherAnswers
    from xccviz.rerun.answer import Answer
    from xccviz.rerun.given import Given
    from xccviz.rerun.making import Making
    from xccviz.rerun.replaying import Replay, Replayer
    from xccviz.rerun.sandbox import Sandbox
    from xccviz.rerun.types import Ask, Request
    from xccviz.vm.types import Outcome


MAKER_SECONDS = 3.0
"""So long the call that made the one that is looked at may take, as that is only told beside."""


class Session:
    """A call, in a thread at a time; `stop` and `end` may be called from any other.

    A run that is stopped gives its process up, as nothing else ends what a contract does; what was found out before
    stays, unless it was stopped while somebody was asked: then it is not known what they would have said. `turn`
    numbers the runs: one that was stopped before it began is none.
    """

    def __init__(
        self, document: Document, node: Node, options: OpenOptions, fetching: bool, endpoint: str = ""
    ) -> None:
        self._document, self._node, self._fetching = document, node, fetching
        options = options if fetching else replace(options, offline=True)
        self._options = replace(options, rpc=(endpoint,)) if endpoint else options
        self._busy, self._lock = threading.Lock(), threading.Lock()
        self._sandbox: Sandbox | None = None
        self._further: FurtherAnswers | None = None
        self._base: tuple[object, Replayer, Replay] | None = None
        self._running = 0
        self.turn = 0
        self.making: Making | None = None
        """The call that made this one, once that was looked for."""
        self._looked = False

    def run(self, asked: Asked, turn: int, report: Report) -> Answer:
        """What came of it. Raises UserError where it can't be run, or not to its end, Cancelled where it was stopped
        before, or while somebody was asked."""
        from xccviz.opening.rerunning import further_for
        from xccviz.opening.sandboxes import stopped
        from xccviz.rerun.sandbox import SandboxFailed

        with self._busy:
            self._prepare(turn)
            further = further_for(self._document.raw, self._options, report)
            try:
                with self._lock:
                    self._go_on()
                    self._further = further
                answer = self._answer(asked, report)
                if answer.replay.ran is not None and not self._looked:
                    self._look_for_maker()
                return answer
            except SandboxFailed as failed:
                raise stopped(failed) from failed
            except Cancelled:
                self._base = None
                raise
            finally:
                if further is not None:
                    further.close()

    def next_turn(self) -> int:
        """The number of the run that is to begin."""
        with self._lock:
            self.turn += 1
            return self.turn

    def stop(self) -> None:
        """End the run that goes on, if any; the next one starts another process."""
        with self._lock:
            self.turn += 1
            sandbox, self._sandbox = self._sandbox, None
            further, self._further = self._further, None

        def end() -> None:
            if sandbox is not None:
                sandbox.end()
            if further is not None:
                further.close()

        if sandbox is not None or further is not None:
            threading.Thread(target=end, name="xccviz-end-replay", daemon=True).start()

    # -------------------------------------------------------------------------------------------------- in the thread

    def _prepare(self, turn: int) -> None:
        """Have a process. Raises Cancelled for a run that was stopped meanwhile, UserError without the extra."""
        from xccviz.opening.sandboxes import sandbox_for

        with self._lock:
            self._running = turn
            self._go_on()
            if self._sandbox is None:
                self._sandbox = sandbox_for(self._options)

    def _go_on(self) -> None:
        """Raise Cancelled where the run was stopped meanwhile. Called with the lock."""
        if self._running != self.turn:
            raise Cancelled()

    def _answer(self, asked: Asked, report: Report) -> Answer:
        from xccviz.rerun.answer import asked_further
        from xccviz.rerun.given import Given
        from xccviz.rerun.types import Changes

        key = (asked.action, asked.state)
        if self._base is None or self._base[0] != key:
            replayer = self._replayer(asked, Given(Changes(), asked.state))
            self._base = (key, replayer, replayer.as_it_was())
        _, replayer, replay = self._base
        if replay.ran is None and asked.changes.any:  # then it stands for what nothing tells
            replayer = self._replayer(asked, Given(asked.changes, asked.state))
            replay = replayer.as_it_was()

        def told(done: int, total: int) -> None:
            report(Progress("more", tr("running it again"), done, total))

        return asked_further(replayer, replay, asked.changes, slots=asked.slots, gas=asked.gas, told=told)

    def _look_for_maker(self) -> None:
        """Run the call that made this one; it is worth a moment, and no error. Raises Cancelled."""
        from xccviz.rerun.making import maker_of, making_of
        from xccviz.rerun.sandbox import SandboxFailed

        self._looked = True
        maker, sandbox = maker_of(self._document.graph, self._node), self._sandbox
        if maker is None or sandbox is None:
            return
        whole, sandbox.seconds = sandbox.seconds, min(sandbox.seconds, MAKER_SECONDS)
        try:
            self.making = making_of(self._node.id, lambda action: self._replayer_of(maker, action))
        except (SandboxFailed, UserError):
            with self._lock:
                self._go_on()
        finally:
            sandbox.seconds = whole

    def _replayer(self, asked: Asked, given: Given) -> Replayer:
        return self._replayer_of(self._node, asked.action, given)

    def _replayer_of(self, node: Node, action: int | None, given: Given | None = None) -> Replayer:
        from xccviz.rerun.given import Given
        from xccviz.rerun.replaying import Replayer

        ask: Ask | None = self._ask if self._further is not None else None
        return Replayer(
            self._document.raw,
            self._document.analysis,
            node,
            self._call,
            ask,
            action=action,
            given=given if given is not None else Given(),
            thorough=self._fetching,
            offline=self._options.offline,
            troubles=self._troubles,
        )

    def _ask(self, requests: Sequence[Request]) -> Sequence[RawDocument]:
        with self._lock:
            self._go_on()
            further = self._further
        found = further(requests) if further is not None else ()
        with self._lock:
            self._go_on()  # what was asked for when it was stopped is no "nobody has it"
        return found

    def _troubles(self) -> Sequence[str]:
        further = self._further
        return further.troubles if further is not None else ()

    def _call(self, *given: Any) -> Outcome:
        from xccviz.rerun.sandbox import SandboxFailed

        sandbox = self._sandbox
        if sandbox is None:
            raise SandboxFailed("ended")
        return sandbox.call(*given)


def running_words(progress: Progress) -> str:
    """What is being done."""
    if progress.total:
        runs = trn(
            "{done} of {count} run", "{done} of {count} runs", progress.total, done=numeral(progress.done)
        )
        return f"{progress.text} ({runs})"
    return progress.text
