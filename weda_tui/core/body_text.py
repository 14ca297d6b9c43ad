"""The body of a draft: JSON with variables in it, in strings or in place of values."""

import itertools
import re

from weda_tui.core.json_text import JsonFault, find_fault, format_json
from weda_tui.core.request import RequestDraft
from weda_tui.core.template import VARIABLE, with_digits

_JSON_TYPE = re.compile(r"[\w.-]+/(?:x-)?(?:[\w.-]+\+)?json\s*(?:;|$)", re.IGNORECASE)
"""A type whose body is one JSON value, as those that are lines of JSON are not."""
_BEGINNING = 4096
"""Characters in which a body shows what it is."""


def find_body_fault(body: str) -> JsonFault | None:
    """Return where a body stops being JSON, variables aside; an empty one does nowhere."""
    return find_fault(with_digits(body)) if body.strip() else None


def find_draft_fault(draft: RequestDraft) -> JsonFault | None:
    """Return where the body of a draft stops being JSON; only one that is meant to be is judged.

    Its Content-Type decides. Without one, or with a variable in it, the first character does.
    """
    types = [value for name, value in draft.headers if name.strip().lower() == "content-type"]
    declared = next((each.strip() for each in types if not VARIABLE.search(each)), "")
    begins = with_digits(draft.body[:_BEGINNING]).lstrip()[:1]
    is_json = _JSON_TYPE.match(declared) if declared else begins in {"{", "["}
    return find_body_fault(draft.body) if is_json else None


def format_body(body: str) -> str | None:
    """Return a body indented by 2, every token and variable as typed; ``None`` if it is no JSON."""
    mark = _unused_number(body)
    typed: list[str] = []

    def keep(match: re.Match[str]) -> str:
        typed.append(match[0])
        return f"{mark}{len(typed) - 1:06o}"

    text = VARIABLE.sub(keep, body)
    formatted = format_json(text.encode(errors="surrogatepass"))
    if formatted is None:
        return None
    shown = formatted.decode(errors="surrogatepass")
    return re.sub(f"{mark}([0-7]{{6}})", lambda match: typed[int(match[1], 8)], shown)


def _unused_number(text: str) -> str:
    """Return a number that ``text`` does not hold, with its only 9 in front.

    So no digits before it can make it look as if it began earlier.
    """
    numbers = (f"9{number:o}" for number in itertools.count(8**6))
    return next(number for number in numbers if number not in text)
