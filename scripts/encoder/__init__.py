"""Teaches an encoder what names, decisions and actions are, and writes the files that crparse reads.

`pretrained` reads the weights to begin with and cuts their vocabulary to French; `examples` makes windows of
annotated minutes; `network` and `teach` need torch, `export` onnx: none of them is needed to run crparse.
"""
