"""What patients tell about themselves: question by question, stated until a clinician confirms it."""
