"""The admin as a place of work: entering, reviewing and publishing alerts, keeping the vocabularies clean."""
