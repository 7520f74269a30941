"""From a text to what it says: statements with the place that each stands on.

letters -> words -> lexicon -> sentences -> numbers, times, names -> frames -> topics -> reading.
"""
