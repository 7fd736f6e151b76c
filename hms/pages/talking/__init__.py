"""Conversations, as every role reads and writes them; each role frames them in its own way."""
