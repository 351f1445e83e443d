import io

from rich.console import Console

from crparse.reporting.progress import watch


def shown(console: Console, documents: int, failing: int) -> str:
    with watch(console) as watcher:
        watcher.begin(documents)
        for number in range(documents):
            failed = number < failing
            if failed:
                watcher.report(f"{number}.docx: The file is empty. [code] https://valcreuse.example")
            watcher.advance(failed)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_plain_lines_where_there_is_no_terminal() -> None:
    assert shown(Console(file=io.StringIO()), documents=4, failing=1).splitlines() == [
        "4 documents to parse",
        "0.docx: The file is empty. [code] https://valcreuse.example",
        "1/4 documents, 1 failed",
        "2/4 documents, 1 failed",
        "3/4 documents, 1 failed",
        "4/4 documents, 1 failed",
    ]


def test_ten_lines_for_many_documents() -> None:
    lines = shown(Console(file=io.StringIO()), documents=1000, failing=0).splitlines()
    assert lines[:2] == ["1000 documents to parse", "100/1000 documents, 0 failed"]
    assert lines[-1] == "1000/1000 documents, 0 failed"
    assert len(lines) == 11


def test_nothing_to_do() -> None:
    assert shown(Console(file=io.StringIO()), documents=0, failing=0) == "0 documents to parse\n"


def test_long_lines_stay_one_line() -> None:
    console = Console(file=io.StringIO(), width=40)
    with watch(console) as watcher:
        watcher.report("x" * 100)
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue() == "x" * 100 + "\n"


def test_a_bar_on_a_terminal() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=120, color_system=None)
    screen = shown(console, documents=20, failing=3)
    last = [line for line in screen.splitlines() if "20/20" in line][-1]
    assert "documents/s" in last
    assert "3 failed" in last
    assert "0.docx: The file is empty. [code] https://valcreuse.example\n" in screen.replace("\x1b[2K", "")
