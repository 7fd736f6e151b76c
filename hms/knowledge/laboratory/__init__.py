"""What laboratories measure and imaging shows: what can be ordered, in which units, and what is usual at which age."""
