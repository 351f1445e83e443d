"""How good the records are: predicted records against gold records, field by field.

`scoring` compares one record with its gold record, `evaluate` folders of them.
"""
