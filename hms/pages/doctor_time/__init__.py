"""A doctor's time, as the doctor and the administrator set it: what their screens share."""
