"""Who opened a record: the audit, in the words of the person whose record it is."""
