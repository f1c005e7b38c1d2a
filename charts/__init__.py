"""Charts: each function returns a constant Altair specification and names the data sets that fill it.

A chart never sees its data, so no slider can change its specification, and the browser only
exchanges the data in the present picture. The docstring of each chart lists its data sets and their columns.
"""
