"""Put into a bundle what it is made of and under which licences: `python packaging/notices.py BUNDLE`, run by the
Python that the bundle was made with. Writes BUNDLE/LICENSE, THIRD-PARTY.md, sbom.cdx.json and licences/.

A library without a licence text in its metadata is told by its metadata alone; where it is under the LGPL, the text
stands in licences/.
"""

from __future__ import annotations

import filecmp
import importlib.metadata
import re
import shutil
import subprocess
import sys
import sysconfig
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import sbom

TEXTS = Path(__file__).resolve().parent / "licences"
LEGAL = re.compile(r"(licen[cs]e|copying|notice|authors)[^/]*$", flags=re.I)
DEBIAN = Path("/usr/share/doc")


def write(bundle: Path) -> None:
    """Write all of it."""
    for name in ("LICENSE", "THIRD-PARTY.md"):
        shutil.copy(sbom.ROOT / name, bundle)
    folder = bundle / "licences"
    shutil.copytree(TEXTS, folder, dirs_exist_ok=True)
    for file in sbom.FONTS.values():
        shutil.copy(sbom.ROOT / "resources" / "fonts" / file, folder)
    for name, (dist, _) in sbom.distributions():
        _copy(folder / name, legal_files(dist))
    python = Path(sysconfig.get_paths()["stdlib"], "LICENSE.txt")
    _copy(folder / "python", [python] if python.is_file() else [DEBIAN / "python3" / "copyright"])
    system = of_the_system((bundle / "_internal").glob("*.so*"))
    for package in system:
        name = package.partition(" ")[0]
        _copy(folder / "system" / name, [DEBIAN / name / "copyright"])
    (bundle / "sbom.cdx.json").write_text(sbom.written(sbom.installed(system)), encoding="utf-8")


def legal_files(dist: importlib.metadata.Distribution) -> Iterator[Path]:
    """The files of a distribution's metadata that hold its licence."""
    for file in dist.files or ():
        if ".dist-info/" in str(file) and LEGAL.search(str(file)):
            yield Path(str(dist.locate_file(file)))


def of_the_system(files: Iterable[Path]) -> Mapping[str, list[str]]:
    """Debian packages (`name version`) that hold libraries of these names, with the names; {} on other systems. A file
    that is there must be that of the package: a library of the same name may come from elsewhere."""
    found: dict[str, list[str]] = defaultdict(list)
    if shutil.which("dpkg-query") is None or shutil.which("ldconfig") is None:
        return found
    listed = subprocess.run(["ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    places = dict(re.findall(r"^\s*(\S+) \(.*\) => (\S+)$", listed, flags=re.M)[::-1])
    for path in sorted(files):
        place = places.get(path.name)
        if place is None or (path.is_file() and not filecmp.cmp(path, place, shallow=False)):
            continue
        if (package := package_of(place)) is not None:
            found[package].append(path.name)
    return found


def package_of(path: str) -> str | None:
    """The Debian package of a file, as `name version`."""
    for place in (path, str(Path(path).resolve()), f"/usr{path}"):
        said = subprocess.run(["dpkg-query", "-S", place], capture_output=True, text=True, check=False)
        if said.returncode == 0:
            name = said.stdout.partition(":")[0]
            shown = ["dpkg-query", "-W", "-f", "${Package} ${Version}\n", name]
            return subprocess.run(shown, capture_output=True, text=True, check=True).stdout.splitlines()[0]
    return None


def _copy(folder: Path, files: Iterable[Path]) -> None:
    for n, path in enumerate(path for path in files if path.is_file()):
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / path.name
        shutil.copy(path, target if not target.exists() else folder / f"{n}-{path.name}")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
