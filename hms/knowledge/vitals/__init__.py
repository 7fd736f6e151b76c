"""Vital signs: what is measured in which unit, what cannot be, what is usual, early warning, and how children grow."""
