"""What `make docs` does beside MkDocs: pages from outside of docs/, links among them, and a look at what was built."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE = {
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "SECURITY.md": "security.md",
}
"""Files beside docs/ that are pages → what they are called there."""

_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_LOADED = re.compile(
    r"<(?:script|img|iframe|source|link)\b[^>]*?\b(?:src|href)=[\"']?(?:https?:)?//[^\"'\s>]+", re.I
)
_MERELY_NAMED = re.compile(r"rel=[\"']?(?:canonical|alternate|edit)\b", re.I)


def on_files(files: Files, config: Any) -> Files:
    """Add the pages from outside, and a list of the decisions."""
    for source, page in OUTSIDE.items():
        if (ROOT / source).is_file():
            text = (ROOT / source).read_text(encoding="utf-8")
            files.append(File.generated(config, page, content=_linked(_unescaped(text), ROOT)))
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"), reverse=True)
    titles = (path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ") for path in decisions)
    rows = [f"- [{title}]({path.name})" for title, path in zip(titles, decisions, strict=True)]
    text = "\n".join(["# Decisions", "", "Why things are as they are, the newest first.", "", *rows, ""])
    files.append(File.generated(config, "decisions/index.md", content=text))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Links of a page of docs/ that lead out of it, and codes in its tables."""
    source = page.file.abs_src_path
    if source is None or not Path(source).is_relative_to(ROOT / "docs"):
        return markdown
    return _linked(_unescaped(markdown), Path(source).parent)


def _unescaped(markdown: str) -> str:
    """Markdown whose tables have no backslash before the | of a code: GitHub wants one there, MkDocs would show it."""
    rows = (
        _CODE.sub(lambda code: code[0].replace(r"\|", "|"), line) if line.startswith("|") else line
        for line in markdown.split("\n")
    )
    return "\n".join(rows)


def _linked(markdown: str, folder: Path) -> str:
    """Markdown of a file in `folder`, whose links lead where the site has what they name; what it hasn't is named."""

    def put(link: re.Match[str]) -> str:
        picture, words, target = link.groups()
        path, mark, anchor = target.partition("#")
        if picture or not path or "://" in path or path.startswith("mailto:"):
            return link[0]
        found = (folder / path).resolve()
        if found == ROOT / "docs" / "decisions":
            return f"[{words}](decisions/index.md)"
        if found.is_relative_to(ROOT / "docs"):
            inside = folder.is_relative_to(ROOT / "docs")
            return link[0] if inside else f"[{words}]({found.relative_to(ROOT / 'docs')}{mark}{anchor})"
        page = OUTSIDE.get(found.relative_to(ROOT).as_posix())
        return f"[{words}]({page}{mark}{anchor})" if page else words

    return _LINK.sub(put, markdown)


def on_post_build(config: Any) -> None:
    """Fail where a page loads something from elsewhere: the site is read offline, and tells nobody who reads it."""
    site = Path(config.site_dir)
    loaded = [
        f"{page.relative_to(site)}: {found[0]}"
        for page in sorted(site.rglob("*.html"))
        for found in _LOADED.finditer(page.read_text(encoding="utf-8"))
        if not _MERELY_NAMED.search(found[0])
    ]
    if loaded:
        raise PluginError("pages load from elsewhere:\n" + "\n".join(loaded))
