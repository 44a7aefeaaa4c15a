"""An HTML page read strictly: every tag closed in its order, every link leading somewhere, nothing that runs."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from html.parser import HTMLParser

VOID = {"meta", "input", "br"}
TAGS = {
    "html", "head", "meta", "title", "style", "script", "body", "main", "header", "footer", "section", "article", "div",
    "p", "h1", "h2", "h3", "small", "strong", "span", "a", "code", "pre", "ul", "ol", "li", "dl", "dt", "dd", "details",
    "summary", "table", "caption", "thead", "tbody", "tr", "th", "td", "input", "button", "output",
    "svg", "symbol", "use", "path", "g", "rect", "text", "desc", "defs", "pattern",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "id", "class", "title", "href", "download", "open", "hidden",
    "type", "placeholder", "aria-label", "aria-labelledby", "aria-hidden", "role", "tabindex", "scope", "colspan",
    "data-node", "data-progress", "data-kind", "data-from", "data-to", "data-slot", "data-count", "data-failed",
    "data-copy", "data-copied", "rel",
    "xmlns", "width", "height", "viewbox", "d", "x", "y", "rx", "fill", "stroke", "stroke-width", "stroke-dasharray",
    "stroke-linecap", "stroke-linejoin", "font-size", "text-anchor", "textlength", "lengthadjust", "text-decoration",
    "patternunits",
}  # fmt: skip
"""What pages are made of: anything else has come out of a text."""


class Page(HTMLParser):
    """A page that has been read; `words`: its text by the names of the elements around it, outermost first."""

    def __init__(self, data: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.source = data.decode("utf-8")
        self.open: list[str] = []
        self.count: Counter[str] = Counter()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.ids: list[str] = []
        self.words: list[tuple[tuple[str, ...], str]] = []
        self.headings: list[int] = []
        assert self.source.startswith("<!DOCTYPE html>\n<html lang=")
        self.feed(self.source)
        self.close()
        assert self.open == []
        self._hold()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names) and set(names) <= ATTRIBUTES, names
        found = dict(attrs)
        self.elements.append((tag, found))
        self.count[tag] += 1
        if "id" in found:
            self.ids.append(found["id"] or "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert "svg" in self.open, tag
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, (self.open[-3:], tag)
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.words.append((tuple(self.open), data))

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError("a declaration")

    def handle_pi(self, data: str) -> None:
        raise AssertionError("an instruction")

    def text(self, inside: str = "body", without: str = "script") -> str:
        """All words inside of elements of a name, one after the other."""
        return "".join(words for path, words in self.words if inside in path and without not in path)

    def attribute(self, tag: str, name: str) -> list[str]:
        """What an attribute says, element by element."""
        return [found[name] or "" for each, found in self.elements if each == tag and name in found]

    def _hold(self) -> None:
        """What holds of every page."""
        assert (self.count["script"], self.count["style"], self.count["title"] >= 1) == (1, 1, True)
        assert len(set(self.ids)) == len(self.ids)
        ids = set(self.ids)
        for link in self.attribute("a", "href") + self.attribute("use", "href"):
            leads_away = re.match(
                r"https://(github\.com|gitlab\.com|codeberg\.org|bitbucket\.org|git\.sr\.ht)/", link
            )
            inside = link.removeprefix("#") in ids or link.startswith("data:application/gzip;base64,")
            assert inside or leads_away, link
        for named in self.attribute("svg", "aria-labelledby"):
            assert set(named.split()) <= ids
        assert self.headings[0] == 1 and self.headings.count(1) == 1
        assert all(b <= a + 1 for a, b in zip(self.headings, self.headings[1:], strict=False)), self.headings
        assert all(found.get("scope") in ("col", "row") for tag, found in self.elements if tag == "th")
        assert all(found.get("aria-label") for tag, found in self.elements if tag == "input")
        assert self.count["table"] == self.count["caption"]
        (policy,) = [
            f["content"] or "" for t, f in self.elements if f.get("http-equiv") == "Content-Security-Policy"
        ]
        style, script = self.text("style", "body"), self.text("script", "head")
        assert policy == (
            f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
            "font-src data:; base-uri 'none'; form-action 'none'"
        )
        assert set(re.findall(r"url\((.{5})", style)) == {"data:"}
        assert "@import" not in style


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
