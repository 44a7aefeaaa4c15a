"""Programs of others that read what is exported; a test whose program is not there is skipped and says so."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ANSWER_SECONDS = 60.0


def program(name: str) -> str:
    """The path of a program; skips where it is not installed."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def node_package(name: str) -> Path:
    """The folder of an npm package, in the folder `node_modules` that XCCVIZ_NODE_MODULES names; skips the test where
    node or the package is not there."""
    program("node")
    folder = os.environ.get("XCCVIZ_NODE_MODULES")
    if not folder:
        pytest.skip("XCCVIZ_NODE_MODULES names no folder of npm packages")
    package = Path(folder) / name
    if not package.is_dir():
        pytest.skip(f"the npm package {name} is not in {folder}")
    return package


class Browser:
    """A Chromium without a window, spoken to through its DevTools pipe; `complaints`: what it wrote into the console
    since the page was opened, script errors and violations of the page's policy among it."""

    def __init__(self, send: int, receive: int) -> None:
        self._send, self._receive = send, receive
        self._number, self._pending = 0, b""
        self._session = ""
        self.complaints: list[str] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """What Chromium answers to a command."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._send, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer["error"]
                result: dict[str, Any] = answer["result"]
                return result

    def open(self, page: Path, *, dark: bool = False, width: int = 1280, height: int = 900) -> None:
        """Open a file, wait until it is loaded with its fonts."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[scheme])
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.ask("Page.navigate", url="about:blank")
        self.complaints.clear()
        self.ask("Page.navigate", url=page.resolve().as_uri())
        address = json.dumps(page.resolve().as_uri())
        ready = f"document.readyState === 'complete' && document.URL === {address}"
        deadline = time.monotonic() + ANSWER_SECONDS
        while not self.run(ready):
            assert time.monotonic() < deadline, "the page does not load"
        self.run("document.fonts.ready.then(() => true)")

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        done = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def picture(self, *, whole: bool = False) -> bytes:
        """What is seen, as PNG; `whole`: all of the page."""
        return base64.b64decode(
            self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        )

    def pdf(self) -> bytes:
        """The page as it is printed."""
        return base64.b64decode(self.ask("Page.printToPDF", printBackground=True)["data"])

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._pending:
            ready, _, _ = select.select([self._receive], [], [], ANSWER_SECONDS)
            chunk = os.read(self._receive, 1 << 20) if ready else b""
            assert chunk, "Chromium does not answer"
            self._pending += chunk
        line, _, self._pending = self._pending.partition(b"\0")
        answer: dict[str, Any] = json.loads(line)
        self._note(answer)
        return answer

    def _note(self, answer: dict[str, Any]) -> None:
        method, params = answer.get("method"), answer.get("params", {})
        if method == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(params["exceptionDetails"]))
        elif method == "Runtime.consoleAPICalled":
            self.complaints.append(json.dumps(params["args"]))
        elif method == "Log.entryAdded":
            self.complaints.append(params["entry"]["text"])
        elif method == "Page.javascriptDialogOpening":
            self.complaints.append(f"dialog: {params['message']}")
        elif method == "Network.requestWillBeSent" and not params["request"]["url"].startswith(
            ("file:", "data:", "about:")
        ):
            self.complaints.append(f"request: {params['request']['url']}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium of its own, ended with all that it wrote."""
    path = program("chromium")
    to_read, to_send = os.pipe()
    to_receive, to_write = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        arguments = [
            path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
            "--remote-debugging-pipe", f"--user-data-dir={profile}",
        ]  # fmt: skip
        # Chromium reads commands from descriptor 3 and answers on 4.
        shell = [program("bash"), "-c", f'exec "$@" 3<&{to_read} 4>&{to_write}', "bash", *arguments]
        silent = subprocess.DEVNULL
        running = subprocess.Popen(
            shell, pass_fds=(to_read, to_write), stdin=silent, stdout=silent, stderr=silent
        )
        os.close(to_read)
        os.close(to_write)
        try:
            yield Browser(to_send, to_receive)
        finally:
            running.terminate()
            running.wait(30)
            os.close(to_send)
            os.close(to_receive)
