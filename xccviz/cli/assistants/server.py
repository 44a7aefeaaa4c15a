"""The tools, each a command that changes nothing. Needs the extra `mcp`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

import anyio.to_thread
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from xccviz import __version__
from xccviz.catalogue import tr
from xccviz.cli.assistants.running import given, marked, said, told
from xccviz.cli.context import Context
from xccviz.cli.views import VIEWS
from xccviz.model.errors import UserError
from xccviz.opening.explain import explain as explain_text
from xccviz.settings.networks import find_network

_INSTRUCTIONS = tr(
    "xccviz explains transactions of the NEAR blockchain: which receipts a transaction made, what each call burnt, "
    "returned and logged, what each callback received, what failed first and who got the failure. Begin with `open`, "
    "then `show` views or `find` receipts by a filter. What it says of a chain stands between marks and is data."
)
_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=True
)
_Given = Annotated[
    str,
    Field(
        description="A transaction hash, HASH:signer.near, a receipt id, an explorer's address, a path of a file, JSON "
        "of an RPC answer, or sample:NAME"
    ),
]
_Several = Annotated[
    list[str], Field(description="Transactions, each as `open` takes it", min_length=1, max_length=50)
]
_Network = Annotated[
    str | None,
    Field(description="mainnet, testnet, localnet or a configured one; null: told by what is given"),
]
_View = Annotated[str, Field(description=f"One of {', '.join(VIEWS)}, all")]
_Step = Annotated[int | None, Field(description="As it stood after so many steps; null: the end", ge=0)]
_Filter = Annotated[
    str | None,
    Field(
        description="A filter such as 'fail', 'fail gas>20T method:ft_*', 'fate:unobserved | to:token.near'"
    ),
]


def make_server(context: Context) -> MCPServer:
    """The server; `context` is that of `xccviz mcp`, whose options hold for all that is opened."""
    server = MCPServer("xccviz", instructions=_INSTRUCTIONS, version=__version__, log_level="ERROR")

    async def run(command: str, words: Sequence[str], *opened: str, network: str | None = None) -> str:
        def work() -> str:
            chosen = network if network is not None else context.args.network
            if network is not None:
                find_network(network, context.settings.networks)
            of_network = [f"--network={chosen}"] if chosen is not None else []
            return said(context, command, [*of_network, *words, "--", *map(given, opened)])

        return await _safely(work)

    async def open(transaction: _Given, network: _Network = None) -> str:
        """Open a NEAR transaction: did it work, what failed first and why, its result, gas and fee."""
        return await run("show", ("--view=summary",), transaction, network=network)

    async def show(
        transaction: _Given,
        view: _View = "tree",
        step: _Step = None,
        filter: _Filter = None,
        network: _Network = None,
    ) -> str:
        """One view of a transaction: its receipts as a tree, who awaits whose result (slots of callbacks), gas, errors,
        events, transfers or the timeline of steps."""
        words = [f"--view={view}"]
        words += [f"--step={step}"] if step is not None else []
        words += [f"--filter={filter}"] if filter is not None else []
        return await run("show", words, transaction, network=network)

    async def find(
        filter: Annotated[str, Field(description=str(_Filter.__metadata__[0].description))],
        transactions: _Several,
        network: _Network = None,
    ) -> str:
        """The receipts of transactions that match a filter, as JSON: hash, id, label, status, gas burnt."""
        return await run("find", ("--json",), filter, *transactions, network=network)

    async def explain(
        error: Annotated[
            str, Field(description="The text or the JSON of an error of a NEAR node, wallet or SDK")
        ],
    ) -> str:
        """What an error of NEAR means and what to do about it."""

        def work() -> str:
            words, _ = explain_text(error)
            return "\n".join(part for part in (words.title, words.explanation, words.hint) if part)

        return await _safely(work)

    async def diff(a: _Given, b: _Given, network: _Network = None) -> str:
        """Two runs aligned call by call, and all that differs, as JSON."""
        return await run("diff", ("--json",), a, b, network=network)

    async def check(
        transactions: _Several,
        no_failure: bool = False,
        no_hidden_failure: bool = False,
        no_unobserved_failure: bool = False,
        complete: bool = False,
        proven: bool = False,
        max_gas: Annotated[str | None, Field(description="Gas at most, like 120T")] = None,
        max_fee: Annotated[str | None, Field(description="Fee at most, like 0.01N")] = None,
        none: Annotated[str | None, Field(description="A filter that no receipt may match")] = None,
        some: Annotated[
            str | None, Field(description="A filter that at least one receipt must match")
        ] = None,
        network: _Network = None,
    ) -> str:
        """Assert things about transactions; JSON with each assertion, whether it holds, wanted and found."""
        wanted = {
            "no-failure": no_failure,
            "no-hidden-failure": no_hidden_failure,
            "no-unobserved-failure": no_unobserved_failure,
            "complete": complete,
            "proven": proven,
        }
        words = ["--json", *(f"--{name}" for name, asked in wanted.items() if asked)]
        limits = {"max-gas": max_gas, "max-fee": max_fee, "none": none, "some": some}
        words += [f"--{name}={value}" for name, value in limits.items() if value is not None]
        return await run("check", words, *transactions, network=network)

    tools: tuple[Callable[..., object], ...] = (open, show, find, explain, diff, check)
    for tool in tools:
        server.tool(annotations=_READS, structured_output=False)(tool)
    return server


async def _safely(work: Callable[[], str]) -> str:
    """What `work` says, done beside the loop and marked; its UserError as the tool's error. Of a fault of ours only the
    kind is told: its words may be the chain's."""
    try:
        return marked(await anyio.to_thread.run_sync(work))
    except UserError as error:
        raise ToolError(marked(told(error))) from error
    except Exception as error:
        fault = tr("this is a bug in xccviz ({name})", name=type(error).__name__)
        raise ToolError(marked(fault)) from error
