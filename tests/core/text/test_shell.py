"""Text quoted as one word of a shell command."""

import shlex

from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.text.shell import quote_word


def test_a_word_is_quoted_where_it_must() -> None:
    for text, word in [
        ("a-b/c.d:1@x%,+=", "a-b/c.d:1@x%,+="),
        ("=ls", "'=ls'"),
        ("", "''"),
        ("a b", "'a b'"),
        ("it's", "'it'\\''s'"),
        ("a\\'b", "'a'\\\\\\''b'"),
        ("a\\", "'a'\\\\"),
        ("\\\\", "\\\\\\\\"),
        ('{"a": "\\n"}', '\'{"a": "\\n"}\''),
        ("审批", "'审批'"),
    ]:
        assert quote_word(text) == word, text


@given(st.text(st.sampled_from("\\'\"$`!\n #;a")) | st.text())
def test_a_posix_shell_reads_the_text(text: str) -> None:
    assert shlex.split(quote_word(text)) == [text]


@given(st.text(st.sampled_from("\\'a ")))
def test_fish_finds_no_escape_between_quotes(text: str) -> None:
    r"""In single quotes, fish knows only the escapes ``\\`` and ``\'``."""
    read: list[str] = []
    word, at, is_quoted = quote_word(text), 0, False
    while at < len(word):
        following = word[at + 1 : at + 2]
        if word[at] == "\\" and (not is_quoted or following in {"\\", "'"}):
            read.append(following)
            at += 1
        elif word[at] == "'":
            is_quoted = not is_quoted
        else:
            read.append(word[at])
        at += 1
    assert not is_quoted
    assert "".join(read) == text
