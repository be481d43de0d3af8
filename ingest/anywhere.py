"""Lets an environment find the project from any folder: `python -m ingest.anywhere` sets it up.

A file of the environment then has each Python that starts in it run this one, which finds the
project's packages where nothing else finds them: not in the folder that one is in, nor where
PYTHONPATH or dbt's module_paths lead. So a copy of the project goes on using what is its own.
"""

import os
import sys
from importlib.machinery import ModuleSpec, PathFinder

PACKAGES = ("corate", "ingest", "learning")


class Checkout:
    """Finds the packages of the project that this file is in."""

    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

    @classmethod
    def find_spec(cls, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """As importlib asks for it."""
        if path is None and name in PACKAGES:
            return PathFinder.find_spec(name, [cls.root])
        return None


def line() -> str:
    """What Python is to run when it starts, and does nothing where the project is not there."""
    here = os.path.abspath(__file__)
    return (
        f"import os; f = {here!r}; os.path.exists(f) and"
        " exec(compile(open(f).read(), f, 'exec'), {'__file__': f, '__name__': 'anywhere'})\n"
    )


def main() -> None:
    """Write the file, `corate.pth`, into the environment that runs this."""
    import sysconfig
    from pathlib import Path

    (Path(sysconfig.get_paths()["purelib"]) / "corate.pth").write_text(line(), encoding="utf-8")


if __name__ == "__main__":
    main()
elif __name__ == "anywhere":
    sys.meta_path.append(Checkout)
