"""The codes of diagnoses: ICD-10-CM as `simple-icd-10-cm` brings it, and what people say for what stands in it."""
