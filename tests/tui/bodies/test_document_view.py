from tests.tui.bodies.fake_reader import FakeReader
from weda_tui.core.json.tree import Path
from weda_tui.tui.bodies.document_view import DocumentView

LONG = b"[" + b",\n".join(b'{"a": %d}' % number for number in range(30_000)) + b"]"


class Reader(FakeReader):
    """A reader that goes to the path that its document view names."""

    shown: DocumentView

    def go_to_path(self, path: Path) -> None:
        self.shown.go_to_path(path)


def document_view() -> tuple[DocumentView, Reader]:
    reader = Reader()
    reader.shown = DocumentView(reader)
    return reader.shown, reader


async def test_the_rest_of_a_body_is_indexed_in_a_worker():
    shown, reader = document_view()
    shown.show(LONG, "application/json")
    assert reader.calls == ["show_document"]
    assert [group for group, _ in reader.works] == ["grow"]
    await reader.finish()
    assert reader.document.is_complete
    assert reader.calls[-1] == "show_growth"
    assert reader.view.row_count == 90_002


async def test_a_path_is_gone_to_once_the_whole_body_is_known():
    shown, reader = document_view()
    shown.show(LONG, "application/json")
    shown.go_to_path((29_999, "a"))
    assert reader.view.line == 0
    await reader.finish()
    assert (shown.path, reader.view.line) == ((29_999, "a"), 89_999)


async def test_a_line_is_gone_to_once_it_is_known_unless_the_cursor_is_moved():
    shown, reader = document_view()
    shown.show(LONG, "application/json")
    shown.go_to_line(80_000)
    await reader.finish()
    assert reader.view.line == 80_000
    shown.show(LONG[:-1] + b" ]", "application/json")
    shown.go_to_line(80_000)
    shown.note_move()
    await reader.finish()
    assert reader.view.line == 0


async def test_another_character_set_is_read_in_a_worker():
    shown, reader = document_view()
    shown.show("中".encode("gb18030"), "text/plain; charset=gb18030")
    shown.reopen("latin-1", None)
    await reader.finish()
    assert reader.document.charset.lower().replace("_", "-") in {"latin-1", "iso-8859-1"}


async def test_a_body_that_is_being_opened_gives_way_to_another_one():
    shown, reader = document_view()
    shown.show(b"[1]", "application/json")
    shown.reopen("latin-1", None)
    reader.stop("open")
    await reader.finish()
    assert reader.document.charset == "utf-8"


def test_the_beginning_of_a_body_keeps_its_place_when_more_comes():
    shown, reader = document_view()
    shown.show_head(b'{"a": 1, "b": 2', "application/json")
    reader.view.cursor = 2
    shown.show(b'{"a": 1, "b": 2}', "application/json")
    assert reader.view.cursor == 2
    shown.show(b'{"a": 1, "b": 2}', "application/json")
    assert reader.view.cursor == 0


def test_json_in_utf_8_goes_without_saying_where_it_is_expected():
    shown, reader = document_view()
    shown.show(b"[1]", "application/json")
    assert not shown.is_plain
    shown.expects_json = True
    assert shown.is_plain
    reader.view.is_decoded = True
    assert not shown.is_plain
    assert shown.facts(80)
    assert not shown.facts(2)


async def test_end_goes_to_the_true_end_once_it_is_known_and_says_so_meanwhile():
    shown, reader = document_view()
    shown.show_head(LONG[:40_000], "application/json")
    shown.go_to_end()
    assert reader.notices[-1] == reader.words.body.end_awaited
    shown.show(LONG, "application/json")
    assert "then to the end" in "".join(run.text for run in shown.facts(80))
    await reader.finish()
    assert reader.view.line == 90_001
    assert "then to the end" not in "".join(run.text for run in shown.facts(80))
    shown.show(LONG[:-1] + b" ]", "application/json")
    shown.go_to_end()
    shown.note_move()
    await reader.finish()
    assert reader.view.line == 0, "the cursor was moved"


async def test_the_place_in_the_beginning_is_kept_in_the_whole():
    shown, reader = document_view()
    shown.show_head(LONG[:40_000], "application/json")
    reader.view.go_to_line(reader.view.row_count - 1)
    line = reader.view.line
    assert line > 5000
    shown.show(LONG, "application/json")
    assert reader.view.line == line
    assert not reader.document.is_complete
    shown.show_head(b"[1,\n 2,\n 3", "application/json")
    shown.show(b"[1]", "application/json")
    assert reader.view.row_count == 3
