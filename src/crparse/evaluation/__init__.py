"""How good the records are: predicted records against gold records, field by field.

Needs the extra `evaluate` (`pip install "crparse[evaluate]"`).
"""
