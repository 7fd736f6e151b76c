"""What is missing in somebody's care: rules as data, each with its source."""
