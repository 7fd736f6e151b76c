"""One person, one record: who may be known already, and which records are of one person."""
