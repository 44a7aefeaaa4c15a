"""The worker: results come back in the GUI thread, cancel is real, closing leaves nothing behind."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, discard, wait_idle
from tests.node.loopback import Fault, LoopbackNode
from xccviz.gui.app import create_window
from xccviz.gui.work.jobs import Jobs
from xccviz.model.errors import Cancelled, UserError
from xccviz.sources.progress import Progress, Report

HASH = "4kRtmBcTx6M52apMFVRaPSDbv96fAne39YnQRN8xFDWp"


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    worker = Jobs()
    yield worker
    assert worker.close()
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
    began = time.monotonic()
    assert jobs.close()
    assert time.monotonic() - began < 0.5
    assert cleaned.is_set()
    assert jobs.close()
    discard(jobs)
    assert listener.came == []


def worker_threads() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name.startswith(("xccviz", "asyncio"))]


def test_closing_the_window_with_a_fetch_in_flight_takes_less_than_half_a_second(
    qtbot: QtBot, open_window: OpenWindow, loopback_node: Callable[..., LoopbackNode]
) -> None:
    node = loopback_node(FAILED, faults={"*": Fault("hang")})
    before = [name for name in worker_threads() if name.startswith("xccviz")]
    window = open_window(HASH, "--rpc", node.url, wait=False)
    qtbot.waitUntil(lambda: bool(node.requests))
    began = time.monotonic()
    window.close()
    assert time.monotonic() - began < 0.5
    assert [name for name in worker_threads() if name.startswith("xccviz")] == before


def test_twenty_windows_leave_no_thread_and_no_widget(qtbot: QtBot) -> None:
    def others() -> set[threading.Thread]:
        return {t for t in threading.enumerate() if t.name.startswith(("xccviz", "asyncio"))}

    before = others()
    earlier = (
        QApplication.topLevelWidgets()
    )  # kept alive: other tests may have left some, and a wrapper is no id
    for _ in range(20):
        window = create_window([f"sample:{FAILED}"])
        wait_idle(qtbot, window)
        assert window.store.state.tab is not None
        window.close()
        discard(window)
    qtbot.waitUntil(lambda: others() <= before)
    left = [w for w in QApplication.topLevelWidgets() if not any(w is old for old in earlier)]
    assert left == []
