"""A corpus read back: its tables as pandas DataFrames, its records as typed objects."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crparse.corpus.folder import DOCUMENTS, ENTITIES, MANIFEST, TABLES, read_records
from crparse.record import Minutes
from crparse.resolution.corpus_records import CorpusEntity

if TYPE_CHECKING:
    import pandas as pd


class Corpus(Mapping[str, "pd.DataFrame"]):
    """The tables of a corpus by name, each read when first asked for.

    `corpus["decisions"].merge(corpus["documents"], on="document_id")`; columns in `crparse.corpus.tables`.
    Dates are `datetime64`, whole numbers and flags nullable.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, pd.DataFrame] = {}
        self._names = sorted(file.stem for file in (folder / TABLES).glob("*.parquet"))

    def __getitem__(self, name: str) -> "pd.DataFrame":
        if name not in self._names:
            raise KeyError(f"no table {name!r}: there are {', '.join(self._names)}")
        if name not in self._read:
            self._read[name] = _read_table(self.folder / TABLES / f"{name}.parquet")
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self) -> str:
        return f"Corpus({str(self.folder)!r}: {', '.join(self._names)})"

    @property
    def manifest(self) -> dict[str, Any]:
        """Versions, counts, and every file of the corpus with its digest."""
        found: dict[str, Any] = json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))
        return found

    @property
    def people(self) -> list[CorpusEntity]:
        """The people of the whole corpus."""
        return self._entities("people")

    @property
    def organisations(self) -> list[CorpusEntity]:
        """The organisations of the whole corpus."""
        return self._entities("organisations")

    def records(self) -> Iterator[Minutes]:
        """The records one by one, in order of their id."""
        return read_records(self.folder)

    def record(self, document_id: str) -> Minutes:
        """The record of one document."""
        file = self.folder / DOCUMENTS / f"{document_id}.json"
        return Minutes.model_validate_json(file.read_bytes())

    def _entities(self, kind: str) -> list[CorpusEntity]:
        found = json.loads((self.folder / ENTITIES / f"{kind}.json").read_text(encoding="utf-8"))
        return [CorpusEntity.model_validate(entity) for entity in found]


def open_corpus(folder: str | os.PathLike[str]) -> Corpus:
    """The corpus that `crparse build` wrote into `folder`.

    Raises:
        FileNotFoundError: There is no corpus.
    """
    path = Path(folder)
    if not (path / MANIFEST).is_file():
        raise FileNotFoundError(f"{path} holds no crparse corpus ({MANIFEST} is missing)")
    return Corpus(path)


def _read_table(file: Path) -> "pd.DataFrame":
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    nullable = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    with file.open("rb") as stream:  # pyarrow takes no path that is not in UTF-8
        table = pq.read_table(stream)
    frame: pd.DataFrame = table.to_pandas(date_as_object=False, types_mapper=nullable.get)
    return frame
