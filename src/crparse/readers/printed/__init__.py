"""What is printed on a page, whoever tells it: a PDF or a recognised scan.

What belongs here goes from characters and rules with places to lines, columns, tables and paragraphs.
"""
