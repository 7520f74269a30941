"""The commands.  Each reads its input, calls one function of the package, and prints.

`main` puts them together; `cases` makes, checks and fills a case, `answers` judges and reports,
`logs` keeps, proves and verifies the record.
"""

from hudna.cli.main import app, main

__all__ = ["app", "main"]
