"""The worker: results come back in the GUI thread, cancel is real, closing leaves nothing behind."""

# covers: xccviz/gui/tasks/loop.py

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, discard
from tests.node.loopback import Fault, LoopbackNode
from xccviz.gui.tasks.jobs import Jobs
from xccviz.model.errors import Cancelled, UserError
from xccviz.sources.progress import Progress, Report

HASH = "4kRtmBcTx6M52apMFVRaPSDbv96fAne39YnQRN8xFDWp"
PATIENT = 20.0
"""Seconds until a thread that was told to end counts as one that does not: the window gives it half of one, but the
machine may be busy with other tests."""


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    worker = Jobs()
    yield worker
    assert worker.close(PATIENT)
    discard(worker)


class Listener(QObject):
    """Notes what came and in which thread."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.came: list[tuple[int, object, object, int]] = []
        self.progress: list[tuple[int, str]] = []
        jobs.finished.connect(self.finished)
        jobs.progressed.connect(self.progressed)

    def finished(self, job: int, result: object, error: object) -> None:
        self.came.append((job, result, error, threading.get_ident()))

    def progressed(self, job: int, progress: Progress) -> None:
        self.progress.append((job, progress.text))


def test_results_progress_and_errors_arrive_in_the_gui_thread(qtbot: QtBot, jobs: Jobs) -> None:
    listener = Listener(jobs)

    async def good(report: Report) -> str:
        report(Progress("asking", "asking node one"))
        return await asyncio.to_thread(lambda: "forty-two")

    async def bad(report: Report) -> None:
        raise UserError("it broke", "mend it")

    first = jobs.submit(good)
    second = jobs.submit(bad)
    qtbot.waitUntil(lambda: len(listener.came) == 2)
    by_job = {job: (result, error) for job, result, error, _ in listener.came}
    assert by_job[first] == ("forty-two", None)
    assert isinstance(by_job[second][1], UserError)
    assert {thread for *_, thread in listener.came} == {threading.get_ident()}
    assert listener.progress == [(first, "asking node one")]


def test_a_job_that_ends_at_once_is_heard_of_after_its_number_is_known(qtbot: QtBot, jobs: Jobs) -> None:
    known: list[int] = []
    early: list[int] = []
    jobs.finished.connect(lambda job, result, error: known.remove(job) if job in known else early.append(job))

    async def nothing(report: Report) -> None:
        report(Progress("asking", "asking"))

    for _ in range(300):
        known.append(jobs.submit(nothing))
    qtbot.waitUntil(lambda: not known)
    assert early == []


def test_cancel_stops_the_work_itself(qtbot: QtBot, jobs: Jobs) -> None:
    listener = Listener(jobs)
    started, ended = threading.Event(), threading.Event()

    async def endless(report: Report) -> None:
        started.set()
        try:
            await asyncio.sleep(3600)
        finally:
            ended.set()

    job = jobs.submit(endless)
    assert started.wait(5)
    jobs.cancel(job)
    jobs.cancel(999)
    qtbot.waitUntil(lambda: bool(listener.came))
    assert isinstance(listener.came[0][2], Cancelled)
    assert ended.wait(5)


def test_what_is_cancelled_brings_no_result_though_it_was_done(qtbot: QtBot, jobs: Jobs) -> None:
    listener = Listener(jobs)
    passed = threading.Event()

    async def short(report: Report) -> str:
        return "a result"

    async def after(report: Report) -> None:
        passed.set()

    job = jobs.submit(short)
    jobs.submit(after)
    assert passed.wait(5)  # so the first is done; nobody here has heard of it yet
    jobs.cancel(job)
    qtbot.waitUntil(lambda: len(listener.came) == 2)
    ended = {number: (result, type(error)) for number, result, error, _ in listener.came}
    assert ended[job] == (None, Cancelled)


def test_after_closing_nothing_is_told_and_no_task_is_left(qtbot: QtBot) -> None:
    jobs = Jobs()
    listener = Listener(jobs)
    started, cleaned = threading.Event(), threading.Event()

    async def endless(report: Report) -> None:
        started.set()
        try:
            await asyncio.sleep(3600)
        finally:
            cleaned.set()

    jobs.submit(endless)
    assert started.wait(5)
    assert jobs.close(PATIENT)
    assert cleaned.is_set()
    assert jobs.close()
    discard(jobs)
    assert listener.came == []


def worker_threads() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name.startswith(("xccviz", "asyncio"))]


def test_closing_the_window_ends_a_fetch_in_flight(
    qtbot: QtBot, open_window: OpenWindow, loopback_node: Callable[..., LoopbackNode]
) -> None:
    node = loopback_node(FAILED, faults={"*": Fault("hang")})
    before = [name for name in worker_threads() if name.startswith("xccviz")]
    window = open_window(HASH, "--rpc", node.url, "--timeout", "600", wait=False)
    qtbot.waitUntil(lambda: bool(node.requests))
    window.close()
    qtbot.waitUntil(lambda: [name for name in worker_threads() if name.startswith("xccviz")] == before)
    assert node.open_connections() == 0
