"""What of a change is another than it was, what was so already, and what was only missing."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.rerun.around import Around, code_at_hand, code_hash_of
from xccviz.rerun.facts import hash_of
from xccviz.rerun.state_file import StateFile
from xccviz.rerun.subject import Subject
from xccviz.rerun.types import Changes
from xccviz.values import frozen


@frozen
class Known:
    """What is known of a call: what documents tell (None: not looked at yet), a state file, keys that were taken from
    what was given, the code that ran here."""

    subject: Subject
    here: Around | None
    state: StateFile | None
    by_hand: Mapping[bytes, bytes | None]
    code: bytes | None

    def told(self, key: bytes) -> tuple[bool, bytes | None]:
        """Whether documents or the state file tell of a key, and what."""
        here, state = self.here, self.state
        if here is not None:
            for known in (here.in_block.before if here.in_block is not None else {}, here.storage.values):
                if key in known:
                    return True, known[key]
            if here.storage.whole:
                return True, None
        if state is not None and key in state.values:
            return True, state.values[key]
        return False, None

    def ran(self, code: bytes) -> bool:
        """Whether it is the code that ran."""
        if self.here is None:
            return False
        named = code_hash_of(self.here, self.subject.action)
        return code == self.code or (named is not None and named[1] == hash_of(code))

    @property
    def has_code(self) -> bool:
        """Whether documents have the code that ran."""
        return self.here is not None and code_at_hand(self.here, self.subject.action) is not None


def told_apart(given: Changes, known: Known) -> tuple[Changes, Changes]:
    """What is another than it was, and what was so already; what was taken for what nothing tells is neither."""
    call, results, code = known.subject.call, known.subject.results, given.code
    args, deposit = call.args or b"", call.deposit or 0
    other: dict[bytes, bytes | None] = {}
    alike: dict[bytes, bytes | None] = {}
    for key, value in given.values.items():
        is_told, was = known.told(key)
        if is_told:
            (alike if was == value else other)[key] = value
        elif key not in known.by_hand or known.by_hand[key] != value:
            other[key] = value
    ran = code is not None and known.ran(code)
    return Changes(
        {n: value for n, value in given.slots.items() if n in results and results[n] != value},
        None if given.args == args else given.args,
        None if given.deposit == deposit else given.deposit,
        None if given.gas == call.gas else given.gas,
        None if ran else code,
        other,
    ), Changes(
        {n: value for n, value in given.slots.items() if n in results and results[n] == value},
        given.args if given.args == args else None,
        given.deposit if given.deposit == deposit else None,
        given.gas if given.gas == call.gas else None,
        code if ran and known.has_code else None,
        alike,
    )
