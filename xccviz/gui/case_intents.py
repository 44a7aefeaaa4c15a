"""What a person can want of transactions that belong together: a part of `Intents`."""

from __future__ import annotations

from pathlib import Path

from xccviz.case import Case, Lead, cases_of, hash_of, lead_of, sender_of
from xccviz.catalogue import tr
from xccviz.gui.look.bulletin import bulletin
from xccviz.gui.state.annotating import annotations_at, drafts_kept
from xccviz.gui.state.casing import case_in_front, in_front, stood_together, tab_of
from xccviz.gui.state.stage import Stage
from xccviz.gui.state.store import AppState, OpenTab, Store
from xccviz.gui.state.tabs import selected, selection_at, stepped, with_tab
from xccviz.gui.tasks.exporting import Exporting
from xccviz.gui.tasks.opening import Opener
from xccviz.replay.cursor import at
from xccviz.values import replace
from xccviz.words.case import NO_RESUMER


class CaseIntents:
    """Opening what belongs to the transaction in front, and going through all of it."""

    _store: Store
    _stage: Stage
    opener: Opener
    exporting: Exporting

    def open_resumer(self, node: str | None = None) -> None:
        """Open the transaction that resumed a yield, the selected one without `node`, and select the call that did: it
        is asked of the network, unless it is open already."""
        tab = self._store.state.tab
        wanted = node or (tab.selection if tab is not None else None)
        lead = lead_of(tab.document, wanted) if tab is not None and wanted is not None else None
        if tab is None or lead is None:
            bulletin().say(NO_RESUMER, self)
            return
        known = self._sender_in_sight(tab, lead)
        if known is not None:
            case, sender = known
            of = case.hashes.index(sender[0])
            self._store.update(lambda s: in_front(s, case, of))
            self._select_sender(sender)
            return
        document = tab.document

        def show(other: OpenTab) -> None:
            senders = (sender_of(case, lead) for case in cases_of((document, other.document)))
            self._select_sender(next((sender for sender in senders if sender is not None), None))

        self.opener.open(lead.given, network=document.trace.network, then=show)

    def _sender_in_sight(self, tab: OpenTab, lead: Lead) -> tuple[Case, tuple[str, str]] | None:
        """What sent a resume, where that is open already."""
        for case in self._store.state.cases:
            sender = sender_of(case, lead) if any(d is tab.document for d in case.documents) else None
            if sender is not None:
                return case, sender
        return None

    def _select_sender(self, sender: tuple[str, str] | None) -> None:
        """Select the call that sent a resume, in the tab in front."""
        tab = self._store.state.tab
        if sender is None or tab is None or hash_of(tab.document) != sender[0] or not sender[1]:
            return
        self._store.update(lambda s: with_tab(s, lambda tab: selected(tab, sender[1])))
        self._stage.sight.reveal_selection()

    def go_to_case_step(self, n: int) -> None:
        """Stand after `n` steps of the case (clamped), with the transaction in front of which the last one is, before
        all of them that of the first."""

        def go(state: AppState) -> AppState:
            found = case_in_front(state)
            if found is None or not found[0].steps:
                return state
            case = found[0]
            last = max(0, min(n, len(case.steps)))
            step = case.steps[max(0, last - 1)]
            of, index = step.of, step.step.n if last else 0
            state = in_front(state, case, of)
            state = with_tab(state, lambda tab: stepped(tab, at(tab.document.timeline, index)))
            return stood_together(state) if state.together else state

        self._store.update(go)
        self._stage.sight.reveal_selection()

    def show_of_case(self, of: int) -> None:
        """Bring a transaction of the case to the front."""
        found = case_in_front(self._store.state)
        if found is not None:
            self._store.update(lambda s: in_front(s, found[0], of))

    def step_together(self, together: bool) -> None:
        """Let all of a case stand at the same time, or each where it is."""
        self._store.update(lambda s: replace(s, together=together))

    def open_offered(self) -> None:
        """Open all transactions that are offered to choose from, as belonging together."""
        problem = self._store.state.problem
        if problem is None:
            return
        hashes = tuple(offer.hash for offer in problem.offers)
        self._store.update(lambda s: replace(s, given_together=(*s.given_together, hashes)))
        for n, offer in enumerate(problem.offers):
            if offer.fetch:
                self.opener.open(offer.open, behind=n > 0)
            else:
                self.opener.pick(problem.given, offer.hash, behind=n > 0)

    def save_case(self) -> None:
        """Ask for a name and save all transactions of the case in front as one capture."""
        found = case_in_front(self._store.state)
        if found is None:
            return
        suggested = f"case-{hash_of(found[0].documents[0])[:8]}.xcc.json"
        name = self._stage.ask_save(tr("Save the case"), suggested, tr("Capture") + " (*.xcc.json)")
        if name:
            self.save_case_to(Path(name))

    def save_case_to(self, path: Path) -> None:
        """Begin to write it; `Exporting` tells when it is written or why it is not."""
        self._store.update(drafts_kept)
        state = self._store.state
        found = case_in_front(state)
        if found is None:
            return
        tabs = [
            tab for of in range(len(found[0].documents)) if (tab := tab_of(state, found[0], of)) is not None
        ]
        kept = [(tab.document, annotations_at(tab, selection_at(tab.document, tab.moment))) for tab in tabs]
        self.exporting.export_case(kept, path)
