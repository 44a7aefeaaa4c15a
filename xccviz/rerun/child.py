"""The process that a contract runs in: requests on stdin, answers on stdout, a line of JSON each.

It starts with the engine, so that whoever started it can read a document meanwhile. It has no more memory than it was
given, and ends by itself when a request takes too long or nobody is left to answer to. Nothing but `sandbox` starts it.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
import time
from base64 import b64decode, b64encode
from pathlib import Path
from typing import BinaryIO

from xccviz.model.raw import Json
from xccviz.rerun.sandbox import OUT_OF_TIME
from xccviz.sources.store.compiled import CompiledModules
from xccviz.vm import engine, wire
from xccviz.vm.call import call
from xccviz.vm.errors import Stopped
from xccviz.vm.prices import Prices
from xccviz.vm.types import Context, NeedFact, NeedKey, NotSupported, Outcome, State


def main(arguments: list[str]) -> int:
    """Answer until stdin ends. Arguments: bytes of memory, folder of compiled modules ("" for none)."""
    most_memory, folder = int(arguments[0]), arguments[1]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what is printed by mistake is no answer
    _limit_memory(most_memory)
    engine.engine()
    return serve(sys.stdin.buffer, answers, CompiledModules(Path(folder)) if folder else None)


def serve(requests: BinaryIO, answers: BinaryIO, compiled: CompiledModules | None) -> int:
    """Answer each request: `["code", base64]` silently, `["run", seconds, method, context, state, prices]`."""
    code = b""
    for line in requests:
        kind, *rest = json.loads(line)
        if kind == "code":
            code = b64decode(rest[0])
            continue
        answers.write(json.dumps(answer(code, rest, compiled)).encode() + b"\n")
        answers.flush()
    return 0


def answer(code: bytes, request: list[Json], compiled: CompiledModules | None) -> list[Json]:
    """Run a method, and tell how it ended: with an outcome, or with what is missing."""
    seconds, method, *values = request
    assert isinstance(seconds, float) and isinstance(method, str)
    kinds = (Context, State, Prices)
    context, state, prices = (wire.unpacked(value, kind) for value, kind in zip(values, kinds, strict=True))
    # Whoever asked kills this process before; unless it is gone itself.
    last = threading.Timer(seconds + 3, os._exit, (OUT_OF_TIME,))
    last.daemon = True
    last.start()
    try:
        outcome = call(code, method, context, state, prices, compiled, time.monotonic() + seconds)
        return ["outcome", wire.packed(outcome, Outcome)]
    except NeedKey as need:
        return ["key", b64encode(need.key).decode()]
    except NeedFact as need:
        return ["fact", need.name, need.of]
    except NotSupported as lacking:
        return ["unsupported", lacking.name, lacking.why]
    except Stopped:
        return ["time"]
    except MemoryError:
        return ["memory"]
    except Exception as error:  # a fault of this program is told as one, and the next request is answered
        return ["fault", f"{type(error).__name__}: {error}"]
    finally:
        last.cancel()


def _limit_memory(most: int) -> None:
    """Hold this process to so many bytes, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
