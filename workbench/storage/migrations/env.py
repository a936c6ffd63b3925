"""What Alembic runs: the connection comes from the caller through ``config.attributes``."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
