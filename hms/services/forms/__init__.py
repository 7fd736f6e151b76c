"""Forms that patients answer before a visit: made by the administrator, seen by the doctor in the visit."""

from hms.services.forms.answering import due

__all__ = ["due"]
