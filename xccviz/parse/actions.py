"""Actions: the RPC's ActionView and the raw serialisation inside Delegate (protocol.md §5.1)."""

from __future__ import annotations

from xccviz.catalogue import tr
from xccviz.model.action_kinds import KINDS
from xccviz.model.raw import Json
from xccviz.model.trace import Action, Delegated
from xccviz.parse.reading import Reader, clean, clean_json, clean_object
from xccviz.values import maker

_new_action = maker(Action)


def parse_actions(values: Json, read: Reader, where: str) -> tuple[Action, ...]:
    """All actions of a receipt, transaction or delegate action; unknown kinds keep their payload in `fields`."""
    found = []
    for index, value in enumerate(read.list(values, where)):
        found.append(parse_action(value, index, read, f"{where}[{index}]"))
    return tuple(found)


def parse_action(value: Json, index: int, read: Reader, where: str) -> Action:
    """One action: a bare string (`"CreateAccount"`) or an object with one member whose key is the kind."""
    if isinstance(value, str):
        return _new_action(index=index, kind=clean(value), fields={}, raw=value)
    if not isinstance(value, dict) or len(value) != 1:
        read.note("unknown_variant", tr("an action that is neither a name nor a one-member object"), where)
        return _new_action(index=index, kind="Unknown", fields={"raw": clean_json(value)}, raw=value)
    ((kind, payload),) = value.items()
    where = f"{where}.{kind}"
    fields = dict(read.dict(payload, where)) if not isinstance(payload, str) else {"value": payload}
    method = args = gas = deposit = delegate = None
    row = KINDS[kind]
    if row.calls:
        method = read.text(fields.pop("method_name", None), where, "method_name")
        args = read.base64(fields.pop("args", None), where, "args")
        gas = read.int(fields.pop("gas", None), where, "gas")
    if row.has_deposit:
        deposit = read.amount(fields.pop("deposit", None), where, "deposit")
    if row.signed_by_user:
        delegate = _parse_delegate(fields.get("delegate_action"), read, f"{where}.delegate_action")
    return _new_action(
        index=index,
        kind=clean(kind),
        fields=clean_object(fields),
        method_name=method,
        args=args,
        gas=gas,
        deposit=deposit,
        delegate=delegate,
        raw=value,
    )


def _parse_delegate(value: Json, read: Reader, where: str) -> Delegated | None:
    inner = value
    # DelegateV2 wraps the same members in a version tag (protocol.md §2.12).
    while isinstance(inner, dict) and len(inner) == 1 and "sender_id" not in inner:
        inner = next(iter(inner.values()))
    if not isinstance(inner, dict):
        read.note("unknown_variant", tr("a delegate action without its members"), where)
        return None
    return Delegated(
        sender_id=read.text(inner.get("sender_id"), where, "sender_id") or "",
        receiver_id=read.text(inner.get("receiver_id"), where, "receiver_id") or "",
        actions=parse_actions(inner.get("actions"), read, f"{where}.actions"),
        raw=value,
    )
