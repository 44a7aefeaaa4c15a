"""Where in its source a contract panicked, and the page of that line where the contract names its source (NEP-330,
protocol.md §8.3).

    panicked at src/lib.rs:45:9: …          git+https://github.com/owner/name?rev=COMMIT, contract_path contracts/ft
      └ https://github.com/owner/name/blob/COMMIT/contracts/ft/src/lib.rs#L45

Both texts are the contract's own: an address is put together from parts that can be nothing else, on hosts whose pages
are known here, and is never one that the chain wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from xccviz.analysis.types import NodeFacts
from xccviz.graph.types import Node
from xccviz.model.raw import RawDocument
from xccviz.parse.contracts import Contract, contracts_in
from xccviz.patterns import later
from xccviz.values import frozen

LONGEST = 400
"""Characters of a place, and of each text that a source is named by."""

_PLACE = later(r"(?P<file>[^\x00-\x1f:?#]+):(?P<line>[1-9]\d{0,6}):\d{1,7}\Z")
_SOURCE = later(
    r"(?:git\+)?https://(?P<host>[a-z0-9.-]+)/(?P<repo>[A-Za-z0-9._~-]+(?:/[A-Za-z0-9._~-]+)+?)/?"
    r"(?:(?:/-)?/(?:tree|blob|commit|commits|src|src/commit)/(?P<within>[0-9a-f]{7,64})(?:/[^?#]*)?)?"
    r"(?:\?(?:[^#]*&)?rev=(?P<rev>[0-9a-f]{7,64})(?:&[^#]*)?)?(?:#(?P<mark>[0-9a-f]{7,64}))?\Z"
)
_COMMIT = later(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")


@frozen
class Forge:
    """A host of repositories, and the path of a line's page, with places for what is filled in. `deepest`:
    parts that the name of a repository can have."""

    host: str
    page: str
    deepest: int = 2


FORGES: Mapping[str, Forge] = {
    forge.host: forge
    for forge in (
        Forge("github.com", "{repository}/blob/{commit}/{file}#L{line}"),
        Forge("gitlab.com", "{repository}/-/blob/{commit}/{file}#L{line}", deepest=20),
        Forge("codeberg.org", "{repository}/src/commit/{commit}/{file}#L{line}"),
        Forge("bitbucket.org", "{repository}/src/{commit}/{file}#lines-{line}"),
        Forge("git.sr.ht", "{repository}/tree/{commit}/item/{file}#L{line}"),
    )
}


@frozen
class SourceLine:
    """A line of a commit: `repository` with its host (`github.com/owner/name`), `file` from the repository's root, and
    the `address` of its page, https always."""

    repository: str
    commit: str
    file: str
    line: int
    address: str


@frozen
class PanicPlace:
    """Where it panicked, as the contract said it (`src/lib.rs:45:9`), and that line of the source that the contract
    names; None where it was not asked, names none, or names one that tells no such line."""

    at: str
    source: SourceLine | None = None


def panic_places(
    nodes: Iterable[Node], facts: Mapping[str, NodeFacts], documents: Iterable[RawDocument]
) -> dict[str, PanicPlace]:
    """The places of all panics that have one, by node; what contracts say of themselves in `documents` is
    looked up when there is one."""
    found: dict[str, PanicPlace] = {}
    named: dict[str, Contract] | None = None
    for node in nodes:
        status = facts[node.id].status
        at = (
            status.error.parameters.get("location")
            if status is not None and status.error is not None
            else None
        )
        if not isinstance(at, str) or not at:
            continue
        if named is None:
            named = {contract.account_id: contract for contract in contracts_in(documents)}
        contract = named.get(node.outcome.executor_id or "") if node.outcome is not None else None
        found[node.id] = PanicPlace(at, source_line(at, contract) if contract is not None else None)
    return found


def source_line(at: str, contract: Contract) -> SourceLine | None:
    """The line `at` (`file:line:column`) of the commit that a contract says it was built from; None where it names no
    commit on a known host, or where the file lies outside of what it names (the standard library, a dependency)."""
    place = _PLACE.match(at) if len(at) <= LONGEST else None
    file = _inside(place["file"], contract.path or "") if place is not None else None
    if place is None or file is None:
        return None
    for said in (contract.snapshot, contract.link):
        source = _SOURCE.match(said) if said is not None and len(said) <= LONGEST else None
        forge = FORGES.get(source["host"]) if source is not None else None
        if source is None or forge is None:
            continue
        repository = source["repo"].removesuffix(".git")
        parts = repository.split("/")
        commit = source["rev"] or source["mark"] or source["within"] or _version(contract)
        if commit is None or len(parts) > forge.deepest or not all(part.strip(".") for part in parts):
            continue
        page = forge.page.format(repository=repository, commit=commit, file=quote(file), line=place["line"])
        return SourceLine(
            repository=f"{forge.host}/{repository}",
            commit=commit,
            file=file,
            line=int(place["line"]),
            address=f"https://{forge.host}/{page}",
        )
    return None


def _version(contract: Contract) -> str | None:
    """NEP-330 lets the version be the hash of the commit."""
    said = contract.version or ""
    return said if _COMMIT.match(said) else None


def _inside(file: str, package: str) -> str | None:
    """A panic's file from the root of the repository. The compiler names it from the root of the workspace, which is
    the repository's, a folder above the `package`, or the package itself."""
    parts, above = _parts(file), _parts(package)
    if not parts or above is None:
        return None
    if parts[0] == "src":
        return "/".join((*above, *parts))
    for shared in range(min(len(above), len(parts) - 1), 0, -1):
        if above[-shared:] == parts[:shared]:
            return "/".join((*above[:-shared], *parts))
    return "/".join(parts)


def _parts(path: str) -> tuple[str, ...] | None:
    """The parts of a path below a root; None for one that leads elsewhere."""
    path = path.replace("\\", "/")
    parts = tuple(part for part in path.split("/") if part not in ("", "."))
    return None if path.startswith(("/", "~")) or ".." in parts else parts
