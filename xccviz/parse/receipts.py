"""Receipts: Action, Data (and promise resumes), distributions, and kinds of the future (protocol.md §5.2)."""

from __future__ import annotations

from xccviz.catalogue import tr
from xccviz.model.raw import Json, JsonObject, object_of
from xccviz.model.trace import (
    ActionReceipt,
    DataReceipt,
    DataReceiver,
    Receipt,
    Transaction,
    UnknownReceipt,
)
from xccviz.parse.actions import parse_actions
from xccviz.parse.reading import Reader, clean
from xccviz.values import maker

_new_action_receipt, _new_data_receiver = maker(ActionReceipt), maker(DataReceiver)


def parse_receipt(value: Json, read: Reader, where: str) -> Receipt | None:
    """One ReceiptView; None (and a problem) when it has no `receipt_id`."""
    view = read.dict(value, where)
    receipt_id = read.text(view.get("receipt_id"), where, "receipt_id")
    if not receipt_id:
        read.note("no_id", tr("a receipt without receipt_id"), where)
        return None
    predecessor = read.text(view.get("predecessor_id"), where, "predecessor_id")
    receiver = read.text(view.get("receiver_id"), where, "receiver_id")
    body = object_of(view.get("receipt"))
    action, data = body.get("Action"), body.get("Data")
    if isinstance(action, dict):
        place, where = where, f"{where}.receipt.Action"
        return _new_action_receipt(
            receipt_id=receipt_id,
            predecessor_id=predecessor or "",
            receiver_id=receiver or "",
            signer_id=read.text(action.get("signer_id"), where, "signer_id"),
            signer_public_key=read.text(action.get("signer_public_key"), where, "signer_public_key"),
            gas_price=read.amount(action.get("gas_price"), where, "gas_price"),
            actions=parse_actions(action.get("actions"), read, f"{where}.actions"),
            input_data_ids=read.ids(action.get("input_data_ids"), where, "input_data_ids"),
            output_data_receivers=_receivers(action, read, where),
            is_promise_yield=action.get("is_promise_yield") is True,
            refund_to=read.text(action.get("refund_to"), where, "refund_to"),
            raw=value,
            where=place,
        )
    if isinstance(data, dict):
        return DataReceipt(
            receipt_id=receipt_id,
            predecessor_id=predecessor or "",
            receiver_id=receiver or "",
            data_id=read.text(data.get("data_id"), where, "receipt.Data.data_id") or "",
            data=read.base64(data.get("data"), where, "receipt.Data.data"),
            is_promise_resume=data.get("is_promise_resume") is True,
            raw=value,
        )
    return UnknownReceipt(receipt_id, predecessor, receiver, clean(next(iter(body), "Unknown")), raw=value)


def _receivers(action: JsonObject, read: Reader, where: str) -> tuple[DataReceiver, ...]:
    found = []
    where = f"{where}.output_data_receivers"
    for i, item in enumerate(read.list(action.get("output_data_receivers"), where)):
        entry = read.dict(item, f"{where}[{i}]")
        data_id = read.text(entry.get("data_id"), f"{where}[{i}].data_id")
        if data_id:
            found.append(
                _new_data_receiver(data_id, read.text(entry.get("receiver_id"), f"{where}[{i}].receiver_id"))
            )
    return tuple(found)


def synthesize_first_receipt(
    transaction: Transaction, receipt_id: str, gas_price: int | None
) -> ActionReceipt:
    """The first receipt rebuilt from the transaction, for answers that leave it out (protocol.md R1.3, §2.2).

    It carries all actions, predecessor and signer are the transaction's signer, and it has no data edges. `gas_price`
    (yoctoNEAR per gas) is that of any sibling receipt (invariant I6), None when no other receipt is visible.
    """
    return _new_action_receipt(
        receipt_id=receipt_id,
        predecessor_id=transaction.signer_id,
        receiver_id=transaction.receiver_id,
        signer_id=transaction.signer_id,
        signer_public_key=transaction.public_key,
        gas_price=gas_price,
        actions=transaction.actions,
        input_data_ids=(),
        output_data_receivers=(),
        is_promise_yield=False,
        refund_to=None,
        synthesized=True,
    )
