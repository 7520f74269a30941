"""Analysis: what a body of findings says together.

In: tables of findings (`finding_table`) with the times of what was judged, for one unit of count.
Out: counts that carry their unit, and what they turn on.  Nothing is added over two units.
Start with `counts.py`, then `sensitivity.py`.
"""
