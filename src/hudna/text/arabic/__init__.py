"""What the rules know of Arabic: who says what in a sentence, headings, persons, names.

parts -> said -> heads -> clauses find who says what; `clauses.GRAMMAR` is what `frames.py` asks.
"""
