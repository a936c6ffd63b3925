"""The window: it shows values and emits wishes; it decides nothing.

Views are built from the values of :mod:`workbench.services.views` and know neither services nor the database. A view
emits a wish (a signal whose name ends in ``_requested``); the wiring module hands it to the session, whose one worker
runs the use case; the answer comes back as a value and the view repaints from it. A change of language or theme builds
the content anew from the same values.
"""
