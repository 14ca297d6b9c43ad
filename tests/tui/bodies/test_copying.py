from tests.tui.bodies.fake_reader import WORDS, FakeReader
from weda_tui.tui.bodies.copying import Copying, ExtraCopyItem
from weda_tui.tui.bodies.messages import MenuRequested

BODY = b'{"a": [1, "secret"], "b": "\\u4e2d"}'


async def copied(reader: FakeReader, line: int, *names: str) -> list[str]:
    """Return the texts that actions copy on a line."""
    copying = Copying(reader)
    reader.view.go_to_line(line)
    for name in names:
        {
            "value": copying.copy_value, "key": copying.copy_key, "node": copying.copy_node,
            "path": copying.copy_path, "js": copying.copy_js_path, "line": copying.copy_line,
            "body": copying.copy_body,
        }[name]()  # fmt: skip
        await reader.finish()
    return reader.copies


async def test_what_is_under_the_cursor_is_copied_with_secrets_masked():
    names = ("value", "path", "js", "line")
    assert await copied(FakeReader(BODY), 3, *names) == ["•••", "$.a[1]", "a[1]", '    "•••"']


async def test_a_node_is_copied_as_received_and_its_name_without_quotes():
    assert await copied(FakeReader(BODY), 1, "node", "key") == ['[1, "•••"]', "a"]


async def test_the_whole_body_is_copied_as_it_came():
    assert await copied(FakeReader(BODY), 0, "body") == [BODY.decode().replace("secret", "•••")]


async def test_bytes_are_no_text_to_copy():
    reader = FakeReader(b"\x00\x01\x02\x03" * 9, "application/octet-stream")
    assert await copied(reader, 0, "body") == []
    assert reader.notices == [WORDS.copying.not_text]


async def test_nothing_is_copied_without_a_body():
    reader = FakeReader()
    assert await copied(reader, 0, "value", "key", "node", "path", "js", "line", "body") == []
    Copying(reader).open_menu()
    assert not reader.messages


async def test_plain_text_offers_its_line_the_body_and_what_stands_beside_it():
    reader = FakeReader(b"a\nb", "text/plain")
    copying = Copying(reader)
    copying.beside = [ExtraCopyItem("h", "headers", lambda: "X: 1")]
    copying.open_menu()
    (menu,) = reader.messages
    assert isinstance(menu, MenuRequested)
    assert [row.key for row in menu.rows] == ["l", "w", "h"]
    menu.rows[2].run()
    await reader.finish()
    assert reader.copies == ["X: 1"]
