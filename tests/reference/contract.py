"""The laws of the exported document (interface.md §4), each recomputed from the wire without xccviz's own code.

`broken_laws(wire, exported)` compares one `--to json` document with the raw answer it came from. As with the
invariants, a law says nothing where the answer lacks its inputs.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.reference import contract_nodes as nodes
from tests.reference import contract_shape as shape
from tests.reference import contract_sums as sums
from tests.reference.checks import by_id
from tests.reference.wire import Wire


def broken_laws(wire: Wire, exported: Any) -> tuple[list[str], Counter[str]]:
    """All violations, each beginning with its law's name, and the number of checks made by law."""
    violations, made = [], Counter[str]()
    for name, law in LAWS.items():
        for found in law(wire, exported):
            made[name] += 1
            if found is not None:
                violations.append(f"{name}: {found}")
    return violations, made


def contradictions(part: Any, whole: Any) -> list[str]:
    """What the export of a partial or running answer asserts and the export of the whole denies: statuses, slots,
    fates, roles, edges. Unknown, pending and null assert nothing."""
    found, known = [], by_id(whole)
    for node in part["nodes"]:
        final = known.get(node["id"])
        if final is None:
            found.append(f"{node['id']} does not exist")
            continue
        if (node["status"] or {"kind": None})["kind"] not in (None, "unknown", final["status"]["kind"]):
            found.append(f"{node['id']} ended otherwise")
        if node["fate"] not in (None, "pending", "unknown", final["fate"]):
            found.append(f"fate of {node['id']}: {node['fate']}, in the end {final['fate']}")
        if set(node["roles"]) - set(final["roles"]):
            found.append(f"roles of {node['id']}: {node['roles']}, in the end {final['roles']}")
        # A receipt that is not visible yet shows no slots; one that is shows all.
        for shown, real in zip(node["promise_results"], final["promise_results"], strict=False):
            for key in ("awaited", "producer", "result", "value"):
                if shown[key] not in (None, "pending", "unknown", real[key]):
                    found.append(
                        f"{key} of slot {shown['slot']} of {node['id']}: {shown[key]}, in the end {real[key]}"
                    )
    keys = ("kind", "from", "to", "data_id", "slot")
    real_edges = {tuple(edge[key] for key in keys) for edge in whole["edges"]}
    unseen = {node["id"] for node in part["nodes"] if node["predecessor_id"] is None}
    for edge in part["edges"]:
        kinds = (
            ("spawns", "refunds") if edge["to"] in unseen and edge["kind"] == "spawns" else (edge["kind"],)
        )
        rest = tuple(edge[key] for key in keys[1:])
        if not any((kind, *rest) in real_edges for kind in kinds):
            found.append(f"edge {edge}")
    return found


LAWS = {
    law.__name__: law
    for law in (
        shape.conservation,
        shape.order,
        nodes.roles,
        nodes.parties_and_actions,
        nodes.status_and_logs,
        nodes.slots,
        nodes.fates,
        shape.edges,
        shape.timeline,
        sums.completeness,
        sums.transfers,
        sums.tokens,
        sums.gas,
        sums.totals,
        sums.verdict,
        sums.findings,
        sums.values,
    )
}
