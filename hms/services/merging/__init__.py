"""Making two records of one person one, and two again, exactly as they were."""
