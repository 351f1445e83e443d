"""The lists in effect: the package's, with what a folder of one's own adds, takes out or replaces."""

from pathlib import Path

import pytest

from crparse import lexicon
from crparse.errors import LexiconError
from crparse.lexicon.lexicon import Lexicon, check, lists_that_take


def own(folder: Path, content: str, name: str = "attendance.txt") -> Path:
    (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def ours() -> Lexicon:
    return lexicon.load()


class TestOwnFolder:
    def test_adds_to_a_list(self, tmp_path: Path, ours: Lexicon) -> None:
        line = "Étaient de la partie : Mme Odile Ferrandin"
        theirs = lexicon.load(own(tmp_path, "# chez nous\n[labels.present]\nétaient de la partie\n"))
        assert not ours.cues("attendance", "labels.present").takes(line)
        assert theirs.cues("attendance", "labels.present").takes(line)
        assert theirs.cues("attendance", "labels.present").takes("Présents : Mme Odile Ferrandin")

    def test_takes_a_line_out(self, tmp_path: Path, ours: Lexicon) -> None:
        theirs = lexicon.load(own(tmp_path, "[columns.signature]\nremove: visa(s)\n"))
        taken = [found.cues("attendance", "columns.signature").takes("Visa") for found in (ours, theirs)]
        assert taken == [True, False]
        assert theirs.cues("attendance", "columns.signature").takes("Émargement")

    def test_replaces_a_list(self, tmp_path: Path) -> None:
        theirs = lexicon.load(own(tmp_path, "[columns.signature] replace\nparaphe(s)\n"))
        takes = theirs.cues("attendance", "columns.signature").takes
        assert [word for word in ("Paraphe", "Visa", "Émargement") if takes(word)] == ["Paraphe"]

    def test_changes_the_value_of_a_word(self, tmp_path: Path, ours: Lexicon) -> None:
        theirs = lexicon.load(own(tmp_path, "[civilities]\ndr = Dr.\nabbé = Abbé\n", "civilities.txt"))
        table = theirs.lists["civilities", "civilities"].table
        assert (table["dr"], table["abbe"], table["mme"]) == ("Dr.", "Abbé", "Mme")
        assert ours.lists["civilities", "civilities"].table["dr"] == "Dr"

    def test_adds_a_word_to_a_set(self, tmp_path: Path) -> None:
        theirs = lexicon.load(own(tmp_path, "[first_names]\nMaëlig\n", "first_names.txt"))
        assert {"maelig", "odile"} <= set(theirs.lists["first_names", "first_names"].table)

    def test_a_line_that_we_have_already_counts_once(self, tmp_path: Path, ours: Lexicon) -> None:
        theirs = lexicon.load(own(tmp_path, "[labels.present]\nPRÉSENT{e}\n"))
        assert theirs.fingerprint == ours.fingerprint

    def test_may_repeat_the_header_and_begin_with_a_byte_order_mark(self, tmp_path: Path) -> None:
        theirs = lexicon.load(own(tmp_path, "\ufeff[labels.present] word start\nde la partie\n"))
        assert theirs.cues("attendance", "labels.present").takes("De la partie : Mme Ferrandin")

    def test_other_files_are_left_alone(self, tmp_path: Path) -> None:
        lexicon.load(own(tmp_path, "((", "LISEZMOI.md"))


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("[labels.present]\nétait (venu", 2, "a bracket is not closed: “)” is missing."),
        (
            "[labels.present]\nregex: etaient (venus",
            2,
            "“regex: etaient (venus” is no regular expression: missing ), unterminated subpattern.",
        ),
        ("[labels.present]\nvenu{ee}", 2, "there is no list {ee}."),
        ("présent", 1, "“présent” stands before the first [list]."),
        ("[labels.presents]\nvenu", 1, "there is no list [labels.presents]: there are [labels.lead]"),
        ("[labels.present] somewhere\nvenu", 1, "“somewhere” is no way of looking: there are anywhere"),
        ("[labels.present] whole\nvenu", 1, "[labels.present] is looked for as “word start”"),
        ("[labels.present\nvenu", 1, "“[labels.present” is no header: write [group.list] and how it is "),
        ("[labels.present]\nvenu\n# deux fois\nVENU", 4, "“VENU” is in [labels.present] already, line 2."),
        ("[labels.present]\nremove: venu", 2, "“venu” is no line of [labels.present]."),
        ("[labels.present]\ntakes:", 2, "nothing follows “takes:”."),
        ("[labels.present]\nregex:", 2, "nothing follows “regex:”."),
        ("[labels.present]\nregex: x*", 2, "[labels.present] takes a line without any word by “"),
        ("[labels.present]\n(présents)", 2, "[labels.present] takes a line without any word by “"),
        (
            "[labels.present]\nregex: (?i)venus",
            2,
            "“regex: (?i)venus” is no regular expression: global flags not at the start of the expression.",
        ),
        (
            "[labels.present]\nregex: (?P<who>xx)\nregex: (?P<who>y)",
            3,
            "“regex: (?P<who>y)” is no regular expression: redefinition of group name 'who'",
        ),
        ("[closing_roles]\nnotes", 2, "“notes” is no line of a table: write word = value."),
    ],
)  # fmt: skip
def test_a_mistake_names_file_line_and_what_is_wrong(
    tmp_path: Path, content: str, line: int, message: str
) -> None:
    with pytest.raises(LexiconError) as error:
        lexicon.load(own(tmp_path, content))
    assert (error.value.file, error.value.line) == (str(tmp_path / "attendance.txt"), line)
    assert error.value.message.startswith(message)
    assert str(error.value).startswith(f"{tmp_path / 'attendance.txt'}, line {line}: {message}")


def test_keywords_may_be_written_as_french_is_typed(tmp_path: Path) -> None:
    written = (
        "[labels.present]\nRegex\u00a0: venus? en nombre\nTakes : Venus en nombre : 3\nleaves : Partis\n"
    )
    theirs, mistakes = check(own(tmp_path, written + "Remove : assistance\n"))
    assert not mistakes
    assert theirs.cues("attendance", "labels.present").takes("Venu en nombre")
    assert not theirs.cues("attendance", "labels.present").takes("Takes : assistance")


def test_a_file_may_have_its_ending_in_capitals(tmp_path: Path) -> None:
    assert (
        lexicon.load(own(tmp_path, "[labels.present]\nvenu\n", "attendance.TXT"))
        .cues("attendance", "labels.present")
        .takes("Venu : M. Roux")
    )


class TestNamedParts:
    """Lists whose one line has parts that code reads by name."""

    def test_a_line_beside_it_is_a_mistake(self, tmp_path: Path) -> None:
        with pytest.raises(
            LexiconError, match=r"line 2: \[words\.versus\] is one expression with \(\?P<against>"
        ):
            lexicon.load(own(tmp_path, "[words.versus]\ncontre\n", "votes.txt"))

    def test_a_line_without_them_in_its_place_is_a_mistake(self, tmp_path: Path) -> None:
        with pytest.raises(
            LexiconError, match=r"line 2: “contre” has not each of .*, by which \[words\.versus\]"
        ):
            lexicon.load(own(tmp_path, "[words.versus] replace\ncontre\n", "votes.txt"))

    def test_a_line_with_them_is_taken(self, tmp_path: Path) -> None:
        line = r"regex: (?P<for>\d+) face a (?P<against>\d+)"
        theirs = lexicon.load(own(tmp_path, f"[words.versus] replace\n{line}\n", "votes.txt"))
        assert theirs.cues("votes", "words.versus").takes("12 face à 3")


def test_a_month_wants_a_number(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"line 2: “dernier” is no whole number\."):
        lexicon.load(own(tmp_path, "[months]\nbrumaire = dernier\n", "calendar.txt"))


def test_a_table_tells_of_lists_that_are_there(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"line 2: there is no list \[kinds\.comune\]\."):
        lexicon.load(own(tmp_path, "[kind.takes]\ncomune = of\n", "organisations.txt"))


def test_a_list_that_leads_back_to_itself_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"line 2: \{adverbs\} leads back to its own list\."):
        lexicon.load(own(tmp_path, "[parts.adverbs]\ntrès {adverbs}\n", "decisions.txt"))


def test_a_file_or_folder_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"presence\.txt: the lexicon has no such file: there are a"):
        lexicon.load(own(tmp_path, "[labels.present]\nvenu\n", "presence.txt"))
    with pytest.raises(LexiconError, match=r"nowhere: there is no such folder\."):
        lexicon.load(tmp_path / "nowhere")


def test_a_file_that_is_no_utf_8_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "attendance.txt").write_bytes("[labels.present]\nvenu à pied\n".encode("latin-1"))
    with pytest.raises(LexiconError, match=r"attendance\.txt: it cannot be read as UTF-8 text"):
        lexicon.load(tmp_path)


class TestCues:
    def test_each_way_of_looking_takes_what_it_says(self, ours: Lexicon) -> None:
        looked = [
            ("title.agenda", "L'ordre du jour"),  # word start
            ("title.keys", "Lieu : Lormoy"),  # line start
            ("title.keys", "Le lieu : Lormoy"),
            ("title.generic", "réunion"),  # whole
            ("title.generic", "réunion publique"),
        ]
        assert [ours.cues("meeting", name).takes(text) for name, text in looked] == [
            *(True, True, False, True, False)
        ]  # fmt: skip
        assert ours.cues("actions", "against.visa").takes("- Vu le budget,")  # first words
        assert not ours.cues("actions", "against.visa").takes("Vue du budget")
        assert ours.cues("votes", "single.word").takes("11 voix")  # word
        assert not ours.cues("votes", "single.word").takes("des convoix")

    def test_a_match_names_its_line(self, ours: Lexicon) -> None:
        cues = ours.cues("attendance", "labels.excused")
        match = cues.find("absents excuses : m. roux")
        assert match is not None
        entry = cues.entry(match)
        assert entry is not None
        assert (entry.text, entry.file) == ("absent{e}(,| et| ou|/| -)( )excusé{e}", "attendance.txt")

    def test_the_longest_line_is_tried_first(self, tmp_path: Path) -> None:
        theirs = lexicon.load(own(tmp_path, "[columns.signature] replace\nvisa\nvisa du maire\n"))
        match = theirs.cues("attendance", "columns.signature").match("visa du maire et sceau")
        assert match is not None
        assert match.group() == "visa du maire"


class TestFingerprint:
    def test_is_the_same_whatever_the_order_of_lines(self, tmp_path: Path) -> None:
        prints = []
        for number, lines in enumerate(("venu\narrivé\n", "# autre ordre\narrivé\nvenu\n")):
            folder = tmp_path / str(number)
            folder.mkdir()
            prints.append(lexicon.load(own(folder, f"[labels.present]\n{lines}")).fingerprint)
        assert prints[0] == prints[1]

    def test_changes_with_the_words(self, tmp_path: Path, ours: Lexicon) -> None:
        assert lexicon.load(own(tmp_path, "[labels.present]\nvenu\n")).fingerprint != ours.fingerprint

    def test_examples_do_not_count(self, tmp_path: Path, ours: Lexicon) -> None:
        theirs = lexicon.load(own(tmp_path, "[labels.present]\ntakes: Présents : Mme Ferrandin\n"))
        assert theirs.fingerprint == ours.fingerprint


class TestCheck:
    def test_every_mistake_is_told_with_its_line(self, tmp_path: Path) -> None:
        own(
            tmp_path,
            "[labels.present]\n(venu\nremove: rien\n[labels.rien]\nvenu\n"
            "[labels.absence]\nparti{e}\ntakes: Partez nombreux\nleaves: Partis : 3\n"
            "[columns.signature]\nordre du jour\n",
        )
        own(tmp_path, "[title.agenda]\nbudget\n", "meeting.txt")
        _, mistakes = check(tmp_path)
        said = [str(mistake).replace(f"{tmp_path}/", "") for mistake in mistakes]
        assert [line for line in said if not line.startswith("attendance.txt, line 4: there is no list")] == [
            "attendance.txt, line 3: “rien” is no line of [labels.present].",
            "attendance.txt, line 2: a bracket is not closed: “)” is missing.",
            "attendance.txt, line 8: [labels.absence] does not take “Partez nombreux”.",
            "attendance.txt, line 9: [labels.absence] takes “Partis : 3” by “parti{e}”.",
        ]

    def test_an_own_line_that_takes_what_we_leave_is_a_mistake(self, tmp_path: Path) -> None:
        _, mistakes = check(own(tmp_path, "[labels.present]\nordre du jour\n"))
        assert [str(mistake).removeprefix(f"{tmp_path}/attendance.txt, ") for mistake in mistakes] == [
            "line 2: [labels.present] takes “Ordre du jour : le budget” by “ordre du jour”."
        ]

    def test_a_line_is_told_to_be_taken(self, ours: Lexicon) -> None:
        taken = {
            (words.file, words.name): (text, entry.text if entry else None)
            for words, entry, text in lists_that_take(ours, "Membres présents : Mme Ferrandin")
        }
        assert taken["attendance", "labels.present"] == ("présents", "présent{e}")
        assert ("dates", "announces") not in taken

    def test_a_word_is_told_to_stand_in_a_set(self, ours: Lexicon) -> None:
        names = [words.name for words, _, _ in lists_that_take(ours, "ADEME")]
        assert "public_bodies" in names
        assert "first_names" not in names
