"""Routes as sentences."""

import msgspec
import pytest

from tests.session.weda import environment
from weda_tui.core.environments.route import (
    UNREADABLE,
    Route,
    RouteStatus,
    RouteUse,
    UseStatus,
    route_of,
)
from weda_tui.core.errors import ErrorCode, FileError, RouteError
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.routes import approval_rows, change_words, route_words, unusual_line
from weda_tui.i18n.strings import EN, ZH, Strings

ENVIRONMENT = msgspec.structs.replace(
    environment(), ca_file="ca.pem", client_certificate="me.pem", client_key="me.key"
)
UNREADABLE_ROUTE = route_of(ENVIRONMENT, ca=UNREADABLE, client_certificate=UNREADABLE)
READABLE_ROUTE = route_of(ENVIRONMENT, ca="ab" * 32, client_certificate="cd" * 32)


def status_of(route: Route, approved: Route | None = None) -> RouteStatus:
    """Return a status of two uses; the first may have been approved over another route."""
    uses = (
        UseStatus(RouteUse.KEY, "secret_key:a", "file", is_approved=False, approved=approved),
        UseStatus(RouteUse.CERTIFICATE, "client_certificate:a", "me.pem", is_approved=False),
    )
    return RouteStatus(environment=ENVIRONMENT, route=route, uses=uses)


@pytest.mark.parametrize(
    ("strings", "words"), [(EN, "no readable PEM content"), (ZH, "没有可读取的 PEM 内容")]
)
def test_a_file_that_cannot_be_read_has_no_digest(strings: Strings, words: str) -> None:
    status = status_of(UNREADABLE_ROUTE)
    rows = "\n".join(text for _, text in approval_rows(status, strings))
    for text in (rows, unusual_line(status, strings), route_words(status.route, strings)):
        assert "SHA-256" not in text
        assert UNREADABLE not in text
        assert words in text


@pytest.mark.parametrize("strings", [EN, ZH])
def test_a_file_is_named_by_its_digest(strings: Strings) -> None:
    status = status_of(READABLE_ROUTE)
    rows = "\n".join(text for _, text in approval_rows(status, strings))
    for text in (rows, unusual_line(status, strings), route_words(status.route, strings)):
        assert f"SHA-256 {'ab' * 8}" in text
    changes = change_words(UNREADABLE_ROUTE, READABLE_ROUTE, strings)
    assert len(changes) == 2
    assert all("SHA-256" not in change for change in changes)


@pytest.mark.parametrize(("strings", "words"), [(EN, "not encrypted"), (ZH, "未加密")])
def test_a_route_over_http_has_no_tls(strings: Strings, words: str) -> None:
    plain = msgspec.structs.replace(READABLE_ROUTE, scheme="http")
    rows = dict(approval_rows(status_of(plain), strings))
    assert words in rows[strings.routes.approval.tls]
    assert strings.routes.approval.ca not in rows


def test_only_what_was_approved_is_said_to_have_been() -> None:
    before = msgspec.structs.replace(READABLE_ROUTE, client_certificate="")
    with pytest.raises(RouteError) as changed:
        status_of(READABLE_ROUTE, before).check()
    assert changed.value.code is ErrorCode.ROUTE_CHANGED
    words = explain(changed.value, EN)
    assert words.what.startswith("Not sent: after the route for the SecretKey (file) was approved,")
    assert "me.pem" not in words.what


@pytest.mark.parametrize("strings", [EN, ZH])
def test_damaged_approvals_say_what_to_do(strings: Strings) -> None:
    file = "/state/approved_routes.json"
    error = FileError(
        ErrorCode.FILE_UNREADABLE, file=file, reason="unknown field `more`", approvals=file
    )
    words = explain(error, strings)
    assert "unknown field `more`" in words.what
    assert file in words.hint
    assert "weda-tui env approve" in words.hint
