"""A grammar of tables: classes of words, and patterns over them, compiled to regular expressions.

A sentence becomes a line of units, each unit one character that stands for its set of classes; a pattern becomes a
regular expression over those characters. Patterns run in stages: words make phrases, phrases make agents, agents make
clauses (a cascade of finite-state patterns, as in J. R. Hobbs et al., "FASTUS", 1997).
"""
