"""Personal data of patients: read, changed with both values kept, asked for and answered."""
