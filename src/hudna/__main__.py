"""`python -m hudna`."""

from hudna.cli import main

main()
