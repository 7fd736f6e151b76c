"""Messages between patients and the care team, questions to the privacy officer, and who answers meanwhile."""

from hms.services.threads.seeing import unread
from hms.services.threads.writing import ask_about_access

__all__ = ["ask_about_access", "unread"]
