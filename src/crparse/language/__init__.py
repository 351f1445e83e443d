"""The French of names, days and numbers, whatever the document.

What belongs here reads a short text by itself (a name, a day, an acronym) with the words of the lexicon;
nothing here knows a document, a stage or a record.
"""
