"""What medicine knows, as data files with their sources and plain functions over them: no patient, no database, no screen."""
