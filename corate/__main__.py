"""The command line: `python -m corate`."""

from __future__ import annotations

import argparse
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Sequence

from ingest.environment import check_python, told_missing

DESCRIPTION = """\
Answers questions of the warehouse that `make build` has made, and takes benchmarks elsewhere.
COMMAND --help says more of each, with examples. The guides are in docs/guides/.
"""

INGEST = "ingest"
"""What stands before the commands of landing, which have a parser of their own."""

EPILOG = """\
exit codes: 0 done; 1 it failed, and nothing was changed; 2 the command is wrong; 130 interrupted
environment: CORATE_DATABASE, CORATE_MEMORY_LIMIT (such as 4GB), CORATE_THREADS,
             CORATE_SPILL_FOLDER, CORATE_SPILL_LIMIT (such as 50GB)
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; errors go to standard error in one line."""
    # not above: Ctrl-C is to be heard while they are loaded
    from ingest.failures import FAILURES, report
    from ingest.messages import shown

    arguments = [*(sys.argv[1:] if arguments is None else arguments)]
    if arguments[:1] == [INGEST]:
        from ingest.cli import main as land

        return land(arguments[1:])
    parser = _parser()
    for argument in arguments:
        # what is not UTF-8 comes as surrogates, which no database takes
        if any("\ud800" <= one <= "\udfff" for one in argument):
            parser.error(f"{shown(argument)} is not UTF-8")
    options, others = parser.parse_known_args(arguments)
    if others and not options.takes_others:
        if hasattr(options, "database") and any(one.startswith("--target") for one in others):
            if options.command == "clean":
                parser.error(
                    "clean is for DuckDB's files: to begin anew in Spark, delete the folder of "
                    "CORATE_SPARK (docs/guides/spark.md)"
                )
            parser.error(
                f"{options.command} reads what is published: first `python -m corate publish "
                "FOLDER --target spark`, then --database FOLDER instead of --target"
            )
        parser.error(f"unrecognized arguments: {' '.join(others)}")
    options.others = others
    try:
        code = int(options.run(options))
        sys.stdout.flush()
    except FAILURES as error:
        return report(error, options.debug)
    return code


def _parser() -> argparse.ArgumentParser:
    import corate.commands as package
    from ingest.help import Help
    from ingest.messages import typed

    parser = argparse.ArgumentParser(
        prog=typed("python -m corate"),
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=Help,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for found in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{found.name}")
        text = inspect.getdoc(module) or ""
        command = commands.add_parser(
            found.name,
            help=text.partition("\n")[0].rstrip("."),
            description=text,
            epilog=EPILOG,
            formatter_class=Help,
        )
        command.add_argument(
            "--debug", action="store_true", help="show where in the program an error arose"
        )
        command.set_defaults(command=found.name, run=module.run, takes_others=False)
        module.add_arguments(command)
    commands.add_parser(
        INGEST, help="Land data, list what can be landed, take it out again", add_help=False
    )
    return parser


def program() -> None:
    """Be the program: run the command that was typed, and end."""
    check_python()
    try:
        code = main()
    except ModuleNotFoundError as error:
        sys.exit(told_missing(error))
    except KeyboardInterrupt:
        # nothing was done yet
        print("error: interrupted; the database is as it was", file=sys.stderr)
        sys.exit(130)
    sys.exit(code)


if __name__ == "__main__":
    program()
