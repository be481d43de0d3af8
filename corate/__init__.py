"""What people type beside landing: `python -m corate`."""

__version__ = "0.1.0"
