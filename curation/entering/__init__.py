"""What a curator types or pastes → rows of the record. Pure functions of text; the admin calls them."""
