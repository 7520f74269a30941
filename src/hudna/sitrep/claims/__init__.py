"""The page of a reading: a text with what it says beside it, for a person to look at.

In: a `Reading`.  Out: one page of HTML by itself.  Start reading at `page.py`.
"""
