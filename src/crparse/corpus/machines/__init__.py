"""A corpus that is too large for one machine, made on several.

`shards` says which files each machine builds a corpus of, and what it leaves for `merge`, which makes one
corpus of all, byte for byte that of one build. `on_dask` has the documents of a build parsed by the workers
of a Dask scheduler, `on_worker` is what each of these does with one; `cluster_file` starts them on a cluster
that a short file describes.
"""
