"""What crparse says to people, in their language: the catalogues, and how a text is looked up in them.

Not in `language`, which is about the French of minutes. The code says everything in English; `fr.po` holds
the French, for translators to read and mend with the tools they know, and is read as it is, when French is
asked for: no compiled form of it can lag behind. It stands below every other folder, so that the command line
can use it as the pages do.
Records and ledgers are no wording: their bytes do not hang on who reads them. What they tell is a `Message`:
English, with what was filled in kept beside it, from which the French is made when somebody reads it.

`message` is what is told now and said later, `catalogue` one language, `speech` the language of this process,
`command_line` the words of the command line.
"""

from crparse.wording.catalogue import CATALOGUES, LANGUAGES, Language, Wording, read_catalogue, wording
from crparse.wording.message import N_, Filled, Message, filled, joined
from crparse.wording.speech import language_asked, no_such_language, said, say, say_count, speak

__all__ = [
    "CATALOGUES",
    "LANGUAGES",
    "N_",
    "Filled",
    "Language",
    "Message",
    "Wording",
    "filled",
    "joined",
    "language_asked",
    "no_such_language",
    "read_catalogue",
    "said",
    "say",
    "say_count",
    "speak",
    "wording",
]
