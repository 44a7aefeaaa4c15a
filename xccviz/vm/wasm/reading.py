"""Numbers and names of the binary format, read and written; and why a node refuses a module."""

from __future__ import annotations

from xccviz.values import mutable


class Refused(Exception):  # noqa: N818 - what a node says of the module, not a fault here
    """A node takes no such module. `kind` is its `PrepareError`, `at` the byte where it noticed."""

    def __init__(self, kind: str, at: int = 0) -> None:
        super().__init__(kind)
        self.kind, self.at = kind, at


@mutable
class Reader:
    """Reads `data` on from `at`. Raises IndexError past its end. How long numbers may be, a validator says."""

    data: bytes
    at: int = 0

    def byte(self) -> int:
        """The next byte."""
        byte = self.data[self.at]
        self.at += 1
        return byte

    def number(self) -> int:
        """An unsigned LEB128."""
        result = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            result |= (byte & 0x7F) << shift
            if byte < 0x80:
                return result
            shift += 7

    def skip_numbers(self, count: int) -> None:
        """Pass over LEB128 numbers, signed or not."""
        for _ in range(count):
            while self.data[self.at] >= 0x80:
                self.at += 1
            self.at += 1

    def take(self, size: int) -> bytes:
        """That many bytes."""
        if self.at + size > len(self.data):
            raise IndexError(size)
        self.at += size
        return self.data[self.at - size : self.at]

    def name(self) -> str:
        """A name. Raises UnicodeDecodeError where it is no UTF-8."""
        return self.take(self.number()).decode("utf-8")


def unsigned(number: int) -> bytes:
    """A number as unsigned LEB128."""
    out = bytearray()
    while True:
        number, low = number >> 7, number & 0x7F
        out.append(low | (0x80 if number else 0))
        if not number:
            return bytes(out)


def signed(number: int) -> bytes:
    """A number as signed LEB128."""
    out = bytearray()
    while True:
        low, number = number & 0x7F, number >> 7
        if (number == 0 and not low & 0x40) or (number == -1 and low & 0x40):
            out.append(low)
            return bytes(out)
        out.append(low | 0x80)
