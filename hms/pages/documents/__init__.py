"""What doctors and patients share of documents: the field that sends one, and how one is looked at."""
