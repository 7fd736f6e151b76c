"""Secrets: the only room that knows passlib and cryptography."""
