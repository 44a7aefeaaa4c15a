"""Every entry of the menus that open on a thing, one row each in `ENTRIES`, in menu order: drawings, tree, inspector,
lists and strips all have the same.

A row says what it is called, whether it belongs to a thing and why it can't be taken, and what it does. Where a menu
opens, and for what, is told by whoever shows the thing (`gui/pointed`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from xccviz.analysis.why.reasons import QUESTIONS, Question, asks
from xccviz.annotations import note_on
from xccviz.case import lead_of
from xccviz.catalogue import tr
from xccviz.display.drawings import DRAWINGS
from xccviz.gui.asked import Asked
from xccviz.gui.inspector.raw import raw_json
from xccviz.gui.intents import Intents
from xccviz.gui.look.bulletin import browse, copy
from xccviz.gui.state.asking import then_of
from xccviz.gui.state.comparing import tab_key
from xccviz.gui.state.link import link_of
from xccviz.gui.views import PAIRED, ViewSpec
from xccviz.layout.layered.blocks import fold_key
from xccviz.model.literals import happened
from xccviz.model.text import visible_text
from xccviz.query.writing import written
from xccviz.settings.networks import NETWORKS
from xccviz.sources.recognise.explorers import account_page, transaction_page
from xccviz.values import frozen
from xccviz.words import shell
from xccviz.words.case import NO_RESUMER, OPEN_RESUMER
from xccviz.words.moves import BECOMES
from xccviz.words.names import spoken_name
from xccviz.words.shell import ShellLine
from xccviz.words.why import QUESTIONS as QUESTION_WORDS

if TYPE_CHECKING:
    from xccviz.tables.host_calls import Tie

SUBMENUS: Mapping[str, str] = {
    "why": tr("Why"),
    "show": tr("Show in"),
    "filter": tr("Filter by this"),
    "mark": tr("Mark all of this"),
    "copy": tr("Copy"),
    "explorer": tr("Open in the explorer"),
}
"""What the menus in a menu are called, by the names that rows say."""
SHOWN = 48
"""Characters of a value that stand in a menu."""


WhyNot = Callable[[Asked], str | None]
"""The sentence why an entry can't be taken, "" where it can; None where it has no place in this menu."""


@frozen
class Entry:
    """One entry. `title`: its words; `menu`: the one of `SUBMENUS` it stands in, "" for the menu itself; `group`
    separates entries; `beside`: it has a place also where two transactions stand side by side."""

    id: str
    title: Callable[[Asked], str]
    why_not: WhyNot
    run: Callable[[Intents, Asked], None]
    menu: str = ""
    group: int = 0
    beside: bool = False


def _plain(title: str) -> Callable[[Asked], str]:
    return lambda asked: title


def short(value: str) -> str:
    """A value as a menu shows it: whole where it is short, else without its middle."""
    shown = visible_text(value)
    half = SHOWN // 2
    return shown if len(shown) <= SHOWN else f"{shown[: half - 1]}…{shown[-half:]}"


# ---------------------------------------------------------------------------------------------------- when it is there


def _of_nodes(asked: Asked) -> str | None:
    return "" if asked.node is not None else None


def _where(there: Callable[[Asked], object]) -> WhyNot:
    return lambda asked: "" if there(asked) else None


def _run_to(asked: Asked) -> str | None:
    if asked.node is None and asked.pointed.step is None:
        return None
    if asked.goal is None:
        is_root = asked.node is not None and asked.node.id == asked.document.graph.root.id
        return BECOMES if is_root else tr("No document says that it has run.")
    return tr("You stand there.") if asked.here == asked.goal else ""


def _is_open(asked: Asked) -> str | None:
    if asked.side is None:
        return None
    return "" if tab_key(asked.state, asked.side) is not None else tr("Its tab was closed.")


def _differs(asked: Asked) -> bool:
    pair = asked.state.pair
    return pair is not None and pair.number is not None and asked.node is not None


def _folds(asked: Asked) -> bool:
    key, layout = asked.pointed.key, asked.state.layout
    place = layout.by_key.get(key) if layout is not None else None
    return key in asked.tab.expanded or (place is not None and place.unfolds)


def _folds_below(asked: Asked) -> bool:
    graph = asked.document.graph
    return asked.state.view == DRAWINGS[0].id and bool(graph.children.get(asked.pointed.node or ""))


def _in_other_view(spec: ViewSpec) -> WhyNot:
    return _where(lambda asked: asked.node is not None and asked.state.view != spec.id)


def _made_in(asked: Asked) -> tuple[str, Tie, int | str] | None:
    """The call in which a slot was asked for, a line was logged or a receipt was made, where that has run."""
    pointed, node, graph = asked.pointed, asked.node, asked.document.graph
    if node is None:
        return None
    found: tuple[str, Tie, int | str] = (node.parent or "", "receipt", node.id)
    if pointed.slot is not None:
        found = (node.id, "slot", pointed.slot)
    elif pointed.log is not None:
        found = (node.id, "log", pointed.log)
    call = graph.by_id.get(found[0])
    ran = call is not None and call.ran_a_call and happened(asked.tab.moment.progress.get(call.id))
    return found if ran and not node.is_refund else None


def _host_call(asked: Asked) -> str | None:
    return "" if _made_in(asked) is not None else None


def _show_host_call(do: Intents, asked: Asked) -> None:
    found = _made_in(asked)
    if found is not None:
        do.show_host_call(*found)


def _page(address: Callable[[Asked], str | None]) -> WhyNot:
    def why_not(asked: Asked) -> str:
        if address(asked) is not None:
            return ""
        if asked.network is None:
            return tr("No document says on which network it ran.")
        return tr("No explorer of {network} is known.", network=asked.network)

    return why_not


# ------------------------------------------------------------------------------------------------------- what it is of


def _near_cli(asked: Asked) -> ShellLine:
    node = asked.node
    return shell.near_cli(node, asked.network) if node is not None else ShellLine()


def _curl(asked: Asked) -> ShellLine:
    node, transaction = asked.node, asked.document.trace.transaction
    # Only addresses that everybody may see: one of a person's own may hold a key.
    network = NETWORKS.get(asked.network or "")
    endpoint = network.endpoints[0].url if network is not None else None
    if node is None:
        return ShellLine()
    return shell.curl(node, transaction.hash, transaction.signer_id, endpoint)


def _arguments(asked: Asked) -> str:
    node = asked.node
    texts = [shell.arguments_text(action) for action in node.actions] if node is not None else []
    return "\n".join(text for text in texts if text is not None)


def _calls_with_arguments(asked: Asked) -> str | None:
    if asked.node is None:
        return None
    return "" if any(action.args is not None for action in asked.node.actions) else tr("It calls no method.")


def _transaction_page(asked: Asked) -> str | None:
    return transaction_page(asked.network, asked.document.trace.transaction.hash)


def _account_page(asked: Asked) -> str | None:
    return account_page(asked.network, asked.account)


# --------------------------------------------------------------------------------------------------------------- rows


def _copy(
    id: str, title: str, text: Callable[[Asked], str], why_not: WhyNot = _of_nodes, group: int = 0
) -> Entry:
    def run(do: Intents, asked: Asked) -> None:
        copy(text(asked), tr("Copied: {name}", name=title))

    return Entry(f"copy.{id}", _plain(title), why_not, run, "copy", group, beside=True)


def _copy_line(id: str, title: str, line: Callable[[Asked], ShellLine]) -> Entry:
    return _copy(
        id,
        title,
        lambda asked: line(asked).line,
        lambda asked: line(asked).why_not if asked.node is not None else None,
        1,
    )


def _filter(id: str, name: str, value: Callable[[Asked], str]) -> Entry:
    return Entry(
        f"filter.{id}",
        lambda asked: short(written(name, value(asked))),
        _where(value),
        lambda do, asked: do.set_filter(written(name, value(asked))),
        "filter",
    )


def _show(spec: ViewSpec) -> Entry:
    def run(do: Intents, asked: Asked) -> None:
        do.go_to_view(spec.id)
        do.select(asked.pointed.node or "")

    return Entry(f"show.{spec.id}", _plain(spec.title), _in_other_view(spec), run, "show", beside=True)


def _fold_title(asked: Asked) -> str:
    return tr("Fold") if asked.pointed.key in asked.tab.expanded else tr("Unfold")


def _below_title(asked: Asked) -> str:
    folded = fold_key(asked.pointed.node or "") in asked.tab.expanded
    return tr("Unfold all below") if folded else tr("Fold all below")


def _mark_title(asked: Asked) -> str:
    marked = any(mark.node == asked.pointed.node for mark in asked.tab.marking.marks)
    return tr("Remove the mark") if marked else tr("Mark: play stops before it runs")


def _resumed(asked: Asked) -> str | None:
    """Yields have the entry, unless nobody outside can have resumed them."""
    node = asked.node
    edges = asked.document.graph.resumes.get(node.id, ()) if node is not None else ()
    if node is None or "yield" not in node.roles or any(edge.source is not None for edge in edges):
        return None
    return "" if lead_of(asked.document, node.id, asked.tab.cursor.index) is not None else NO_RESUMER


def _note_title(asked: Asked) -> str:
    there = note_on(asked.tab.own_notes, asked.pointed.node) is not None
    return tr("Change the note…") if there else tr("Write a note…")


def _may_mark(asked: Asked) -> str | None:
    if asked.node is None:
        return None
    is_root = asked.node.id == asked.document.graph.root.id
    return BECOMES if is_root else ""


def _ask(question: Question) -> Entry:
    def why_not(asked: Asked) -> str | None:
        if asked.node is None:
            return None
        then = then_of(asked.tab, ahead=asked.state.ahead)
        return "" if asks(asked.document.analysis, question, asked.node.id, then) else None

    return Entry(
        f"why.{question}", _plain(QUESTION_WORDS[question]), why_not,
        lambda do, asked: do.ask(question, asked.pointed.node or ""), "why",
    )  # fmt: skip


ENTRIES: tuple[Entry, ...] = (
    Entry(
        "run", _plain(tr("Run to here")), _run_to,
        lambda do, asked: do.go_to_step(asked.goal or 0), beside=True,
    ),
    Entry(
        "alone", _plain(tr("Show it alone, in its own tab")), _is_open,
        lambda do, asked: do.show_alone(asked.side or "a"), beside=True,
    ),
    Entry("mark", _mark_title, _may_mark, lambda do, asked: do.toggle_mark(asked.pointed.node)),
    Entry("resumer", _plain(OPEN_RESUMER), _resumed, lambda do, asked: do.open_resumer(asked.pointed.node)),
    Entry("note", _note_title, _of_nodes, lambda do, asked: do.begin_note(asked.pointed.node)),
    Entry(
        "mark.method", lambda asked: short(written("method", next(iter(asked.methods), ""))),
        _where(lambda asked: asked.methods), lambda do, asked: do.mark_by_filter(written("method", asked.methods[0])),
        "mark",
    ),
    Entry(
        "mark.account", lambda asked: short(written("account", asked.account)),
        _where(lambda asked: asked.account), lambda do, asked: do.mark_by_filter(written("account", asked.account)),
        "mark",
    ),
    Entry("host", _plain(tr("Show its host call in the replay")), _host_call, _show_host_call),
    *map(_ask, QUESTIONS),
    Entry("fold", _fold_title, _where(_folds), lambda do, asked: do.toggle(asked.pointed.key), group=1),
    Entry("fold.below", _below_title, _where(_folds_below), lambda do, asked: do.fold_below(), group=1),
    *map(_show, PAIRED),
    _filter("method", "method", lambda asked: next(iter(asked.methods), "")),
    _filter("account", "account", lambda asked: asked.account),
    _filter("id", "id", lambda asked: asked.pointed.node or ""),
    Entry(
        "filter.none", _plain(tr("No filter")), _where(lambda asked: asked.tab.filtering.text),
        lambda do, asked: do.set_filter(""), "filter", 1,
    ),
    Entry(
        "copy.text", lambda asked: asked.pointed.what, _where(lambda asked: asked.pointed.text),
        lambda do, asked: copy(asked.pointed.text, tr("Copied: {name}", name=asked.pointed.what)), "copy",
        beside=True,
    ),
    Entry(
        "copy.difference", _plain(tr("Difference as Markdown")), _where(_differs),
        lambda do, asked: do.copy_difference(), "copy", beside=True,
    ),
    _copy("label", tr("Label"), lambda asked: spoken_name(asked.node) if asked.node is not None else ""),
    _copy("account", tr("Account"), lambda asked: asked.account, _where(lambda asked: asked.account)),
    _copy("id", tr("Id"), lambda asked: asked.pointed.node or ""),
    _copy("arguments", tr("Arguments"), _arguments, _calls_with_arguments),
    _copy("json", tr("JSON"), lambda asked: raw_json(asked.node) if asked.node is not None else "", group=1),
    _copy_line("near", tr("near-cli-rs call"), _near_cli),
    _copy_line("curl", tr("curl command"), _curl),
    _copy(
        "hash", tr("Transaction hash"), lambda asked: asked.document.trace.transaction.hash,
        lambda asked: "", 2,
    ),
    _copy(
        "link", tr("Link that opens this"), lambda asked: link_of(asked.state).line,
        lambda asked: link_of(asked.state).why_not, 2,
    ),
    Entry(
        "explorer.transaction", _plain(tr("Transaction")), _page(_transaction_page),
        lambda do, asked: browse(_transaction_page(asked) or ""), "explorer", beside=True,
    ),
    Entry(
        "explorer.account", lambda asked: short(asked.account),
        lambda asked: _page(_account_page)(asked) if asked.account else None,
        lambda do, asked: browse(_account_page(asked) or ""), "explorer", beside=True,
    ),
)  # fmt: skip
"""In menu order; a menu in a menu stands where its first row does."""


def entries_for(asked: Asked) -> tuple[tuple[Entry, str], ...]:
    """The entries of a menu, each with the sentence why it can't be taken, "" where it can."""
    rows = (entry for entry in ENTRIES if entry.beside or asked.side is None)
    told = ((entry, entry.why_not(asked)) for entry in rows)
    return tuple((entry, why_not) for entry, why_not in told if why_not is not None)
