"""What an authority decides: settings from the environment, and its own files."""
