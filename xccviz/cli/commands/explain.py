"""`xccviz explain ERROR`: the error dictionary on its own, for a text or JSON from anywhere."""

from __future__ import annotations

import argparse
import json
import re
import sys
from typing import Any

from xccviz.analysis.failures.match import match_error, matched_entry
from xccviz.catalogue import tr
from xccviz.cli.context import Context
from xccviz.document import error_dictionary
from xccviz.model.errors import UserError
from xccviz.words.errors import error_text

_ROOTS = ("ActionError", "InvalidTxError")
_PANIC = "Smart contract panicked: "


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `explain`."""
    parser.add_argument(
        "error", metavar="ERROR", nargs="+", help=tr("the error's text or JSON; - reads standard input")
    )


def run(context: Context) -> int:
    """Print title, explanation and hint."""
    text = " ".join(context.args.error)
    if text == "-":
        text = sys.stdin.read()
    text = text.strip()
    if not text:
        raise UserError(tr("there is no error to explain"), tr("Give its text or its JSON."), kind="usage")
    error = match_error(failure_of(text), error_dictionary())
    info = error_text(error)
    context.out.paragraph(info.title, style="bold")
    context.out.paragraph(info.explanation, indent=2)
    context.out.paragraph(info.hint, indent=2)
    if error.path:
        context.out.paragraph(" / ".join(error.path), indent=2, style="dim")
    return 0


def failure_of(text: str) -> Any:
    """The value of "Failure" that a text stands for: JSON that holds one, a variant's name, or a contract's text."""
    if text[0] in '{["':
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            value = text
        if not isinstance(value, str):
            return _find(value)
        text = value
    dictionary = error_dictionary()
    plain = _execution_error(text)
    panic = _execution_error(_PANIC + text)
    for candidate in (plain, panic):
        entry = matched_entry(candidate, dictionary)
        if entry is not None and entry.pattern is not None and entry.key != "ExecutionError.GuestPanic":
            return candidate
    if text.startswith(_PANIC):
        return plain
    if re.fullmatch(r"[A-Z]\w+(?:\.[A-Z]\w+)?", text):
        return _named(text)
    return plain


def _find(value: Any) -> Any:
    """The first failure inside any JSON, in its own order; the JSON itself when it holds none."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            if any(root in item for root in _ROOTS):
                return {root: item[root] for root in _ROOTS if root in item}
            if "Failure" in item:
                return item["Failure"]
            stack.extend(reversed(item.values()))
        elif isinstance(item, list):
            stack.extend(reversed(item))
    if isinstance(value, dict) and len(value) == 1:
        # A part without what stands around it: put it at the place where such a variant belongs.
        (name,) = value
        for group, wrap in _places():
            if name in error_dictionary().groups.get(group, {}):
                return wrap(value)
    return value


def _named(name: str) -> Any:
    """A failure in which a bare variant name stands at its place, the first enum that knows it."""
    groups = error_dictionary().groups
    if name == "ExecutionError":  # without its text it says no more than that the call failed
        return {"ActionError": {"index": None, "kind": "FunctionCallError"}}
    trap = name.removeprefix("WasmTrap.")
    if name != trap or error_dictionary().named_text("ExecutionError", f"WasmTrap.{name}") is not None:
        return _in_call({"WasmTrap": trap})
    known = error_dictionary().named_text("ExecutionError", name)
    if known is not None and known.example:
        # The text itself says more than its name: numbers, a message.
        return _in_call({"ExecutionError": known.example})
    for group, wrap in _places():
        if name in groups.get(group, {}):
            return wrap(name)
    return {"ActionError": {"index": None, "kind": name}}


def _in_call(value: Any) -> Any:
    return {"ActionError": {"index": None, "kind": {"FunctionCallError": value}}}


def _places() -> list[tuple[str, Any]]:
    def kind(value: Any) -> Any:
        return {"ActionError": {"index": None, "kind": value}}

    def call(value: Any) -> Any:
        return kind({"FunctionCallError": value})

    return [
        ("ActionErrorKind", kind),
        ("InvalidTxError", lambda name: {"InvalidTxError": name}),
        ("InvalidAccessKeyError", lambda name: {"InvalidTxError": {"InvalidAccessKeyError": name}}),
        ("ActionsValidationError", lambda name: {"InvalidTxError": {"ActionsValidation": name}}),
        ("ReceiptValidationError", lambda name: kind({"NewReceiptValidationError": name})),
        ("FunctionCallError", call),
        ("MethodResolveError", lambda name: call({"MethodResolveError": name})),
        ("CompilationError", lambda name: call({"CompilationError": name})),
        ("PrepareError", lambda name: call({"CompilationError": {"PrepareError": name}})),
        ("StorageError", lambda name: {"InvalidTxError": {"StorageError": name}}),
    ]


def _execution_error(text: str) -> Any:
    return {"ActionError": {"index": None, "kind": {"FunctionCallError": {"ExecutionError": text}}}}
