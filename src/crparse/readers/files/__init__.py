"""What a file is before it is read.

What belongs here looks at bytes: the format told by content, characters from bytes, packages of parts.
"""
