"""The waiting list: who waits, what they are offered, and how they answer."""
