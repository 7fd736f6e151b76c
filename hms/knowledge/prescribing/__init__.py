"""What is known against prescribing: allergies, interactions, duplicates, pregnancy, age, dose and kidneys; pure functions over data files."""
