"""Hudna: the open record of a ceasefire."""

from importlib.metadata import version

__version__ = version("hudna")
