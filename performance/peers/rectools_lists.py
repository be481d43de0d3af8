"""RecTools as a contestant: runs peers/rectools_work.py in an environment of its own.

It asks for numpy below 2, which other peers do not run with: see ../rectools.txt.
"""

import argparse
import subprocess
from pathlib import Path

PYTHON = Path(__file__).parents[1] / ".venv-rectools" / "bin" / "python"


def main() -> None:
    """Hand CSV and RESULT on."""
    parser = argparse.ArgumentParser(description="Make lists by two methods and measure them.")
    parser.add_argument("csv")
    parser.add_argument("result")
    arguments = parser.parse_args()
    if not PYTHON.exists():
        raise SystemExit("RecTools is not installed: `make performance` does it")
    module = "performance.peers.rectools_work"
    subprocess.run([PYTHON, "-m", module, arguments.csv, arguments.result], check=True)


if __name__ == "__main__":
    main()
