import base64
import html
import json
import re
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from weda_tui.core import masking
from weda_tui.core.masking import MASK, Masker, masked_pieces

SECRET = "s3cr3t/键+值=="


def test_every_spelling_is_hidden() -> None:
    for spelling in [
        SECRET,
        quote(SECRET, safe=""),
        base64.b64encode(SECRET.encode()).decode(),
        base64.b64encode(SECRET.encode()).decode().rstrip("="),
        base64.urlsafe_b64encode(SECRET.encode()).decode(),
        base64.urlsafe_b64encode(SECRET.encode()).decode().rstrip("="),
        SECRET.encode().hex(),
        SECRET.encode().hex().upper(),
    ]:
        masker = Masker([SECRET])
        assert masker.text(f"<{spelling}>") == f"<{MASK}>", spelling
        assert masker.data(f"<{spelling}>".encode()) == f"<{MASK}>".encode(), spelling


def test_a_json_escaped_secret_is_hidden() -> None:
    secret = 'a"b\\c键'
    masker = Masker([secret])
    assert masker.text('{"k":"a\\"b\\\\c键"}') == f'{{"k":"{MASK}"}}'
    assert masker.text('{"k":"a\\"b\\\\c\\u952e"}') == f'{{"k":"{MASK}"}}'


def in_json(text: str, depth: int = 1) -> str:
    """Return text as it is written in a JSON string, nested ``depth`` times."""
    return text if depth == 0 else in_json(json.dumps(text)[1:-1], depth - 1)


def code_units(secret: str, form: str) -> str:
    units = secret.encode("utf-16-be").hex(" ", 2).split()
    return "".join(f"\\u{unit.upper() if form == 'upper' else unit}" for unit in units)


AWKWARD = [
    "plainSecretKey123",
    SECRET,
    'a"b\\c/键',
    "a%25b&c<d>'e",
    '\\\\"x\ny\t\\',
    "😀 emo%2",
    "\\start",
    "a b c d",
    "".join(f'{n}/键"&<= ' for n in range(40)),
]


def test_an_escaped_secret_is_hidden_whatever_is_escaped_and_how_often() -> None:
    for secret in AWKWARD:
        masker = Masker([secret])
        spellings = [
            *(in_json(secret, depth) for depth in (1, 2, 3)),
            json.dumps(secret, ensure_ascii=False)[1:-1],
            in_json(secret).replace("/", "\\/"),
            code_units(secret, "upper"),
            code_units(secret, "lower"),
            in_json(code_units(secret, "lower")),
            quote(secret),
            quote(quote(secret, safe=""), safe=""),
            quote_plus(secret),
            "".join(f"%{byte:02x}" for byte in secret.encode()),
            html.escape(secret),
            "".join(f"&#{ord(character)};" for character in secret),
            "".join(f"&#x{ord(character):X};" for character in secret),
            secret[:2] + code_units(secret[2:4], "lower") + in_json(secret[4:]),
        ]
        for spelling in spellings:
            assert masker.text(f"<{spelling}>") == f"<{MASK}>", (secret, spelling)
            assert masker.data(f"<{spelling}>".encode()) == f"<{MASK}>".encode(), (secret, spelling)


@given(st.text(st.sampled_from('a"/%2 键😀\n&'), min_size=4, max_size=8), st.data())
def test_any_mixture_of_escapes_is_hidden(secret: str, data: st.DataObject) -> None:
    ways = [{"plain": c, "json": in_json(c), "unit": code_units(c, "lower")} for c in secret]
    spelling = "".join(data.draw(st.sampled_from(sorted(way.values()))) for way in ways)
    assert Masker([secret]).text(f"<{spelling}>") == f"<{MASK}>"


def test_escapes_of_other_languages_are_undone() -> None:
    """The escapes of Python, of JavaScript, and of CSS, where a blank ends an escape."""
    for form in ["\\x{:02x}", "\\{:06x}", "\\{:x} ", "\\u{{{:x}}}", "\\U{:08x}"]:
        for depth in [1, 2]:
            case = form, depth
            masker = Masker(["canary-Key+0=é"])
            for escape in (form, form.replace("x}", "X}")):
                said = "canary" + "".join(escape.format(ord(each)) for each in "-Key+0=é")
                assert masker.text("<" + said.replace("\\", "\\" * depth) + ">") == f"<{MASK}>", (
                    case
                )


@pytest.mark.parametrize("basic", [f"AKID01:{SECRET}", f"AKID0123:{SECRET}"])
def test_the_basic_header_is_hidden_whole(basic: str) -> None:
    header = base64.b64encode(basic.encode()).decode()
    masker = Masker(basic=[(basic.partition(":")[0], SECRET)])
    assert masker.text(f"Basic {header}") == f"Basic {MASK}"
    escaped = (
        quote(header, safe=""),
        quote(header, safe="").replace("%2B", "%2b").replace("%2F", "%2f").replace("%3D", "%3d"),
        header.replace("/", "\\/"),
        header.replace("+", "\\u002b").replace("/", "\\u002f").replace("=", "\\u003d"),
        header.rstrip("="),
        base64.urlsafe_b64encode(basic.encode()).decode(),
    )
    for spelling in escaped:
        assert masker.text(f"Basic {spelling}") == f"Basic {MASK}"


@pytest.mark.parametrize("before", ["", "x", "xy", "other-id:"])
def test_a_secret_inside_base64_of_something_longer_is_hidden(before: str) -> None:
    coded = base64.b64encode(f"{before}{SECRET}, and more".encode()).decode()
    first, _, last = Masker([SECRET]).text(coded).partition(MASK)
    hidden = coded.removeprefix(first).removesuffix(last)
    assert len(hidden) >= len(SECRET.encode()) * 8 // 6 - 1


def test_a_secret_is_hidden_wherever_large_data_is_cut() -> None:
    masker = Masker([SECRET])
    escaped = code_units(SECRET, "lower").encode()
    for at in (2**20 - 3, 2**20, 2**21 - len(escaped) + 1):
        for spelling in (SECRET.encode(), escaped):
            data = b"x" * at + spelling + b"y" * 2**20
            assert masker.data(data) == b"x" * at + MASK.encode() + b"y" * 2**20


def test_what_holds_no_secret_is_not_copied() -> None:
    data, text = b"\\u0073%20" * 10, "键\ud800"
    assert Masker([SECRET]).data(data) is data
    assert Masker([SECRET]).text(text) is text
    assert Masker().data(data) is data


def test_no_text_takes_long() -> None:
    masker = Masker(["\\".join("abcdefgh"), *AWKWARD])
    for text in ("\\" * 50_000, "%25" * 20_000, "&#" + "0" * 50_000, "a\\" * 30_000):
        assert masker.text(text) == text


def test_a_secret_of_many_kilobytes_takes_no_minutes() -> None:
    secret = "".join(f"{n:x}/+" for n in range(30_000))
    text = in_json(secret).replace("/", "\\/")
    assert Masker([secret]).text(f"\\u5f20 {text}!") == f"\\u5f20 {MASK}!"


def test_a_secret_inside_another_leaves_no_rest() -> None:
    assert Masker(["abcdef", "abcd"]).text("abcdef abcd") == f"{MASK} {MASK}"


def test_short_values_are_left_alone() -> None:
    assert Masker(["abc"], [("u", "abc")]).text("abc alphabet") == "abc alphabet"


@given(st.text(min_size=4), st.text(), st.text())
def test_the_raw_secret_never_survives(secret: str, before: str, after: str) -> None:
    shown = Masker([secret]).text(before + secret + after)
    assert secret not in shown.replace(MASK, "") or secret in before + after
    assert MASK in shown


AMBIGUOUS = '\\\\"x\ny\t\\'
"""A text whose last backslash may belong to an escape with the character that follows."""


# -- in pieces -------------------------------------------------------------------------------


@given(
    words=st.lists(st.sampled_from([*AWKWARD, "x", "中文 ", SECRET[:5], "\\u0073"]), max_size=8),
    slice_size=st.integers(1, 60),
    step=st.integers(1, 30),
    secrets=st.sets(st.sampled_from(AWKWARD), max_size=3),
)
@example([AMBIGUOUS, AMBIGUOUS, "\\u0073"], 1, 1, {AMBIGUOUS})
@settings(deadline=None)
def test_a_text_in_pieces_is_masked_as_the_whole(
    words: list[str], slice_size: int, step: int, secrets: set[str]
) -> None:
    text, masker = "".join(words).encode(), Masker(secrets)
    cut = [text[at : at + step] for at in range(0, len(text), step)]
    whole = masker.data(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(masking, "_SLICE", slice_size)
        assert b"".join(masked_pieces(cut, [masker])) == whole
    assert masker.finds(cut) == (whole != text)


def test_pieces_are_masked_by_all_maskers() -> None:
    pieces = (b"one-", b"secret and two", b"-secrets")
    masked = b"".join(masked_pieces(pieces, [Masker(["one-secret"]), Masker(["two-secrets"])]))
    assert masked.decode() == f"{MASK} and {MASK}"
    assert b"".join(masked_pieces(pieces, [])) == b"".join(pieces)


CUT_KEY = "vault/Key+0123456789"
SPELLED = {
    "raw": CUT_KEY,
    "json": json.dumps(CUT_KEY).replace("/", "\\/")[1:-1],
    "unicode": "".join(f"\\u{ord(each):04x}" for each in CUT_KEY),
    "url": quote(CUT_KEY, safe=""),
    "base64": base64.b64encode(CUT_KEY.encode()).decode(),
    "hex": CUT_KEY.encode().hex(),
}


@pytest.mark.parametrize("right", [129, 140, 199])
def test_of_a_long_secret_nothing_tells_how_much_of_a_guess_is_right(right: int) -> None:
    secret = "".join(f"{n:02}" for n in range(100))
    guess = f"%3{secret[0]}{secret[1:right]}~ {secret[-12:]}"
    assert Masker([secret]).text(guess) == guess
    assert Masker([secret]).text(guess.replace("~", secret[right:])) == f"{MASK} {secret[-12:]}"


@pytest.mark.parametrize("spelling", SPELLED)
def test_the_beginning_of_a_secret_is_found_at_an_end(spelling: str) -> None:
    masker, spelled = Masker([CUT_KEY]), SPELLED[spelling]
    for length in range(len(spelled)):
        cut = f"<{spelled[:length]}".encode()
        end = masker.find_cut_end(cut, 4)
        assert end == 1 or length < 4 * len(spelled) // len(CUT_KEY) + 2, length
        assert end in {1, len(cut)}


def test_what_begins_no_secret_is_not_found_at_an_end() -> None:
    masker = Masker([CUT_KEY])
    for text in ("", "vau", "vault/Key+0123x", "vault/ and more", "vault\\/Kx"):
        assert masker.find_cut_end(text.encode(), 4) == len(text)
    assert masker.find_cut_end(b"a vault/", 8) == len(b"a vault/")
    assert masker.find_cut_end(b"a vault/Ke", 8) == 2


def test_no_end_tells_a_guess_whose_beginning_is_known() -> None:
    token = f"{'known' * 30}{'another' * 3}"
    masker = Masker([token], basic=[("user", CUT_KEY)])
    header = base64.b64encode(f"user:{CUT_KEY}".encode()).decode()
    for end in (token[:-4], header[:12], quote(token)[:-4]):
        assert masker.find_cut_end(end.encode(), 8) == len(end)


def test_how_much_of_a_cut_end_goes_says_nothing_of_the_secret() -> None:
    masker = Masker([CUT_KEY])
    lengths = {
        len(masker.without_cut_end(b"x" * 5000 + end.rjust(40).encode()))
        for end in ("", CUT_KEY[:4], CUT_KEY[:12], CUT_KEY.encode().hex()[:30], "nothing of it")
    }
    assert len(lengths) == 1
    assert lengths.pop() <= 5040 - 6 * len(CUT_KEY)
    assert Masker().without_cut_end(b"whole") == b"whole"


@pytest.mark.parametrize("spelling", SPELLED)
def test_what_other_maskers_hide_is_hidden_as_well(spelling: str) -> None:
    joined = Masker(["own-secret"], others=(Masker([CUT_KEY]), Masker(["another"])))
    text = f"<{SPELLED[spelling]}, own-secret, another>"
    assert joined.text(text) == f"<{MASK}, {MASK}, {MASK}>"
    assert joined.overlap == Masker([CUT_KEY]).overlap


@settings(max_examples=100)
@given(
    st.text('an1t/\\"&% é', min_size=4, max_size=8),
    st.lists(
        st.sampled_from(["\\", "\\u00", "%", "%25", "&#", "&amp;", "61", "6e", "97;", "x61"]),
        max_size=4,
    ),
    st.data(),
)
def test_an_escaped_secret_is_looked_for_by_a_piece_only_where_it_stands_there(
    secret: str, more: list[str], data: st.DataObject
) -> None:
    begun = data.draw(st.integers(0, len(secret)))
    text = secret[:begun] + "".join(more) + secret[begun:] + json.dumps(secret)
    text = text.replace("t", "\\t") if data.draw(st.booleans()) else text
    found = Masker([secret]).text(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(masking, "_CODE", re.compile(b""))
        assert Masker([secret]).text(text) == found
