"""Countries, places and populations, each with its names."""
