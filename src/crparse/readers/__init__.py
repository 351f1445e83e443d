"""From a file to a `SourceDocument`: one module a format, the format told by content."""
