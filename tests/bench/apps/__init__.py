"""The same small screen twice: on bare Reflex, and behind the clinic's gate and guard."""
