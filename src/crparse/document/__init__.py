"""What every stage looks at: a document's lines, lists, tables, sentences, statements, computed once.

What belongs here tells what stands where, not what it means: no decision, attendee or heading is found here.
"""
