"""Numbers in the waiting room: issued, called, skipped, finished, and each step taken back."""
