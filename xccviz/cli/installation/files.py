"""The files that ship are all there, and each can be read as what it is."""

from __future__ import annotations

import gettext
import json
import platform
import sys
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import xccviz
from xccviz.catalogue import DOMAIN, tr, trn
from xccviz.document import error_dictionary
from xccviz.layout.measure import load_faces
from xccviz.resources import read_bytes, read_text, resource_path, resource_root
from xccviz.settings.themes import palettes

Environ = Mapping[str, str]

_FONT_BEGINNINGS = (b"OTTO", b"\x00\x01\x00\x00", b"true")
"""How an OpenType or TrueType file begins."""


def version(environ: Environ) -> str:
    """Which xccviz, run by what."""
    bundled = ", " + tr("in a bundle") if getattr(sys, "frozen", False) else ""
    return f"xccviz {xccviz.__version__}, Python {platform.python_version()}{bundled}"


def folder(environ: Environ) -> str:
    """Where they are."""
    return tr("found in {folder}", folder=resource_root())


def dictionary(environ: Environ) -> str:
    """The explanations of errors."""
    found = error_dictionary()
    count = sum(map(len, (*found.groups.values(), *found.texts.values())))
    return trn("{count} explanation", "{count} explanations", count)


def schemas(environ: Environ) -> str:
    """The JSON Schemas of what scripts read, the parts that the packages promise among them."""
    names = [path.name for path in sorted(resource_path("schema").glob("*.schema.json"))]
    for name in names:
        if "$schema" not in json.loads(read_text("schema", name)):
            raise ValueError(tr("{name} is no JSON Schema", name=name))
    return _some(names)


def themes(environ: Environ) -> str:
    """The colours of each theme."""
    return _some(palettes())


def fonts(environ: Environ) -> str:
    """Each font of the table of widths is there as a font, with its licence."""
    faces = load_faces().values()
    for face in faces:
        if not read_bytes("fonts", face.file).startswith(_FONT_BEGINNINGS):
            raise ValueError(tr("{name} is no font", name=face.file))
        read_text("fonts", f"{face.file.partition('-')[0]}-OFL.txt")
    return _some(dict.fromkeys(face.family for face in faces))


def icon(environ: Environ) -> str:
    """The program's icon is a drawing."""
    root = ElementTree.fromstring(read_text("icons", "xccviz.svg"))
    if not root.tag.endswith("}svg") or not len(root):
        raise ValueError(tr("{name} is no drawing", name="xccviz.svg"))
    return "xccviz.svg"


def languages() -> list[str]:
    """The languages of the texts: English, and each translation that is compiled."""
    template = resource_path("locale", f"{DOMAIN}.pot")
    if not template.is_file():
        raise FileNotFoundError(template.name)
    found = ["en"]
    for path in sorted(resource_path("locale").glob(f"*/LC_MESSAGES/{DOMAIN}.mo")):
        found.append(_language(path))
    return found


def _language(path: Path) -> str:
    with path.open("rb") as file:
        gettext.GNUTranslations(file)
    return path.parent.parent.name


def _some(names: Mapping[str, object] | list[str]) -> str:
    """The names, of which there must be one. Raises ValueError."""
    if not names:
        raise ValueError(tr("none are installed"))
    return ", ".join(names)
