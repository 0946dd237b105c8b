"""How fields are filled in that were not given: what they count, sum, name."""
