"""Slack: what comes from it, what goes to it, and how a card or form looks there. Slack's kit stays in this folder."""
