"""Collect every text for people into resources/locale/xccviz.pot, and compile translations (`make messages`).

    .venv/bin/python packaging/make_messages.py            # writes the template, and a .mo beside each .po
    .venv/bin/python packaging/make_messages.py --check    # exit 1 when one of them is stale

Texts are the literal arguments of `tr` and `trn` in xccviz/, the words of resources/errors/dictionary.json and the
stories of the samples. The template has neither dates nor lines, so that it changes only when a text does. To begin a
language, copy it to resources/locale/<language>/LC_MESSAGES/xccviz.po and translate; msgmerge brings an older one up
to date.
"""

from __future__ import annotations

import ast
import json
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "resources" / "locale"
TEMPLATE = LOCALE / "xccviz.pot"
ERRORS = "resources/errors/dictionary.json"
SAMPLES = "resources/samples/index.json"
HEADER = {
    "Project-Id-Version": "xccviz",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=INTEGER; plural=EXPRESSION;",
}
LOOKUPS = {"tr": 1, "trn": 2}
"""The functions of the catalogue that take texts, and how many."""


@dataclass(slots=True)
class Message:
    """One text, its plural (None: it has none) and the files it stands in. `braces`: its places are Python's."""

    text: str
    plural: str | None
    files: list[str] = field(default_factory=list)
    braces: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """One look-up in the source: its texts (None where one is no literal), the names of its values, its line."""

    texts: tuple[str | None, ...]
    values: frozenset[str | None]
    line: int


@cache
def calls_in(source: str) -> tuple[Call, ...]:
    """Every `tr` and `trn` of a module, in order."""
    if not re.search(r"\btrn?\b", source):
        return ()
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return tuple(
        Call(
            tuple(_literal(argument) for argument in node.args[:count]),
            frozenset(keyword.arg for keyword in node.keywords),
            node.lineno,
        )
        for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset))
        if (count := LOOKUPS.get(node.func.id, 0) if isinstance(node.func, ast.Name) else 0)
    )


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def places_in(text: str) -> frozenset[str]:
    """The names in braces that values are put in for."""
    return frozenset(re.findall(r"\{(\w+)(?:![rsa])?(?::[^{}]*)?\}", text))


def messages() -> list[Message]:
    """All texts, by the files they first stand in."""
    found: dict[str, Message] = {}

    def add(text: str, plural: str | None, file: str, braces: bool) -> None:
        message = found.setdefault(text, Message(text, plural))
        if plural is not None and message.plural not in (None, plural):
            raise SystemExit(f"{file}: {text!r} has two plurals")
        message.plural = message.plural or plural
        message.braces = message.braces or braces
        if file not in message.files:
            message.files.append(file)

    for path in sorted((ROOT / "xccviz").rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        for call in calls_in(path.read_text(encoding="utf-8")):
            text, plural = (*call.texts, None)[:2]
            if text is not None:
                add(text, plural, file, bool(places_in(text)))
    for text in error_texts():
        add(text, None, ERRORS, False)
    for row in json.loads((ROOT / SAMPLES).read_text(encoding="utf-8")):
        add(row["story"], None, SAMPLES, False)
    return list(found.values())


def error_texts() -> Iterator[str]:
    """Titles, explanations and hints of the error dictionary."""
    dictionary = json.loads((ROOT / ERRORS).read_text(encoding="utf-8"))
    rows = [row for group in dictionary["groups"].values() for row in group.values()]
    rows += [row for listing in dictionary["texts"].values() for row in listing]
    for row in rows:
        yield from (row[name] for name in ("title", "explanation", "hint") if row[name])


def template() -> str:
    """The template as gettext's tools read it."""
    header = "".join(f"{name}: {value}\n" for name, value in HEADER.items())
    parts = [f'# Texts of xccviz. Made by packaging/make_messages.py.\nmsgid ""\nmsgstr {_quoted(header)}\n']
    for message in messages():
        lines = [f"#: {' '.join(message.files)}", *(["#, python-brace-format"] if message.braces else [])]
        lines.append(f"msgid {_quoted(message.text)}")
        if message.plural is None:
            lines.append('msgstr ""')
        else:
            lines += [f"msgid_plural {_quoted(message.plural)}", 'msgstr[0] ""', 'msgstr[1] ""']
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def compiled(translation: str) -> bytes:
    """A .po as the .mo that is read at run time; what is not translated yet, or only roughly, stays out."""
    entries = {b"\0".join(texts): b"\0".join(said) for texts, said in _entries(translation) if all(said)}
    keys = sorted(entries)
    start = 28 + 16 * len(keys)
    pool, places = b"", []
    for block in (keys, [entries[key] for key in keys]):
        for item in block:
            places.append((len(item), start + len(pool)))
            pool += item + b"\0"
    numbers = [0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, start]
    return struct.pack(f"<7I{2 * len(places)}I", *numbers, *(n for place in places for n in place)) + pool


def _entries(translation: str) -> Iterator[tuple[list[bytes], list[bytes]]]:
    """Per entry its texts (one, or one and many) and what stands for them."""
    texts: list[str] = []
    said: list[str] = []
    here, fuzzy, next_fuzzy = texts, False, False
    for line in [*translation.splitlines(), "msgid"]:
        if line.startswith("#") or not line.strip():
            next_fuzzy = next_fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        word, _, rest = line.partition(" ")
        if word == "msgid":
            if texts and not fuzzy:
                yield [text.encode() for text in texts], [text.encode() for text in said]
            texts, said, fuzzy, next_fuzzy = [], [], next_fuzzy, False
        if word.startswith("msg"):
            here = texts if word.startswith("msgid") else said
            here.append("")
        quoted = (rest if word.startswith("msg") else line).strip()
        here[-1] += ast.literal_eval(quoted) if quoted else ""


def outputs() -> Iterator[tuple[Path, bytes]]:
    """Every file that this writes, with what should be in it."""
    yield TEMPLATE, template().encode("utf-8")
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        yield path.with_suffix(".mo"), compiled(path.read_text(encoding="utf-8"))


def main() -> int:
    """Write all, or compare with what is there."""
    stale = [(path, data) for path, data in outputs() if not path.exists() or path.read_bytes() != data]
    if "--check" in sys.argv[1:]:
        for path, _ in stale:
            print(f"{path.relative_to(ROOT)} is stale: run make messages", file=sys.stderr)
        return 1 if stale else 0
    for path, data in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(f"{path.relative_to(ROOT)} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
