"""What every stage looks at: a document's lines, lists, tables, sentences, statements, computed once.

What belongs here tells what stands where, not what it means: no decision, attendee or heading is found here.
`view` makes each part once; `items` is how stages hand over what they find and say what they need.
"""
