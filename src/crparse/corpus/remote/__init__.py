"""Documents that lie in a store which a URL names (`s3://`, `https://`…), and a corpus put there to be read.

`urls` tells a URL from a path, `store` reads and lists one by the driver of fsspec that knows it, `search`
finds the documents under it for a build, `publication` puts a finished corpus there. Only `store` and
`publication` reach the network, and only for a URL that was given.
"""
