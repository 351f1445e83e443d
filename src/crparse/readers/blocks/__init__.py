"""From text with typefaces to blocks, whatever the format.

What belongs here serves several readers: bullets and numbers, typed lists, hyphens, tables that set a page.
"""
