"""Everything between ASGI and Reflex: the gate, the guard, screens and live reload."""
