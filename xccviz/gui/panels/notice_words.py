"""What is to be said of the document in front that is no verdict: that it grows, or what it lacks and who has it."""

from __future__ import annotations

from xccviz.catalogue import tr, trn
from xccviz.document import Document
from xccviz.gui.state.store import AppState, Awaited
from xccviz.gui.state.tabs import goes_along
from xccviz.opening.follow import is_final
from xccviz.values import frozen
from xccviz.words.missing import NO_RECEIPTS, only_refunds_untold
from xccviz.words.sentences import capital


@frozen
class Notice:
    """`text` and `hint` for people; `links`: what can be done, as (`follow`, `stop`, `fetch` or `dismiss`, its words).
    `wrong`: something failed; `along`: whether the cursor goes along with what arrives, None where nothing does."""

    text: str
    hint: str = ""
    links: tuple[tuple[str, str], ...] = ()
    wrong: bool = False
    along: bool | None = None


def notice_of(state: AppState) -> Notice | None:
    """The notice about the tab in front, None when there is nothing to say."""
    tab, follow = state.tab, state.follow
    if tab is None:
        return None
    if follow is not None and follow.ended is not None:
        links = (("follow", tr("Follow again")), ("dismiss", tr("Dismiss")))
        return Notice(
            tr("Following has ended: {why}.", why=follow.ended.message.rstrip(".")),
            follow.ended.hint,
            links,
            wrong=True,
        )
    if follow is not None:
        # The verdict says that it is still running while it is.
        pending = tab.document.analysis.verdict.code == "pending"
        words = tr("Following it until it is final") if pending else tr("Not final yet, following it")
        told = f"{words}; {follow.trouble}" if follow.trouble else words
        return Notice(told, "", (("stop", tr("Stop")),), along=goes_along(tab))
    if tab.dismissed:
        return None
    dismiss = ("dismiss", tr("Dismiss"))
    if not is_final(tab.document):
        follow_link = (("follow", tr("Follow")),) if can_follow(state) else ()
        when = tr("saved") if tab.source == "file" else tr("last asked for")
        return Notice(tr("Not final when it was {when}.", when=when), "", (*follow_link, dismiss))
    lacking = lacking_words(tab.document) if tab.source == "file" else ""
    if not lacking:
        told = ". ".join(capital(note).rstrip(".") for note in tab.notes)
        return Notice(f"{told}.", "", (dismiss,)) if told else None
    fetch_link = (("fetch", tr("Fetch the receipts")),) if can_fetch(state) else ()
    return Notice(lacking, "", (*fetch_link, dismiss))


def awaited_words(awaited: Awaited, now: float) -> str:
    """How long a transaction that nobody knows yet is asked for again, at the monotonic second `now`."""
    seconds = trn("{count} second", "{count} seconds", max(0, int(now - awaited.begun)))
    told = (
        trn(
            "Waiting for it: asked {count} time more in {seconds}.",
            "Waiting for it: asked {count} times more in {seconds}.",
            awaited.asked,
            seconds=seconds,
        )
        if awaited.asked
        else tr("Waiting for it: {seconds}.", seconds=seconds)
    )
    return f"{told} {capital(awaited.trouble)}." if awaited.trouble else told


def can_follow(state: AppState) -> bool:
    """Whether the transaction in front goes on, or may, and nobody follows it."""
    tab, follow = state.tab, state.follow
    stands = follow is None or follow.ended is not None
    return tab is not None and stands and not state.offline and not is_final(tab.document)


def can_fetch(state: AppState) -> bool:
    """Whether the document in front is a saved one that lacks what its network may have."""
    tab = state.tab
    return (
        tab is not None
        and tab.source == "file"
        and not state.offline
        and is_final(tab.document)
        and bool(lacking_words(tab.document))
    )


def lacking_words(document: Document) -> str:
    """Which facts a document that was saved lacks though a network may have them, "" for none."""
    if not document.trace.has_receipts and not only_refunds_untold(document.graph):
        return NO_RECEIPTS
    count = len({item.id for item in document.graph.missing if item.kind in ("receipt", "outcome")})
    if not count:
        return ""
    return trn(
        "{count} receipt of this transaction is not in the document, or without its outcome.",
        "{count} receipts of this transaction are not in the document, or without outcome.",
        count,
    )
