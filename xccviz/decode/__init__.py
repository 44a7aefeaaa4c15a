"""Bytes and log lines → what a person would read: JSON, UTF-8 text, hex, NEP-297 events."""

from xccviz.decode.events import parse_event
from xccviz.decode.registry import decode_bytes
from xccviz.decode.types import Decoded, Decoder, Where
from xccviz.decode.values import parse_strict_json

__all__ = ["Decoded", "Decoder", "Where", "decode_bytes", "parse_event", "parse_strict_json"]
