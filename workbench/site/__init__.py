"""The ground as geometry: what is drawn, measured and judged, in metres of the local plane.

Pure, beside :mod:`workbench.crowd`: values in, values out. Objects come in as anything that has the members of
:class:`workbench.site.geometry.Drawn`; coordinates are metres, x east and y north. The geometry itself is shapely's.
"""
