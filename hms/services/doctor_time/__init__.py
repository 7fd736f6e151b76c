"""A doctor's time: the week, what differs from it, limits, and the appointments that a change hits."""
