"""Taking in what other systems say of a patient: a FHIR R4 bundle, one file in one transaction."""

from hms.services.importing.refusals import ImportRefused
from hms.services.importing.report import FileReport
from hms.services.importing.taking_in import import_file
from hms.services.importing.taking_up import take_up, waiting

__all__ = ["FileReport", "ImportRefused", "import_file", "take_up", "waiting"]
