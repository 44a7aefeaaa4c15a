"""Write the man page and the completions of shells from the parsers of the command line, into packaging/manual.

    .venv/bin/python packaging/make_manual.py            # writes them
    .venv/bin/python packaging/make_manual.py --check    # exit 1 when one is stale

The wheel puts them where man and shells look (`shared-data` in pyproject.toml).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from made import made

from xccviz.cli.errors import EXIT_STATUS
from xccviz.cli.main import COMMANDS, command_parser
from xccviz.export import EXPORTERS
from xccviz.export.types import VIEWS
from xccviz.opening.arguments import common_options
from xccviz.settings.networks import NETWORKS
from xccviz.settings.rows import SETTINGS
from xccviz.sources.files.sample import list_samples

FOLDER = Path(__file__).resolve().parent / "manual"
ENDINGS: Mapping[str, str] = {
    "ok": "fine",
    "check_failed": "a check failed, or a diff found differences",
    "usage": "the arguments, the environment or config.toml can't be used",
    "not_found": "not found",
    "network": "network trouble",
    "malformed": "malformed data",
    "incomplete": "check --complete, and data is missing",
    "output": "output can't be written, or a window can't be opened",
    "bug": "a bug",
    "interrupted": "interrupted",
}
"""What each way to end means."""


@dataclass(frozen=True)
class Option:
    """An option of a command: its spellings, what it takes ("" for nothing), what may be taken, whether that is a
    file, and what it is for."""

    names: tuple[str, ...]
    takes: str
    words: tuple[str, ...]
    file: bool
    help: str


@cache
def known_values() -> Mapping[str, tuple[str, ...]]:
    """What stands for a word in capitals that has no choices of its own."""
    return {
        "FORMAT": tuple(row.name for row in EXPORTERS),
        "VIEW": VIEWS,
        "NAME": tuple(NETWORKS),
    }


def options_of(parser: argparse.ArgumentParser) -> list[Option]:
    """The options of a parser in their order, without --help."""
    return [_option(action) for action in parser._actions if action.option_strings and action.dest != "help"]


def _option(action: argparse.Action) -> Option:
    choices = tuple(str(choice) for choice in action.choices or ())
    takes = "" if action.nargs == 0 else str(action.metavar or "|".join(choices))
    words = choices or known_values().get(takes, ())
    file = not words and re.match(r"(?:FILE|DIR|STATE)\b", takes) is not None
    return Option(tuple(action.option_strings), takes, words, file, action.help or "")


def own_options(command: str) -> list[Option]:
    """The options of a command that not all commands have."""
    common = {option.names for option in options_of(common_options())}
    return [option for option in options_of(command_parser(command)) if option.names not in common]


def given_to(command: str) -> list[argparse.Action]:
    """What a command takes that is no option."""
    return [action for action in command_parser(command)._actions if not action.option_strings]


# ------------------------------------------------------------------------------------------------------- man page


def man_page() -> str:
    """xccviz(1), for man and groff."""
    return "\n".join(_man()) + "\n"


def _man() -> Iterator[str]:
    yield '.\\" written by packaging/make_manual.py from the parsers of the command line'
    yield '.TH XCCVIZ 1 "" xccviz "User commands"'
    yield ".SH NAME"
    yield _roff("xccviz - see a NEAR transaction's cross-contract calls as a receipt tree, step by step")
    yield ".SH SYNOPSIS"
    yield ".B xccviz"
    yield _roff("[COMMAND] [OPTION]… [OPEN]…")
    yield ".SH DESCRIPTION"
    yield _roff(
        "Without a command the window opens, on what OPEN names: a transaction hash, HASH:SIGNER, a receipt id, an "
        "address of an explorer or wallet, a file, - for standard input, or sample:NAME for a bundled transaction."
    )
    yield ".SH COMMANDS"
    for name, what in COMMANDS.items():
        yield f".SS {_roff(name)}"
        yield _roff(f"{what[0].upper()}{what[1:]}.")
        parser = command_parser(name)
        taken = " ".join(_shown(action) for action in given_to(name))
        yield ".PP"
        yield f".B {_roff(f'xccviz {name}')}"
        yield _roff(f"[OPTION]… {'[-- COMMAND…]' if name == 'record' else taken}".strip())
        for option in own_options(name):
            yield from _man_option(option)
        if parser.epilog:
            for part in parser.epilog.strip().split("\n\n"):
                yield ".PP"
                yield ".nf"
                yield from map(_roff, part.splitlines())
                yield ".fi"
    yield ".SH COMMON OPTIONS"
    for option in options_of(common_options()):
        yield from _man_option(option)
    yield ".SH ENVIRONMENT"
    for row in SETTINGS:
        if row.env is not None:
            yield ".TP"
            yield f".B {_roff(row.env)}"
            yield _roff(row.doc)
    yield ".SH FILES"
    yield ".TP"
    yield ".I ~/.config/xccviz/config.toml"
    yield "settings and networks; the environment beats it, options beat both"
    for row in SETTINGS:
        if row.in_file:
            yield ".TP"
            yield f".B {_roff(f'    {row.name}')}"
            yield _roff(row.doc)
    yield ".SH EXIT STATUS"
    for ending, status in sorted(EXIT_STATUS.items(), key=lambda row: row[1]):
        yield ".TP"
        yield f".B {status}"
        yield _roff(ENDINGS[ending])


def _shown(action: argparse.Action) -> str:
    name = str(action.metavar or action.dest)
    return {"*": f"[{name}…]", "+": f"{name}…"}.get(str(action.nargs), name)


def _man_option(option: Option) -> Iterator[str]:
    yield ".TP"
    yield f".B {_roff(', '.join(option.names))} {_roff(option.takes)}".rstrip()
    yield _roff(option.help)


def _roff(text: str) -> str:
    """Text that means nothing to roff; everything beyond ASCII as its code."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga").replace("'", "\\(aq")
    text = "".join(c if ord(c) < 128 else f"\\[u{ord(c):04X}]" for c in text).replace('"', "\\(dq")
    return f"\\&{text}" if text.startswith(".") else text


# ---------------------------------------------------------------------------------------------------- completions


def commands_that_open() -> list[str]:
    """Commands that take a transaction."""
    return [name for name in COMMANDS if given_to(name)]


def samples() -> list[str]:
    """The names of the bundled transactions."""
    return [sample.name for sample in list_samples()]


def bash() -> str:
    """The completion of bash. `sample:` is a word of its own to it: `:` parts words there."""
    lines = [
        "# completion of xccviz for bash; written by packaging/make_manual.py",
        "_xccviz() {",
        '    local cur="${COMP_WORDS[COMP_CWORD]}" prev="" command="" options word i',
        '    (( COMP_CWORD > 0 )) && prev="${COMP_WORDS[COMP_CWORD-1]}"',
        f'    local commands="{" ".join(COMMANDS)}"',
        f'    local samples="{" ".join(samples())}"',
        "    COMPREPLY=()",
        "    for (( i = 1; i < COMP_CWORD; i++ )); do",
        '        word="${COMP_WORDS[i]}"',
        '        [[ "$word" == -- ]] && { COMPREPLY=( $(compgen -f -- "$cur") ); return; }',
        '        [[ -z "$command" && " $commands " == *" $word "* ]] && command="$word"',
        "    done",
        '    : "${command:=gui}"',
        '    if [[ "$cur" == : && "$prev" == sample ]]; then COMPREPLY=( $samples ); return; fi',
        '    if [[ "$prev" == : && "${COMP_WORDS[COMP_CWORD-2]}" == sample ]]; then',
        '        COMPREPLY=( $(compgen -W "$samples" -- "$cur") ); return',
        "    fi",
        '    case "$command $prev" in',
    ]
    for name in COMMANDS:
        for option in options_of(command_parser(name)):
            if not option.takes:
                continue
            pattern = "|".join(f'"{name} {spelling}"' for spelling in option.names)
            found = (
                f'COMPREPLY=( $(compgen -W "{" ".join(option.words)}" -- "$cur") )'
                if option.words
                else 'compopt -o filenames 2>/dev/null; COMPREPLY=( $(compgen -f -- "$cur") )'
                if option.file
                else ":"
            )
            lines.append(f"        {pattern}) {found}; return ;;")
    lines += ["    esac", '    case "$command" in']
    for name in COMMANDS:
        spelled = " ".join(_spellings(name))
        lines.append(f'        {name}) options="{spelled}" ;;')
    opening = "|".join(commands_that_open())
    lines += [
        "    esac",
        '    if [[ "$cur" == -* ]]; then COMPREPLY=( $(compgen -W "$options" -- "$cur") ); return; fi',
        '    (( COMP_CWORD == 1 )) && COMPREPLY=( $(compgen -W "$commands" -- "$cur") )',
        '    case "$command" in',
        f'        {opening}) compopt -o filenames 2>/dev/null; COMPREPLY+=( $(compgen -f -- "$cur") )',
        '            [[ sample: == "$cur"* ]] && { compopt -o nospace 2>/dev/null; COMPREPLY+=( sample: ); } ;;',
        "    esac",
        "}",
        "complete -F _xccviz xccviz",
    ]
    return "\n".join(lines) + "\n"


def _spellings(command: str) -> list[str]:
    return [*(name for option in options_of(command_parser(command)) for name in option.names), "--help"]


def zsh() -> str:
    """The completion of zsh."""
    lines = [
        "#compdef xccviz",
        "# completion of xccviz for zsh; written by packaging/make_manual.py",
        "_xccviz_open() {",
        f"    local -a samples=({' '.join(samples())})",
        "    if compset -P 'sample:'; then compadd -a samples; else compadd -S '' sample:; _files; fi",
        "}",
        "_xccviz() {",
        "    local -a commands=(",
        *(f"        {_quoted(f'{name}:{what}')}" for name, what in COMMANDS.items()),
        "    )",
        "    local command=gui word",
        "    for word in ${words[2,CURRENT-1]}; do",
        "        if (( ${commands[(I)$word:*]} )); then command=$word; break; fi",
        "    done",
        "    if (( CURRENT == 2 )) && [[ $PREFIX != -* ]]; then _describe -t commands command commands; fi",
        "    case $command in",
    ]
    for name in COMMANDS:
        rest = (
            "'*::command:_normal'"
            if name == "record"
            else "'*:transaction:_xccviz_open'"
            if given_to(name)
            else "'*: :'"
        )
        lines.append(f"        {name}) _arguments -S \\")
        lines += [f"            {_zsh_option(option)} \\" for option in options_of(command_parser(name))]
        lines += ["            '--help[show help]' \\", f"            {rest} ;;"]
    lines += ["    esac", "}", '_xccviz "$@"']
    return "\n".join(lines) + "\n"


def _zsh_option(option: Option) -> str:
    told = re.sub(r"([\[\]:\\])", r"\\\1", option.help)
    wanted = f"({' '.join(option.words)})" if option.words else "_files" if option.file else " "
    takes = re.sub(r"[:\[\]]", " ", option.takes.lower())
    what = f"[{told}]" + (f":{takes}:{wanted}" if option.takes else "")
    if len(option.names) == 1:
        return _quoted(f"*{option.names[0]}{what}")
    return f"'*'{{{','.join(option.names)}}}{_quoted(what)}"


def fish() -> str:
    """The completion of fish."""
    lines = [
        "# completion of xccviz for fish; written by packaging/make_manual.py",
        f"set -l commands {' '.join(COMMANDS)}",
        'set -l none "not __fish_seen_subcommand_from $commands"',
    ]
    for name, what in COMMANDS.items():
        lines.append(f'complete -c xccviz -n "$none" -a {name} -d {_quoted(what)}')
    told = {sample.name: sample.story for sample in list_samples()}
    for sample, story in told.items():
        lines.append(f"complete -c xccviz -a {_quoted(f'sample:{sample}')} -d {_quoted(story)}")
    for option in options_of(common_options()):
        lines.append(f"complete -c xccviz {_fish_option(option)}")
    for name in COMMANDS:
        when = (
            '"$none; or __fish_seen_subcommand_from gui"'
            if name == "gui"
            else (f'"__fish_seen_subcommand_from {name}"')
        )
        lines += [f"complete -c xccviz -n {when} {_fish_option(option)}" for option in own_options(name)]
    return "\n".join(lines) + "\n"


def _fish_option(option: Option) -> str:
    spelled = " ".join(
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names
    )
    if option.words:
        spelled += f" -x -a {_quoted(' '.join(option.words))}"
    elif option.file:
        spelled += " -r -F"
    elif option.takes:
        spelled += " -x"
    return f"{spelled} -d {_quoted(option.help)}"


def _quoted(text: str) -> str:
    """In single quotes, for all three shells."""
    return "'" + text.replace("'", "'\\''") + "'"


FILES: Mapping[str, Callable[[], str]] = {
    "xccviz.1": man_page,
    "xccviz.bash": bash,
    "_xccviz": zsh,
    "xccviz.fish": fish,
}
"""File → what writes it."""


def main(arguments: list[str]) -> int:
    """Write the files, or say whether one is stale."""
    return made(FOLDER, FILES, arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
