"""Results that a laboratory sends as a file: FHIR R4 reports, each filed by itself for the order and the patient it names."""

from hms.services.laboratory.bringing import bring, refused

__all__ = ["bring", "refused"]
