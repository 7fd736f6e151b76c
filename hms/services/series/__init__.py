"""Recurring appointments: booked as single ones that know their series, and moved or cancelled together."""
