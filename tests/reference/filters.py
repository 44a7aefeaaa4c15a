"""Filters evaluated a second time, from the words of interface.md §8 alone: on the `json` export, node by node, without
parser, rows or predicates of xccviz. An expression is a tuple:

    ("and", a, b, …)  ("or", a, b, …)  ("not", a)  ("word", "fail")  ("find", text)
    ("value", name, value)  ("glob", name, pattern)  ("number", name, op, digits, unit)

A pattern is a sequence of characters, ANY and ONE. `written` puts an expression into the language.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

ANY, ONE = "any", "one"
UNITS = {"": 1, "G": 10**9, "T": 10**12, "N": 10**24, "mN": 10**21, "yN": 1}
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def prepared(export: dict[str, Any]) -> dict[str, Any]:
    """The export with what would have to be looked for at every node: the step that runs it, and what is lacking."""
    ran: dict[str, int] = {}
    for step in export["timeline"]:
        if step["kind"] in ("convert", "execute", "refund"):
            ran.setdefault(step["node"], step["n"])
    lacking = {item["id"] for item in export["completeness"]["missing"] if item["kind"] == "receipt"}
    return {**export, "ran": ran, "lacking": lacking}


RUNS, ARRIVES = ("convert", "execute", "refund"), ("deliver", "resume", "timeout")
ENDED = ("forwarder", "resumed", "timed_out")


def known(export: dict[str, Any], step: int) -> dict[str, Any]:
    """The prepared export as far as it was known after some steps: of what had run all but what became of its failure
    later, of what was made its call, of slots what had arrived. Findings are about the end."""
    if step >= len(export["timeline"]):
        return export
    past = [each for each in export["timeline"] if each["n"] <= step]
    ran = {each["node"] for each in past if each["kind"] in RUNS}
    ran |= {node["id"] for node in export["nodes"] if node["state"] == "invalid"}
    failed = {node["id"] for node in export["nodes"] if word_holds("fail", node)} & ran
    came = {(each["node"], each["slot"]) for each in past if each["kind"] in ARRIVES}
    nodes = [
        _ran(node, ran, failed) if node["id"] in ran else _not_run(node, ran, came)
        for node in export["nodes"]
    ]
    return {
        **export,
        "nodes": nodes,
        "findings": [],
        "ran": {id: n for id, n in export["ran"].items() if n <= step},
    }


def _ran(node: dict[str, Any], ran: set[str], failed: set[str]) -> dict[str, Any]:
    if node["fate"] not in ("propagated", "handled"):
        return node
    told = {each["to"] for each in node["delivers"] if each["to"] is not None}
    fate = "propagated" if told & failed else node["fate"] if told <= ran else "pending"
    return {**node, "fate": fate}


def _not_run(node: dict[str, Any], ran: set[str], came: set[tuple[str, int]]) -> dict[str, Any]:
    made = node["parent"] is None or node["parent"] in ran
    slots = [
        each if (node["id"], each["slot"]) in came else {**each, "result": "pending"}
        for each in node["promise_results"]
    ]
    waits = any(each["result"] == "pending" for each in slots)
    return {
        **node,
        "state": None if node["state"] is None else "waiting" if waits else "not_executed",
        "status": None,
        "fate": None,
        "roles": [role for role in node["roles"] if role not in ENDED],
        "promise_results": slots,
        "actions": [each if made else {**each, "args": None} for each in node["actions"]],
        "logs": [],
        "block": None,
        "waited_blocks": None,
        "gas": {**node["gas"], "attached": node["gas"]["attached"] if made else None, "burnt": None,
                "unspent": None, "profile": []},
        "tokens": {"burnt": None, "deposits": node["tokens"]["deposits"] if made else None},
    }  # fmt: skip


def find(expression: Any, export: dict[str, Any]) -> list[str]:
    """The ids of the nodes of a prepared export for which an expression is true, in their order."""
    return [node["id"] for node in export["nodes"] if holds(expression, node, export)]


def holds(expression: Any, node: dict[str, Any], export: dict[str, Any]) -> bool:
    """Whether an expression is true for one node."""
    kind, *rest = expression
    if kind == "and":
        return all(holds(part, node, export) for part in rest)
    if kind == "or":
        return any(holds(part, node, export) for part in rest)
    if kind == "not":
        return not holds(rest[0], node, export)
    if kind == "word":
        return word_holds(rest[0], node)
    if kind == "find":
        pieces = [node["label"], *ids(node), *texts(node, "text")]
        return any(rest[0].casefold() in piece.casefold() for piece in pieces)
    if kind == "value":
        return value_holds(rest[0], rest[1], node, export)
    if kind == "glob":
        return any(same(rest[1], text) for text in names(rest[0], node))
    name, op, digits, unit = rest
    known = number(name, node, export)
    return known is not None and COMPARE[op](known, Fraction(digits) * UNITS[unit])


def word_holds(word: str, node: dict[str, Any]) -> bool:
    """`fail`, `ok`, `pending`, `refund`, `transaction`, or a role."""
    status = (node["status"] or {}).get("kind")
    if word == "fail":
        return status == "failure" or node["state"] == "invalid"
    if word == "ok":
        return node["state"] == "executed" and status in ("success_value", "success_receipt")
    if word == "pending":
        return node["state"] in ("not_executed", "waiting")
    if word == "refund":
        return bool({"refund_gas", "refund_deposit", "payout"} & set(node["roles"]))
    if word == "transaction":
        return bool(node["kind"] == "transaction")
    return word in node["roles"]


def value_holds(name: str, value: str, node: dict[str, Any], export: dict[str, Any]) -> bool:
    """A name with one of some values, or with text."""
    if name == "role":
        return value in node["roles"]
    if name in ("fate", "state", "kind"):
        return bool(node[name] == value)
    if name == "action":
        return any(action["kind"] == value for action in node["actions"])
    if name == "finding":
        return any(node["id"] in each["nodes"] for each in export["findings"] if each["code"] == value)
    if name == "slot":
        return any(each["result"] == value for each in node["promise_results"])
    if name == "id":
        return bool(node["id"].casefold().startswith(value.casefold()))
    return any(value.casefold() in text.casefold() for text in texts(node, name))


def names(name: str, node: dict[str, Any]) -> Iterator[str]:
    """What a pattern is held against."""
    if name == "method":
        yield from (each["method_name"] for each in node["actions"] if each["kind"] == "FunctionCall")
    elif name == "event":
        for event in (log["event"] for log in node["logs"] if log["event"] is not None):
            yield from (event["event"], event["standard"], event["standard"] + ":" + event["event"])
    elif name == "cost":
        yield from (each["cost"] for each in node["gas"]["profile"])
    else:
        keys = {
            "to": ["receiver_id"],
            "from": ["predecessor_id"],
            "signer": ["signer_id"],
            "account": ["receiver_id", "predecessor_id"],
        }[name]
        yield from (node[key] for key in keys if node[key] is not None)


def ids(node: dict[str, Any]) -> list[str]:
    """All base58 ids that are the node's own."""
    return [node["id"], *(each["data_id"] for each in (*node["delivers"], *node["promise_results"]))]


def texts(node: dict[str, Any], name: str) -> list[str]:
    """What text is looked for in."""
    status = node["status"] or {}
    found: list[str] = []
    if name in ("log", "text"):
        found += [log["text"] for log in node["logs"]]
    if name in ("arg", "text"):
        found += [whole(action["args"]) for action in node["actions"] if action["args"] is not None]
    if name in ("result", "text") and status.get("value") is not None:
        found.append(whole(status["value"]))
    if name in ("error", "text") and status.get("error") is not None:
        error = status["error"]
        found += [error["title"], error["explanation"]]
        found.append(json.dumps(error["raw"], ensure_ascii=False, separators=(",", ":")))
        found += leaves(error["raw"])
    return found


def whole(value: dict[str, Any]) -> str:
    """The text of BYTES, also where the export shortens it."""
    if not value["truncated"]:
        return str(value["text"])
    data = base64.b64decode(value["base64"])
    return data.decode() if value["kind"] in ("json", "utf8") else data.hex()


def leaves(value: Any) -> list[str]:
    """Every text in a JSON value."""
    if isinstance(value, dict):
        return [text for key, inner in value.items() for text in (key, *leaves(inner))]
    if isinstance(value, list):
        return [text for inner in value for text in leaves(inner)]
    return [value] if isinstance(value, str) else []


def number(name: str, node: dict[str, Any], export: dict[str, Any]) -> int | None:
    """A number of a node, None where it is not known."""
    lacking = export["lacking"]
    quiet = node["kind"] in ("data_receipt", "distribution")
    if name in ("gas", "attached", "unspent"):
        return node["gas"]["burnt" if name == "gas" else name]  # type: ignore[no-any-return]
    if name in ("deposit", "fee"):
        told = node["tokens"]["deposits" if name == "deposit" else "burnt"]
        return None if told is None else int(told)
    if name == "depth":
        return int(node["depth"])
    if name == "slots":
        count = len(node["promise_results"])
        return None if not count and node["id"] in lacking else count
    if name == "actions":
        return None if node["id"] in lacking else len(node["actions"])
    if name == "logs":
        return len(node["logs"]) if quiet or node["state"] in ("executed", "invalid") else None
    if name == "block":
        return None if node["block"] is None else node["block"]["height"]
    if name == "wait":
        return node["waited_blocks"]  # type: ignore[no-any-return]
    return export["ran"].get(node["id"])  # type: ignore[no-any-return]


def same(pattern: Sequence[str], text: str) -> bool:
    """Whether a text is what a pattern says, letter by letter."""
    reached = {0}
    for char in text:
        following = set()
        for at in closed(reached, pattern):
            if at < len(pattern) and pattern[at] == ANY:
                following.add(at)
            elif at < len(pattern) and (pattern[at] == ONE or pattern[at].lower() == char.lower()):
                following.add(at + 1)
        reached = following
    return len(pattern) in closed(reached, pattern)


def closed(places: set[int], pattern: Sequence[str]) -> set[int]:
    """The places that can be reached without a character."""
    found = set(places)
    for at in range(len(pattern)):
        if at in found and pattern[at] == ANY:
            found.add(at + 1)
    return found


# -------------------------------------------------------------------------------------------- back into the language


def written(expression: Any, choose: Callable[[Sequence[str]], str] = lambda options: options[0]) -> str:
    """The expression in the language; `choose` picks among ways that mean the same."""
    kind, *rest = expression
    if kind == "and":
        return joined(rest, [" ", " and ", "  AND\t"], ("or", "and"), choose)
    if kind == "or":
        return joined(rest, [" | ", "|", " or ", " Or "], ("or",), choose)
    if kind == "not":
        sign = choose(["!", "not ", "NOT  ", "! "])
        return sign + bracketed(rest[0], ("or", "and", "not"), choose)
    if kind == "word":
        return cased(rest[0], choose)
    if kind == "find":
        return quoted([*rest[0]], choose)
    if kind == "value":
        value = quoted([*rest[1]], choose) if rest[0] in FREE else cased(rest[1], choose)
        return cased(rest[0], choose) + choose([":", ": ", " : "]) + value
    if kind == "glob":
        value = choose([quoted(rest[1], choose), bare(rest[1])])
        return cased(rest[0], choose) + choose([":", ": "]) + value
    name, op, digits, unit = rest
    gap = choose(["", " "])
    return f"{cased(name, choose)}{gap}{op}{gap}{digits}{cased(unit, choose)}"


FREE = ("log", "arg", "result", "error", "text", "id")


def joined(parts: Sequence[Any], signs: Sequence[str], bind: tuple[str, ...], choose: Any) -> str:
    """Parts with signs between them, in brackets where they would be read otherwise."""
    text = bracketed(parts[0], bind, choose)
    for part in parts[1:]:
        text += choose(signs) + bracketed(part, bind, choose)
    return text


def bracketed(part: Any, bind: tuple[str, ...], choose: Any) -> str:
    """A part, in brackets where it must be or where somebody likes to."""
    text = written(part, choose)
    return f"({choose(['', ' '])}{text})" if part[0] in bind or choose(["", "("]) else text


def cased(word: str, choose: Any) -> str:
    """A word in upper or lower case."""
    return str(choose([word, word.upper(), word.lower(), word.title()]))


def quoted(pattern: Sequence[str], choose: Any) -> str:
    """A value in quotes; what would mean something else is escaped."""
    mark = choose(['"', "'"])
    signs = {ANY: "*", ONE: "?"}
    return mark + "".join(signs.get(c, "\\" + c if c in "\\*?" + mark else c) for c in pattern) + mark


def bare(pattern: Sequence[str]) -> str:
    """A value without quotes; whatever is no letter or digit is escaped."""
    signs = {ANY: "*", ONE: "?"}
    return "".join(signs.get(c, c if c.isalnum() or c in "._-" else "\\" + c) for c in pattern) or '""'
