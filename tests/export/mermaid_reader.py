"""Mermaid itself as the reader of diagrams: what it understands (node), and what it shows (Chromium)."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.readers import Browser, node_package, program

SCRIPT = """
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
const folder = process.argv[1];
const { JSDOM } = createRequire(folder + "/")("jsdom");
const dom = new JSDOM("<!DOCTYPE html>");
globalThis.window = dom.window;
globalThis.document = dom.window.document;
const mermaid = (await import(`file://${folder}/mermaid/dist/mermaid.core.mjs`)).default;
mermaid.initialize({ startOnLoad: false });
const entity = document.createElement("textarea");
function spelled(text) {
  entity.innerHTML = (text ?? "").replace(/ﬂ°°(\\d+)¶ß/g, "&#$1;").replace(/<br ?\\/?>/g, "\\n");
  return entity.value.replaceAll("\\u00a0", " ");
}
const found = [];
for (const source of JSON.parse(readFileSync(0, "utf8"))) {
  try {
    await mermaid.parse(source);
    const { db, type } = await mermaid.mermaidAPI.getDiagramFromText(source);
    const flow = type.startsWith("flowchart");
    found.push({
      type,
      nodes: flow ? [...db.getVertices().values()].map((v) => ({ id: v.id, text: spelled(v.text), classes: v.classes }))
        : [...db.getActors().values()].map((a) => ({ id: a.name, text: spelled(a.description) })),
      edges: flow ? db.getEdges().map((e) => ({ from: e.start, to: e.end, text: spelled(e.text), type: e.type }))
        : db.getMessages().map((m) => ({ from: m.from, to: m.to, text: spelled(m.message), type: m.type })),
    });
  } catch (error) {
    found.push({ error: String(error) });
  }
}
console.log(JSON.stringify(found));
"""
DRAW = """
(async () => {
  mermaid.initialize({ startOnLoad: false });
  const told = [];
  for (const [number, source] of SOURCES.entries()) {
    const { svg } = await mermaid.render(`m${number}`, source);
    const place = document.createElement("div");
    place.innerHTML = svg;
    document.body.append(place);
    told.push([...place.querySelectorAll(".nodeLabel, .edgeLabel .edgeLabel, text")].map((each) => each.innerText
      ?? each.textContent).filter((text) => text));
  }
  return told;
})()
"""


def understood(sources: Sequence[str]) -> list[dict[str, Any]]:
    """What Mermaid's own parser finds in diagrams: `type`, `nodes`, `edges`; `error` where it can't."""
    folder = node_package("mermaid").parent
    node_package("jsdom")
    done = subprocess.run(
        [program("node"), "--input-type=module", "-e", SCRIPT, str(folder)],
        input=json.dumps(list(sources)),
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def shown(browser: Browser, folder: Path, sources: Sequence[str]) -> list[list[str]]:
    """The texts that a page with these diagrams shows; the page lies in `folder`."""
    script = (node_package("mermaid") / "dist" / "mermaid.min.js").as_uri()
    page = folder / "page.html"
    page.write_text(f'<!doctype html><meta charset="utf-8"><body><script src="{script}"></script>', "utf-8")
    browser.open(page)
    texts: list[list[str]] = browser.run(DRAW.replace("SOURCES", json.dumps(list(sources))))
    return [[text.replace("\u00a0", " ") for text in each] for each in texts]
