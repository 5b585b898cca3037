"""Weeks of the demo authority in fast motion: its clock moved day by day, its people played, its promises checked."""
