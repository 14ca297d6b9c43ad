"""The page: self-contained, marks with words, and text of a server is never markup."""

from html.parser import HTMLParser

import msgspec

from weda_tui.formats.status_page import PageChange, PageRow, StatusPage, write_status_page

HOSTILE = "<script>alert(1)</script><img src=//evil onerror=x>\"'&"
PAGE = StatusPage(
    language="en",
    title=f"approvals {HOSTILE}",
    mark="✗",
    headline=f"approvals {HOSTILE}: {HOSTILE}",
    facts=[HOSTILE],
    strip="Last rounds",
    marks="✓✓✗–✓",
    names={"✓": "passed", "✗": "failed", "–": "not sent"},
    columns=("Request", "Last result", "Code", "Last rounds"),
    rows=[PageRow(name=HOSTILE, mark="✗", state="failed", facts=(HOSTILE,), marks="✓✗")],
    more="and 3 more",
    changes_title="What changed",
    changes=[PageChange(title=HOSTILE, lines=[HOSTILE, "  + 2"])],
    refresh=300,
)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(page: StatusPage) -> Reader:
    reader = Reader()
    reader.feed(write_status_page(page).decode())
    reader.close()
    assert reader.open == []
    return reader


def test_nothing_is_loaded_and_nothing_runs() -> None:
    reader = read(PAGE)
    assert not {"script", "img", "link", "iframe", "object"} & {*reader.tags}
    names = {name for name, _ in reader.attributes}
    assert not {"src", "href"} & names
    assert not any(name.startswith("on") for name in names)
    values = [value for _, value in reader.attributes]
    assert "default-src 'none'; style-src 'unsafe-inline'" in values
    assert "url(" not in write_status_page(PAGE).decode()


def test_all_of_it_is_said() -> None:
    reader = read(PAGE)
    said = "".join(reader.texts)
    assert said.count(HOSTILE) == 8
    assert ("http-equiv", "refresh") in reader.attributes
    assert read(msgspec.structs.replace(PAGE, refresh=0)).attributes.count(
        ("http-equiv", "refresh")
    ) == 0  # fmt: skip


def test_each_mark_has_its_word_and_like_ones_stand_together() -> None:
    text = write_status_page(PAGE).decode()
    assert 'class="good" title="2 × passed" role="img" aria-label="2 × passed">✓✓</span>' in text
    assert 'class="bad" title="failed" role="img" aria-label="failed">✗</span>' in text
    assert 'class="none" title="not sent"' in text


def test_half_a_surrogate_is_no_end() -> None:
    assert b"?" in write_status_page(msgspec.structs.replace(PAGE, title="\ud800"))
