"""What packages say of themselves is right; that they work is tried by `make package`."""

from __future__ import annotations

import configparser
import importlib
import importlib.metadata
import json
import os
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pytest

import xccviz
from xccviz.screen import PROBE_OPTION

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = ROOT / "packaging"
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"
OF_A_MACHINE = ("home", "root", "tmp", "work", "Users")
"""Folders whose paths mean something on one machine only."""
ADDRESS = re.compile(
    "|".join(
        ("(?:https?|file):", *(f"/{name}/" for name in OF_A_MACHINE), "--(?:extra-)?index", "--find-links")
    )
)


def script(name: str) -> ModuleType:
    """A script of packaging/, by its name."""
    sys.path.insert(0, str(HERE))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(HERE))


@pytest.fixture(scope="module")
def sbom() -> ModuleType:
    return script("sbom")


@pytest.fixture(scope="module")
def entry() -> configparser.SectionProxy:
    """The entry of the desktop's menu."""
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(HERE / "xccviz.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


@pytest.fixture(scope="module")
def mime() -> dict[str, str]:
    """Type of file → the pattern of its names."""
    rows = ElementTree.parse(HERE / "xccviz.mime.xml").getroot()
    found = {}
    for row in rows:
        (glob,) = row.findall(f"{MIME}glob")
        found[row.attrib["type"]] = glob.attrib["pattern"]
    return found


def component() -> ElementTree.Element:
    """The description for software centres."""
    return ElementTree.parse(HERE / "xccviz.metainfo.xml").getroot()


def test_captures_have_a_type_that_the_program_opens(
    entry: configparser.SectionProxy, mime: dict[str, str]
) -> None:
    opened = entry["MimeType"].strip(";").split(";")
    assert set(mime) | {"application/json"} == set(opened)
    assert set(mime.values()) == {"*.xcc.json", "*.xcc.json.gz", "*.xcc.json.xz"}
    assert {row.text for row in component().iter("mediatype")} == set(mime)


def test_the_ids_of_the_desktop_agree(entry: configparser.SectionProxy) -> None:
    root = component()
    assert root.findtext("launchable") == "xccviz.desktop"
    assert entry["Exec"].split()[0] == root.findtext("provides/binary") == entry["Icon"] == "xccviz"
    files = {path.name for path in HERE.glob("xccviz.*")} - {"xccviz.spec"}
    files |= {f"manual/{path.name}" for path in (HERE / "manual").iterdir()}
    assert set(script("debian").SHARED) == files


def test_the_version_stands_in_one_place(sbom: ModuleType) -> None:
    assert sbom.version() == xccviz.__version__
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "xccviz/__init__.py"
    told = [row.attrib["version"] for row in component().iter("release")]
    assert xccviz.__version__ in told  # software centres want it, with its date
    for path in [*HERE.glob("*.py"), *HERE.glob("*.spec"), *HERE.glob("*.sh"), *HERE.glob("*.ps1")]:
        assert f'"{xccviz.__version__}"' not in path.read_text("utf-8"), path


def test_the_wheels_list_has_each_dependency(sbom: ModuleType) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = {
        name: lines for name, lines in project["optional-dependencies"].items() if name not in ("dev", "docs")
    }
    assert set(extras) == set(sbom.EXTRAS)
    wanted = {
        "required": project["dependencies"],
        "optional": [row for rows in extras.values() for row in rows],
    }
    listed = {row["name"]: row for row in sbom.declared()["components"]}
    for scope, lines in wanted.items():
        for line in lines:
            name, versions = re.fullmatch(r"([\w-]+)(.*)", line).groups()  # type: ignore[union-attr]
            assert listed[name]["scope"] == scope
            assert listed[name]["properties"][0]["value"] == (versions or "any")
    assert {"Inter", "JetBrains Mono"} <= set(listed)
    assert len({row["bom-ref"] for row in listed.values()}) == len(listed)


def test_the_bundles_list_has_what_is_installed(sbom: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sbom, "EXTRAS", ())  # development need not have them
    made = sbom.installed({"libx 1.2": ["libx.so.1"]})
    listed = {row["name"]: row for row in made["components"]}
    qt = listed["PySide6_Essentials"]
    assert qt["version"] == importlib.metadata.version("PySide6_Essentials")
    assert qt["licenses"] == [{"expression": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only"}]
    assert listed["libx"]["properties"] == [{"name": "xccviz:file", "value": "libx.so.1"}]
    assert {"numpy", "aiohttp", "python"} <= set(listed) and "pytest" not in listed
    refs = {row["bom-ref"] for row in listed.values()} | {"xccviz"}
    assert {ref for row in made["dependencies"] for ref in row["dependsOn"]} <= refs
    assert json.loads(sbom.written(made)) == made


def test_what_replacing_qt_needs_is_said() -> None:
    words = (ROOT / "THIRD-PARTY.md").read_text("utf-8")
    assert "_internal/PySide6/Qt/lib" in words and "LGPL-3.0.txt" in words
    for name in ("LGPL-3.0.txt", "GPL-3.0.txt"):
        assert "Version 3, 29 June 2007" in (HERE / "licences" / name).read_text("utf-8")


def test_a_librarys_licence_is_taken_from_its_metadata() -> None:
    files = [*script("notices").legal_files(importlib.metadata.distribution("numpy"))]
    assert files and all(path.is_file() for path in files)


def test_a_deb_lies_where_desktops_look(tmp_path: Path) -> None:
    bundle, icons, root = tmp_path / "bundle", tmp_path / "icons", tmp_path / "root"
    icon = "hicolor/scalable/apps/xccviz.svg"
    for path in (bundle / "xccviz", icons / icon):
        path.parent.mkdir(parents=True)
        path.touch()
    script("debian").fill(root, bundle, icons)
    assert (root / "usr" / "bin" / "xccviz").resolve() == (
        root / "usr" / "lib" / "xccviz" / "xccviz"
    ).resolve()
    share = root / "usr" / "share"
    placed = {path.relative_to(share).as_posix() for path in share.rglob("*") if path.is_file()}
    assert {
        f"icons/{icon}",
        "applications/xccviz.desktop",
        "mime/packages/xccviz.xml",
        "doc/xccviz/copyright",
    } <= placed
    script("make_flatpak")._after_the_id(share)
    name = "io.github.xccviz.xccviz"
    text = (share / "applications" / f"{name}.desktop").read_text("utf-8")
    assert f"Icon={name}\n" in text and (share / "icons" / "hicolor/scalable/apps" / f"{name}.svg").is_file()


def test_no_file_that_installs_names_an_address_or_this_machine() -> None:
    files = [ROOT / "requirements.lock", ROOT / "pyproject.toml", ROOT / "Makefile", HERE / "xccviz.spec"]
    files += [
        *(HERE / "flatpak").iterdir(),
        HERE / "windows.ps1",
        HERE / "macos.sh",
        HERE / "make_package.py",
    ]
    assert {path.name: found for path in files if (found := ADDRESS.findall(path.read_text("utf-8")))} == {}


@pytest.mark.parametrize(
    ("version", "debian"), [("1.2.0", "1.2.0"), ("1.2.0rc1", "1.2.0~rc1"), ("1.2.0.dev3", "1.2.0~dev3")]
)
def test_a_version_before_a_release_sorts_before_it(version: str, debian: str) -> None:
    assert script("debian").debian_version(version) == debian


def test_what_cannot_be_made_here_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "platform", "linux")
    assert "appimagetool" in script("appimage").lacking()
    assert script("make_flatpak").main() == 1
    assert "flatpak-builder" in capsys.readouterr().err
    packages = script("make_package")
    assert packages.main(["deb"]) == 1
    assert "deb: not made: not on PATH: dpkg" in capsys.readouterr().out
    assert packages.main(["rpm"]) == 2


def test_what_is_made_of_the_bundle_wants_it_made_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    packages = script("make_package")
    for name in ("DIST", "BUNDLE"):
        monkeypatch.setattr(packages, name, tmp_path / name.lower())
    monkeypatch.setattr(packages, "_needs", lambda *tools: None)
    monkeypatch.setattr(packages.appimage, "lacking", lambda: None)
    monkeypatch.setattr(packages, "run", lambda *command, **_: pytest.fail(f"ran {command}"))
    for name in ("deb", "appimage"):
        assert packages.main([name]) == 1
        assert f"{name}: not made: bundle is to be made first" in capsys.readouterr().out
    monkeypatch.setattr(packages, "PYTHON", str(tmp_path / "python"))
    assert packages.main(["bundle"]) == 1
    assert "bundle: not made: wheel is to be made first" in capsys.readouterr().out


def test_a_flatpak_draws_its_icons_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ran: list[Any] = []
    made = script("make_flatpak")
    monkeypatch.setattr(made, "lacking", lambda: None)
    for name in ("ROOT", "WORK", "BUNDLE"):
        monkeypatch.setattr(made, name, tmp_path / name.lower())
    (tmp_path / "bundle").mkdir()
    monkeypatch.setattr(made.subprocess, "run", lambda command, **_: ran.append(command))
    monkeypatch.setattr(made, "place_shared", lambda share, icons: ran.append(icons))
    monkeypatch.setattr(made, "_after_the_id", lambda share: None)
    assert made.main() == 0
    drawn, placed, *_ = ran
    assert drawn[1:] == [str(HERE / "icons.py"), str(placed)]


@pytest.mark.skipif(sys.platform == "darwin", reason="there it makes the bundle")
def test_the_recipe_of_another_system_fails_clearly() -> None:
    ended = subprocess.run(["sh", str(HERE / "macos.sh")], capture_output=True, text=True, check=False)
    assert ended.returncode == 1 and "on macOS only" in ended.stderr


def test_a_frozen_program_knows_its_own_calls_and_heeds_the_language(tmp_path: Path) -> None:
    entry = HERE / "entry.py"
    named = runpy.run_path(str(entry))
    spelled = (ROOT / "xccviz" / "rerun" / "sandbox.py").read_text("utf-8")
    assert named["PROBE"] == PROBE_OPTION and f'CHILD_OPTION: Final = "{named["CONTRACT"]}"' in spelled
    (tmp_path / "config.toml").write_text('language = "de"\n', "utf-8")
    environ = {**os.environ, "XCCVIZ_CONFIG_DIR": str(tmp_path), "LANGUAGE": "en", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(entry), "find", "gas>", "sample:tutorial-parallel-3-one-panics"]
    told = subprocess.run(command, capture_output=True, encoding="utf-8", env=environ, check=False)
    assert (told.returncode, "Zahl" in told.stderr) == (2, True), told.stderr
