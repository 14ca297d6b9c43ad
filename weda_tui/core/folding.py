"""The words of an endpoint, folded once so that every key of a search is cheap."""

import re

import msgspec

from weda_tui.core.endpoint import Endpoint

_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^0-9A-Za-z]+")


def normalise(text: str) -> str:
    """Fold case and full-width letters, as a Chinese input method types them."""
    return text.translate(_WIDE).casefold()


class Folded(msgspec.Struct, frozen=True, kw_only=True):
    """What a query is compared with."""

    endpoint: Endpoint
    id: str
    path: str
    names: tuple[str, ...]
    """The action and the title in both languages."""
    pinyin: tuple[str, ...]
    acronyms: tuple[str, ...]
    """The first letters of the words of the action and of the English title."""
    words: str
    """Every word of the action and of the English title, a blank before each."""
    text: str
    """Names and initials in one string: what is not in here fits none of them."""
    letters: str
    """Initials, acronyms and the Chinese title, a line each: where letters may have gaps."""
    summary: str
    """Both summaries, a blank before every English word."""
    fields: str
    """The names of parameters and body fields, a line break before each."""


def fold(endpoint: Endpoint) -> Folded:
    """Return the folded words of an endpoint."""
    names = tuple(
        normalise(name) for name in (endpoint.action, endpoint.title.zh, endpoint.title.en)
    )
    pinyin = tuple(endpoint.pinyin.split())
    split = [
        normalise(_WORD_START.sub(" ", text)).split()
        for text in (endpoint.action, endpoint.title.en)
    ]
    acronyms = tuple("".join(word[0] for word in words) for words in split if words)
    summary = f"{endpoint.summary.zh} {_WORD_START.sub(' ', endpoint.summary.en)}"
    return Folded(
        endpoint=endpoint,
        id=normalise(endpoint.id),
        path=normalise(endpoint.path),
        names=names,
        pinyin=pinyin,
        acronyms=acronyms,
        words="".join(f" {word}" for words in split for word in words),
        text="\n".join((*names, *pinyin)),
        letters="\n".join((*pinyin, *acronyms, names[1])),
        summary=normalise(summary),
        fields=normalise("".join(f"\n{name}" for name in endpoint.field_names.value)),
    )
