"""What Cairn can do: one module a capability."""
