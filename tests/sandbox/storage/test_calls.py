from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
import pytest

from tests.sandbox.calling import Calling
from weda_tui.sandbox.storage.calls import MOST_AT_ONCE
from weda_tui.sandbox.storage.objects import PIECE
from weda_tui.sandbox.storage.signing import LIFETIME

UPLOAD = "get-objects-upload-info"
DOWNLOAD = "get-objects-download-info"


async def items(office: Calling, call: str, body: Any) -> list[dict[str, Any]]:
    answer = await office.send("POST", f"/v1/storages/{call}", body)
    assert answer.status_code == 200
    assert answer.headers["x-request-id"]
    return answer.json()


async def info_for(office: Calling, path: str, **more: Any) -> dict[str, Any]:
    (info,) = await items(office, UPLOAD, [{"objectId": path, **more}])
    return info


def headers_of(info: dict[str, Any]) -> dict[str, str]:
    return {
        "authorization": info["authorization"],
        "x-cos-security-token": info["token"],
        "x-cos-meta-fileid": info["cloudObjectMeta"],
    }


async def put(
    office: Calling, info: dict[str, Any], content: Any = b"abc", **headers: str
) -> httpx.Response:
    sent = headers_of(info) | {name.replace("_", "-"): value for name, value in headers.items()}
    return await office.client.put(info["uploadUrl"], content=content, headers=sent)


async def stored(office: Calling, path: str, content: bytes = b"abc") -> str:
    info = await info_for(office, path)
    assert (await put(office, info, content)).status_code == 200
    return info["cloudObjectId"]


async def sign_clerk_in(office: Calling) -> None:
    """Sign in a user who is not an administrator."""
    body = {"Name": "uploader", "Password": "secret", "NickName": "上传员"}
    answer = await office.ask("POST", "/weda/auth/v1.1/prod/addUser", body, as_user=False)
    assert answer["Response"]["Data"]
    assert "access_token" in await office.sign_in_user("uploader", "secret")


class TestFlow:
    async def test_bytes_go_up_and_come_back_over_another_origin(self, office: Calling) -> None:
        content = bytes(range(256)) * (PIECE // 128) + b"end"

        async def stream() -> Any:
            for start in range(0, len(content), 70_000):
                yield content[start : start + 70_000]

        info = await info_for(office, "报告/2024 年报.pdf")
        assert urlsplit(info["uploadUrl"]).netloc != office.client.base_url.netloc.decode()
        done = await put(office, info, stream(), content_type="application/pdf")
        assert (done.status_code, done.content) == (200, b"")
        (found,) = await items(office, DOWNLOAD, [{"cloudObjectId": info["cloudObjectId"]}])
        assert unquote(found["downloadUrlEncoded"]) == unquote(found["downloadUrl"])
        for url in (found["downloadUrlEncoded"], found["downloadUrl"], info["downloadUrl"]):
            answer = await office.client.get(url)
            assert answer.status_code == 200
            assert answer.content == content
            assert answer.headers["content-type"] == "application/pdf"
            assert answer.headers["content-length"] == str(len(content))
            assert answer.headers["etag"] == done.headers["etag"]

    async def test_the_id_names_environment_and_path(self, office: Calling) -> None:
        info = await info_for(office, "dir/a.jpg")
        env_id = office.world.credentials.env_id
        assert info["cloudObjectId"].startswith(f"cloud://{env_id}.")
        assert info["cloudObjectId"].endswith("/dir/a.jpg")

    async def test_an_empty_file(self, office: Calling) -> None:
        cloud_id = await stored(office, "empty.txt", b"")
        (found,) = await items(office, DOWNLOAD, [{"cloudObjectId": cloud_id}])
        answer = await office.client.get(found["downloadUrl"])
        assert (answer.status_code, answer.content) == (200, b"")

    async def test_a_second_upload_replaces_the_first(self, office: Calling) -> None:
        await stored(office, "a.txt", b"first")
        cloud_id = await stored(office, "a.txt", b"second")
        (found,) = await items(office, DOWNLOAD, [{"cloudObjectId": cloud_id}])
        assert (await office.client.get(found["downloadUrl"])).content == b"second"

    async def test_an_upload_that_breaks_off_leaves_nothing(self, office: Calling) -> None:
        async def broken() -> Any:
            yield b"x" * (PIECE + 1)
            raise ConnectionError("gone")

        info = await info_for(office, "a.txt")
        with pytest.raises(ConnectionError, match="gone"):
            await put(office, info, broken())
        (found,) = await items(office, DOWNLOAD, [{"cloudObjectId": info["cloudObjectId"]}])
        assert found["code"] == "OBJECT_NOT_EXIST"


class TestSignatures:
    async def test_an_object_over_the_limit_is_read_and_refused(
        self, office: Calling, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        info = await info_for(office, "a.bin")
        assert (await put(office, info, b"kept")).status_code == 200
        monkeypatch.setattr("weda_tui.sandbox.storage.objects.LARGEST", 2 * PIECE)
        read = 0

        async def pieces() -> Any:
            nonlocal read
            for _ in range(4):
                read += PIECE
                yield b"x" * PIECE

        refused = await put(office, info, pieces())
        assert refused.status_code == 413
        assert "<Code>EntityTooLarge</Code><Message>The object is over 5 GiB" in refused.text
        assert read == 4 * PIECE
        (found,) = await items(office, DOWNLOAD, [{"cloudObjectId": info["cloudObjectId"]}])
        assert (await office.client.get(found["downloadUrl"])).content == b"kept"
        at_the_limit = await put(office, info, b"x" * 2 * PIECE)
        assert at_the_limit.status_code == 200

    async def test_each_of_the_three_headers_is_needed(self, office: Calling) -> None:
        info = await info_for(office, "a.txt")
        for name in ("authorization", "token", "cloudObjectMeta"):
            answer = await put(office, info | {name: ""})
            assert answer.status_code == 403
            assert answer.headers["content-type"].startswith("application/xml")
            assert "<Code>" in answer.text
        assert (await put(office, info)).status_code == 200

    async def test_a_bearer_token_opens_nothing(self, office: Calling) -> None:
        info = await info_for(office, "a.txt")
        answer = await put(office, info | {"authorization": office.user_authorization})
        assert answer.status_code == 403

    async def test_a_signature_is_for_one_path(self, office: Calling) -> None:
        info = await info_for(office, "a.txt")
        other = await info_for(office, "b.txt")
        answer = await put(office, info | {"uploadUrl": other["uploadUrl"]})
        assert (answer.status_code, "SignatureDoesNotMatch" in answer.text) == (403, True)
        mixed = info | {"uploadUrl": other["uploadUrl"], "authorization": other["authorization"]}
        assert (await put(office, mixed)).status_code == 403

    async def test_signed_headers_must_come_with_the_bytes(self, office: Calling) -> None:
        info = await info_for(office, "a.txt", signedHeader={"Content-Type": ["text/plain"]})
        assert (await put(office, info, content_type="text/html")).status_code == 403
        assert (await put(office, info)).status_code == 403
        assert (await put(office, info, content_type="text/plain")).status_code == 200

    async def test_addresses_expire(self, office: Calling) -> None:
        cloud_id = await stored(office, "a.txt")
        info = await info_for(office, "b.txt")
        (found,) = await items(office, DOWNLOAD, [{"cloudObjectId": cloud_id}])
        office.now += LIFETIME - 1
        assert (await office.client.get(found["downloadUrl"])).status_code == 200
        assert (await put(office, info)).status_code == 200
        office.now += 1
        late = await office.client.get(found["downloadUrl"])
        assert (late.status_code, "expired" in late.text) == (403, True)
        late = await put(office, info)
        assert (late.status_code, "RequestIsExpired" in late.text) == (403, True)

    async def test_a_download_needs_its_own_signature(self, office: Calling) -> None:
        cloud_id = await stored(office, "a.txt")
        (found,) = await items(office, DOWNLOAD, [{"cloudObjectId": cloud_id}])
        url = found["downloadUrl"]
        for other in (url.partition("?")[0], url[:-1], url.replace("a.txt", "b.txt"), url + "0"):
            assert (await office.client.get(other)).status_code == 403

    async def test_a_deleted_object_is_gone_behind_a_good_signature(self, office: Calling) -> None:
        cloud_id = await stored(office, "a.txt")
        (found,) = await items(office, DOWNLOAD, [{"cloudObjectId": cloud_id}])
        await items(office, "delete-objects", [{"cloudObjectId": cloud_id}])
        answer = await office.client.get(found["downloadUrl"])
        assert (answer.status_code, "NoSuchKey" in answer.text) == (404, True)

    async def test_a_refused_upload_is_read_to_its_end(self, office: Calling) -> None:
        read = 0

        async def pieces() -> Any:
            nonlocal read
            for _ in range(5):
                read += 1
                yield b"x" * 1000

        info = await info_for(office, "a.txt")
        answer = await put(office, info | {"authorization": ""}, pieces())
        assert (answer.status_code, read) == (403, 5)


class TestItems:
    async def test_one_fails_alone(self, office: Calling) -> None:
        good = await stored(office, "a.txt")
        body = [{"cloudObjectId": good}, {"cloudObjectId": good + "x"}, {"cloudObjectId": "a.txt"}]
        for call in (DOWNLOAD, "delete-objects"):
            first, second, third = await items(office, call, body)
            assert (first["cloudObjectId"], "code" in first) == (good, False)
            assert (second["code"], third["code"]) == ("OBJECT_NOT_EXIST",) * 2
            assert second["message"]

    @pytest.mark.parametrize("path", ["", "/a", "a//b", "../a", "a/./b", "a\nb", "x" * 851])
    async def test_a_path_that_is_none(self, office: Calling, path: str) -> None:
        assert (await info_for(office, path))["code"] == "INVALID_PARAM"

    async def test_somebody_elses_object_is_out_of_reach(self, office: Calling) -> None:
        cloud_id = await stored(office, "a.txt")
        await sign_clerk_in(office)
        (gone,) = await items(office, "delete-objects", [{"cloudObjectId": cloud_id}])
        assert gone["code"] == "STORAGE_EXCEED_AUTHORITY"
        assert (await info_for(office, "a.txt"))["code"] == "STORAGE_EXCEED_AUTHORITY"
        own = await stored(office, "b.txt")
        (gone,) = await items(office, "delete-objects", [{"cloudObjectId": own}])
        assert gone == {"cloudObjectId": own}


class TestCopies:
    async def test_a_copy_and_a_move(self, office: Calling) -> None:
        cloud_id = await stored(office, "a.txt", b"x" * (PIECE + 5))
        copy, move = await items(
            office,
            "copy-objects",
            [
                {"srcPath": "a.txt", "dstPath": "b.txt"},
                {"srcPath": "a.txt", "dstPath": "c.txt", "removeOriginal": True},
            ],
        )
        gone, *others = await items(office, DOWNLOAD, [{"cloudObjectId": cloud_id}, copy, move])
        assert gone["code"] == "OBJECT_NOT_EXIST"
        for other in others:
            answer = await office.client.get(other["downloadUrl"])
            assert answer.content == b"x" * (PIECE + 5)

    async def test_an_item_that_cannot_be_copied(self, office: Calling) -> None:
        await stored(office, "a.txt")
        await stored(office, "b.txt", b"kept")
        found = await items(
            office,
            "copy-objects",
            [
                {"srcPath": "a.txt", "dstPath": "b.txt", "overwrite": False},
                {"srcPath": "a.txt", "dstPath": "a.txt"},
                {"srcPath": "none.txt", "dstPath": "c.txt"},
                {"srcPath": "a.txt", "dstPath": "b.txt"},
            ],
        )
        assert [item.get("code") for item in found] == [
            "OBJECT_ALREADY_EXIST",
            "INVALID_PARAM",
            "OBJECT_NOT_EXIST",
            None,
        ]

    async def test_only_administrators_copy(self, office: Calling) -> None:
        await sign_clerk_in(office)
        body = [{"srcPath": "a.txt", "dstPath": "b.txt"}]
        answer = await office.ask("POST", "/v1/storages/copy-objects", body)
        assert answer["code"] == "ACTION_FORBIDDEN"


class TestWholeRequests:
    @pytest.mark.parametrize(
        "text", ["[]", "{}", "[{}]", '[{"objectId":1}]', '[{"objectId":null}]']
    )
    async def test_a_wrong_body_fails_as_a_whole(self, office: Calling, text: str) -> None:
        headers = {"content-type": "application/json"}
        path = f"/v1/storages/{UPLOAD}"
        answer = await office.ask("POST", path, content=text.encode(), headers=headers)
        assert set(answer) == {"code", "message", "requestId"}
        assert answer["code"] == "INVALID_PARAM"

    async def test_too_many_items_fail_as_a_whole(self, office: Calling) -> None:
        body = [{"objectId": f"{number}.txt"} for number in range(MOST_AT_ONCE + 1)]
        answer = await office.ask("POST", f"/v1/storages/{UPLOAD}", body)
        assert answer["code"] == "OBJECT_BATCH_TOO_LARGE"
        assert len(await items(office, UPLOAD, body[1:])) == MOST_AT_ONCE

    async def test_the_wrong_kind_of_token(self, office: Calling) -> None:
        body = [{"objectId": "a.txt"}]
        answer = await office.ask("POST", f"/v1/storages/{UPLOAD}", body, as_user=False)
        assert answer["message"] == "want user token but you got client_credentials token"

    async def test_faults_strike_calls_and_bytes(self, office: Calling) -> None:
        headers = {"x-sandbox-fault": "EXCEED_RATELIMIT"}
        body = [{"objectId": "a.txt"}]
        answer = await office.ask("POST", f"/v1/storages/{UPLOAD}", body, headers=headers)
        assert answer["code"] == "EXCEED_RATELIMIT"
        info = await info_for(office, "a.txt")
        answer = await put(office, info, x_sandbox_fault="html")
        assert answer.text.startswith("<!DOCTYPE html>")
