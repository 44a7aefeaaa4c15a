"""Where no window can be opened, the reason and the packages are named."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from tests.screenless import needs_qt
from xccviz import screen

NO_DISPLAY = {
    name: value
    for name, value in os.environ.items()
    if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
}
linux_only = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="displays are named by Linux' variables"
)


@linux_only
def test_without_a_display_the_probe_says_so() -> None:
    probe = screen.probe_display(NO_DISPLAY)
    assert not probe.ok
    assert "no display" in probe.reason
    assert probe.hint


@linux_only
def test_a_display_that_does_not_answer_is_named() -> None:
    probe = screen.probe_display({**NO_DISPLAY, "DISPLAY": ":4711", "QT_QPA_PLATFORM": "xcb"})
    assert not probe.ok
    assert ":4711" in probe.reason or probe.missing_packages


@needs_qt
@pytest.mark.parametrize("platform", ["offscreen", "minimal"])
def test_a_platform_without_a_screen_is_enough(platform: str) -> None:
    assert screen.probe_display({**NO_DISPLAY, "QT_QPA_PLATFORM": platform}) == screen.DisplayProbe(ok=True)


@pytest.mark.display
@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="xvfb is not installed")
def test_a_real_display_is_recognised() -> None:
    code = "from xccviz.screen import probe_display; print(probe_display())"
    answer = subprocess.run(
        ["xvfb-run", "-a", sys.executable, "-c", code],
        env=NO_DISPLAY,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "ok=True" in answer.stdout, answer.stdout + answer.stderr


def test_a_missing_library_names_its_package() -> None:
    probe = screen.diagnose(
        "ImportError: libEGL.so.1: cannot open shared object file: No such file or directory",
        1,
        ("libGL.so.1",),
    )
    assert probe.missing_packages == ("libegl1", "libgl1")
    assert "libEGL.so.1" in probe.reason
    assert "apt-get install libegl1 libgl1" in probe.hint


def test_a_plugin_that_fails_names_what_ldd_misses() -> None:
    stderr = (
        "qt.qpa.plugin: From 6.5.0, xcb-cursor0 or libxcb-cursor0 is needed to load the Qt xcb platform plugin.\n"
        'qt.qpa.plugin: Could not load the Qt platform plugin "xcb" in "" even though it was found.\n'
        "This application failed to start because no Qt platform plugin could be initialized."
    )
    probe = screen.diagnose(stderr, -6, ("libxcb-icccm.so.4", "libxcb-keysyms.so.1"))
    assert probe.missing_packages == ("libxcb-icccm4", "libxcb-keysyms1")
    assert screen.diagnose(stderr, -6).missing_packages == ("libxcb-cursor0",)


def test_a_display_that_refuses_is_no_missing_library() -> None:
    stderr = (
        "qt.qpa.xcb: could not connect to display :99\n"
        'qt.qpa.plugin: Could not load the Qt platform plugin "xcb" in "" even though it was found.'
    )
    probe = screen.diagnose(stderr, -6)
    assert ":99" in probe.reason
    assert probe.missing_packages == ()


def test_an_unknown_library_is_still_named() -> None:
    probe = screen.diagnose("ImportError: libodd.so.7: cannot open shared object file: No such file", 1)
    assert "libodd.so.7" in probe.reason
    assert probe.missing_packages == ()


def test_a_missing_pyside_is_no_missing_library() -> None:
    probe = screen.diagnose("ModuleNotFoundError: No module named 'PySide6'", 1)
    assert "PySide6" in probe.reason
    assert "pip install" in probe.hint


def test_anything_else_ends_with_what_qt_said_last() -> None:
    assert "the last word" in screen.diagnose("something\nthe last word\n", 1).reason
    assert "signal 11" in screen.diagnose("", -11).reason


def test_ldd_output_is_read() -> None:
    text = "\tlibA.so.1 => /lib/libA.so.1 (0x1)\n\tlibB.so.2 => not found\n\tlibB.so.2 => not found\n"
    assert screen.parse_ldd(text) == ("libB.so.2",)


def test_a_hanging_display_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "TIMEOUT_SECONDS", 0.2)
    monkeypatch.setattr(
        screen, "child_command", lambda: [sys.executable, "-c", "import time; time.sleep(30)"]
    )
    probe = screen.probe_display({**NO_DISPLAY, "DISPLAY": ":1", "XCCVIZ_TEST": "hang"})
    assert not probe.ok
    assert "did not start" in probe.reason


def test_the_child_is_what_a_frozen_program_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert screen.child_command() == [sys.executable, screen.PROBE_OPTION]


@needs_qt
def test_whatever_way_qt_is_imported_its_test_is_skipped_where_it_is_missing() -> None:
    """Also what a test before it has loaded already, as far as it can be loaded there."""
    code = """
import PySide6.QtCore
import pytest
from tests.screenless import skip_what_imports_qt
skip_what_imports_qt()
for way in (
    "import PySide6.QtCore", "from PySide6 import QtCore", "from PySide6.QtCore import Qt", "from PySide6 import *",
    "import PySide6; PySide6.QtCore", "import PySide6.QtSvg", "from PySide6 import QtSvg",
):
    with pytest.raises((pytest.skip.Exception, AttributeError)):
        exec(way, {})
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
