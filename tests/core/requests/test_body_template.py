"""Bodies with variables and files in them."""

import pytest

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.requests.draft import file_names, file_reference, render_body


def test_a_body_names_files_by_their_paths() -> None:
    body = "{{$file a/b c.pdf}} {{ $file  报告.pdf }} {{$file a/b c.pdf}} {{file}} {{$fileX y}}"
    assert file_names(body) == ("a/b c.pdf", "报告.pdf")
    assert file_names(file_reference("x/y.bin")) == ("x/y.bin",)
    assert file_names("{{$file a\nb}} {{$file }} {{$file {{x}}}}") == ()


def test_the_bytes_of_files_stand_among_the_rendered_text() -> None:
    data = bytes(range(256)) + b"{{name}}"
    body = "{{name}}\r\n{{$file a.bin}}\r\n{{name}}{{$file b}}"
    rendered = render_body(body, {"name": "值"}, {"a.bin": data, "b": b""})
    assert rendered == "值\r\n".encode() + data + "\r\n值".encode()


def test_no_value_of_a_variable_brings_a_file_in() -> None:
    rendered = render_body("{{name}}", {"name": "{{$file secret}}"}, {"secret": b"s3cret"})
    assert rendered == b"{{$file secret}}"
    rendered = render_body("{{a}}file secret}}", {"a": "{{$"}, {"secret": b"s3cret"})
    assert rendered == b"{{$file secret}}"


def test_an_unknown_variable_beside_a_file_stops_it() -> None:
    with pytest.raises(FileError) as caught:
        render_body("{{$file a}}{{nobody}}", {}, {"a": b""})
    assert caught.value.code is ErrorCode.VARIABLE_UNKNOWN
