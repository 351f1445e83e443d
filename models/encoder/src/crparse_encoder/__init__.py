"""The files of an encoder, which `crparse.models.encoder` reads: no code of its own."""
