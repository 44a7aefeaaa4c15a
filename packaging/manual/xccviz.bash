# completion of xccviz for bash; written by packaging/make_manual.py
_xccviz() {
    local cur="${COMP_WORDS[COMP_CWORD]}" prev="" command="" options word i
    (( COMP_CWORD > 0 )) && prev="${COMP_WORDS[COMP_CWORD-1]}"
    local commands="gui show export find fetch watch record check diff replay samples exporters networks explain mcp self-test"
    local samples="tutorial-batch-ok tutorial-batch-fail-step-two tutorial-parallel-3-ok tutorial-parallel-3-one-panics tutorial-js-batch-ok callback-panics callback-out-of-gas forwarded-3-ok two-thens-one-promise join-of-joins yield-resumed-by-other-tx delegate-inner-fails detached-fails ft-transfer-call-ok ft-transfer-call-refused sdk-parallel-one-panics mainnet-hidden-failure mainnet-yield-then-call mainnet-intents"
    COMPREPLY=()
    for (( i = 1; i < COMP_CWORD; i++ )); do
        word="${COMP_WORDS[i]}"
        [[ "$word" == -- ]] && { COMPREPLY=( $(compgen -f -- "$cur") ); return; }
        [[ -z "$command" && " $commands " == *" $word "* ]] && command="$word"
    done
    : "${command:=gui}"
    if [[ "$cur" == : && "$prev" == sample ]]; then COMPREPLY=( $samples ); return; fi
    if [[ "$prev" == : && "${COMP_WORDS[COMP_CWORD-2]}" == sample ]]; then
        COMPREPLY=( $(compgen -W "$samples" -- "$cur") ); return
    fi
    case "$command $prev" in
        "gui --network") COMPREPLY=( $(compgen -W "mainnet testnet localnet" -- "$cur") ); return ;;
        "gui --rpc") :; return ;;
        "gui --signer") :; return ;;
        "gui --timeout") :; return ;;
        "gui --step") :; return ;;
        "gui --select") :; return ;;
        "gui --filter") :; return ;;
        "gui --view") COMPREPLY=( $(compgen -W "graph sequence timeline tree gas replay compare" -- "$cur") ); return ;;
        "gui --mark") :; return ;;
        "gui --expand") COMPREPLY=( $(compgen -W "all auto" -- "$cur") ); return ;;
        "gui --theme") COMPREPLY=( $(compgen -W "light dark contrast system" -- "$cur") ); return ;;
        "gui --screenshot") compopt -o filenames 2>/dev/null; COMPREPLY=( $(compgen -f -- "$cur") ); return ;;
        "gui --size") :; return ;;
        "gui --scale") :; return ;;
        "show --network") COMPREPLY=( $(compgen -W "mainnet testnet localnet" -- "$cur") ); return ;;
        "show --rpc") :; return ;;
        "show --signer") :; return ;;
        "show --timeout") :; return ;;
        "show --view") COMPREPLY=( $(compgen -W "summary tree await errors gas events transfers timeline contracts all" -- "$cur") ); return ;;
        "show --step") :; return ;;
        "show --filter") :; return ;;
        "export --network") COMPREPLY=( $(compgen -W "mainnet testnet localnet" -- "$cur") ); return ;;
        "export --rpc") :; return ;;
        "export --signer") :; return ;;
        "export --timeout") :; return ;;
        "export --to") COMPREPLY=( $(compgen -W "svg png pdf html json capture dot speedscope chrome-trace otlp-json markdown mermaid mermaid-sequence graphml csv" -- "$cur") ); return ;;
        "export -o"|"export --output") compopt -o filenames 2>/dev/null; COMPREPLY=( $(compgen -f -- "$cur") ); return ;;
        "export --view") COMPREPLY=( $(compgen -W "graph sequence timeline gas" -- "$cur") ); return ;;
        "export --theme") COMPREPLY=( $(compgen -W "light dark contrast" -- "$cur") ); return ;;
        "export --step") :; return ;;
        "export --filter") :; return ;;
        "export --mark") :; return ;;
        "export --expand") COMPREPLY=( $(compgen -W "all auto" -- "$cur") ); return ;;
        "export --collapse") COMPREPLY=( $(compgen -W "refunds" -- "$cur") ); return ;;
        "export --scale") :; return ;;
        "export --table") COMPREPLY=( $(compgen -W "nodes events transfers" -- "$cur") ); return ;;
        "find --network") COMPREPLY=( $(compgen -W "mainnet testnet localnet" -- "$cur") ); return ;;
        "find --rpc") :; return ;;
        "find --signer") :; return ;;
        "find --timeout") :; return ;;
        "fetch --network") COMPREPLY=( $(compgen -W "mainnet testnet localnet" -- "$cur") ); return ;;
        "fetch --rpc") :; return ;;
        "fetch --signer") :; return ;;
        "fetch --timeout") :; return ;;
        "fetch -o"|"fetch --output") compopt -o filenames 2>/dev/null; COMPREPLY=( $(compgen -f -- "$cur") ); return ;;
        "fetch --with") :; return ;;
        "watch --network") COMPREPLY=( $(compgen -W "mainnet testnet localnet" -- "$cur") ); return ;;
        "watch --rpc") :; return ;;
        "watch --signer") :; return ;;
        "watch --timeout") :; return ;;
        "record --network") COMPREPLY=( $(compgen -W "mainnet testnet localnet" -- "$cur") ); return ;;
        "record --rpc") :; return ;;
        "record --signer") :; return ;;
        "record --timeout") :; return ;;
        "record --listen") :; return ;;
        "record -o"|"record --output") compopt -o filenames 2>/dev/null; COMPREPLY=( $(compgen -f -- "$cur") ); return ;;
        "record --html") compopt -o filenames 2>/dev/null; COMPREPLY=( $(compgen -f -- "$cur") ); return ;;
        "record --junit") compopt -o filenames 2>/dev/null; COMPREPLY=( $(compgen -f -- "$cur") ); return ;;
        "record --fail-on") :; return ;;
        "check --network") COMPREPLY=( $(compgen -W "mainnet testnet localnet" -- "$cur") ); return ;;
        "check --rpc") :; return ;;
        "check --signer") :; return ;;
        "check --timeout") :; return ;;
        "check --max-gas") :; return ;;
        "check --max-fee") :; return ;;
        "check --max-blocks") :; return ;;
        "check --none") :; return ;;
        "check --some") :; return ;;
        "check --expect") compopt -o filenames 2>/dev/null; COMPREPLY=( $(compgen -f -- "$cur") ); return ;;
        "check --junit") compopt -o filenames 2>/dev/null; COMPREPLY=( $(compgen -f -- "$cur") ); return ;;
        "diff --network") COMPREPLY=( $(compgen -W "mainnet testnet localnet" -- "$cur") ); return ;;
        "diff --rpc") :; return ;;
        "diff --signer") :; return ;;
        "diff --timeout") :; return ;;
        "replay --network") COMPREPLY=( $(compgen -W "mainnet testnet localnet" -- "$cur") ); return ;;
        "replay --rpc") :; return ;;
        "replay --signer") :; return ;;
        "replay --timeout") :; return ;;
        "replay --receipt") :; return ;;
        "replay --action") :; return ;;
        "replay --slot") :; return ;;
        "replay --args") :; return ;;
        "replay --deposit") :; return ;;
        "replay --gas") :; return ;;
        "replay --code") compopt -o filenames 2>/dev/null; COMPREPLY=( $(compgen -f -- "$cur") ); return ;;
        "replay --state") compopt -o filenames 2>/dev/null; COMPREPLY=( $(compgen -f -- "$cur") ); return ;;
        "replay --set") :; return ;;
        "replay -o"|"replay --output") compopt -o filenames 2>/dev/null; COMPREPLY=( $(compgen -f -- "$cur") ); return ;;
        "samples --network") COMPREPLY=( $(compgen -W "mainnet testnet localnet" -- "$cur") ); return ;;
        "samples --rpc") :; return ;;
        "samples --signer") :; return ;;
        "samples --timeout") :; return ;;
        "exporters --network") COMPREPLY=( $(compgen -W "mainnet testnet localnet" -- "$cur") ); return ;;
        "exporters --rpc") :; return ;;
        "exporters --signer") :; return ;;
        "exporters --timeout") :; return ;;
        "networks --network") COMPREPLY=( $(compgen -W "mainnet testnet localnet" -- "$cur") ); return ;;
        "networks --rpc") :; return ;;
        "networks --signer") :; return ;;
        "networks --timeout") :; return ;;
        "networks --import") compopt -o filenames 2>/dev/null; COMPREPLY=( $(compgen -f -- "$cur") ); return ;;
        "explain --network") COMPREPLY=( $(compgen -W "mainnet testnet localnet" -- "$cur") ); return ;;
        "explain --rpc") :; return ;;
        "explain --signer") :; return ;;
        "explain --timeout") :; return ;;
        "mcp --network") COMPREPLY=( $(compgen -W "mainnet testnet localnet" -- "$cur") ); return ;;
        "mcp --rpc") :; return ;;
        "mcp --signer") :; return ;;
        "mcp --timeout") :; return ;;
        "self-test --network") COMPREPLY=( $(compgen -W "mainnet testnet localnet" -- "$cur") ); return ;;
        "self-test --rpc") :; return ;;
        "self-test --signer") :; return ;;
        "self-test --timeout") :; return ;;
    esac
    case "$command" in
        gui) options="--network --rpc --signer --timeout --offline --no-cache -q --quiet -v --verbose --step --select --filter --view --mark --expand --theme --screenshot --size --scale --help" ;;
        show) options="--network --rpc --signer --timeout --offline --no-cache -q --quiet -v --verbose --view --step --filter --help" ;;
        export) options="--network --rpc --signer --timeout --offline --no-cache -q --quiet -v --verbose --to -o --output --force --view --theme --step --filter --mark --expand --collapse --scale --table --help" ;;
        find) options="--network --rpc --signer --timeout --offline --no-cache -q --quiet -v --verbose --json --help" ;;
        fetch) options="--network --rpc --signer --timeout --offline --no-cache -q --quiet -v --verbose -o --output --force --with --help" ;;
        watch) options="--network --rpc --signer --timeout --offline --no-cache -q --quiet -v --verbose --help" ;;
        record) options="--network --rpc --signer --timeout --offline --no-cache -q --quiet -v --verbose --listen -o --output --html --junit --fail-on --force --help" ;;
        check) options="--network --rpc --signer --timeout --offline --no-cache -q --quiet -v --verbose --no-failure --no-hidden-failure --no-unobserved-failure --complete --proven --max-gas --max-fee --max-blocks --none --some --expect --force --json --junit --help" ;;
        diff) options="--network --rpc --signer --timeout --offline --no-cache -q --quiet -v --verbose --json --help" ;;
        replay) options="--network --rpc --signer --timeout --offline --no-cache -q --quiet -v --verbose --receipt --action --slot --args --deposit --gas --code --state --set --each-slot-fails --least-gas --calls --json -o --output --force --help" ;;
        samples) options="--network --rpc --signer --timeout --offline --no-cache -q --quiet -v --verbose --help" ;;
        exporters) options="--network --rpc --signer --timeout --offline --no-cache -q --quiet -v --verbose --help" ;;
        networks) options="--network --rpc --signer --timeout --offline --no-cache -q --quiet -v --verbose --probe --import --help" ;;
        explain) options="--network --rpc --signer --timeout --offline --no-cache -q --quiet -v --verbose --help" ;;
        mcp) options="--network --rpc --signer --timeout --offline --no-cache -q --quiet -v --verbose --help" ;;
        self-test) options="--network --rpc --signer --timeout --offline --no-cache -q --quiet -v --verbose --help" ;;
    esac
    if [[ "$cur" == -* ]]; then COMPREPLY=( $(compgen -W "$options" -- "$cur") ); return; fi
    (( COMP_CWORD == 1 )) && COMPREPLY=( $(compgen -W "$commands" -- "$cur") )
    case "$command" in
        gui|show|export|find|fetch|watch|check|diff|replay|explain) compopt -o filenames 2>/dev/null; COMPREPLY+=( $(compgen -f -- "$cur") )
            [[ sample: == "$cur"* ]] && { compopt -o nospace 2>/dev/null; COMPREPLY+=( sample: ); } ;;
    esac
}
complete -F _xccviz xccviz
