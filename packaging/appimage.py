"""An AppImage of a bundle: `python packaging/appimage.py BUNDLE ICONS OUTPUT`. Needs `appimagetool` with a runtime that
it finds by itself or in APPIMAGE_RUNTIME (a file): neither is in Debian, and nothing is downloaded here."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import sbom
from debian import place_shared

TOOL = "appimagetool"
START = '#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/usr/lib/xccviz/xccviz" "$@"\n'


def lacking() -> str | None:
    """Why no AppImage can be made here, None where one can."""
    if not sys.platform.startswith("linux"):
        return "an AppImage is made on Linux only"
    if shutil.which(TOOL) is None:
        return f"`{TOOL}` is not on PATH (it is not in Debian; AppImage's project has it)"
    return None


def make(bundle: Path, icons: Path, output: Path) -> Path:
    """Write the AppImage into the folder `output`; returns its path."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "xccviz.AppDir")
        shutil.copytree(bundle, root / "usr" / "lib" / "xccviz", symlinks=True)
        place_shared(root / "usr" / "share", icons)
        shutil.copy(root / "usr" / "share" / "applications" / "xccviz.desktop", root)
        shutil.copy(icons / "hicolor" / "256x256" / "apps" / "xccviz.png", root)
        start = root / "AppRun"
        start.write_text(START, encoding="utf-8")
        start.chmod(0o755)
        target = output / f"xccviz-{sbom.version()}-{platform.machine()}.AppImage"
        runtime = os.environ.get("APPIMAGE_RUNTIME")
        more = ["--runtime-file", runtime] if runtime else []
        subprocess.run([TOOL, "--no-appstream", *more, str(root), str(target)], check=True)
    return target


if __name__ == "__main__":
    if (why := lacking()) is not None:
        sys.exit(f"no AppImage: {why}")
    print(make(*map(Path, sys.argv[1:4])))
