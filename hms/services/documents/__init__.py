"""Documents of the record: filed, listed, opened, and shared with their patient."""
