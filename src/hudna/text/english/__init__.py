"""Who says what in an English sentence: parts -> said -> heads -> clauses."""
