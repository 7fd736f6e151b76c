"""The note of a visit: written, kept, signed, added to."""
