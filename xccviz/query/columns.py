"""What filters look at, a column a question, each made once when a term first asks for it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import repeat
from typing import Any, Literal, TypeVar, get_args

from xccviz.analysis.results.outcomes import end_of
from xccviz.analysis.types import NodeEnd, NodeFacts
from xccviz.decode.types import Decoded
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.model.raw import Json
from xccviz.replay.known import Known, Life

Answer = TypeVar("Answer")

Texts = tuple[str, ...]
Place = Literal["label", "ids", "args", "result", "logs", "error"]
"""Where text is looked for. `ids`: the node's own and those of its data; accounts are names, no ids."""
_BETWEEN = "\ud800"
"""Half a character stands between texts: no text of a document is in UTF-8 with one."""
_NOTHING = "\ud801"
"""Where there is no text; an empty one has all that is empty."""
PLACES: tuple[Place, ...] = get_args(Place)
_AT_ONCE = 500
"""Nodes of which a column is made before whoever waits may go on."""
_LIVES_AT_ONCE = 50
"""The same of what was known of each when."""


class Columns:
    """One document as columns over its nodes in display order, as they ended, or as they were `known` after `step`
    steps. Who asks it again and again, as a bar in which somebody types, keeps it: then nothing is looked up twice."""

    def __init__(
        self,
        document: Document,
        known: Sequence[tuple[Node, NodeFacts]] | None = None,
        step: int | None = None,
    ) -> None:
        self.document = document
        self.step = step
        own, facts = document.graph.nodes, document.analysis.facts
        self.nodes: Sequence[Node] = own if known is None else [node for node, _ in known]
        self.facts: Sequence[NodeFacts] = (
            [facts[node.id] for node in own] if known is None else [told for _, told in known]
        )
        self._then: Columns | None = None
        self._lives: Lives | None = None
        self._made: dict[Callable[[Columns, Node, NodeFacts], Any], Sequence[Any]] = {}
        self._counts: dict[object, Counter[str]] = {}
        self._found: dict[object, frozenset[int]] = {}

    @cached_property
    def known(self) -> Known:
        """What was known of the nodes at each moment."""
        return Known(self.document.analysis, self.document.timeline)

    @property
    def lives(self) -> Lives:
        """The same over the lives of all nodes: what filters look at at any moment."""
        for _ in self.make_lives():
            pass
        assert self._lives is not None
        return self._lives

    @property
    def has_lives(self) -> bool:
        """Whether these are made."""
        return self._lives is not None

    def make_lives(self) -> Iterator[None]:
        """Make them piece by piece."""
        if self._lives is None:
            found: list[Life] = []
            for number, node in enumerate(self.document.graph.nodes, start=1):
                found += self.known.lives(node)
                if not number % _LIVES_AT_ONCE:
                    yield
            self._lives = Lives(self.document, found)

    def at(self, step: int | None) -> Columns:
        """The same as it was known after `step` steps; None: as it ended."""
        if step is None or step >= len(self.document.timeline):
            return self
        if self._then is None or self._then.step != step:
            if self._lives is not None:
                now = [(life.node, life.facts) for life in self._lives.all if life.since <= step < life.until]
            else:
                now = [self.known.at(node, step) for node in self.nodes]
            self._then = Columns(self.document, now, step)
        return self._then

    @property
    def everything(self) -> frozenset[int]:
        """The indices of all nodes."""
        return frozenset(range(len(self.nodes)))

    @cached_property
    def findings(self) -> Mapping[str, Texts]:
        """The codes of the findings about each node, by its id; nodes without one are not there."""
        found: dict[str, Texts] = {}
        for finding in self.document.analysis.findings:
            for node in finding.nodes:
                found[node] = (*found.get(node, ()), finding.code)
        return found

    def ended(self, node: Node) -> bool:
        """Whether a node is as it ended, all that there is to know of it."""
        return self.document.graph.by_id[node.id] is node

    def column(self, answer: Callable[[Columns, Node, NodeFacts], Answer]) -> Sequence[Answer]:
        """What `answer` says of each node."""
        made = self._made.get(answer)
        if made is None:
            made = [answer(self, node, facts) for node, facts in zip(self.nodes, self.facts, strict=True)]
            self._made[answer] = made
        return made

    def prepare(self, answers: Iterable[Callable[[Columns, Node, NodeFacts], Answer]]) -> Iterator[None]:
        """Make these columns piece by piece, so that nobody has to wait for all of them at once."""
        for answer in answers:
            if answer in self._made:
                continue
            made: list[Answer] = []
            for start in range(0, len(self.nodes), _AT_ONCE):
                piece = slice(start, start + _AT_ONCE)
                made += map(answer, repeat(self), self.nodes[piece], self.facts[piece])
                yield
            self._made.setdefault(answer, made)

    def asked_by(
        self, find: Callable[[Columns], object]
    ) -> tuple[Callable[[Columns, Node, NodeFacts], Any], ...]:
        """What `find` asks of each node: it is tried on none."""
        bare = Columns(self.document, ())
        find(bare)
        return tuple(bare._made)

    def counts(self, answer: Callable[[Columns, Node, NodeFacts], Texts]) -> Counter[str]:
        """How many nodes have each of the names that `answer` gives."""
        made = self._counts.get(answer)
        if made is None:
            names = (name for said in self.column(answer) for name in dict.fromkeys(said))
            made = self._counts[answer] = Counter(names)
        return made

    def where(
        self, answer: Callable[[Columns, Node, NodeFacts], Answer], true: Callable[[Answer], bool]
    ) -> frozenset[int]:
        """The indices of the nodes of which `answer` says something that is `true`; asked once for what is alike."""
        column = self.column(answer)
        known = {said: true(said) for said in set(column)}
        return frozenset(i for i, said in enumerate(column) if known[said])

    def containing(self, place: Place, text: str) -> frozenset[int]:
        """The indices of the nodes that have a text, folded, in one of their texts at a place."""
        if _BETWEEN in text:
            return frozenset()
        column = self.column(TEXTS[place])
        return frozenset(i for i, has in enumerate(column) if text in has and has is not _NOTHING)

    def once(self, key: object, find: Callable[[Columns], frozenset[int]]) -> frozenset[int]:
        """What `find` finds, found once a key."""
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = find(self)
        return found


class Lives(Columns):
    """Columns over the lives of all nodes, in display order, of each ascending."""

    def __init__(self, document: Document, all_lives: Sequence[Life]) -> None:
        super().__init__(document, [(life.node, life.facts) for life in all_lives])
        self.all = all_lives


def columns_of(document: Document | Columns) -> Columns:
    """The columns of a document; those that are given as they are."""
    return document if isinstance(document, Columns) else Columns(document)


# ------------------------------------------------------------------------------------------------------ who and what


def receivers(columns: Columns, node: Node, facts: NodeFacts) -> Texts:
    """Its receiver, as in the `json` export; nobody where no document says it."""
    if node.kind == "transaction":
        return (columns.document.trace.transaction.receiver_id,)
    receiver = node.receipt.receiver_id if node.receipt is not None else None
    return (receiver,) if receiver is not None else ()


def predecessors(columns: Columns, node: Node, facts: NodeFacts) -> Texts:
    """Its predecessor; a transaction has none."""
    predecessor = node.receipt.predecessor_id if node.receipt is not None else None
    return (predecessor,) if predecessor is not None else ()


def signers(columns: Columns, node: Node, facts: NodeFacts) -> Texts:
    """Who signed it."""
    if node.kind == "transaction":
        return (columns.document.trace.transaction.signer_id,)
    receipt = node.action_receipt
    return (receipt.signer_id,) if receipt is not None and receipt.signer_id is not None else ()


def parties(columns: Columns, node: Node, facts: NodeFacts) -> Texts:
    """Its receiver and its predecessor."""
    return (*receivers(columns, node, facts), *predecessors(columns, node, facts))


def end(columns: Columns, node: Node, facts: NodeFacts) -> NodeEnd:
    """How it ended."""
    return end_of(facts)


def roles(columns: Columns, node: Node, facts: NodeFacts) -> Texts:
    """Its roles."""
    return node.roles


def fates(columns: Columns, node: Node, facts: NodeFacts) -> Texts:
    """What became of its failure."""
    return (facts.fate,) if facts.fate is not None else ()


def states(columns: Columns, node: Node, facts: NodeFacts) -> Texts:
    """Its state."""
    return (facts.state,) if facts.state is not None else ()


def kinds(columns: Columns, node: Node, facts: NodeFacts) -> Texts:
    """Its kind."""
    return (node.kind,)


def findings(columns: Columns, node: Node, facts: NodeFacts) -> Texts:
    """The codes of the findings about it; they are about the end."""
    return columns.findings.get(node.id, ()) if columns.ended(node) else ()


def slot_results(columns: Columns, node: Node, facts: NodeFacts) -> Texts:
    """How each of its promise results is."""
    return tuple(result.result for result in facts.promise_results)


def methods(columns: Columns, node: Node, facts: NodeFacts) -> Texts:
    """The methods that its actions call."""
    return tuple(action.method_name for action in node.actions if action.method_name is not None)


def costs(columns: Columns, node: Node, facts: NodeFacts) -> Texts:
    """The costs it burnt gas on, as its profile spells them."""
    return tuple(entry.cost for entry in facts.gas.profile)


def action_kinds(columns: Columns, node: Node, facts: NodeFacts) -> Texts:
    """The kinds of its actions."""
    return tuple(action.kind for action in node.actions)


def events(columns: Columns, node: Node, facts: NodeFacts) -> Texts:
    """All names of its events: `ft_transfer`, `nep141`, `nep141:ft_transfer`."""
    found = (log.event for log in facts.logs if log.event is not None)
    return tuple(
        name for event in found for name in (event.event, event.standard, f"{event.standard}:{event.event}")
    )


def folded_id(columns: Columns, node: Node, facts: NodeFacts) -> str:
    """Its id, folded."""
    return node.id.casefold()


# ------------------------------------------------------------------------------------------------------------- texts


def label(columns: Columns, node: Node, facts: NodeFacts) -> str:
    """Its label."""
    return node.label.casefold()


def ids(columns: Columns, node: Node, facts: NodeFacts) -> str:
    """Its id, and those of the data it delivers and receives."""
    if not facts.delivers and not facts.promise_results:
        return node.id.casefold()
    delivered = (each.data_id for each in facts.delivers)
    return _folded([node.id, *delivered, *(each.data_id for each in facts.promise_results)])


def args(columns: Columns, node: Node, facts: NodeFacts) -> str:
    """The arguments of its actions as text, whole."""
    return _folded([whole_text(each) for each in facts.args if each is not None])


def result(columns: Columns, node: Node, facts: NodeFacts) -> str:
    """What it returned as text, whole."""
    value = facts.status.value if facts.status is not None else None
    return whole_text(value).casefold() if value is not None else _NOTHING


def logs(columns: Columns, node: Node, facts: NodeFacts) -> str:
    """Its log lines."""
    return _folded([log.text for log in facts.logs]) if facts.logs else _NOTHING


def error(columns: Columns, node: Node, facts: NodeFacts) -> str:
    """Its error: title, explanation, and the raw value as the `json` export writes it, with the texts inside once more
    without the escapes of JSON."""
    status, said = facts.status, columns.document.errors.get(node.id)
    if status is None or status.error is None or said is None:
        return _NOTHING
    raw = status.error.raw
    written = json.dumps(raw, ensure_ascii=False, separators=(",", ":"), default=str)
    return _folded([said.title, said.explanation, written, *_texts_in(raw)])


TEXTS: Mapping[Place, Callable[[Columns, Node, NodeFacts], str]] = {
    "label": label,
    "ids": ids,
    "args": args,
    "result": result,
    "logs": logs,
    "error": error,
}
"""Per place its texts, folded and one after the other with a sign between them that no text has."""


MOST_ASKED: tuple[Callable[[Columns, Node, NodeFacts], Any], ...] = (*TEXTS.values(), methods, parties)
"""What text that stands alone looks at, and what completes it."""


def _folded(texts: Sequence[str]) -> str:
    return _BETWEEN.join(texts).casefold() if texts else _NOTHING


def whole_text(decoded: Decoded) -> str:
    """The text of bytes; also where the reading that people see is cut."""
    if not decoded.truncated:
        return decoded.text
    return decoded.raw.hex() if decoded.kind == "hex" else decoded.whole


def _texts_in(value: Json) -> Iterator[str]:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            waiting.extend((*item.keys(), *item.values()))
        elif isinstance(item, list):
            waiting.extend(item)
