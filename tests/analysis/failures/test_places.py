"""Where a contract panicked, and which line of the source that it names that is; never an address of the chain's."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference.panics import COMMIT, PAGE, PLACE, SNAPSHOT, panicked, panicked_raw, with_source
from xccviz.analysis.failures.places import FORGES, PanicPlace, SourceLine, source_line
from xccviz.document import build_document
from xccviz.parse.contracts import Contract


def contract(snapshot: str | None = SNAPSHOT, path: str | None = None, **said: str) -> Contract:
    return Contract("a.near", snapshot=snapshot, path=path, **said)


def address(at: str, said: Contract) -> str | None:
    line = source_line(at, said)
    return line.address if line is not None else None


def test_a_line_of_the_commit_that_the_contract_names() -> None:
    assert source_line("src/lib.rs:45:9", contract()) == SourceLine(
        repository="github.com/near-examples/hello",
        commit=COMMIT,
        file="src/lib.rs",
        line=45,
        address=f"https://github.com/near-examples/hello/blob/{COMMIT}/src/lib.rs#L45",
    )


@pytest.mark.parametrize(
    ("at", "path", "file"),
    [
        ("src/lib.rs:1:1", "contracts/ft", "contracts/ft/src/lib.rs"),  # a workspace of its own
        ("contracts/ft/src/lib.rs:1:1", "contracts/ft", "contracts/ft/src/lib.rs"),  # that of the repository
        ("ft/src/lib.rs:1:1", "contracts/ft", "contracts/ft/src/lib.rs"),  # one between them
        ("lib/src/x.rs:1:1", "ft", "lib/src/x.rs"),  # another package of it
        ("src\\a b.rs:1:1", ".", "src/a b.rs"),
        ("./src/lib.rs:1:1", "./ft/", "ft/src/lib.rs"),
        ("src/src/lib.rs:1:1", None, "src/src/lib.rs"),
        ("/rustc/abc/library/core/src/option.rs:1:1", None, None),
        ("/root/.cargo/registry/src/near-sdk-5.1.0/src/lib.rs:1:1", None, None),
        ("C:\\work\\src\\lib.rs:1:1", None, None),
        ("../lib/src/x.rs:1:1", None, None),
        ("src/lib.rs:1:1", "../elsewhere", None),
        ("src/lib.rs:0:1", None, None),
        ("src/lib.rs", None, None),
    ],
)
def test_the_file_from_the_root_of_the_repository(at: str, path: str | None, file: str | None) -> None:
    line = source_line(at, contract(path=path))
    assert (line.file if line is not None else None) == file


@pytest.mark.parametrize(
    ("said", "page"),
    [
        (contract(f"git+https://gitlab.com/a/b/c?rev={COMMIT}"), f"gitlab.com/a/b/c/-/blob/{COMMIT}/src/x.rs#L3"),
        (contract(f"https://codeberg.org/a/b#{COMMIT}"), f"codeberg.org/a/b/src/commit/{COMMIT}/src/x.rs#L3"),
        (contract(None, link="https://github.com/a/b/tree/0123abc/c"), "github.com/a/b/blob/0123abc/src/x.rs#L3"),
        (contract(None, link="https://github.com/a/b/", version=COMMIT), f"github.com/a/b/blob/{COMMIT}/src/x.rs#L3"),
        (contract("", link="https://bitbucket.org/a/b/src/0abc123"), "bitbucket.org/a/b/src/0abc123/src/x.rs#lines-3"),
        (contract("ipfs:", link="https://gitlab.com/a/b/-/tree/0abc123"), "gitlab.com/a/b/-/blob/0abc123/src/x.rs#L3"),
    ],
)  # fmt: skip
def test_sources_as_contracts_name_them(said: Contract, page: str) -> None:
    assert address("src/x.rs:3:1", said) == f"https://{page}"


@pytest.mark.parametrize(
    "snapshot",
    [
        "git+https://github.com/a/b",  # no commit
        "git+https://github.com/a/b?rev=main",  # a branch moves
        f"git+https://example.org/a/b?rev={COMMIT}",  # nobody knows its pages
        f"http://github.com/a/b?rev={COMMIT}",
        f"javascript:alert(1)//github.com/a/b?rev={COMMIT}",
        f"git+https://github.com@evil.example/a/b?rev={COMMIT}",
        f"git+https://github.com:8443/a/b?rev={COMMIT}",
        f"git+https://github.com/a?rev={COMMIT}",
        f"git+https://github.com/../b?rev={COMMIT}",
        f"git+https://github.com/a/b/c?rev={COMMIT}",
    ],
)
def test_what_names_no_commit_on_a_known_host_leads_nowhere(snapshot: str) -> None:
    assert source_line("src/lib.rs:45:9", contract(snapshot)) is None


hostile = st.text() | st.text(alphabet="a/:.#?&@%\\ <>\"'\n~-{}LINE19")


@given(hostile, hostile, hostile, hostile)
def test_whatever_the_chain_says_an_address_is_a_page_of_a_known_host(
    file: str, path: str, snapshot: str, link: str
) -> None:
    for said in (contract(snapshot, path, link=link), contract(SNAPSHOT + link, path), contract(path=path)):
        line = source_line(f"{file}:45:9", said)
        if line is None:
            continue
        parts = urlsplit(line.address)
        assert (parts.scheme, parts.query) == ("https", "")
        assert parts.netloc in FORGES and line.repository.startswith(parts.netloc)
        assert line.address.isascii() and not set(line.address) & set(" <>\"'\\\n{}")
        assert ".." not in unquote(parts.path).split("/")
        assert unquote(parts.path).endswith(f"{line.commit}/{line.file}")


def test_a_recorded_panic_says_where_and_its_contract_from_what() -> None:
    document, node = panicked(asked=False)
    assert document.places == {node: PanicPlace(PLACE)}
    document, node = panicked()
    source = document.places[node].source
    assert source is not None and source.address == PAGE


def test_another_contract_says_nothing_of_it() -> None:
    document = build_document(with_source(panicked_raw(), "another.near"))
    assert [place.source for place in document.places.values()] == [None]
