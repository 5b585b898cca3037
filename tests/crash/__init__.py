"""What happens when Cairn is killed: at every step of sending and of answering, and at random moments."""
