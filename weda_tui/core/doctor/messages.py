"""Read a server's failure message: what is wrong, with which field, and which limit.

Nothing is guessed: a name counts only if the message contains it *and* the request or the
documentation of the call has it, too. ``concepts`` defines the meaning of the words.
"""

import re
from collections.abc import Iterable

import msgspec

from weda_tui.core.doctor.concepts import Concept, find_concepts
from weda_tui.core.json.tree import Path

LONGEST = 4096
"""The number of characters of a message that are read."""
SHORTEST_VALUE = 3
"""The least length of a sent value that is searched for in a message.

Shorter values occur in any text.
"""


class SentValue(msgspec.Struct, frozen=True):
    """A value of the request."""

    path: Path
    text: str
    json: str = ""
    """The JSON text of the value in the body; empty for a value outside of the body."""

    @property
    def name(self) -> str:
        """The name of the field; an item of an array has the name of the array."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")


class MessageReading(msgspec.Struct, frozen=True, kw_only=True):
    """The result of reading a message."""

    concepts: tuple[Concept, ...] = ()
    """The concepts, the most specific first."""
    paths: tuple[Path, ...] = ()
    """The paths of the sent values that the message names or quotes, in its order."""
    names: tuple[str, ...] = ()
    """Documented fields that the message names and the request lacks, in its order."""
    limits: tuple[str, ...] = ()
    """Numbers next to words such as 最多 and *maximum*."""


_FAILED = "(?:失败|出错|异常|超时|未能|没有?成功|报错|fail|error|not|timed out|could)"
_DONE = re.compile(
    r"成功.{0,6}\d+.{0,12}失败|失败.{0,6}\d+.{0,12}成功|\b\d+ of \d+ .{0,24}(?:ed|done)\b"
    rf"|(?<![未没])已(?:经)?(?:成功)?(?:创建|记录|写入|保存|发送|生成|上传|插入|更新|扣减)(?:成功)?"
    rf"[^。；;？]{{0,16}}(?:但|(?:，|,|、|；|后)(?!.{{0,12}}重复).{{0,40}}{_FAILED})"
    rf"|(?<![未没])已(?:经)?(?:成功)?(?:发起|提交|完成)(?:成功)?[^。；;？]{{0,16}}但.{{0,40}}{_FAILED}"
    r"|部分(?:成功|完成)|partially|partly|\d\s?(?:条|个|行|项).{0,3}已(?:经)?(?:写入|插入|创建|成功|保存|处理)"
    r"|\d\s?(?:条|个|行|项)(?:数据|记录)?(?:写入|插入|创建|保存|更新)成功|已(?:写入|插入|创建)\s?\d+\s?(?:条|个|行)"
    r"|after .{0,40}\b(?:was|were|been) (?:written|created|saved|inserted|updated|recorded)\b"
    r"|\b\d+ \w+ (?:were |was )?(?:inserted|created|updated|written|saved|sent)\b"
    rf"|(?<!not )(?<!nothing )\b(?:created|recorded|written|saved|stored|inserted|updated|started)"
    rf"(?: successfully)?,? (?:but|then|however)\b.{{0,60}}{_FAILED}",
    re.IGNORECASE,
)
"""Work that was done before the failure: what was done, a contrast, and the failure."""
_LIMIT = re.compile(
    r"(?:最大|最多|最长|至多|不能超过|不超过|不得超过|不可超过|不能大于|不大于|上限|超过|超出|限制|"
    r"limit|max(?:imum|_?length|_?size)?|at most|no more than"
    r"|(?:less|longer|larger|greater|more) than(?: or equal to)?|exceeds?(?: the)?|<=|≤)"
    r"[^\d\n]{0,24}(\d+(?:\.\d+)?(?:\s?[KMG]?B\b)?)",
    re.IGNORECASE,
)


def read_message(
    text: str, sent: Iterable[SentValue] = (), documented: Iterable[str] = ()
) -> MessageReading:
    """Read a message; never raises, whatever the text.

    ``sent`` are the values of the request, ``documented`` the names of the call's fields.
    """
    text = text[:LONGEST]
    values = list(sent)
    named = {name: _place_of_name(name, text) for name in {value.name for value in values}}
    found: dict[Path, int] = {}
    for value in values:
        at = named[value.name]
        if at is None:
            at = _place_of_value(value.text, text)
        if at is not None:
            found[value.path] = at
    names = {name.casefold() for value in values for name in value.path if isinstance(name, str)}
    lacking = {
        name: at
        for name in documented
        if name.casefold() not in names and (at := _place_of_name(name, text)) is not None
    }
    message = _without_quoted(values, text)
    return MessageReading(
        concepts=find_concepts(message),
        paths=tuple(sorted(found, key=lambda path: found[path])),
        names=tuple(sorted(lacking, key=lambda name: lacking[name])),
        limits=_limits(text),
    )


_QUOTES = ('""', "''", "“”", "‘’", "「」", "『』", "【】", "``", "[]")


def _without_quoted(values: list[SentValue], text: str) -> str:
    """Return a message without the sent values that it quotes.

    The quoted words are not the server's own.
    """
    for value in values:
        if len(value.text) > 1 and value.text in text:
            for opened, closed in _QUOTES:
                text = text.replace(f"{opened}{value.text}{closed}", f"{opened}{closed}")
    return text


def _limits(text: str) -> tuple[str, ...]:
    """Return the number in a message that is a limit; an empty tuple if there are several.

    Of several numbers, one may be the sent value. A number that is marked as sent is ignored.
    """
    found = [match for match in _LIMIT.finditer(text) if not _SENT_NUMBER.search(match[0])]
    numbers = tuple(dict.fromkeys(match[1] for match in found))
    return numbers if len(numbers) < 2 else ()


_SENT_NUMBER = re.compile(r"当前|实际|收到|\bgot\b|current|\bwas\b|received|actual", re.IGNORECASE)


def is_partly_done(text: str) -> bool:
    """Return whether a message says that something was created or recorded before it failed."""
    return _DONE.search(text[:LONGEST]) is not None


_PLAIN_WORDS = re.compile("[a-z]+")
_FIELD_WORDS = (
    r"(?:字段|参数|属性|变量|列|field|parameter|param|property|column|attribute|key|argument|path)"
)


def _place_of_name(name: str, text: str) -> int | None:
    """Return where a message names a field; ``None`` if it does not.

    A name that is also an ordinary word (``status``, ``name``) counts only in quotes, next to a
    word such as *field*, between Chinese characters, or at the start.
    """
    parts = _parts(name)
    if len(name) < 2 or not parts or parts[0].casefold() not in text.casefold():
        return None
    spelt = "[_ -]?".join(map(re.escape, parts))
    bare = rf"(?<![A-Za-z0-9_]){spelt}(?![A-Za-z0-9_])"
    if _PLAIN_WORDS.fullmatch(name):
        quoted = rf"[\"'“”‘’`「『\[【<(（.]{re.escape(name)}[\"'“”‘’`」』\]】>)）]"
        marked = rf"{_FIELD_WORDS}[\s:：]{{0,2}}{re.escape(name)}(?![\w])"
        before = rf"(?<![\w]){re.escape(name)}\s?{_FIELD_WORDS}"
        chinese = rf"(?<![A-Za-z0-9_ ]){re.escape(name)}(?=\s?[\u4e00-\u9fff:：=])"
        first = rf"\A\s*{re.escape(name)}(?=\s)"
        match = re.search(f"{quoted}|{marked}|{before}|{chinese}|{first}", text)
    else:
        match = re.search(bare, text, re.IGNORECASE)
    return match.start() if match else None


def _parts(name: str) -> list[str]:
    """Return the words of a name, so that ``FlowCode`` and ``flow_code`` are equal."""
    return [part for part in re.split(r"[_-]|(?<=[a-z0-9])(?=[A-Z])", name) if part]


def _place_of_value(value: str, text: str) -> int | None:
    """Return where a message quotes a value as a whole word."""
    if len(value) < SHORTEST_VALUE or value not in text:
        return None
    match = re.search(rf"(?<![A-Za-z0-9_]){re.escape(value)}(?![A-Za-z0-9_])", text)
    if match is None or (value.isascii() and value.isalpha() and len(value) < 2 * SHORTEST_VALUE):
        return None
    return match.start()
