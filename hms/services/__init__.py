"""What a clinic does: one capability a file, one verb a function."""
