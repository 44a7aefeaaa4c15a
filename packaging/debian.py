"""A `.deb` of a bundle: `python packaging/debian.py BUNDLE ICONS OUTPUT` (needs dpkg-deb and objdump).

The program lies in /usr/lib/xccviz. It depends on the system's packages that hold the libraries which the bundle wants
and does not bring: libc, and what talks to the graphics driver.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import sbom
from notices import of_the_system

HERE = Path(__file__).resolve().parent
MAINTAINER = "xccviz developers <xccviz@localhost.invalid>"
ALSO = ("fontconfig-config",)
"""What the libraries that come along read: where the system's fonts are."""
SHARED = {
    "xccviz.desktop": "applications/xccviz.desktop",
    "xccviz.metainfo.xml": "metainfo/io.github.xccviz.xccviz.metainfo.xml",
    "xccviz.mime.xml": "mime/packages/xccviz.xml",
    "manual/xccviz.1": "man/man1/xccviz.1",
    "manual/xccviz.bash": "bash-completion/completions/xccviz",
    "manual/_xccviz": "zsh/vendor-completions/_xccviz",
    "manual/xccviz.fish": "fish/vendor_completions.d/xccviz.fish",
}
"""File here → its place in share/."""


def control(depends: str, kilobytes: int, architecture: str) -> str:
    """The fields of the package."""
    return "\n".join(
        [
            "Package: xccviz",
            f"Version: {debian_version(sbom.version())}",
            f"Architecture: {architecture}",
            f"Maintainer: {MAINTAINER}",
            f"Installed-Size: {kilobytes}",
            f"Depends: {depends}",
            "Recommends: desktop-file-utils, shared-mime-info, hicolor-icon-theme",
            "Section: devel",
            "Priority: optional",
            "Description: see a NEAR transaction's cross-contract calls",
            " A NEAR transaction becomes receipts that run in different blocks and wait for",
            " each other's data. xccviz rebuilds the tree and says what worked, what failed",
            " and why, what each callback received, and what it cost.",
            "",
        ]
    )


def debian_version(version: str) -> str:
    """A version as dpkg sorts it: what comes before a release has a tilde."""
    return re.sub(r"\.?(a|b|rc|dev)(\d+)", r"~\1\2", version)


def fill(root: Path, bundle: Path, icons: Path) -> None:
    """Lay the files out below `root`."""
    program = root / "usr" / "lib" / "xccviz"
    shutil.copytree(bundle, program, symlinks=True)
    (root / "usr" / "bin").mkdir(parents=True)
    (root / "usr" / "bin" / "xccviz").symlink_to("../lib/xccviz/xccviz")
    share = root / "usr" / "share"
    place_shared(share, icons)
    doc = share / "doc" / "xccviz"
    doc.mkdir(parents=True)
    words = (
        (sbom.ROOT / "LICENSE").read_text("utf-8") + "\n" + (sbom.ROOT / "THIRD-PARTY.md").read_text("utf-8")
    )
    (doc / "copyright").write_text(words, encoding="utf-8")


def place_shared(share: Path, icons: Path) -> None:
    """What desktops look for below a `share`: menu entry, description, type of file, icons."""
    for name, place in SHARED.items():
        target = share / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / name, target)
    shutil.copytree(icons / "hicolor", share / "icons" / "hicolor")


def wanted_libraries(bundle: Path) -> set[str]:
    """Names of the shared libraries that files of the bundle ask for and that it does not bring."""
    files = [path for path in bundle.rglob("*") if path.is_file() and _is_program(path)]
    here = {path.name for path in files} | {path.name for path in bundle.rglob("*.so*")}
    return {name for path in files for name in _needed(path)} - here


def depends(bundle: Path) -> str:
    """The packages that hold those, libc in the version of this system or a later one."""
    packages = dict(line.split(" ") for line in of_the_system(map(Path, wanted_libraries(bundle))))
    libc = packages.pop("libc6", "2.36").partition("-")[0]
    return ", ".join([f"libc6 (>= {libc})", *sorted({*packages, *ALSO})])


def make(bundle: Path, icons: Path, output: Path) -> Path:
    """Write the package into the folder `output`; returns its path."""
    said = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
    architecture = said.stdout.strip()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "root")
        fill(root, bundle, icons)
        size = sum(path.lstat().st_size for path in root.rglob("*")) // 1024
        (root / "DEBIAN").mkdir()
        (root / "DEBIAN" / "control").write_text(
            control(depends(bundle), size, architecture), encoding="utf-8"
        )
        for path in (root, *root.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        target = output / f"xccviz_{debian_version(sbom.version())}_{architecture}.deb"
        command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z1", "--build", str(root), str(target)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return target


def _is_program(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _needed(path: Path) -> Iterator[str]:
    said = subprocess.run(["objdump", "-p", str(path)], capture_output=True, text=True, check=False).stdout
    yield from re.findall(r"^\s+NEEDED\s+(\S+)$", said, flags=re.M)


if __name__ == "__main__":
    print(make(*map(Path, sys.argv[1:4])))
