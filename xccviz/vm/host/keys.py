"""Actions that add and delete keys, gas keys among them.

A key is read first and understood last, after its fees: kind and bytes, 0 and 32, 1 and 64, since version 85 2 and
1,952 (vm.md §4).
"""

from __future__ import annotations

from xccviz.model import base58
from xccviz.model.raw import Json
from xccviz.values import frozen
from xccviz.vm import errors
from xccviz.vm.machine import Machine
from xccviz.vm.types import NotSupported

_KINDS = {0: ("ed25519", 33), 1: ("secp256k1", 65), 2: ("ml-dsa-65", 1953)}
_ML_DSA, _ML_DSA_SINCE, _ML_DSA_STORED_SHORT_SINCE = 2, 85, 87
_NONCE, _PERMISSION, _OPTION, _AMOUNT, _LENGTH = 8, 1, 1, 16, 4
_GAS_KEY_INFO = 18
_STORED_PREFIX, _STORED_NONCE, _STORED_BALANCE = 2, 10, 27
_MOST_NONCES = 0xFFFF


@frozen
class Terms:
    """What a key may call: bytes of method names as they were sent, decoded last."""

    allowance: int
    receiver_id: str
    names: tuple[bytes, ...]

    @property
    def counted(self) -> int:
        """Bytes of method names that are paid for: each with an end."""
        return sum(len(name) + 1 for name in self.names)

    @property
    def size(self) -> int:
        """Bytes in a receipt."""
        names = sum(_LENGTH + len(name) for name in self.names)
        allowance = _OPTION + (_AMOUNT if self.allowance else 0)
        return allowance + _LENGTH + len(self.receiver_id) + _LENGTH + names

    def json(self) -> dict[str, Json]:
        """As a node's answer has it. Raises Ended for a name that is no text."""
        try:
            names: list[Json] = [name.decode() for name in self.names]
        except UnicodeDecodeError:
            raise errors.host("InvalidMethodName") from None
        allowance = str(self.allowance) if self.allowance else None
        return {"allowance": allowance, "receiver_id": self.receiver_id, "method_names": names}


def text_of(m: Machine, key: bytes) -> str:
    """A key as it is written. Raises Ended for bytes that are none in this version."""
    kind = key[0] if key else -1
    name, size = _KINDS.get(kind, ("", -1))
    if len(key) != size or (kind == _ML_DSA and m.prices.version < _ML_DSA_SINCE):
        raise errors.host("InvalidPublicKey")
    return f"{name}:{base58.encode(key[1:])}"


def promise_batch_action_add_key_with_full_access(
    m: Machine, index: int, size: int, at: int, nonce: int
) -> None:
    """Add a key that may do everything."""
    m.start("promise_batch_action_add_key_with_full_access")
    key = m.guest.bytes_of(size, at)
    m.note.say(promise=index, key=key, nonce=nonce)
    receipt, to_self = m.drafts.receipt(index)
    m.pay_action("add_full_access_key", to_self)
    _add(m, receipt, key, nonce, "FullAccess", 0)


def promise_batch_action_add_key_with_function_call(
    m: Machine, index: int, size: int, at: int, nonce: int, *terms_at: int
) -> None:
    """Add a key that may call one contract."""
    m.start("promise_batch_action_add_key_with_function_call")
    key = m.guest.bytes_of(size, at)
    m.note.say(promise=index, key=key, nonce=nonce)
    terms = _terms(m, *terms_at)
    receipt, to_self = m.drafts.receipt(index)
    m.pay_action("add_function_call_key_base", to_self)
    m.pay_action("add_function_call_key_byte", to_self, terms.counted)
    text_of(m, key)
    _add(m, receipt, key, nonce, {"FunctionCall": terms.json()}, terms.size)


def promise_batch_action_delete_key(m: Machine, index: int, size: int, at: int) -> None:
    """Delete a key."""
    m.start("promise_batch_action_delete_key")
    key = m.guest.bytes_of(size, at)
    m.note.say(promise=index, key=key)
    receipt, to_self = m.drafts.receipt(index)
    m.pay_action("delete_key", to_self)
    _append(m, receipt, "DeleteKey", {"public_key": text_of(m, key)}, len(key))


def promise_batch_action_transfer_to_gas_key(
    m: Machine, index: int, size: int, at: int, amount_at: int
) -> None:
    """Give a gas key money."""
    m.start("promise_batch_action_transfer_to_gas_key")
    key, amount = m.guest.bytes_of(size, at), m.guest.amount(amount_at)
    m.note.say(promise=index, key=key, amount=amount)
    receipt, to_self = m.drafts.receipt(index)
    m.pay_action("gas_key_transfer_base", to_self)
    stored = _stored(m, receipt, key)
    _pay_gas_key(m, to_self, _size(key), stored + _STORED_BALANCE)
    m.give(amount)
    fields: dict[str, Json] = {"deposit": str(amount), "public_key": text_of(m, key)}
    _append(m, receipt, "TransferToGasKey", fields, len(key) + _AMOUNT)


def promise_batch_action_add_gas_key_with_full_access(
    m: Machine, index: int, size: int, at: int, nonces: int
) -> None:
    """Add a gas key that may do everything."""
    m.start("promise_batch_action_add_gas_key_with_full_access")
    key = _gas_key(m, index, size, at, nonces)
    receipt, to_self = m.drafts.receipt(index)
    m.pay_action("add_full_access_key", to_self)
    _pay_nonces(m, receipt, to_self, key, nonces)
    _add(m, receipt, key, 0, {"GasKeyFullAccess": {"balance": "0", "num_nonces": nonces}}, _GAS_KEY_INFO)


def promise_batch_action_add_gas_key_with_function_call(
    m: Machine, index: int, size: int, at: int, nonces: int, *terms_at: int
) -> None:
    """Add a gas key that may call one contract. An allowance is taken here, and refused when receipts are checked."""
    m.start("promise_batch_action_add_gas_key_with_function_call")
    key = _gas_key(m, index, size, at, nonces)
    terms = _terms(m, *terms_at)
    receipt, to_self = m.drafts.receipt(index)
    m.pay_action("add_function_call_key_base", to_self)
    m.pay_action("add_function_call_key_byte", to_self, terms.counted)
    _pay_nonces(m, receipt, to_self, key, nonces)
    text_of(m, key)
    permission: Json = {"GasKeyFunctionCall": {"balance": "0", "num_nonces": nonces, **terms.json()}}
    _add(m, receipt, key, 0, permission, _GAS_KEY_INFO + terms.size)


def _gas_key(m: Machine, index: int, size: int, at: int, nonces: int) -> bytes:
    key = m.guest.bytes_of(size, at)
    m.note.say(promise=index, key=key, nonces=nonces)
    if nonces > _MOST_NONCES:
        raise errors.host("IntegerOverflow")
    return key


def _terms(
    m: Machine, allowance_at: int, receiver_size: int, receiver_at: int, names_size: int, names_at: int
) -> Terms:
    """Method names stand together, with commas between; an empty one is refused, none at all means every method."""
    allowance = m.guest.amount(allowance_at)
    receiver = m.guest.account(receiver_size, receiver_at)
    raw = m.guest.bytes_of(names_size, names_at)
    m.note.say(allowance=allowance, receiver=receiver, methods=raw)
    names = tuple(raw.split(b",")) if raw else ()
    if not all(names):
        raise errors.host("EmptyMethodName")
    return Terms(allowance, receiver, names)


def _pay_nonces(m: Machine, receipt: int, to_self: bool, key: bytes, nonces: int) -> None:
    """Each nonce of a gas key is written apart: a write and its bytes."""
    m.gas.pay_action(
        "gas_key_nonce_write_base", 0, nonces * m.prices.fee("gas_key_nonce_write_base").execution
    )
    _pay_gas_key(m, to_self, _GAS_KEY_INFO, nonces * (_stored(m, receipt, key) + _STORED_NONCE))


def _pay_gas_key(m: Machine, to_self: bool, sent: int, written: int) -> None:
    """The part of a gas key's fees that counts bytes: those sent and those written differ."""
    fee = m.prices.fee("gas_key_byte")
    burn = fee.send(to_self) * sent
    m.gas.pay_action("gas_key_byte", burn, burn + fee.execution * written)


def _size(key: bytes) -> int:
    """Bytes of a key, 0 for bytes that are none."""
    return len(key) if key and len(key) == _KINDS.get(key[0], ("", -1))[1] else 0


def _stored(m: Machine, receipt: int, key: bytes) -> int:
    """Bytes of a gas key's entry in the trie: prefix, account and key."""
    if m.prices.version >= _ML_DSA_STORED_SHORT_SINCE and key[:1] == bytes([_ML_DSA]):
        raise NotSupported("a gas key of kind ml-dsa-65", "has no known size in storage")
    return _STORED_PREFIX + len(m.drafts.receipts[receipt].receiver_id) + _size(key)


def _add(m: Machine, receipt: int, key: bytes, nonce: int, permission: Json, size: int) -> None:
    fields: dict[str, Json] = {
        "public_key": text_of(m, key),
        "access_key": {"nonce": nonce, "permission": permission},
    }
    _append(m, receipt, "AddKey", fields, len(key) + _NONCE + _PERMISSION + size)


def _append(m: Machine, receipt: int, kind: str, fields: dict[str, Json], size: int) -> None:
    m.note.action = m.drafts.append(receipt, kind, fields, size)
    m.note.receipt = receipt
