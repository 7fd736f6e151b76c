"""Messages to patients: written with the act that they tell of, sent after its commit, each with a state to be seen."""

from hms.services.outbox.writing import write, write_offer

__all__ = ["write", "write_offer"]
