"""`crparse serve`: a document in, its record out, over HTTP, for programs that do not speak Python.

`desk` takes documents in as far as there is room, has processes with limits read them, and keeps what became
of them; `work` is what such a process does with one. Neither knows of HTTP: `server` answers requests,
`answers` says in which form and with which status, `description` tells programs what can be asked (OpenAPI).
It listens on this machine alone unless told otherwise, and keeps nothing when it ends.
"""
