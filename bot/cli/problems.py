"""The problems whose message is written for the person at the command line."""

from __future__ import annotations


class Refused(Exception):
    """A command that cannot be carried out as given; the message says why and what to do."""


def clear_words(error: Exception) -> str | None:
    """The one line to print for `error`, or None for a fault of ours, which deserves its traceback."""
    from sqlalchemy.exc import OperationalError

    from config.problems import ConfigProblem
    from store.backup import BackupProblem
    from store.imports import ImportProblem
    from store.migrations import RecordProblem

    if isinstance(error, OperationalError):
        return f"The record cannot be used: {' '.join(str(error.orig).split())}."
    if isinstance(error, Refused | ConfigProblem | RecordProblem | ImportProblem | BackupProblem):
        return str(error)
    return None
