"""The catalogues of tests, vaccines and the schedule of vaccinations: as they came, and as the clinic has them."""
