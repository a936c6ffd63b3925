"""Journal and files: the only place that speaks SQL.

``database.open_database`` opens a SQLite file or a PostgreSQL database and gives one :class:`database.Database` with
everything in it: journal, case register, attachments, accounts, snapshots, drafts, settings.
"""
