"""What the parts of the graph are called in a file that scripts read: nodes, groups, edges."""

from __future__ import annotations

from xccviz.analysis.types import Analysis
from xccviz.display.hosting import Tag
from xccviz.layout.layered.types import Box, EdgePath, LayeredLayout
from xccviz.replay.standing import progress_counts, progress_of
from xccviz.replay.types import Moment


def graph_tags(analysis: Analysis, layout: LayeredLayout, moment: Moment | None) -> dict[str, Tag]:
    """The tags of all owners."""
    tags = {path.key: _edge_tag(analysis, path) for path in layout.edges}
    for box in layout.boxes:
        tag = _box_tag(analysis, box, moment)
        if tag is not None:
            tags[box.key] = tag
    return tags


def _box_tag(analysis: Analysis, box: Box, moment: Moment | None) -> Tag | None:
    if box.node is not None:
        return Tag("node", (("node", box.node), ("progress", progress_of(analysis, box.node, moment))))
    if not box.members:
        return None
    failed = progress_counts(analysis, box.members, moment)["failed"]
    return Tag("group", (("count", str(len(box.members))), ("failed", str(failed))))


def _edge_tag(analysis: Analysis, path: EdgePath) -> Tag:
    """All nodes at both ends: of what is folded one line stands for many edges."""
    edges = [analysis.graph.edges[i] for i in path.edges]
    sources = dict.fromkeys(edge.source or "" for edge in edges)
    targets = dict.fromkeys(edge.target for edge in edges)
    slots = ",".join(map(str, path.slots))
    return Tag(
        "edge",
        (("kind", path.kind), ("from", " ".join(sources)), ("to", " ".join(targets)), ("slot", slots)),
    )
