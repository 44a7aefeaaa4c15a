"""A contract runs in a process of its own, which is killed after a time, or whenever one likes (vm.md §2).

Neither Ctrl-C nor another thread can stop wasm or its compilation, and what a fault in wasmtime could do, it does to
that process. So one is started for each replay, and everything of it runs there: each start anew after a key was
fetched, each what-if.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Literal, Self

import xccviz
from xccviz.model.raw import Json
from xccviz.vm import wire
from xccviz.vm.prices import Prices
from xccviz.vm.types import Context, NeedFact, NeedKey, NotSupported, Outcome, State

CHILD_OPTION: Final = "--xccviz-run-contract"
"""What the entry script of a frozen program listens for."""
SECONDS: Final = 30.0
MOST_MEMORY: Final = 2 << 30
MOST_ANSWER: Final = 1 << 29
_MOST_COMPLAINT: Final = 1_000
OUT_OF_TIME: Final = 71
"""The exit status of a child that ends itself, as nobody did it in time."""
_GRACE_SECONDS: Final = 2.0

_ENVIRONMENT: Final = {"RAYON_NUM_THREADS": "4", "MALLOC_ARENA_MAX": "4"}
"""Few threads compile, in few arenas: with one of each a core, many cores would need more memory than is allowed."""

Ending = Literal["time", "memory", "crash", "answer", "ended", "fault"]
"""Why there is no answer: it took too long, needed too much memory, the process died, it answered nonsense, it was
ended from here, or this program has a fault."""


class SandboxFailed(Exception):  # noqa: N818 - what failed is said by `why`
    """The contract could not be run to an end here; nothing is known of how it would have ended."""

    def __init__(self, why: Ending, text: str = "") -> None:
        super().__init__(text or why)
        self.why, self.text = why, text


class Sandbox:
    """The process. It is started at once, and loads the engine while its owner does something else.

    One request at a time; `end` may be called by any thread. A process that failed is followed by a new one.
    """

    def __init__(
        self, compiled: Path | None = None, seconds: float = SECONDS, most_memory: int = MOST_MEMORY
    ) -> None:
        self.seconds = float(seconds)
        self._compiled, self._most_memory = compiled, most_memory
        self._busy = threading.Lock()
        self._ended = False
        self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def call(self, code: bytes, method: str, context: Context, state: State, prices: Prices) -> Outcome:
        """What a method does. Raises NeedKey, NeedFact, NotSupported, SandboxFailed."""
        with self._busy:
            if self._process.poll() is not None and not self._ended:
                self._close()
                self._start()
            if self._ended:  # perhaps since: then the new one was not killed, and is closed by `end`
                raise SandboxFailed("ended")
            line = self._asked(code, method, (context, state, prices))
            if not line.endswith(b"\n"):
                raise SandboxFailed(*self._why(line))
        return _read(line)

    def end(self) -> None:
        """Kill the process, now; whoever waits for an answer gets SandboxFailed."""
        self._ended = True
        self._process.kill()
        with self._busy:
            self._close()

    def _start(self) -> None:
        self._code: bytes | None = None
        self._late = False
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed with the process
        try:
            self._process = subprocess.Popen(
                [*_command(), str(self._most_memory), str(self._compiled or "")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                env=os.environ | _ENVIRONMENT,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            self._complaints.close()
            raise SandboxFailed("crash", str(error)) from error

    def _close(self) -> None:
        """Let go of a process; it is dead, or will be."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout, self._complaints):
            assert pipe is not None
            with contextlib.suppress(OSError):  # what was not sent yet
                pipe.close()
        self._process.wait()

    def _asked(self, code: bytes, method: str, values: tuple[Context, State, Prices]) -> bytes:
        """The line that answers; less than a line where the process died."""
        timer = threading.Timer(self.seconds + _GRACE_SECONDS, self._stop)
        timer.daemon = True
        timer.start()
        try:
            with contextlib.suppress(OSError):  # it died: there will be no answer either
                if code != self._code:
                    self._send(["code", b64encode(code).decode()])
                    self._code = code
                self._send(
                    ["run", self.seconds, method, *(wire.packed(value, type(value)) for value in values)]
                )
            assert self._process.stdout is not None
            return self._process.stdout.readline(MOST_ANSWER)
        finally:
            timer.cancel()

    def _stop(self) -> None:
        self._late = True
        self._process.kill()

    def _send(self, request: list[Json]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()

    def _why(self, line: bytes) -> tuple[Ending, str]:
        """Why there is no answer."""
        if self._ended:
            return "ended", ""
        if line:
            self._process.kill()
            return "answer", "it is too long"
        status = self._process.wait()
        if self._late or status == OUT_OF_TIME:
            return "time", ""
        self._complaints.seek(max(0, self._complaints.seek(0, os.SEEK_END) - _MOST_COMPLAINT))
        last = self._complaints.read().decode(errors="replace").strip().rpartition("\n")[2]
        return "crash", f"exit status {status}" + (f": {last}" if last else "")


def _command() -> list[str]:
    """What starts the process; a frozen program calls itself."""
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_OPTION]
    # -P: a file called json.py in the current directory is nobody's. Where the package lies comes last.
    root = str(Path(xccviz.__file__).parent.parent)
    code = f"import sys; sys.path.append({root!r}); from xccviz.rerun.child import main; sys.exit(main(sys.argv[1:]))"
    return [sys.executable, "-P", "-c", code]


def _read(line: bytes) -> Outcome:
    """The outcome of an answer, or what it says instead."""
    try:
        kind, *rest = json.loads(line)
        if kind == "outcome":
            outcome: Outcome = wire.unpacked(rest[0], Outcome)
            return outcome
        failed = _FAILURES[kind](*rest)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise SandboxFailed("answer", str(error)) from error
    raise failed


_FAILURES: Final[Mapping[str, Callable[..., Exception]]] = {
    "key": lambda key: NeedKey(b64decode(key)),
    "fact": NeedFact,
    "unsupported": NotSupported,
    "time": lambda: SandboxFailed("time"),
    "memory": lambda: SandboxFailed("memory"),
    "fault": lambda text: SandboxFailed("fault", str(text)),
}
"""What a child says instead of an outcome."""
