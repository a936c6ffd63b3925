"""The ground as geometry: what is drawn, measured and judged, in metres of the local plane.

Pure, beside :mod:`workbench.crowd`: values in, values out. Objects come in as anything that has the members of
:class:`workbench.site.geometry.Drawn`; coordinates are metres, x east and y north. The geometry itself is shapely's.

Words: *walkable surface* (可通行地面) = where one can walk, as a raster; *pace* = factor of the free speed; *response
time* (到达时间) = time of the quickest way from a post; *key spot* (重点部位); *lookout* (瞭望哨); *demand* and
*candidate* = what a placement should cover, and where something may be placed.
"""
