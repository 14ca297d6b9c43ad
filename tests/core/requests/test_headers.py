from weda_tui.core.requests.headers import read_headers, write_headers


def test_headers_are_read_as_they_are_written() -> None:
    headers = (("A", "1"), ("B-c", "x: y"))
    assert write_headers(headers) == "A: 1\nB-c: x: y"
    assert read_headers(write_headers(headers)) == headers


def test_a_line_without_a_colon_stays_to_be_refused() -> None:
    assert read_headers("\n  \nAccept\n A :b ") == (("Accept", ""), ("A", "b"))
