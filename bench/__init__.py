"""Measurements: what Cairn takes beside what the same work takes at least, or takes elsewhere, in one run."""
