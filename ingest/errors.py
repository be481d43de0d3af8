"""Errors that are meant for the person at the terminal: one line that says what to do."""


class IngestError(Exception):
    """Something that a user can understand and act on. The message is one line."""

    exit_code = 1


class UsageError(IngestError):
    """The command itself cannot be carried out as it was written."""

    exit_code = 2
