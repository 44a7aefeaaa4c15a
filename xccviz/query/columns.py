"""What filters look at, a column a question, each made once when a term first asks for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, TypeVar, get_args

from xccviz.analysis.types import NodeFacts
from xccviz.decode.types import Decoded
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.model.raw import Json
from xccviz.model.trace import ActionReceipt, DataReceipt, UnknownReceipt

Answer = TypeVar("Answer")

Texts = tuple[str, ...]
Place = Literal["label", "ids", "args", "result", "logs", "error"]
"""Where text is looked for. `ids`: the node's own and those of its data; accounts are names, no ids."""
PLACES: tuple[Place, ...] = get_args(Place)


class Columns:
    """One document as columns over its nodes in display order."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.nodes = document.graph.nodes
        facts = document.analysis.facts
        self.facts: tuple[NodeFacts, ...] = tuple(facts[node.id] for node in self.nodes)
        self._made: dict[object, Sequence[Any]] = {}
        self._found: dict[object, frozenset[int]] = {}

    @property
    def everything(self) -> frozenset[int]:
        """The indices of all nodes."""
        return frozenset(range(len(self.nodes)))

    def column(self, answer: Callable[[Document, Node, NodeFacts], Answer]) -> Sequence[Answer]:
        """What `answer` says of each node."""
        made = self._made.get(answer)
        if made is None:
            document = self.document
            made = [answer(document, node, facts) for node, facts in zip(self.nodes, self.facts, strict=True)]
            self._made[answer] = made
        return made

    def where(
        self, answer: Callable[[Document, Node, NodeFacts], Answer], true: Callable[[Answer], bool]
    ) -> frozenset[int]:
        """The indices of the nodes of which `answer` says something that is `true`."""
        return frozenset(i for i, said in enumerate(self.column(answer)) if true(said))

    def once(self, key: object, find: Callable[[Columns], frozenset[int]]) -> frozenset[int]:
        """What `find` finds, found once a key."""
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = find(self)
        return found


# ------------------------------------------------------------------------------------------------------ who and what


def parties(document: Document, node: Node, facts: NodeFacts) -> tuple[str | None, str | None, str | None]:
    """Receiver, predecessor and signer, as the `json` export has them; None where no document says it."""
    receipt = node.receipt
    if node.kind == "transaction":
        transaction = document.trace.transaction
        return transaction.receiver_id, None, transaction.signer_id
    if isinstance(receipt, ActionReceipt):
        return receipt.receiver_id, receipt.predecessor_id, receipt.signer_id
    if isinstance(receipt, DataReceipt | UnknownReceipt):
        return receipt.receiver_id, receipt.predecessor_id, None
    return None, None, None


def methods(document: Document, node: Node, facts: NodeFacts) -> Texts:
    """The methods that its actions call."""
    return tuple(action.method_name for action in node.actions if action.method_name is not None)


def action_kinds(document: Document, node: Node, facts: NodeFacts) -> Texts:
    """The kinds of its actions, folded."""
    return tuple(action.kind.casefold() for action in node.actions)


def events(document: Document, node: Node, facts: NodeFacts) -> Texts:
    """All names of its events: `ft_transfer`, `nep141`, `nep141:ft_transfer`."""
    found = (log.event for log in facts.logs if log.event is not None)
    return tuple(
        name
        for event in found
        for name in (event["event"], event["standard"], f"{event['standard']}:{event['event']}")
    )


def folded_id(document: Document, node: Node, facts: NodeFacts) -> str:
    """Its id, folded."""
    return node.id.casefold()


# ------------------------------------------------------------------------------------------------------------- texts


def label(document: Document, node: Node, facts: NodeFacts) -> Texts:
    """Its label, folded."""
    return (node.label.casefold(),)


def ids(document: Document, node: Node, facts: NodeFacts) -> Texts:
    """Its id, and those of the data it delivers and receives, folded."""
    data = (*(each.data_id for each in facts.delivers), *(each.data_id for each in facts.promise_results))
    return (node.id.casefold(), *(each.casefold() for each in data))


def args(document: Document, node: Node, facts: NodeFacts) -> Texts:
    """The arguments of its actions as text, whole and folded."""
    return tuple(whole_text(each).casefold() for each in facts.args if each is not None)


def result(document: Document, node: Node, facts: NodeFacts) -> Texts:
    """What it returned as text, whole and folded."""
    value = facts.status.value if facts.status is not None else None
    return (whole_text(value).casefold(),) if value is not None else ()


def logs(document: Document, node: Node, facts: NodeFacts) -> Texts:
    """Its log lines, folded."""
    return tuple(log.text.casefold() for log in facts.logs)


def error(document: Document, node: Node, facts: NodeFacts) -> Texts:
    """Its error folded: title, explanation, and the raw value as the `json` export writes it, with the texts inside
    once more without the escapes of JSON."""
    status, said = facts.status, document.errors.get(node.id)
    if status is None or status.error is None or said is None:
        return ()
    raw = status.error.raw
    written = json.dumps(raw, ensure_ascii=False, separators=(",", ":"), default=str)
    found = (said.title, said.explanation, written, *_texts_in(raw))
    return tuple(dict.fromkeys(text.casefold() for text in found))


TEXTS: Mapping[Place, Callable[[Document, Node, NodeFacts], Texts]] = {
    "label": label,
    "ids": ids,
    "args": args,
    "result": result,
    "logs": logs,
    "error": error,
}


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


# ----------------------------------------------------------------------------------------------------------- numbers


def gas(document: Document, node: Node, facts: NodeFacts) -> int | None:
    """Burnt gas."""
    return facts.gas.burnt


def attached(document: Document, node: Node, facts: NodeFacts) -> int | None:
    """Attached gas."""
    return facts.gas.attached


def unspent(document: Document, node: Node, facts: NodeFacts) -> int | None:
    """Unspent gas."""
    return facts.gas.unspent


def deposit(document: Document, node: Node, facts: NodeFacts) -> int | None:
    """Sum of the deposits of its actions in yoctoNEAR."""
    return facts.tokens.deposits


def fee(document: Document, node: Node, facts: NodeFacts) -> int | None:
    """Tokens burnt in yoctoNEAR."""
    return facts.tokens.burnt


def depth(document: Document, node: Node, facts: NodeFacts) -> int | None:
    """Its depth; that of the transaction is 0."""
    return node.depth


def slots(document: Document, node: Node, facts: NodeFacts) -> int | None:
    """How many slots it has; not known of a receipt that is not at hand."""
    return len(facts.promise_results) if _says_what_it_is(node) or facts.promise_results else None


def log_count(document: Document, node: Node, facts: NodeFacts) -> int | None:
    """How many lines it logged; not known of what has no outcome and can have one."""
    return len(facts.logs) if node.has_run or node.never_runs else None


def action_count(document: Document, node: Node, facts: NodeFacts) -> int | None:
    """How many actions it has; not known of a receipt that is not at hand."""
    return len(node.actions) if _says_what_it_is(node) else None


def block(document: Document, node: Node, facts: NodeFacts) -> int | None:
    """The height it ran at."""
    return node.height


def wait(document: Document, node: Node, facts: NodeFacts) -> int | None:
    """How many blocks it waited."""
    return facts.waited_blocks


def step(document: Document, node: Node, facts: NodeFacts) -> int | None:
    """The number of the step that executes it, or converts it."""
    return document.timeline.history.ran_at.get(node.id)


def _says_what_it_is(node: Node) -> bool:
    return node.described or node.never_runs
