"""Files that are written from data, and looked at whether they are stale."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path


def made(folder: Path, files: Mapping[str, Callable[[], str]], arguments: list[str]) -> int:
    """Write all of them into `folder`, or with `--check` say by the exit status whether one is stale."""
    texts = {folder / name: write() for name, write in files.items()}
    if arguments == ["--check"]:
        return int(
            any(not file.exists() or file.read_text(encoding="utf-8") != text for file, text in texts.items())
        )
    folder.mkdir(exist_ok=True)
    for file, text in texts.items():
        file.write_text(text, encoding="utf-8")
        print(f"{folder.parent.name}/{folder.name}/{file.name} written")
    return 0
