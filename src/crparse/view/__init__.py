"""`crparse view`: a corpus to look at, to search and to correct, in a browser on this machine.

`server` answers requests and `guard` decides whose; both know of HTTP, nothing else here does. `pages` makes
each page from what `index` (the corpus laid out for search) and the records say, so that pages can be written
to files as well: `overview`, `search`, `profiles`, `matters` ask the index, `marking` shows a text with its
items, `facsimile` the pages as they were printed with theirs, `labels` says what fields and codes are called;
`templates` and `static` hold what pages look like.
Nothing is fetched from outside, and nothing leaves the machine.
"""
