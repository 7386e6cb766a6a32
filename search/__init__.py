"""A question to the archive → the alerts that answer it, in order, counted and marked.

The stages, each a module of pure functions: text (letters → tokens), parser (what a person typed → question), names
(other names of what is asked for), engine (question → hits; it alone knows Tantivy), answer (all of it, for a page or a
program).
"""
