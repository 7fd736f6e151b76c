"""The parts of a record as its patient reads them: results, vaccinations, documents, summaries, prescriptions."""
