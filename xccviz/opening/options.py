"""How to open, and what comes of it: the values that the command line, the window and this room pass around."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xccviz.settings.networks import NETWORKS, Network
from xccviz.settings.rows import (
    API_KEY,
    CACHE_SIZE,
    INDEXER,
    MAX_ANSWER,
    NETWORK,
    RPC,
    TIMEOUT,
    Settings,
)
from xccviz.sources.network.wanted import DEFAULT_EXTRAS, Extra
from xccviz.values import field, frozen, replace

if TYPE_CHECKING:
    from xccviz.decode.types import Decoder
    from xccviz.document import Document


def _built_in() -> tuple[Decoder, ...]:
    from xccviz.decode.registry import DECODERS

    return DECODERS


@frozen
class OpenOptions:
    """How to open: `network` (None: not chosen) and `rpc` (endpoints instead of the network's, in order of preference),
    `signer` of the transaction, `timeout` in seconds for the whole, `offline` to refuse the network, `api_key` for the
    given endpoints and those that take one, what else to fetch (`extras`, see `network/wanted`), the folder of the
    cache (None: neither read nor written) with its size in bytes, the longest answer that is read (None: 64 MiB), and
    whether a network's transaction indexer is asked when no endpoint knows it. An address in `rpc` that ends in /v0 is
    an indexer's. `networks` there are, `first_network` is asked first when none is chosen, `find_key` looks for a
    stored key of a network (by name, None: of none). `decoders` read the bytes; `remarks` are told with each document.
    `discreet`: of a file that holds no transaction nothing is told but that.
    """

    network: str | None = None
    rpc: tuple[str, ...] = ()
    signer: str | None = None
    timeout: float = TIMEOUT.default
    offline: bool = False
    api_key: str | None = field(default=None, repr=False)
    extras: frozenset[Extra] = DEFAULT_EXTRAS
    cache_dir: Path | None = None
    cache_bytes: int = CACHE_SIZE.default
    max_answer_bytes: int | None = None
    indexer: bool = False
    networks: Mapping[str, Network] = field(default_factory=lambda: NETWORKS, repr=False)
    first_network: str = NETWORK.default
    find_key: Callable[[str | None], str | None] | None = field(default=None, repr=False, compare=False)
    decoders: tuple[Decoder, ...] = field(default_factory=_built_in, repr=False, compare=False)
    remarks: tuple[str, ...] = ()
    discreet: bool = False


def options_of(
    settings: Settings,
    find_key: Callable[[str | None], str | None],
    *,
    network: str | None = None,
    rpc: Sequence[str] = (),
    signer: str | None = None,
    timeout: float | None = None,
    offline: bool = False,
    cache: bool = True,
) -> OpenOptions:
    """How to open, from what was chosen for this run, then the environment, then config.toml (both in `settings`);
    `find_key` as in OpenOptions."""
    return OpenOptions(
        network=network or settings.chosen_network,
        rpc=tuple(rpc) or settings[RPC],
        signer=signer,
        timeout=timeout if timeout is not None else settings[TIMEOUT],
        offline=offline,
        api_key=settings[API_KEY] or None,
        cache_dir=settings.cache_dir if cache else None,
        cache_bytes=settings[CACHE_SIZE],
        max_answer_bytes=settings[MAX_ANSWER],
        indexer=settings[INDEXER],
        networks=settings.networks,
        first_network=settings[NETWORK],
        find_key=find_key,
    )


def heeding(options: OpenOptions, settings: Settings) -> OpenOptions:
    """`options` with what settings of the file may change while they are used; what was given for this run stays as it
    is, as it can't be changed there."""
    return replace(
        options,
        timeout=settings[TIMEOUT],
        cache_bytes=settings[CACHE_SIZE],
        max_answer_bytes=settings[MAX_ANSWER],
        indexer=settings[INDEXER],
        first_network=settings[NETWORK],
    )


@frozen
class OpenResult:
    """An opened transaction, the id of the node that its address, receipt id or sample points at (or None), remarks
    about where it came from, what fetching it cost, one line a kind of document, and what each endpoint said that was
    asked for it."""

    document: Document
    select: str | None = None
    notes: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
