"""The improvement framework's rules: pure functions of values, without a clock, a database or a chat platform."""
