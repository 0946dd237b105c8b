"""How a transfer looks: as a ladder, as a list of events, as plots, as JSON, and as packets."""
