"""The record: an append-only log of what was known, when, and who said so."""
