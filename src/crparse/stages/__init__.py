"""One file a field: spaCy components `Doc -> Doc`, registered as `crparse_<name>`.

Each reads earlier items and writes its own (`items.py`); the French it looks for stands in `crparse.lexicon`.
"""
