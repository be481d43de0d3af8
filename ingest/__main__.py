"""Entry point of `python -m ingest`."""

import sys

if __name__ == "__main__":
    try:
        from ingest.cli import main
    except KeyboardInterrupt:
        # nothing was done yet
        sys.exit("error: interrupted; the database is as it was")
    sys.exit(main())
