"""Can a window be opened here? Asked in a child process, because Qt ends the process that asks in vain.

Without a display Qt aborts, and without a system library `import PySide6.QtWidgets` fails; neither may happen to the
process that still has to say what is wrong. Imports the catalogue only.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from xccviz.catalogue import tr, trn
from xccviz.installing import install_command
from xccviz.values import frozen

PROBE_OPTION = "--xccviz-probe-display"  # what a frozen program's entry script listens for
TIMEOUT_SECONDS = 20.0
_OK = "xccviz-probe-ok"

# Qt platforms that draw without a display server.
SCREENLESS = ("offscreen", "minimal", "minimalegl", "vnc", "linuxfb", "eglfs")

# Shared library → Debian package (dependencies of PySide6-Essentials and its xcb plugin).
DEBIAN_PACKAGES: Mapping[str, str] = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libSM.so.6": "libsm6",
    "libICE.so.6": "libice6",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}

_CHILD = f"""\
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except Exception:
    pass
from PySide6.QtWidgets import QApplication
app = QApplication(["xccviz"])
print("{_OK}", app.platformName(), flush=True)
"""


@frozen
class DisplayProbe:
    """Whether a window can be opened; if not, why, what to do, and the Debian packages that are missing."""

    ok: bool
    reason: str = ""
    hint: str = ""
    missing_packages: tuple[str, ...] = ()


def probe_display(environ: Mapping[str, str] = os.environ) -> DisplayProbe:
    """Say whether a window can be opened in this environment, by making a QApplication in a child process.

    Takes about half a second, 20 at most; the same environment is asked only once in a process.
    """
    return _probe(tuple(sorted(environ.items())))


@lru_cache(maxsize=8)
def _probe(items: tuple[tuple[str, str], ...]) -> DisplayProbe:
    environ = dict(items)
    if not has_display(environ):
        return DisplayProbe(
            ok=False,
            reason=tr("there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set"),
            hint=tr(
                "run it on a desktop, or over ssh with -X; `xccviz show` and `xccviz export` need no display"
            ),
        )
    try:
        child = subprocess.run(
            child_command(),
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return DisplayProbe(
            ok=False,
            reason=tr(
                "Qt did not start within {seconds} seconds; the display may not answer",
                seconds=f"{TIMEOUT_SECONDS:.0f}",
            ),
            hint=tr("check that DISPLAY or WAYLAND_DISPLAY names a display that is running"),
        )
    except OSError as error:
        return DisplayProbe(
            ok=False, reason=tr("Python could not be started to try Qt: {error}", error=error)
        )
    if child.returncode == 0 and _OK in child.stdout:
        return DisplayProbe(ok=True)
    return diagnose(child.stderr, child.returncode, missing_libraries())


def has_display(environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Say whether the environment names a display, or a Qt platform that needs none (always so off Linux)."""
    wanted = environ.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0].strip().lower()
    if wanted in SCREENLESS or not platform.startswith("linux"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def child_command() -> list[str]:
    """Return the command that makes a QApplication and ends; a frozen program calls itself with PROBE_OPTION."""
    if getattr(sys, "frozen", False):
        return [sys.executable, PROBE_OPTION]
    # -P: a file called PySide6.py in the current directory is nobody's Qt.
    return [sys.executable, "-P", "-c", _CHILD]


def child_main() -> int:
    """Be the child of a frozen program: make a QApplication and end; where that fails this never returns 0."""
    exec(compile(_CHILD, "probe", "exec"), {})
    return 0


def diagnose(stderr: str, returncode: int, not_found: Sequence[str] = ()) -> DisplayProbe:
    """Turn what the child said, and the libraries known to be missing, into words and package names."""
    if "No module named 'PySide6" in stderr:
        return DisplayProbe(
            ok=False,
            reason=tr("PySide6 (Qt for Python) is not installed"),
            hint=tr("install it with: {command}", command=install_command("PySide6-Essentials<6.12")),
        )
    named = re.findall(r"(\S+\.so[.\d]*): cannot open shared object file", stderr)
    libraries = tuple(dict.fromkeys([Path(name).name for name in named] + list(not_found)))
    plugin_failed = (
        "could not load the Qt platform plugin" in stderr.lower() or "no Qt platform plugin" in stderr
    )
    unreachable = re.search(r"could not connect to display ?(\S*)", stderr)
    if libraries and (named or plugin_failed):
        return _missing(libraries)
    if unreachable:
        where = unreachable.group(1).strip() or tr("that DISPLAY names")
        return DisplayProbe(
            ok=False,
            reason=tr("the display {where} does not answer", where=where),
            hint=tr("check DISPLAY and the permission to use it (xhost, XAUTHORITY)"),
        )
    if plugin_failed:
        cursor = re.search(r"xcb-cursor0|libxcb-cursor0", stderr)
        packages = ("libxcb-cursor0",) if cursor else ()
        return DisplayProbe(
            ok=False,
            reason=tr("Qt could not load the plugin for this display"),
            hint=_install(packages) if packages else tr("Qt said: {line}", line=_last_line(stderr)),
            missing_packages=packages,
        )
    ended = (
        tr("it ended with signal {number}", number=-returncode)
        if returncode < 0
        else tr("it ended with status {number}", number=returncode)
    )
    return DisplayProbe(
        ok=False, reason=tr("Qt could not be started: {why}", why=_last_line(stderr) or ended)
    )


def _missing(libraries: Sequence[str]) -> DisplayProbe:
    packages = tuple(dict.fromkeys(DEBIAN_PACKAGES[name] for name in libraries if name in DEBIAN_PACKAGES))
    what = trn(
        "a system library is missing: {names}",
        "system libraries are missing: {names}",
        len(libraries),
        names=", ".join(libraries),
    )
    return DisplayProbe(
        ok=False,
        reason=what,
        hint=_install(packages) if packages else tr("install the packages that hold them"),
        missing_packages=packages,
    )


def _install(packages: Sequence[str]) -> str:
    return tr("on Debian or Ubuntu: {command}", command=f"sudo apt-get install {' '.join(packages)}")


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""


def missing_libraries() -> tuple[str, ...]:
    """Return the shared libraries that Qt's widgets and its xcb plugin want and the system lacks, as `ldd` says.

    () where that can't be told (no Linux, no ldd, no PySide6).
    """
    spec = importlib.util.find_spec("PySide6")
    if not sys.platform.startswith("linux") or spec is None or not spec.submodule_search_locations:
        return ()
    folder = Path(next(iter(spec.submodule_search_locations)))
    wanted = [folder / "Qt/plugins/platforms/libqxcb.so", *sorted(folder.glob("Qt/lib/libQt6Widgets.so.6"))]
    files = [str(path) for path in wanted if path.exists()]
    try:
        answer = subprocess.run(
            ["ldd", *files], capture_output=True, text=True, errors="replace", timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return parse_ldd(answer.stdout)


def parse_ldd(text: str) -> tuple[str, ...]:
    """Return the names that `ldd` marks as not found, in order, without repeats."""
    return tuple(dict.fromkeys(re.findall(r"^\s*(\S+) => not found", text, flags=re.MULTILINE)))
