"""Entry point of `python -m ingest`."""

import sys

from ingest.environment import check_python, told_missing

if __name__ == "__main__":
    check_python()
    try:
        from ingest.cli import main
    except KeyboardInterrupt:
        # nothing was done yet
        sys.exit("error: interrupted; the database is as it was")
    except ModuleNotFoundError as error:
        sys.exit(told_missing(error))
    sys.exit(main())
