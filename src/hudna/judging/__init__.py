"""Judging: for an incident, the verdict under every reading, with the reasons.

In: incidents and an agreement.  Out: findings.  Start reading at `reference.py`, the procedure for
one incident in one world; `rules.py` says what each element's rule answers, `finder.py` puts the
worlds together (headline, pivots), `explain.py` tells it in English and Arabic.
"""
