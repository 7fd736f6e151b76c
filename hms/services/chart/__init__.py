"""The medical record: entries that are written, amended and voided, never overwritten."""
