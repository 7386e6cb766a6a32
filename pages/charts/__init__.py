"""Charts that the server draws as SVG, each with its numbers as a table and as CSV.

A page makes a chart (bars.bars, lanes.lanes, ranks.ranks, sparks.spark), hands it to its template, and draws it there
with the tag of the same name ({% load charts %}). Geometry is told in attributes and classes, never in styles: lengths
across are percentages, so that a drawing is as wide as its place and its letters keep their size; lengths down are
pixels. Titles and labels come from the caller, in the reader's language. Colours stand in static/charts.css.
"""
