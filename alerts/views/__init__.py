"""Pages of the public site, one module a page."""
