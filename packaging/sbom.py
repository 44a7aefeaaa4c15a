"""What a package is made of, as CycloneDX 1.6 JSON: `declared` from pyproject.toml alone (for the wheel and the sdist,
which bring no libraries along), `installed` from the metadata of this environment (for the bundle and what is made of
it). No network, no clock: the same input gives the same bytes.
"""

from __future__ import annotations

import importlib.metadata
import json
import platform
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NAME = "xccviz"
EXTRAS = ("abi", "keyring", "mcp", "replay")
"""What a bundle brings along."""
FONTS = {"Inter": "Inter-OFL.txt", "JetBrains Mono": "JetBrainsMono-OFL.txt"}
"""Bundled fonts, and the file in resources/fonts that holds the licence of each (OFL 1.1)."""

Json = dict[str, Any]


def version() -> str:
    """The version of xccviz, which stands in xccviz/__init__.py alone."""
    found = re.search(r'^__version__ = "(.+)"$', (ROOT / NAME / "__init__.py").read_text("utf-8"), flags=re.M)
    if found is None:
        raise ValueError("xccviz/__init__.py has no __version__")
    return found[1]


def normal(name: str) -> str:
    """A distribution's name as registries compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared() -> Json:
    """What xccviz asks for, with the ranges of versions; what only an extra wants is optional."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = dict.fromkeys(project["dependencies"], "required")
    for extra, lines in project["optional-dependencies"].items():
        if extra in EXTRAS:
            wanted |= {line: wanted.get(line, "optional") for line in lines}
    components = {}
    for line, scope in wanted.items():
        name, found = _split(line)
        components[name] = {
            **_component(name, None),
            "scope": scope,
            "properties": [{"name": "xccviz:versions", "value": found or "any"}],
        }
    return _document([*components.values(), *_fonts()], [(NAME, components)])


def installed(system: Mapping[str, Iterable[str]] | None = None) -> Json:
    """What is installed for xccviz and its extras here. `system`: packages of the system that shared libraries were
    taken from (`name version`), with the names of those files."""
    found = dict(distributions())
    components = [
        _component(dist.metadata["Name"], dist.version, licence(dist))
        for name, (dist, _) in sorted(found.items())
        if name != NAME
    ]
    python = _component("python", platform.python_version(), "PSF-2.0", "pkg:generic/python")
    for package, files in sorted((system or {}).items()):
        name, _, number = package.partition(" ")
        components.append(
            {
                **_component(name, number, None, f"pkg:deb/debian/{name}"),
                "properties": [{"name": "xccviz:file", "value": file} for file in sorted(files)],
            }
        )
    links = [(name, needs) for name, (_, needs) in sorted(found.items())]
    return _document([*components, python, *_fonts()], links)


def distributions() -> Iterator[tuple[str, tuple[importlib.metadata.Distribution, tuple[str, ...]]]]:
    """Normal name → (what is installed of it, what it needs), from xccviz with its extras on; what its markers keep out
    here is not needed. Raises PackageNotFoundError for one that is missing."""
    from packaging.requirements import Requirement  # late: a build of the wheel has no need of it

    seen: set[tuple[str, str]] = set()
    needs: dict[str, dict[str, None]] = {}
    found: dict[str, importlib.metadata.Distribution] = {}
    waiting = [(NAME, extra) for extra in ("", *EXTRAS)]
    while waiting:
        name, extra = waiting.pop()
        if (normal(name), extra) in seen:
            continue
        seen.add((normal(name), extra))
        dist = found.setdefault(normal(name), importlib.metadata.distribution(name))
        mine = needs.setdefault(normal(name), {})
        for line in dist.requires or ():
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
                mine[normal(wanted.name)] = None
                waiting += [(wanted.name, more) for more in ("", *wanted.extras)]
    for name, dist in found.items():
        yield name, (dist, tuple(mine for mine in needs[name] if mine != name))


def licence(dist: importlib.metadata.Distribution) -> str | None:
    """What a distribution says its licence is: an expression, a name, or the classifiers' words; None if nothing."""
    said = dist.metadata.get("License-Expression") or dist.metadata.get("License")
    if said and len(said) < 100 and said.upper() != "UNKNOWN":
        return str(said)
    classes = dist.metadata.get_all("Classifier") or []
    words = [line.rpartition(" :: ")[2] for line in classes if line.startswith("License :: ")]
    return ", ".join(words) or None


def written(document: Json) -> str:
    """The text of a document."""
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _split(line: str) -> tuple[str, str]:
    """Name and range of versions of a requirement."""
    found = re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?\s*([^;]*)", line)
    assert found is not None
    return found[1], found[2].strip()


def _component(name: str, number: str | None, licence: str | None = None, purl: str | None = None) -> Json:
    url = purl or f"pkg:pypi/{normal(name)}"
    made: Json = {"type": "library", "bom-ref": _ref(name), "name": name}
    if number is not None:
        made["version"] = number
    if licence is not None:
        simple = (
            re.fullmatch(r"[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*", licence)
            and licence[0].isupper()
        )
        made["licenses"] = [
            {"expression": licence} if simple and "-" in licence else {"license": {"name": licence}}
        ]
    return {**made, "purl": f"{url}@{number}" if number is not None else url}


def _fonts() -> Iterator[Json]:
    for name in FONTS:
        yield {
            "type": "file", "bom-ref": _ref(name), "name": name, "licenses": [{"license": {"id": "OFL-1.1"}}],
        }  # fmt: skip


def _document(components: Iterable[Json], links: Iterable[tuple[str, Iterable[str]]]) -> Json:
    listed = list(components)
    main = {
        "type": "application", "bom-ref": _ref(NAME), "name": NAME, "version": version(),
        "licenses": [{"license": {"id": "MIT"}}], "purl": f"pkg:pypi/{NAME}@{version()}",
    }  # fmt: skip
    depends = [{"ref": _ref(name), "dependsOn": sorted(map(_ref, needs))} for name, needs in links]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": main},
        "components": listed,
        "dependencies": depends,
    }


def _ref(name: str) -> str:
    """How a document names a component."""
    return normal(name.replace(" ", "-"))
