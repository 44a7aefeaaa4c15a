"""How other tools print an answer of a node: what readers of prints are tested against."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

_NAME = re.compile(r"[A-Za-z_$][\w$]*")


def inspected(value: Any, hidden: bool = False, depth: int = 0) -> str:
    """As Node's util.inspect shows a value (near-cli: utils/inspect-response.js), `hidden` members too."""
    if isinstance(value, str):
        sign = "'" if "'" not in value else '"' if '"' not in value else "`"
        text = value.replace("\\", "\\\\").replace("\n", "\\n").replace(sign, f"\\{sign}")
        return f"{sign}{text}{sign}"
    if not isinstance(value, dict | list):
        return json.dumps(value)
    inner, outer = "  " * (depth + 1), "  " * depth
    if isinstance(value, dict):
        names = [key if _NAME.fullmatch(key) else inspected(key) for key in value]
        parts = [
            f"{n}: {inspected(v, hidden, depth + 1)}" for n, v in zip(names, value.values(), strict=True)
        ]
        brackets = "{}"
    else:
        parts = [inspected(entry, hidden, depth + 1) for entry in value]
        parts += [f"[length]: {len(value)}"] if hidden else []
        brackets = "[]"
    if not parts:
        return brackets
    line = f"{brackets[0]} {', '.join(parts)} {brackets[1]}"
    if len(line) <= 72 and "\n" not in line:
        return line
    lines = f",\n{inner}".join(parts)
    return f"{brackets[0]}\n{inner}{lines}\n{outer}{brackets[1]}"


def rust_view(result: dict[str, Any], *, pretty: bool, numbers_in_structs: bool = False) -> str:
    """As nearcore's `RpcTransactionResponse` is printed with `{:?}`, or `{:#?}` (core/primitives/src/views.rs);
    `numbers_in_structs`: amounts as newer versions have them, `NearToken { inner: 1 }`."""
    printer = _Printer(numbers_in_structs)
    outcome = printer.struct(
        "FinalExecutionOutcome",
        status=printer.status(result["status"]),
        transaction=printer.transaction(result["transaction"]),
        transaction_outcome=printer.outcome(result["transaction_outcome"]),
        receipts_outcome=printer.sliced([printer.outcome(entry) for entry in result["receipts_outcome"]]),
    )
    inner = printer.call("FinalExecutionOutcome", outcome)
    if "receipts" in result:
        receipts = [printer.receipt(receipt) for receipt in result["receipts"]]
        view = printer.struct(
            "FinalExecutionOutcomeWithReceiptView", final_outcome=outcome, receipts=receipts
        )
        inner = printer.call("FinalExecutionOutcomeWithReceipt", view)
    finality = "".join(word.capitalize() for word in result.get("final_execution_status", "FINAL").split("_"))
    response = printer.struct(
        "RpcTransactionResponse",
        final_execution_outcome=printer.call("Some", inner),
        final_execution_status=finality,
    )
    return _pretty(response) if pretty else _compact(response)


Tree = Any
"""Text, a list of trees, or (name, opening, closing, parts)."""


def _compact(tree: Tree) -> str:
    if isinstance(tree, str):
        return tree
    if isinstance(tree, list):
        return f"[{', '.join(map(_compact, tree))}]"
    name, opening, closing, parts = tree
    inside = ", ".join(f"{key}{_compact(part)}" for key, part in parts)
    return f"{name} {{ {inside} }}" if opening == "{" else f"{name}{opening}{inside}{closing}"


def _pretty(tree: Tree, depth: int = 0) -> str:
    inner, outer = "    " * (depth + 1), "    " * depth
    if isinstance(tree, str):
        return tree
    if isinstance(tree, list):
        if not tree:
            return "[]"
        return "[\n" + "".join(f"{inner}{_pretty(part, depth + 1)},\n" for part in tree) + f"{outer}]"
    name, opening, closing, parts = tree
    lines = "".join(f"{inner}{key}{_pretty(part, depth + 1)},\n" for key, part in parts)
    space = " " if opening == "{" else ""
    return f"{name}{space}{opening}\n{lines}{outer}{closing}"


class _Printer:
    def __init__(self, numbers_in_structs: bool) -> None:
        self.numbers_in_structs = numbers_in_structs

    def struct(self, name: str, **members: Tree) -> Tree:
        return name, "{", "}", [(f"{key}: ", member) for key, member in members.items()]

    def call(self, name: str, *values: Tree) -> Tree:
        return name, "(", ")", [("", value) for value in values]

    def sliced(self, values: list[Tree]) -> Tree:
        """near_fmt::Slice prints at most five; the answers of these tests have no more."""
        assert len(values) <= 5
        return values

    def text(self, value: str) -> str:
        return json.dumps(value, ensure_ascii=False)

    def account(self, value: str) -> Tree:
        return self.call("AccountId", self.text(value))

    def gas(self, value: Any) -> Tree:
        return self.struct("NearGas", inner=str(value)) if self.numbers_in_structs else str(value)

    def amount(self, value: Any) -> Tree:
        return self.struct("NearToken", inner=str(value)) if self.numbers_in_structs else str(value)

    def transaction(self, value: dict[str, Any]) -> Tree:
        return self.struct(
            "SignedTransactionView",
            signer_id=self.account(value["signer_id"]),
            public_key=value["public_key"],
            nonce=str(value["nonce"]),
            receiver_id=self.account(value["receiver_id"]),
            actions=[self.action(action) for action in value["actions"]],
            priority_fee="0",
            signature=value["signature"],
            hash=value["hash"],
        )

    def action(self, value: dict[str, Any]) -> Tree:
        ((kind, content),) = value.items()
        if kind == "Transfer":
            return self.struct(kind, deposit=self.amount(content["deposit"]))
        args = [str(byte) for byte in base64.b64decode(content["args"])]
        return self.struct(
            kind,
            method_name=self.text(content["method_name"]),
            args=self.call("FunctionArgs", args),
            gas=self.gas(content["gas"]),
            deposit=self.amount(content["deposit"]),
        )

    def outcome(self, value: dict[str, Any]) -> Tree:
        inner = value["outcome"]
        profile = inner["metadata"]["gas_profile"]
        costs = [
            self.struct(
                "CostGasUsed",
                cost_category=self.text(entry["cost_category"]),
                cost=self.text(entry["cost"]),
                gas_used=entry["gas_used"],
            )
            for entry in profile or ()
        ]
        metadata = self.struct(
            "ExecutionMetadataView",
            version=str(inner["metadata"]["version"]),
            gas_profile=self.call("Some", costs) if profile is not None else "None",
        )
        outcome = self.struct(
            "ExecutionOutcomeView",
            logs=[self.text(log) for log in inner["logs"]],
            receipt_ids=inner["receipt_ids"],
            gas_burnt=self.gas(inner["gas_burnt"]),
            tokens_burnt=self.amount(inner["tokens_burnt"]),
            executor_id=self.account(inner["executor_id"]),
            status=self.status(inner["status"]),
            metadata=metadata,
        )
        return self.struct(
            "ExecutionOutcomeWithIdView",
            proof=[],
            block_hash=value["block_hash"],
            id=value["id"],
            outcome=outcome,
        )

    def status(self, value: dict[str, Any]) -> Tree:
        ((kind, content),) = value.items()
        if kind == "SuccessReceiptId":
            return self.call(kind, content)
        if kind == "SuccessValue":
            return f"SuccessValue('{base64.b64decode(content).decode()}')"
        action = content["ActionError"]
        ((outer, inner),) = action["kind"].items()
        ((name, text),) = inner.items()
        error = self.call(outer, self.call(name, self.text(text)))
        index = self.call("Some", str(action["index"]))
        return self.call(kind, self.call("ActionError", self.struct("ActionError", index=index, kind=error)))

    def receipt(self, value: dict[str, Any]) -> Tree:
        action = value["receipt"]["Action"]
        receivers = [
            self.struct(
                "DataReceiverView", data_id=entry["data_id"], receiver_id=self.account(entry["receiver_id"])
            )
            for entry in action["output_data_receivers"]
        ]
        body = self.struct(
            "Action",
            signer_id=self.account(action["signer_id"]),
            signer_public_key=action["signer_public_key"],
            gas_price=self.amount(action["gas_price"]),
            output_data_receivers=receivers,
            input_data_ids=action["input_data_ids"],
            actions=[self.action(entry) for entry in action["actions"]],
            is_promise_yield="false",
        )
        return self.struct(
            "ReceiptView",
            predecessor_id=self.account(value["predecessor_id"]),
            receiver_id=self.account(value["receiver_id"]),
            receipt_id=value["receipt_id"],
            receipt=body,
            priority="0",
        )
