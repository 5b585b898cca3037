"""The local page: a chat workspace in the browser."""
