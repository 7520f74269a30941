"""Who says what in an Arabic sentence: parts -> said -> heads -> clauses."""
