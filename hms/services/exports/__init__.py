"""Everything in a record, to take along: a PDF for people, FHIR for machines, and the files."""
