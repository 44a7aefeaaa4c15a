"""Opening things: from text to a tab, through the worker thread; failures leave what is open alone."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QMimeData, QObject, Signal

from xccviz.annotations import Annotations, Mark, Standing, annotations_of
from xccviz.annotations import marks as marking
from xccviz.catalogue import tr
from xccviz.document import Document, checked_node, checked_step
from xccviz.gui.state.annotating import marked_tab, remembered, standing_at
from xccviz.gui.state.keeping import kept_for, taken_in
from xccviz.gui.state.memory import may_be_kept, opened_before, recent_of, with_recent
from xccviz.gui.state.session import without
from xccviz.gui.state.store import AppState, Awaited, JobState, OpenTab, ProblemState, Store
from xccviz.gui.tasks.collector import resting
from xccviz.gui.tasks.jobs import Jobs, Work, beside
from xccviz.gui.tasks.laying_out import layouts_for
from xccviz.gui.tasks.problems import problem_of
from xccviz.gui.tasks.wanted import Wanted, opened_tab, source_of, standing_of, with_new_tab
from xccviz.model.errors import Cancelled, UserError
from xccviz.model.text import visible_text
from xccviz.opening.follow import POLL_TROUBLES, until_known
from xccviz.opening.open import open_document
from xccviz.opening.options import OpenOptions, OpenResult, heeding
from xccviz.settings.networks import Network
from xccviz.settings.rows import Settings
from xccviz.sources.given import reference_to
from xccviz.sources.network.wanted import Extra
from xccviz.sources.progress import Progress, Report, silent
from xccviz.sources.recognise.references import TransactionRef
from xccviz.values import replace

log = logging.getLogger(__name__)

STAYS_LEFT = tr(
    "It was left open and is tried again when the window opens next; “Forget what was left open” in the menu File "
    "ends that."
)


AWAITED_SECONDS = 120.0
"""How long what nobody knows yet is asked for again by itself: a node learns of what was sent in some seconds."""


class Opener(QObject):
    """Opens what the user gives, one after the other. `opened(tab)` follows what has opened, `ended` every open, well
    or not, unless more is waiting. `refused`: why the last step or receipt that was asked for can't be shown."""

    ended = Signal()
    opened = Signal(object)

    def __init__(self, store: Store, jobs: Jobs, options: OpenOptions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._options = options
        self._wanted: dict[int, Wanted] = {}
        self._queue: list[Wanted] = []
        self._asked_for_more = False
        self._unknown: Wanted | None = None
        self._failed: Wanted | None = None
        self.refused: UserError | None = None
        jobs.finished.connect(self._finished)
        jobs.progressed.connect(self._progressed)

    def open(
        self,
        text: str,
        step: int | None = None,
        select: str | None = None,
        network: str | None = None,
        *,
        behind: bool = False,
        filter: str = "",
        marks: tuple[Mark, ...] = (),
        expanded: frozenset[str] = frozenset(),
        extras: frozenset[Extra] = frozenset(),
        standing: Standing | None = None,
        then: Callable[[OpenTab], None] | None = None,
    ) -> None:
        """Open anything of interface.md §1, on `network` if there is one of that name, else on the chosen one; a hash
        for which none is chosen where it was opened before. What is being opened already is finished first. `behind`:
        the tab in front stays there; `filter`: what it is filtered by; `marks`: those that it has beside its own;
        `expanded`: what stands open in it (`LayoutOptions.expanded`); `extras`: what is fetched beside the usual;
        `standing`: how it was left when the window was closed: it comes after what is wanted now, and stands in front
        only where nothing else was; `then` is called with the tab once it is open."""
        known = network if network in self._options.networks else None
        beside = Wanted(text, step, select, known, behind=behind, filter=filter)
        more = replace(beside, marks=marks, expanded=expanded, extras=extras)
        self._submit(replace(more, standing=standing, then=then))

    def open_left(self, front: int = -1) -> None:
        """Open what was left open, as it was left, after what is wanted now; the one at the place `front` in front,
        where nothing else is."""
        asked = {each.text for each in (*self._queue, *self._wanted.values()) if each.standing is not None}
        for place, left in self._store.state.left:
            if left.given not in asked:
                then = partial(self._is_open, left.given)
                behind = place != front
                self.open(left.given, network=left.network, behind=behind, standing=left.standing, then=then)

    def _is_open(self, given: str, tab: OpenTab) -> None:
        self._store.update(lambda s: replace(s, left=without(s.left, given)))

    @property
    def options(self) -> OpenOptions:
        """How it opens."""
        return self._options

    def heed(self, settings: Settings) -> None:
        """Go by these settings from now on."""
        self._options = heeding(self._options, settings)

    def ask_of(self, networks: Mapping[str, Network]) -> None:
        """Ask the endpoints of these networks from now on."""
        self._options = replace(self._options, networks=networks)

    def look_up_keys(self, find_key: Callable[[str | None], str | None]) -> None:
        """Look stored keys up anew: some were kept or forgotten."""
        self._options = replace(self._options, find_key=find_key)

    def pick(self, given: str, hash: str, *, behind: bool = False) -> None:
        """Open one transaction of several: one in a file or a pasted text that was `given`."""
        self._submit(Wanted(given, None, None, pick=hash, behind=behind))

    def _submit(self, wanted: Wanted) -> None:
        if wanted.standing is None:
            self._asked_for_more = True
            left = (n for n, other in enumerate(self._queue) if other.standing is not None)
            self._queue.insert(next(left, len(self._queue)), wanted)
        else:
            self._queue.append(wanted)
        if self._store.state.job is None:
            # Only here: of several that were given, one that fails is still told when the last has opened.
            self.dismiss()
            self._start()

    def wait_for(self, given: str) -> None:
        """Ask for what nobody knew again and again, without an end; what was not asked for yet is opened."""
        unknown = self._unknown
        if unknown is not None and unknown.text == given:
            self._await(unknown, math.inf)
        else:
            self.open(given)

    def open_kept(self, given: str) -> None:
        """Open from the cache what could not be had, and ask nobody."""
        failed = self._failed
        if failed is not None and failed.text == given:
            self._submit(replace(failed, offline=True))

    def stop_waiting(self) -> None:
        """Ask for it no more; what was said about it stays."""
        awaited = self._store.state.awaited
        if awaited is not None:
            self._jobs.cancel(awaited.job)
            self._store.update(lambda s: replace(s, awaited=None))

    def dismiss(self) -> None:
        """What went wrong was read; nobody waits for it any more."""
        self.stop_waiting()
        self._store.update(lambda s: replace(s, problem=None))

    def cancel(self) -> None:
        """Stop what is being opened; nothing is said about it."""
        self._queue.clear()
        job = self._store.state.job
        if job is not None:
            self._jobs.cancel(job.job)

    def tell(self, given: str, error: Exception) -> None:
        """Show an error in the window."""
        problem = replace(problem_of(given, error), can_retry=False)
        self._store.update(lambda s: replace(s, problem=problem))

    def refuse(self, error: UserError, given: str = "") -> None:
        """Say why a step or a receipt that was asked for can't be shown."""
        self.refused = error
        self.tell(given, error)

    def _start(self) -> None:
        wanted = self._where_before(self._queue.pop(0))
        job = self._jobs.submit(self._opening(wanted))
        self._wanted[job] = wanted
        started = JobState(job, visible_text(wanted.text, 60), tr("starting"), given=wanted.text)
        self._store.update(lambda s: replace(s, job=started))

    def _await(self, wanted: Wanted, seconds: float = AWAITED_SECONDS) -> None:
        """Ask for it again beside all else, with growing pauses."""
        self.stop_waiting()
        job = self._jobs.submit(self._opening(wanted, seconds))
        self._wanted[job] = wanted
        self._store.update(lambda s: replace(s, awaited=Awaited(job, wanted.text, time.monotonic())))

    def _opening(self, wanted: Wanted, seconds: float = 0.0) -> Work:
        """The work of opening it. With `seconds` it is what nobody knew a moment ago: while nobody does, it is asked
        for again so long, and only that is reported."""
        network = wanted.network or self._store.state.network or None
        options = replace(self._options, network=network, extras=self._options.extras | wanted.extras)
        if wanted.offline:
            options = replace(options, offline=True)

        given = wanted.text if wanted.pick is None else wanted.opened

        async def work(report: Report) -> Any:
            async def look() -> OpenResult:
                with resting():
                    return await open_document(given, options, silent if seconds else report)

            result = await (
                until_known(look, report, seconds, POLL_TROUBLES, at_once=False) if seconds else look()
            )
            with resting():
                report(Progress("analysing", tr("laying out")))
                # The view in front by now, whatever it was when the opening began.
                view = self._store.state.view
                expanded = wanted.expanded | self._standing(result.document, wanted).folding
                layouts = await beside(layouts_for, result.document.analysis, view, expanded)
            return result, layouts, expanded

        return work

    def _where_before(self, wanted: Wanted) -> Wanted:
        """Where a bare hash was opened before: a public network is asked again, whatever else comes from where it
        was; and each where the other fails."""
        state, ref = self._store.state, wanted.opened
        if (
            wanted.instead
            or wanted.problem
            or wanted.offline
            or wanted.network
            or state.network
            or self._options.rpc
        ):
            return wanted
        if not isinstance(ref, TransactionRef) or ref.network is not None:
            return wanted
        entry = opened_before(state.recent, ref.hash)
        if entry is None:
            return wanted
        network = self._options.networks.get(entry.network)
        again = replace(wanted, network=network.name) if network is not None else wanted
        if isinstance(reference_to(entry.given), TransactionRef):
            return again
        saved = replace(wanted, text=entry.given)
        first, then = (again, saved) if network is not None and network.public else (saved, again)
        return replace(first, instead=(then,))

    def _progressed(self, job: int, progress: Progress) -> None:
        current, awaited = self._store.state.job, self._store.state.awaited
        if awaited is not None and awaited.job == job and progress.stage in ("asking", "trouble"):
            trouble = progress.text if progress.stage == "trouble" else ""
            asked = replace(awaited, asked=awaited.asked + 1, trouble=trouble)
            self._store.update(lambda s: replace(s, awaited=asked))
        if current is None or current.job != job or progress.stage == "done":
            return
        count = (
            ", " + tr("{done} of {total}", done=progress.done, total=progress.total)
            if progress.total and progress.total > 1
            else ""
        )
        text = f"{progress.text}{count}"
        told = replace(current, text=text, done=progress.done, total=progress.total or 0)
        self._store.update(lambda s: replace(s, job=told))

    def _finished(self, job: int, result: Any, error: Exception | None) -> None:
        wanted = self._wanted.pop(job, None)
        current, awaited = self._store.state.job, self._store.state.awaited
        waited = awaited is not None and awaited.job == job
        if wanted is None or not (waited or (current is not None and current.job == job)):
            return

        def over(state: AppState, problem: ProblemState | None = None) -> AppState:
            """That job is done, and if there is one, a problem is to be told."""
            if waited:  # of what else is opened meanwhile nothing changes
                asked = state.problem is not None and state.problem.given == wanted.text
                told = problem if asked else state.problem
                return replace(state, awaited=None, problem=told)
            return replace(state, job=None, problem=problem or state.problem)

        if error is None:
            opened, layouts, expanded = result
            kept = self._kept_of(opened.document, wanted)
            tab = replace(
                marked_tab(opened_tab(wanted, opened, kept.standing), kept.marks),
                own_notes=kept.notes,
                layouts=layouts,
                expanded=expanded,
                source=source_of(wanted.opened),
                given=may_be_kept(wanted.again) or "",
                notes=opened.notes,
                origin=(*opened.asked, *opened.costs),
            )
            entry = recent_of(wanted.again, opened.document, tab.title, datetime.now(UTC))
            restored = wanted.standing is not None
            behind = wanted.behind or (restored and self._asked_for_more)

            def change(state: AppState) -> AppState:
                recent = state.recent if restored else with_recent(state.recent, entry)
                return with_new_tab(remembered(replace(over(state), recent=recent), tab), tab, behind)

            self._store.update(change)
            self.opened.emit(tab)
            if wanted.then is not None:
                wanted.then(tab)
            self._refuse(wanted, opened.document)
        elif isinstance(error, Cancelled):
            self._store.update(over)
        elif wanted.instead:
            # What is told in the end is about the hash, not about where it was once.
            asked = isinstance(wanted.opened, TransactionRef)
            problem = self._problem(wanted, error) if asked else None
            about = replace(wanted, instead=()) if asked else None
            self._queue.insert(0, replace(wanted.instead[0], problem=problem, about=about))
            self._store.update(over)
        else:
            problem = wanted.problem or self._problem(wanted, error)
            if wanted.standing is not None:
                problem = replace(problem, hint=" ".join(filter(None, (problem.hint, STAYS_LEFT))))
            self._store.update(lambda s: over(s, problem))
            unknown = wanted.about or wanted  # what the problem is about: that may come to be known
            self._unknown = unknown if problem.can_wait else None
            self._failed = unknown if problem.kept else None
            if problem.can_wait and not waited and wanted.standing is None:
                self._await(unknown)
        if waited:
            return
        if self._queue:
            self._start()
        else:
            self.ended.emit()

    def _problem(self, wanted: Wanted, error: Exception) -> ProblemState:
        problem = problem_of(wanted.text, error)
        asked = isinstance(wanted.opened, TransactionRef) and not self._options.offline
        others = asked and not self._options.rpc and problem.kind in ("not_found", "network", "malformed")
        return replace(problem, can_wait=asked and problem.kind == "not_found", can_ask_others=others)

    def _kept_of(self, document: Document, wanted: Wanted) -> Annotations:
        """Marks and notes that are remembered of it, those that came with it and are new, marks that were asked for;
        and how to stand before it."""
        remembered = kept_for(self._store.state.kept, document.trace.transaction.hash)
        known = taken_in(remembered, annotations_of(document.raw.extra.get("view")))
        return Annotations(
            marking.added(known.marks, wanted.marks), known.notes, self._standing(document, wanted)
        )

    def _standing(self, document: Document, wanted: Wanted) -> Standing:
        """How to stand before it: as it was left, or stands open now, else as its capture says, folded as it was by
        somebody in this window or an earlier one."""
        state, hash = self._store.state, document.trace.transaction.hash
        there = next((tab for tab in state.tabs if tab.document.trace.transaction.hash == hash), None)
        if wanted.standing is None and there is not None:
            return standing_at(there)
        standing, folding = standing_of(wanted, document), kept_for(state.kept, hash).folding
        return (
            standing if wanted.standing is not None or folding is None else replace(standing, folding=folding)
        )

    def _refuse(self, wanted: Wanted, document: Document) -> None:
        """Say it where a step or receipt was asked for that isn't there; what has opened stays open."""
        try:
            checked_step(document, wanted.step)
            checked_node(document, wanted.select)
        except UserError as error:
            self.refuse(error, wanted.text)


def given_by(mime: QMimeData | None) -> list[str]:
    """What was dropped or pasted, in words that open: each file by its path, else an address, else the text. An empty
    clipboard may be None."""
    if mime is None:
        return []
    urls = mime.urls() if mime.hasUrls() else []
    files = [url.toLocalFile() for url in urls if url.isLocalFile()]
    if files:
        return files
    text = urls[0].toString() if urls else mime.text().strip() if mime.hasText() else ""
    return [text] if text else []
