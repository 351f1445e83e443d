"""Fictional minutes laid out in every way a grid of dimensions allows, with what a reader would find in them.

A grid is a module with one `GRID`: its dimensions, the pairs of values that no reader could tell, and how a
sheet is made of one value of each. `sheet` sets it as DOCX, PDF or text, `check` reads it with crparse and
tells by value how many are wholly right: `python scripts/check_layouts.py attendance`.
"""
