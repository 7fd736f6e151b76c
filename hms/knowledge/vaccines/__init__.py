"""Vaccines that are given or found in records, and when a child is due for which: data files with their sources, and rules."""
