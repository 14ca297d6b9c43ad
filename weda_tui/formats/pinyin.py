"""Chinese titles → the initials that people type for them, as ``x-pinyin`` holds in documents."""

from weda_tui.core.catalogue.search_index import normalise


def initials_of(title: str) -> str:
    """Return the first letters of a title's characters, what is Latin in it whole, no blanks.

    Empty for a title without Chinese. The library's words take 0.15 s to load the first time.
    """
    if title.isascii():
        return ""
    from pypinyin import Style, lazy_pinyin

    letters = normalise("".join(lazy_pinyin(title, style=Style.FIRST_LETTER)))
    return "".join(character for character in letters if character.isalnum())
