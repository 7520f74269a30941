"""From a text to what it says: statements with the place that each stands on.

letters -> words -> lexicon -> glued, marked -> sentences -> frames (arabic/, english/) ->
speakers, mentions, numbers, times, topics, polarity -> stance -> contrary,
conflicts -> reading.  Start with `reading.py`.
"""
