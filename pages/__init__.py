"""The public pages, one module a page: the reader's way through the archive. Search has its results page itself."""
