"""What a run tells while it works: how far it is, how many pages of a document are read, the lines of a log.

It stands below every other folder, so that readers, builds and the service can tell alike; what is told of a
document once it is read belongs to its record.
"""
