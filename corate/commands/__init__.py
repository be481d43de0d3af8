"""The commands: one module each.

A module is a command by the name of its file. The first line of its docstring is the command's line
in the help, the rest describes it; `add_arguments(parser)` says what it takes, and
`run(arguments) -> int` does it and returns the exit code.
"""
