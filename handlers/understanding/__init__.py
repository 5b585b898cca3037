"""From a person's words to an Action."""
