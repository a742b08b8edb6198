"""How good the answers are: a question set asked of the index, scored, and reported."""
