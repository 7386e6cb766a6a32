"""What a record is called: its uid, its slug, its names, and the addresses that it used to have."""
