from weda_tui.core.masking import MASK, Masker
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.sending.exchange import Response


def test_a_header_is_found_whatever_its_case_and_the_first_wins() -> None:
    response = Response(status=200, reason="OK", headers=(("X-A", "1"), ("x-a", "2")), body=b"")
    assert response.header("x-A") == "1"
    assert response.header("missing") == ""


def test_a_request_masks_url_headers_and_body_and_never_shows_them_in_its_repr() -> None:
    request = PreparedRequest(
        method="POST",
        url="http://h/?k=topsecret",
        headers=(("Authorization", "Bearer topsecret"),),
        body=b'{"k":"topsecret"}',
    )
    masked = request.masked(Masker(["topsecret"]))
    assert masked.url == f"http://h/?k={MASK}"
    assert masked.headers == (("Authorization", f"Bearer {MASK}"),)
    assert masked.body == f'{{"k":"{MASK}"}}'.encode()
    assert "topsecret" not in repr(request).replace(request.url, "")
    assert "Bearer" not in repr(request)
