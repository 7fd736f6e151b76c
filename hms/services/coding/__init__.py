"""Codes of diagnoses: looked up while somebody types, and each doctor's own first."""
