"""The life of a prescription once it is signed: its paper and how that is checked, its renewal, its end, refills."""
