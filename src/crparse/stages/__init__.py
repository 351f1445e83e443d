"""One spaCy component a field, `Doc -> Doc`, registered as `crparse_<name>`; a large one is a package.

What belongs here decides what something means. Each reads what those before it found and keeps its own
(`document.items`); the French it looks for stands in `crparse.lexicon`.
"""
