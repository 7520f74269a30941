"""Alembic's entry: runs the migrations on the connection that `database.py` hands over."""

from alembic import context

from hudna.record.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
)
context.run_migrations()
