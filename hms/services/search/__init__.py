"""Finding people by parts of what is known of them, in memory: at rest all of it is sealed."""
