"""Rule packs and calendars: data with a source and validity dates, and no code.

Only ``workbench.storage.packs`` reads it.
"""
