"""What is wrong with a configuration, in one sentence."""

from __future__ import annotations


class ConfigProblem(Exception):
    """A setting or file that Cairn cannot start with; the message says which, where and what to do."""
