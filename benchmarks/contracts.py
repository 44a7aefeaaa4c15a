"""What running a contract costs: a process of its own with and without a compiled module kept, and then each call.

    python benchmarks/contracts.py

The contract is some 300 KB of functions made at random. First use is to stay below 4 s, a process that finds the
module compiled below 0.5 s (medians; what reads the document comes on top, at the same time).
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.vm.wasm import reference
from xccviz.rerun.sandbox import Sandbox
from xccviz.vm.engine import invalid_at
from xccviz.vm.prices import built_in
from xccviz.vm.types import Context, State
from xccviz.vm.wasm.contract import countable

BYTES, FIRST, AGAIN, CALLS = 300_000, 3, 9, 50
CONTEXT = Context("a.near", "b.near", "c.near", bytes(33), bytes(32), 9)


def contract() -> bytes:
    """A module of about so many bytes, with a method that does little."""
    import wasmtime

    random, parts = Random(504), [f"(func $f (param i32) (result i32) (local i32 i32) {'(i32.const 1)'})"]
    size = 0
    while size < BYTES:
        body = reference.body([reference.statement(random, 3, 0) for _ in range(40)])
        parts.append(f"(func (local i32 i32 i32) {body})")
        size += body.count("(") * 2.2
    head = '(import "env" "block_index" (func $tell_ (result i64))) (memory 1)'
    tell = "(func $tell (param i64))"
    return bytes(
        wasmtime.wat2wasm(f'(module {head} {tell} {" ".join(parts)} (func (export "run") (drop (call 0))))')
    )


def took(work: Callable[[], object]) -> float:
    """Seconds."""
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def main() -> int:
    """Print the figures; 1 where one is above what is wanted."""
    code, prices = contract(), built_in(86)
    print(f"{len(code):,} bytes")
    print(f"counted     {took(lambda: countable(code, prices.rules, invalid_at)):.2f} s")

    def process(folder: Path) -> None:
        with Sandbox(folder) as box:
            box.call(code, "run", CONTEXT, State(), prices)

    with tempfile.TemporaryDirectory() as place:
        first = median(took(lambda n=n: process(Path(place) / str(n) / "contracts")) for n in range(FIRST))
        again = median(took(lambda: process(Path(place) / "0" / "contracts")) for _ in range(AGAIN))
        with Sandbox(Path(place) / "0" / "contracts") as box:
            box.call(code, "run", CONTEXT, State(), prices)
            call = median(took(lambda: box.call(code, "run", CONTEXT, State(), prices)) for _ in range(CALLS))
    print(f"first use   {first:.2f} s (wanted: 4)")
    print(f"from cache  {again:.2f} s (wanted: 0.5)")
    print(f"each call   {call * 1000:.1f} ms")
    return int(first > 4 or again > 0.5)


if __name__ == "__main__":
    sys.exit(main())
