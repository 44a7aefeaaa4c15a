"""config.toml: what it may say, how trouble with it is told, and that writing loses nothing."""

# covers: xccviz/settings/keys.py, xccviz/settings/writing.py

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from xccviz import atomic
from xccviz.model.errors import UserError
from xccviz.settings.file import load_settings, read_config
from xccviz.settings.keys import forget_key, keep_key, keyring_trouble, stored_key, where_kept
from xccviz.settings.networks import NETWORKS, EndpointSpec
from xccviz.settings.rows import CACHE_SIZE, INDEXER, KEYS, MAX_ANSWER, NETWORK, TEXT_SIZE, THEME, TIMEOUT
from xccviz.settings.writing import REMOVED, write_config

FULL = """\
# mine
network = "private"   # at work
theme = "dark"
timeout = 12.5
cache_size_mib = 64
max_answer_mib = 0.5
indexer = true
plugins = { colour = "blue" }

[networks.private]
chain_id = "private-1"
account_suffix = ".corp"
indexer = "https://indexer.example"
endpoints = [
    "https://one.example",
    { url = "https://two.example", archival = true, api_key = true },
]
note = "unknown to us"

[networks.mainnet]
account_suffix = ".near"
"""
SECRET = "k3y-that-nobody-may-see-0123456789"


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "config.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {"HOME": str(folder), "XCCVIZ_CONFIG_DIR": str(folder), **more}


def refused(path: Path) -> UserError:
    before = path.read_bytes()
    with pytest.raises(UserError) as caught:
        read_config(path)
    with pytest.raises(UserError):
        write_config(path, {("theme",): "light"})
    assert path.read_bytes() == before
    assert caught.value.kind == "usage"
    assert str(path) in caught.value.message and caught.value.hint
    assert SECRET not in caught.value.message + caught.value.hint
    return caught.value


def test_everything_it_may_say(tmp_path: Path) -> None:
    written(tmp_path, FULL)
    settings = load_settings(environment(tmp_path))
    assert (settings[NETWORK], settings.chosen_network) == ("private", None)
    assert (settings[THEME], settings[TIMEOUT], settings[INDEXER]) == ("dark", 12.5, True)
    assert (settings[CACHE_SIZE], settings[MAX_ANSWER]) == (64 << 20, 1 << 19)
    private = settings.networks["private"]
    assert private.endpoints == (
        EndpointSpec("https://one.example"),
        EndpointSpec("https://two.example", archival=True, takes_key=True),
    )
    assert (private.chain_id, private.account_suffix) == ("private-1", ".corp")
    assert private.indexer == "https://indexer.example"
    assert settings.networks["mainnet"] == NETWORKS["mainnet"]


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    settings = load_settings(environment(tmp_path))
    assert (settings[NETWORK], settings[THEME], settings[TIMEOUT]) == ("mainnet", "system", 30)
    assert (settings.networks, settings[INDEXER]) == (NETWORKS, False)


def test_the_environment_beats_the_file(tmp_path: Path) -> None:
    written(tmp_path, FULL)
    settings = load_settings(environment(tmp_path, XCCVIZ_NETWORK="testnet"))
    assert (settings[NETWORK], settings.chosen_network) == ("testnet", "testnet")
    assert settings[THEME] == "dark"


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ('theme = "dark"\ntimeout = \n', 2, "TOML"),
        (f'[networks.a]\nendpoints = ["https://{SECRET}@a.example"\n', 3, "TOML"),
        (f'theme = "dark"\n\ntheme = "{SECRET}"\n', 3, "TOML"),
        ("a = " + "[" * 5000 + "]" * 5000 + "\n", 2, "TOML"),
        (b'theme = "dark"\n# \xff\n', 2, "UTF-8"),
        ('\ntheme = "pink"\n', 2, "theme"),
        ('timeout = "soon"\n', 1, "timeout"),
        ("timeout = nan\n", 1, "timeout"),
        ("timeout = true\n", 1, "timeout"),
        ("timeout = -1\n", 1, "timeout"),
        ("cache_size_mib = 0\n", 1, "cache_size_mib"),
        ('indexer = "yes"\n', 1, "indexer"),
        ("network = 7\n", 1, "network"),
        (f'# a\napi_key = "{SECRET}"\n', 2, "api_key"),
        ("networks = 1\n", 1, "networks"),
        ("[networks]\nprivate = 1\n", 2, "networks.private"),
        ("[networks.private]\nchain_id = 'x'\n", 1, "endpoints"),
        ("[networks.private]\nendpoints = []\n", 2, "endpoints"),
        ("[networks.private]\n\nendpoints = ['ftp://a']\n", 3, "http"),
        ("[networks.private]\nendpoints = ['http://[']\n", 2, "http"),
        ("[networks.private]\nendpoints = [{archival = true}]\n", 2, "url"),
        ("[networks.private]\nendpoints = [{url = 'http://a', archival = 'no'}]\n", 2, "archival"),
        (f"[networks.private]\nendpoints = [{{url = 'http://a', api_key = '{SECRET}'}}]\n", 2, "api_key"),
        ("[networks.'a b']\nendpoints = ['http://a']\n", 1, "name"),
        ("[networks.testnet]\nindexer = 'tx.example'\n", 2, "indexer"),
    ],
)
def test_trouble_is_told_with_its_line(tmp_path: Path, text: str | bytes, line: int, word: str) -> None:
    error = refused(written(tmp_path, text))
    assert f"line {line}" in error.message
    assert word in error.message


def test_a_default_network_that_is_not_there_is_told(tmp_path: Path) -> None:
    written(tmp_path, "theme = 'dark'\nnetwork = 'mainet'\n")
    with pytest.raises(UserError) as caught:
        load_settings(environment(tmp_path))
    assert "line 2" in caught.value.message and "mainnet" in caught.value.hint


def test_writing_keeps_comments_order_and_unknown_keys(tmp_path: Path) -> None:
    path = written(tmp_path, FULL.replace("\n", "\r\n"))
    os.chmod(path, 0o640)
    write_config(path, {("theme",): "light", ("networks", "fresh", "endpoints"): ["https://three.example"]})
    text = path.read_bytes().decode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [row for row in FULL.splitlines() if row not in text.splitlines()] == ['theme = "dark"']
    expected = tomllib.loads(FULL) | {"theme": "light"}
    expected["networks"]["fresh"] = {"endpoints": ["https://three.example"]}
    assert tomllib.loads(text) == expected


def test_a_linked_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    real = written(tmp_path / "dotfiles", "# mine\n")
    link = tmp_path / "config.toml"
    link.symlink_to(real)
    write_config(link, {("theme",): "dark"})
    assert link.is_symlink() and real.read_text().startswith("# mine\n")
    assert read_config(link).values == {"theme": "dark"}


def test_a_folder_is_made_for_the_first_setting(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "config.toml"
    write_config(path, {("timeout",): 5})
    assert read_config(path).values == {"timeout": 5.0}


def test_nonsense_is_not_written(tmp_path: Path) -> None:
    path = written(tmp_path, FULL)
    with pytest.raises(UserError):
        write_config(path, {("theme",): "pink"})
    assert path.read_text() == FULL


def test_a_network_that_is_asked_first_does_not_go_alone(tmp_path: Path) -> None:
    """No command starts with such a file."""
    text = 'network = "own"\n[networks.own]\nendpoints = ["http://a"]\n'
    path = written(tmp_path, text)
    with pytest.raises(UserError, match="line 1: no network is called 'own'"):
        write_config(path, {("networks", "own"): REMOVED})
    assert path.read_text() == text
    write_config(path, {("networks", "own"): REMOVED, ("network",): REMOVED})
    assert read_config(path).values == {}


def test_networks_on_one_line_are_left_as_they_are(tmp_path: Path) -> None:
    text = 'networks = { one = { endpoints = ["http://one"] } }\n'
    path = written(tmp_path, text)
    with pytest.raises(UserError, match="can't be changed here"):
        write_config(path, {("networks", "two", "endpoints"): ["http://two"]})
    assert path.read_text() == text


def test_a_writer_that_would_lose_something_does_not_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, FULL)
    monkeypatch.setattr("tomlkit.parse", lambda text: tomlkit.document())
    with pytest.raises(UserError) as caught:
        write_config(path, {("keys", "nextFailure"): "F4"})
    assert "Set keys.nextFailure in it by hand" in caught.value.hint
    assert path.read_text() == FULL


def test_every_setting_is_written_and_read_again(tmp_path: Path) -> None:
    path = written(tmp_path, FULL)
    for row, value in (
        (TIMEOUT, 30.0),
        (TEXT_SIZE, 115),
        (CACHE_SIZE, 64 << 20),
        (INDEXER, True),
        (THEME, "dark"),
    ):
        write_config(path, {(row.name,): row.parse.toml(value)})
        assert read_config(path).values[row.name] == value
    assert "timeout = 30\n" in path.read_text(), "as somebody would write it"
    write_config(path, {("keys", "file.focus"): ["F4", "Ctrl+Ö"], ("keys", "nextFailure"): []})
    assert read_config(path).values[KEYS.name] == (("file.focus", ("F4", "Ctrl+Ö")), ("nextFailure", ()))


def test_what_is_removed_goes_and_nothing_else(tmp_path: Path) -> None:
    path = written(tmp_path, FULL)
    write_config(path, {("keys", "nextFailure"): "F8", ("keys", "help.keys"): "F1"})
    write_config(path, {("keys", "nextFailure"): REMOVED, ("networks", "private", "note"): REMOVED})
    assert read_config(path).values[KEYS.name] == (("help.keys", ("F1",)),)
    left = [row for row in FULL.splitlines() if row not in path.read_text().splitlines()]
    assert left == ['note = "unknown to us"']
    before = path.read_bytes()
    write_config(path, {("keys", "never"): REMOVED, ("nowhere", "x"): REMOVED})
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("[networks.a]\nendpoints = ['http://a', # the fast one\n 'http://b']\n", {("networks", "a", "endpoints"): ["http://b"]}),
        ("# all of it\n[networks.a] # mine\n# and this\nendpoints = ['http://a']\n", {("networks", "a"): REMOVED}),
    ],
)  # fmt: skip
def test_no_comment_is_lost(tmp_path: Path, text: str, changes: dict[tuple[str, ...], object]) -> None:
    path = written(tmp_path, text)
    with pytest.raises(UserError, match="can't be changed here"):
        write_config(path, changes)
    assert path.read_text() == text


def test_what_somebody_else_writes_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, parse = written(tmp_path, "timeout = 5\n"), tomlkit.parse

    def slow(text: str) -> tomlkit.TOMLDocument:
        if "indexer" not in path.read_text():
            path.write_text(text + "indexer = true\n")
        return parse(text)

    monkeypatch.setattr("tomlkit.parse", slow)
    write_config(path, {("keys", "nextFailure"): "F4"})
    keys = (("nextFailure", ("F4",)),)
    assert read_config(path).values == {"timeout": 5.0, "indexer": True, "keys": keys}


_lines = st.lists(
    st.one_of(
        st.builds("{0}# {1}".format, st.sampled_from(["", "  ", "\t"]), st.text("abc =['\"", max_size=6)),
        st.builds(
            "k{0} {2} {1}  # why".format, st.integers(0, 99), st.integers(0, 9), st.sampled_from(["=", " = "])
        ),
        st.builds('"q{0}"   =   "# none"'.format, st.integers(0, 99)),
        st.sampled_from(["", "   ", "theme   =  'dark'   # at night", "text_size=130", "timeout = 7 # s"]),
        st.builds("[t{0}]\nx.y = 1  # note\ntheme = 3".format, st.integers(0, 99)),
        st.builds("[networks.n{0}]  # n\nendpoints = ['http://a']".format, st.integers(0, 99)),
    ),
    max_size=9,
)


@given(_lines, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]))
def test_all_other_bytes_stay(lines: list[str], end: str, mark: str) -> None:
    """Whatever else stands in the file: of lines that are not those of what is set, each stays, byte for byte."""
    import tempfile

    text = mark + end.join([*lines, ""])
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), text)
        try:
            read_config(path)
            write_config(path, {("theme",): "light", ("timeout",): 9})
        except UserError:
            assert path.read_bytes() == text.encode()
            return
        assert read_config(path).values["theme"] == "light"
        after = path.read_bytes().decode()
        own = re.compile(r"\ufeff?(theme|timeout)\s*=")
        tables = next((n for n, line in enumerate(lines) if line.startswith("[")), len(lines))
        kept = [line for n, line in enumerate(end.join(lines).split(end)) if not own.match(line)]
        rest = [line for line in after.removeprefix(mark).split(end) if not own.match(line)]
        assert [line for line in rest if line] == [line for line in kept if line]
        assert after.startswith(mark)
        assert all(
            note in after for note in ("# at night", "# s") if any(note in line for line in lines[:tables])
        )


_layouts = st.lists(
    st.one_of(
        st.builds("# {}".format, st.text("abc =[", max_size=6)),
        st.builds("k{} = {}".format, st.integers(0, 99), st.integers(0, 9)),
        st.builds("[networks.n{}]\nendpoints = ['http://a']".format, st.integers(0, 99)),
        st.builds("[t{}]\nx.y = 1  # note".format, st.integers(0, 99)),
        st.builds("[[l{}]]\nz = {{ q = 1 }}".format, st.integers(0, 99)),
        st.just(""),
    ),
    max_size=8,
)


@given(_layouts, st.integers(1, 99))
def test_writing_changes_only_what_is_set(layout: list[str], timeout: int) -> None:
    import tempfile

    text = "\n".join(layout)
    try:
        before = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), text)
        try:
            write_config(path, {("timeout",): timeout, ("networks", "new", "endpoints"): ["http://b"]})
        except UserError:
            assert path.read_text() == text
            return
        after = tomllib.loads(path.read_text())
        comments = [row for row in text.splitlines() if row.startswith("#")]
        assert [row for row in path.read_text().splitlines() if row.startswith("#")] == comments
    assert after.pop("timeout") == timeout
    assert after["networks"].pop("new") == {"endpoints": ["http://b"]}
    if not after["networks"]:
        after.pop("networks")
    assert after == before


# ------------------------------------------------------------------------------------------------------------ keys


def key_file(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "api_key"
    path.write_text(text)
    os.chmod(path, mode)
    return path


def test_a_key_file_of_ones_own_is_read(tmp_path: Path) -> None:
    assert stored_key(tmp_path, "mainnet") is None
    key_file(tmp_path, f"{SECRET}\n")
    assert stored_key(tmp_path, "mainnet") == SECRET
    assert stored_key(tmp_path, None) == SECRET


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644])
@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_key_file_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = key_file(tmp_path, SECRET, mode)
    with pytest.raises(UserError) as caught:
        stored_key(tmp_path, None)
    assert caught.value.kind == "usage"
    assert f"chmod 600 {path}" in caught.value.hint
    assert SECRET not in caught.value.message + caught.value.hint


@pytest.mark.parametrize("text", ["two\nlines", "k\u00e9y", "a" * 5000, "a\x00b"])
def test_what_is_no_key_is_refused_unseen(tmp_path: Path, text: str) -> None:
    key_file(tmp_path, text)
    with pytest.raises(UserError) as caught:
        stored_key(tmp_path, None)
    assert text not in caught.value.message + caught.value.hint
    assert caught.value.__cause__ is None and caught.value.__context__ is None


def test_the_keyring_comes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def get_password(service: str, user: str) -> str | None:
        asked.append((service, user))
        return {"mainnet": "from-the-keyring"}.get(user)

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=get_password))  # type: ignore[arg-type] # a stand-in
    key_file(tmp_path, SECRET)
    assert stored_key(tmp_path, "mainnet") == "from-the-keyring"
    assert stored_key(tmp_path, "testnet") == SECRET
    assert asked == [("xccviz", "mainnet"), ("xccviz", "testnet")]


def test_a_keyring_that_fails_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(service: str, user: str) -> str:
        raise RuntimeError("locked")

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=locked))  # type: ignore[arg-type] # a stand-in
    assert stored_key(tmp_path, "mainnet") is None
    monkeypatch.setitem(sys.modules, "keyring", None)  # type: ignore[arg-type] # how Python says: not to be had
    assert stored_key(tmp_path, "mainnet") is None


class Ring:
    """A stand-in for the module keyring, with a back end of some priority."""

    def __init__(self, priority: float = 5.0, breaks: bool = False) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self._priority, self._breaks = priority, breaks

    def get_keyring(self) -> SimpleNamespace:
        return SimpleNamespace(priority=self._priority)

    def get_password(self, service: str, user: str) -> str | None:
        return self.kept.get((service, user))

    def set_password(self, service: str, user: str, key: str) -> None:
        if self._breaks:
            raise RuntimeError(f"locked, was given {key}")
        self.kept[service, user] = key

    def delete_password(self, service: str, user: str) -> None:
        del self.kept[service, user]


def test_a_key_is_kept_in_the_keyring_for_its_network_and_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = Ring()
    monkeypatch.setitem(sys.modules, "keyring", ring)  # type: ignore[arg-type] # a stand-in
    assert keyring_trouble() == ""
    assert where_kept(tmp_path, "mainnet") is None
    keep_key(tmp_path, "mainnet", SECRET, "keyring")
    assert ring.kept == {("xccviz", "mainnet"): SECRET}
    assert (where_kept(tmp_path, "mainnet"), where_kept(tmp_path, "testnet")) == ("keyring", None)
    assert list(tmp_path.iterdir()) == []
    forget_key(tmp_path, "mainnet", "keyring")
    assert ring.kept == {}
    with pytest.raises(UserError):
        forget_key(tmp_path, "mainnet", "keyring")


@pytest.mark.parametrize(
    ("ring", "said"),
    [
        (None, "not installed"),
        (Ring(priority=0), "no keyring that answers"),
        (SimpleNamespace(), "does not answer"),
    ],
)
def test_why_there_is_no_keyring_is_said(monkeypatch: pytest.MonkeyPatch, ring: object, said: str) -> None:
    monkeypatch.setitem(sys.modules, "keyring", ring)  # type: ignore[arg-type] # a stand-in
    assert said in keyring_trouble()


def test_a_key_that_can_not_be_kept_is_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", Ring(breaks=True))  # type: ignore[arg-type] # a stand-in
    (tmp_path / "file").write_text("")
    for folder, key, place in (
        (tmp_path, SECRET, "keyring"),
        (tmp_path / "file", SECRET, "file"),
        (None, SECRET, "file"),
        (tmp_path, f"{SECRET} two", "file"),
        (tmp_path, f"{SECRET}\n", "file"),
    ):
        with pytest.raises(UserError) as caught:
            keep_key(folder, "mainnet", key, place)  # type: ignore[arg-type] # a text of the table above
        assert SECRET not in f"{caught.value.message} {caught.value.hint}"
        assert caught.value.__cause__ is None


def test_where_a_key_can_not_be_written_nothing_is_left_of_it_and_no_other_place_is_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(atomic, "_replace", full)
    with pytest.raises(UserError, match="cannot write") as caught:
        keep_key(tmp_path, "mainnet", SECRET, "file")
    assert caught.value.hint == "Nothing was changed."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_file_with_a_key_is_its_owners_alone_from_the_first_byte(tmp_path: Path) -> None:
    mask = os.umask(0)
    try:
        keep_key(tmp_path / "new", "mainnet", SECRET, "file")
    finally:
        os.umask(mask)
    path = tmp_path / "new" / "api_key"
    assert (stat.S_IMODE(path.stat().st_mode), where_kept(tmp_path / "new", "testnet")) == (0o600, "file")
    path.chmod(0o644)
    keep_key(tmp_path / "new", "mainnet", "other", "file")
    assert (stat.S_IMODE(path.stat().st_mode), stored_key(tmp_path / "new", None)) == (0o600, "other")
    forget_key(tmp_path / "new", "mainnet", "file")
    assert not path.exists()
