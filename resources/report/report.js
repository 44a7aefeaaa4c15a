"use strict";
// Handier, not needed: a node of a drawing and its row lead to each other, rows are filtered, ids are copied.
(() => {
  const root = document.documentElement;
  const all = (where, what) => Array.from(where.querySelectorAll(what));
  root.classList.add("scripted");

  const rows = new Map(all(document, "tbody[data-node]").map((row) => [row.dataset.node, row]));
  const nodes = new Map();
  for (const node of all(document, "g.node")) nodes.set(node.dataset.node, node);
  let chosen = [];
  const choose = (id) => {
    for (const each of chosen) each.classList.remove("chosen");
    chosen = [rows.get(id), nodes.get(id)].filter(Boolean);
    for (const each of chosen) each.classList.add("chosen");
  };
  for (const [id, node] of nodes) {
    if (!rows.has(id)) continue;
    node.addEventListener("click", () => {
      choose(id);
      const row = rows.get(id);
      row.hidden = false;
      const more = row.querySelector(".more > td > details");
      if (more) more.open = true;
      row.scrollIntoView({ block: "center" });
    });
  }
  for (const [id, row] of rows) {
    row.firstElementChild.addEventListener("click", (event) => {
      if (event.target.closest("a, button, [data-copy]")) return;
      choose(id);
      const more = row.querySelector(".more > td > details");
      if (more && !String(getSelection())) more.open = !more.open;
    });
  }

  for (const controls of all(document, ".controls")) {
    const field = controls.querySelector(".find");
    const count = controls.querySelector(".count");
    const table = controls.parentElement.querySelector("table");
    const bodies = Array.from(table.tBodies);
    const texts = bodies.map((body) => body.textContent.toLowerCase());
    const details = all(table, ".more > td > details");
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLowerCase();
      let shown = 0;
      bodies.forEach((body, place) => {
        body.hidden = !texts[place].includes(wanted);
        if (!body.hidden) shown += 1;
      });
      count.textContent = wanted ? `${shown} / ${bodies.length}` : "";
    });
    const turn = (open) => () => details.forEach((each) => { each.open = open; });
    controls.querySelector(".open-all").addEventListener("click", turn(true));
    controls.querySelector(".close-all").addEventListener("click", turn(false));
    controls.hidden = false;
  }

  const words = document.querySelector(".controls");
  for (const id of all(document, "[data-copy]")) {
    if (words && !id.title) id.title = words.dataset.copy;
    id.addEventListener("click", async (event) => {
      if (String(getSelection())) return;
      event.stopPropagation();
      try {
        await navigator.clipboard.writeText(id.dataset.copy);
        const said = id.textContent;
        id.textContent = words ? words.dataset.copied : "✓";
        setTimeout(() => { id.textContent = said; }, 900);
      } catch (refused) {
        getSelection().selectAllChildren(id);
      }
    });
  }
})();
