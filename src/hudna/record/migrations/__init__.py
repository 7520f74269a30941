"""Migrations of the tables of the record, run by Alembic."""
