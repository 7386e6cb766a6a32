"""Checking: what is proposed of a document, beside its text, to be accepted, changed or dropped by a curator."""
