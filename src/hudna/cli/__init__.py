"""The commands.  Each reads its input, calls one function of the package, and prints.

`main` puts them together; `cases` makes, checks and fills a case, `sources` takes what people bring,
`judging` judges, `answers` explains and reports, `releases` says who may see what, `logs` keeps,
proves and verifies the record.
"""

from hudna.cli.main import app, main

__all__ = ["app", "main"]
