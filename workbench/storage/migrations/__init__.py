"""Schema history: one dated script per change, run by Alembic through a connection that the opener hands over.

Guarded tables are never rebuilt (no ``batch_alter_table``): that would drop their triggers without a word.
"""
