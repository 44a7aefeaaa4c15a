"""Make what is handed out, and have each check itself (`make package`): sdist, wheel, bundle, `.deb`, AppImage.

    python packaging/make_package.py                    # all that can be made on this system, into dist/
    python packaging/make_package.py wheel bundle       # some of it

Works in an environment of its own below build/package, with the libraries that pip gives under the pins of
requirements.lock: a package holds what xccviz and its extras ask for and no tools of development. What this system
lacks the tools for is said and left out; what could be made and does not pass `xccviz self-test` ends it with status 1.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path

import appimage
import sbom

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DIST, WORK = ROOT / "dist", ROOT / "build" / "package"
BUNDLE, ICONS = DIST / "xccviz", WORK / "icons"
WINDOWS = sys.platform == "win32"
PYTHON = str(WORK / "venv" / ("Scripts/python.exe" if WINDOWS else "bin/python"))
PROGRAM = "xccviz.exe" if WINDOWS else "xccviz"
TOOLS = ("build", "hatchling>=1.28", "pyinstaller")


def run(*command: str, cwd: Path = ROOT, **environ: str) -> str:
    """Run a command and return what it printed; where it fails, show all that it said and end."""
    ended = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if ended.returncode:
        print(ended.stdout[-20_000:], ended.stderr[-20_000:], sep="\n", file=sys.stderr)
        sys.exit(f"failed: {' '.join(command)}")
    return ended.stdout


def self_test(*program: str) -> None:
    """Have a package check itself, far from the checkout and with nothing of this environment; all extras must work."""
    with tempfile.TemporaryDirectory() as folder:
        said = run(*program, "self-test", cwd=Path(folder), PYTHONPATH="", PYTHONSAFEPATH="1")
    print("".join(f"    {line}\n" for line in said.splitlines()), end="", flush=True)
    lacking = [line for line in said.splitlines() if line.startswith("○ extra")]
    if lacking:
        sys.exit(f"failed: {', '.join(lacking)}")


def wheel() -> None:
    """The sdist, the wheel that is built from it, and that wheel with all extras in the environment of this script."""
    for old in DIST.glob("xccviz-*.whl"):
        old.unlink()
    if not Path(PYTHON).exists():
        venv.create(WORK / "venv", with_pip=True)
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    run(*pip, *TOOLS)
    run(PYTHON, "-m", "build", "--no-isolation", "--outdir", str(DIST), str(ROOT))
    (path,) = DIST.glob("xccviz-*.whl")
    extras = ",".join(sbom.EXTRAS)
    run(*pip, f"{path}[{extras}]", "-c", str(ROOT / "requirements.lock"))
    run(*pip, "--force-reinstall", "--no-deps", str(path))
    self_test(str(Path(PYTHON).with_name(PROGRAM)))


def bundle() -> None:
    """One folder with everything in it, and the same packed."""
    run(
        *(PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"),
        *("--distpath", str(DIST), "--workpath", str(WORK / "pyinstaller"), str(HERE / "xccviz.spec")),
    )
    run(PYTHON, str(HERE / "notices.py"), str(BUNDLE))
    self_test(str(BUNDLE / PROGRAM))
    system = {"linux": "linux", "darwin": "macos", "win32": "windows"}.get(sys.platform, sys.platform)
    name = f"xccviz-{sbom.version()}-{system}-{platform.machine().lower()}"
    with tarfile.open(DIST / f"{name}.tar.gz", "w:gz", compresslevel=3) as archive:
        archive.add(BUNDLE, name)


def deb() -> None:
    """The bundle as a package of Debian and what descends from it."""
    run(PYTHON, str(HERE / "icons.py"), str(ICONS))
    path = run(PYTHON, str(HERE / "debian.py"), str(BUNDLE), str(ICONS), str(DIST)).strip()
    with tempfile.TemporaryDirectory() as folder:
        run("dpkg-deb", "-x", path, folder)
        self_test(str(Path(folder, "usr", "bin", "xccviz")))


def app_image() -> None:
    """The bundle as one file that runs on any Linux."""
    run(PYTHON, str(HERE / "icons.py"), str(ICONS))
    path = run(PYTHON, str(HERE / "appimage.py"), str(BUNDLE), str(ICONS), str(DIST)).strip().splitlines()[-1]
    self_test(path, "--appimage-extract-and-run")


def _needs(*tools: str) -> str | None:
    missing = [tool for tool in tools if shutil.which(tool) is None]
    return f"not on PATH: {', '.join(missing)}" if missing else None


def _lacks(path: Path | str, step: str) -> str | None:
    return None if Path(path).exists() else f"{step} is to be made first"


def _of_bundle(why: str | None) -> str | None:
    """Why what holds the bundle can't be made."""
    return why or _lacks(BUNDLE, "bundle") or _lacks(PYTHON, "wheel")


STEPS: dict[str, tuple[Callable[[], None], Callable[[], str | None]]] = {
    "wheel": (wheel, lambda: None),
    "bundle": (
        bundle,
        lambda: (_needs("objdump") if sys.platform.startswith("linux") else None) or _lacks(PYTHON, "wheel"),
    ),
    "deb": (deb, lambda: _of_bundle(_needs("dpkg", "dpkg-deb", "objdump"))),
    "appimage": (app_image, lambda: _of_bundle(appimage.lacking())),
}
"""Name → how to make it, and why it can't be made here (None: it can). Each builds on those before it."""


def main(wanted: list[str]) -> int:
    """Make what is wanted, all for none. Returns the exit status."""
    unknown = [name for name in wanted if name not in STEPS]
    if unknown:
        print(f"there is no {', '.join(unknown)}; there are {', '.join(STEPS)}", file=sys.stderr)
        return 2
    DIST.mkdir(exist_ok=True)
    for name, (make, lacking) in STEPS.items():
        if wanted and name not in wanted:
            continue
        why = lacking()
        if why is not None:
            print(f"{name}: not made: {why}", flush=True)
            if wanted:
                return 1
            continue
        print(f"{name}:", flush=True)
        make()
    for path in sorted(DIST.iterdir()):
        size = sum(part.lstat().st_size for part in (path, *path.rglob("*")))
        print(f"{size / 1e6:8.1f} MB  dist/{path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
