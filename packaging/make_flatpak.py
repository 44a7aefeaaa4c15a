"""A Flatpak of the bundle (`make package-flatpak`), after `make package`. Needs flatpak-builder, and the runtime that
packaging/flatpak names already installed: nothing is downloaded here. Not tried yet where both are."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import sbom
from debian import place_shared

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ID = "io.github.xccviz.xccviz"
MANIFEST = HERE / "flatpak" / f"{ID}.json"
BUNDLE, WORK = ROOT / "dist" / "xccviz", ROOT / "build" / "package"


def lacking() -> str | None:
    """Why none can be made here, None where one can."""
    if not sys.platform.startswith("linux"):
        return "a Flatpak is made on Linux only"
    missing = [tool for tool in ("flatpak", "flatpak-builder") if shutil.which(tool) is None]
    if missing:
        return f"not on PATH: {', '.join(missing)} (Debian: apt-get install flatpak flatpak-builder)"
    manifest = json.loads(MANIFEST.read_text("utf-8"))
    for name in (manifest["runtime"], manifest["sdk"]):
        wanted = f"{name}//{manifest['runtime-version']}"
        if subprocess.run(["flatpak", "info", wanted], capture_output=True, check=False).returncode:
            return f"the runtime {wanted} is not installed (flatpak install {wanted})"
    if not BUNDLE.is_dir():
        return "there is no dist/xccviz: run `make package` first"
    return None


def main() -> int:
    """Lay out the files, and build dist/xccviz-VERSION.flatpak. Returns the exit status."""
    why = lacking()
    if why is not None:
        print(f"no Flatpak: {why}", file=sys.stderr)
        return 1
    source = WORK / "flatpak"
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(BUNDLE, source / "bundle", symlinks=True)
    subprocess.run([sys.executable, str(HERE / "icons.py"), str(WORK / "icons")], check=True)
    place_shared(source / "share", WORK / "icons")
    _after_the_id(source / "share")
    repository = WORK / "flatpak-repository"
    build = [
        "flatpak-builder",
        "--force-clean",
        f"--repo={repository}",
        str(WORK / "flatpak-build"),
        str(MANIFEST),
    ]
    subprocess.run(build, check=True, cwd=WORK)
    subprocess.run(
        ["flatpak-builder", "--run", str(WORK / "flatpak-build"), str(MANIFEST), "xccviz", "self-test"],
        check=True,
    )
    target = ROOT / "dist" / f"xccviz-{sbom.version()}.flatpak"
    subprocess.run(["flatpak", "build-bundle", str(repository), str(target), ID], check=True)
    print(f"dist/{target.name}")
    return 0


def _after_the_id(share: Path) -> None:
    """Flatpak hands out only files that are named after the program's id."""
    entry = (share / "applications" / "xccviz.desktop").rename(share / "applications" / f"{ID}.desktop")
    text = entry.read_text("utf-8").replace("Icon=xccviz\n", f"Icon={ID}\n")
    entry.write_text(text, encoding="utf-8")
    info = share / "metainfo" / f"{ID}.metainfo.xml"
    info.write_text(info.read_text("utf-8").replace(">xccviz.desktop<", f">{ID}.desktop<"), encoding="utf-8")
    (share / "mime" / "packages" / "xccviz.xml").rename(share / "mime" / "packages" / f"{ID}.xml")
    for icon in [*(share / "icons").rglob("xccviz.*")]:
        icon.rename(icon.with_name(f"{ID}{icon.suffix}"))


if __name__ == "__main__":
    sys.exit(main())
