"""What a call says: its value, its logs, its panic."""

from __future__ import annotations

from xccviz.vm import errors
from xccviz.vm.gas import MOST
from xccviz.vm.guest import REGISTER
from xccviz.vm.machine import Machine

_LENGTH_BYTES = 4


def value_return(m: Machine, size: int, at: int) -> None:
    """The value of the call; carrying it to who waits is paid here. The last one said wins."""
    m.pay("base")
    value = m.guest.bytes_of(size, at)
    m.note.say(value=value)
    limit = m.prices.limits["max_length_returned_data"]
    if len(value) > limit:
        raise errors.host("ReturnedValueLengthExceeded", len(value), limit)
    fee, own = m.prices.fee("new_data_receipt_byte"), m.context.current_account_id
    burn = sum((fee.send(who == own) + fee.execution) * len(value) for _, who in m.context.receivers)
    m.gas.pay_action("new_data_receipt_byte", burn, burn)
    m.value, m.returned = value, None


def panic(m: Machine) -> None:
    """Fail without a word."""
    m.pay("base")
    raise errors.host("GuestPanic", "explicit guest panic")


def panic_utf8(m: Machine, size: int, at: int) -> None:
    """Fail with a text. Its length is held against what logs may still take."""
    m.pay("base")
    text = _utf8(m, size, at)
    m.note.say(text=text)
    raise errors.host("GuestPanic", text)


def log_utf8(m: Machine, size: int, at: int) -> None:
    """A log line in UTF-8."""
    m.pay("base")
    _may_log(m)
    text = _utf8(m, size, at)
    _pay_log(m, text)
    _log(m, text)


def log_utf16(m: Machine, size: int, at: int) -> None:
    """A log line in UTF-16 (old AssemblyScript)."""
    m.pay("base")
    _may_log(m)
    text = _utf16(m, size, at)
    _pay_log(m, text)
    _log(m, text)


def abort(m: Machine, message_at: int, file_at: int, line: int, column: int) -> None:
    """Fail as AssemblyScript does: a message and a place, logged and panicked with."""
    m.pay("base")
    if message_at < _LENGTH_BYTES or file_at < _LENGTH_BYTES:
        raise errors.host("BadUTF16")
    _may_log(m)
    sizes = [
        int.from_bytes(m.guest.read(at - _LENGTH_BYTES, _LENGTH_BYTES), "little")
        for at in (message_at, file_at)
    ]
    message, file = _utf16(m, sizes[0], message_at), _utf16(m, sizes[1], file_at)
    text = f'{message}, filename: "{file}" line: {line} col: {column}'
    _pay_log(m, text)
    _log(m, f"ABORT: {text}")
    raise errors.host("GuestPanic", text)


def gas(m: Machine, opcodes: int) -> None:
    """Burn for instructions that the code itself counted, as instrumented modules of old did."""
    m.gas.burn(opcodes * m.prices.rules.op)


def _may_log(m: Machine) -> None:
    limit = m.prices.limits["max_number_logs"]
    if len(m.logs) >= limit:
        raise errors.host("NumberOfLogsExceeded", limit)


def _pay_log(m: Machine, text: str) -> None:
    m.pay("log_base")
    m.pay("log_byte", len(text.encode()))


def _log(m: Machine, text: str) -> None:
    size = len(text.encode())
    m.log_bytes += size
    if m.log_bytes > m.prices.limits["max_total_log_length"]:
        raise _too_long(m, size)
    m.note.say(text=text)
    m.note.log = len(m.logs)
    m.logs.append(text)


def _room(m: Machine) -> int:
    return max(0, m.prices.limits["max_total_log_length"] - m.log_bytes)


def _too_long(m: Machine, more: int) -> errors.Ended:
    limit = m.prices.limits["max_total_log_length"]
    return errors.host("TotalLogLengthExceeded", min(m.log_bytes + more, MOST), limit)


def _utf8(m: Machine, size: int, at: int) -> str:
    """A text of a length that is checked before it is read; without a length, up to a zero byte."""
    m.pay("utf8_decoding_base")
    if size == REGISTER:
        data = _up_to_zero(m, at)
    elif size > _room(m):
        raise _too_long(m, size)
    else:
        data = m.guest.read(at, size)
    m.pay("utf8_decoding_byte", len(data))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise errors.host("BadUTF8") from None


def _up_to_zero(m: Machine, at: int) -> bytes:
    """Each byte is paid as a whole read."""
    room, found = _room(m), bytearray()
    for offset in range(room + 1):
        byte = m.guest.read(at + offset, 1)[0]
        if byte == 0:
            break
        if offset == room:
            raise _too_long(m, room + 1)
        found.append(byte)
    return bytes(found)


def _utf16(m: Machine, size: int, at: int) -> str:
    """A text of a length that is checked after it was read; without a length, up to a zero character."""
    m.pay("utf16_decoding_base")
    room = _room(m)
    if size == REGISTER:
        size = 0
        while m.guest.read(min(at + size, MOST), 2) != b"\0\0":
            size += 2
            if size > room:
                raise _too_long(m, size)
        data = m.guest.peek(at, size)
    else:
        data = m.guest.read(at, size)
    if len(data) % 2:
        raise errors.host("BadUTF16")
    if size > room:
        raise _too_long(m, size)
    m.pay("utf16_decoding_byte", size)
    try:
        return data.decode("utf-16-le")
    except UnicodeDecodeError:
        raise errors.host("BadUTF16") from None
