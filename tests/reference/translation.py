"""Made-up translations, compiled as `make messages` does, spoken for the length of a test."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from xccviz import catalogue

ROOT = Path(__file__).resolve().parent.parent.parent
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n'


@cache
def make_messages() -> ModuleType:
    """packaging/make_messages.py."""
    spec = importlib.util.spec_from_file_location("make_messages", ROOT / "packaging" / "make_messages.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@contextmanager
def spoken(folder: Path, entries: str) -> Iterator[None]:
    """Everything is said in the language of `entries` (a .po without its head)."""
    place = folder / "locale" / "xx" / "LC_MESSAGES" / "xccviz.mo"
    place.parent.mkdir(parents=True)
    place.write_bytes(make_messages().compiled(HEAD + entries))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANGUAGE", "xx")
        patch.setattr(catalogue, "resource_path", folder.joinpath)
        catalogue.language.cache_clear()
        yield
    catalogue.language.cache_clear()


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Everything that is looked up now is said in one of the languages there are, with its numbers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "_chosen", [name])
        patch.setattr(catalogue, "_numerals", [True])
        catalogue.language.cache_clear()
        yield
    catalogue.language.cache_clear()
