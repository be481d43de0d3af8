"""Asking a SPARQL engine for the films of MovieLens latest-small, in one of several ways.

The first argument is a folder of real data (performance/README.md says which). The ways need the
project's environment, in which they are run: performance/wikidata.py.
"""

import argparse
import subprocess
from pathlib import Path

from performance.corate import PROJECT_ROOT


def main() -> None:
    """Hand over to the project's interpreter."""
    parser = argparse.ArgumentParser(description="Ask a SPARQL engine for films.")
    parser.add_argument("data", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--python", type=Path, required=True, help="of the project's environment")
    parser.add_argument("--way", required=True)
    arguments = parser.parse_args()
    command = [
        *(str(arguments.python), "-m", "performance.wikidata"),
        *(str(arguments.data), str(arguments.result), arguments.way),
    ]
    subprocess.run(command, check=True, cwd=PROJECT_ROOT)


if __name__ == "__main__":
    main()
