"""A corpus on disk: the files that go in, records, tables, entities, ledger and manifest that come out."""
