"""The words of what the lists of the medical record choose from."""

from hms.texts import t

LISTS: dict[str, str] = {
    "problems": t("Problems"),
    "allergies": t("Allergies"),
    "procedures": t("Procedures"),
    "family": t("Family"),
    "vaccines": t("Vaccines"),
    "documents": t("Documents"),
    "letters": t("Letters"),
    "orders": t("Orders and results"),
}
SEVERITIES = {"mild": t("Mild"), "moderate": t("Moderate"), "severe": t("Severe")}
# How sure and how dangerous: FHIR R4's allergy-intolerance-criticality; what it is to: allergy-intolerance-category.
CRITICALITIES = {"low": t("Not dangerous"), "high": t("Dangerous"), "unable-to-assess": t("Not known")}
CATEGORIES = {
    "medication": t("A medicine"), "food": t("Food"), "environment": t("Something around"), "biologic": t("A biologic"),
}  # fmt: skip
REACTIONS = {
    "anaphylaxis": t("Anaphylaxis"), "angioedema": t("Swelling of face or throat"), "hives": t("Hives"),
    "rash": t("Rash"), "itching": t("Itching"), "wheezing": t("Wheezing"), "breathless": t("Short of breath"),
    "vomiting": t("Nausea or vomiting"), "diarrhoea": t("Diarrhoea"), "low-pressure": t("Fall of blood pressure"),
    "skin-loss": t("Blistering or peeling of the skin"), "other": t("Something else"),
}  # fmt: skip
# How an allergy stands, as a clinician may say it; that it was never so is said with a reason of its own.
STANDINGS = {
    "stated": t("As the patient states, not confirmed"), "confirmed": t("Confirmed"), "over": t("No longer holds"),
}  # fmt: skip
# HL7 v3 has codes for these too; the words are what a record shows.
SITES = {
    "left-arm": t("Left upper arm"), "right-arm": t("Right upper arm"), "left-thigh": t("Left thigh"),
    "right-thigh": t("Right thigh"), "left-forearm": t("Left forearm"), "right-forearm": t("Right forearm"),
    "mouth": t("Mouth"), "nose": t("Nose"),
}  # fmt: skip
ROUTES = {
    "im": t("Into the muscle"), "sc": t("Under the skin"), "id": t("Into the skin"), "oral": t("By mouth"),
    "nasal": t("Into the nose"),
}  # fmt: skip
RELATIVES = {
    "mother": t("Mother"), "father": t("Father"), "sister": t("Sister"), "brother": t("Brother"),
    "daughter": t("Daughter"), "son": t("Son"), "grandmother": t("Grandmother"), "grandfather": t("Grandfather"),
    "aunt": t("Aunt"), "uncle": t("Uncle"), "cousin": t("Cousin"), "other": t("Another relative"),
}  # fmt: skip
