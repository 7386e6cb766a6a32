"""Who speaks, who signs, who is asked."""
