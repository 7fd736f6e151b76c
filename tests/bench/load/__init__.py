"""What makes the load: clinics, people and their clients. Each figure starts its own, in the same run."""
