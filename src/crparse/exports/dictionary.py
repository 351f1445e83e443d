"""What every column of every table means, as rows: dictionaries and data packages say it from here."""

from collections.abc import Iterator, Mapping

from crparse.corpus.tables import DAY, FLAG, REAL, TABLES, TEXT, TEXTS, WHOLE, Table, TableRow

TYPE_NAMES = {TEXT: "text", WHOLE: "integer", REAL: "number", FLAG: "boolean", DAY: "date", TEXTS: "texts"}
"""What the dictionary calls the types; texts stand in one cell, with " | " between them."""

TEXT_OF_RECORDS = "texts"
"""The table that holds the text of each record, in the formats that have one."""


def dictionary(tables: Mapping[str, Table] = TABLES) -> Iterator[TableRow]:
    """A row for each column: its table, name, type and meaning, whether it is of the key, where it leads."""
    for name, table in tables.items():
        leads = {
            reference.columns[-1]: f"{reference.table}.{reference.to[-1]}" for reference in table.refers[::-1]
        }
        for column in table.columns:
            yield {
                "table": name,
                "column": column.name,
                "type": TYPE_NAMES[column.type],
                "meaning": column.meaning,
                "key": column.name in table.key,
                "leads_to": leads.get(column.name),
            }
