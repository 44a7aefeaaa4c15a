"""What a contract may call: one function a name of `env`, in a module a family, listed in `registry`.

Each takes the machine and the numbers that the code gave, burns what it costs before the check that fails, and says
what it did with (`machine.note`), so that people can read it. The facts are vm.md §4.
"""
