"""What is printed on a page, whoever tells it: a PDF or a recognised scan.

What belongs here goes from characters and rules with places to lines, columns, tables and paragraphs. What
numbers here, in `pdf` and in `scan` are said to separate was counted on 51 printed and 10 scanned minutes.
"""
