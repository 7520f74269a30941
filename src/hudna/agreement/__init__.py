"""The agreement: instruments, clauses, terms and readings; in force when; who is bound.

In: `agreement.yaml`.  Out: an `Agreement` and its `World`s, each one reading with one setting of
its switches.  Start reading at `document.py` (what is written), then `provisions.py` (the typed
parameters of the 36 kinds of term), `worlds.py`, `force.py` and `ledger.py`.
"""
