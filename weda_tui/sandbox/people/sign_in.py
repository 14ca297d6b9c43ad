"""Sign-in and the user's tokens, below ``/auth/v1``.

Refusals are ``{error, error_description}``. The pages state no HTTP status: here it is 400, and 401
without a valid token or client.
"""

from datetime import UTC, datetime

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weda_tui.sandbox.flows import requests
from weda_tui.sandbox.models.catalogue import MODELS, ROLE, USER
from weda_tui.sandbox.models.database import Row
from weda_tui.sandbox.models.filters import StoredCondition
from weda_tui.sandbox.people.accounts import AccountSession
from weda_tui.sandbox.server.deployment import Deployment
from weda_tui.sandbox.server.refusal import AuthError, BusinessError, GatewayError
from weda_tui.sandbox.server.tokens import Holder, SandboxTokenKind
from weda_tui.sandbox.server.web import json_answer, json_object

Json = dict[str, object]


class _SignIn(msgspec.Struct, frozen=True):
    username: str | None = None
    password: str | None = None
    verification_token: str | None = None
    client_id: str | None = None


class _Grant(_SignIn, frozen=True):
    grant_type: str | None = None
    refresh_token: str | None = None
    client_secret: str | None = None


class _Revocation(msgspec.Struct, frozen=True):
    token: str | None = None


class SignIn:
    """Signs the people of one deployment in and out."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment
        self._accounts = deployment.accounts

    def routes(self) -> list[Route]:
        """Return every call's route."""
        return [
            Route("/auth/v1/signin", self.sign_in, methods=["POST"]),
            Route("/auth/v1/token", self.token, methods=["POST"]),
            Route("/auth/v1/token/introspect", self.introspect, methods=["GET"]),
            Route("/auth/v1/revoke", self.revoke, methods=["POST"]),
            Route("/auth/v1/user/me", self.me, methods=["GET"]),
        ]

    async def sign_in(self, request: Request) -> Response:
        """Exchange user name and password for the tokens of a new session."""
        wanted = _checked(await json_object(request), _SignIn)
        self._check_client(wanted.client_id)
        return self._tokens(self._session(wanted))

    async def token(self, request: Request) -> Response:
        """Answer the grant types: refresh_token, password, client_credentials."""
        wanted = _checked(await json_object(request), _Grant)
        match wanted.grant_type:
            case "refresh_token":
                self._check_client(wanted.client_id)
                return self._tokens(self._renewed(wanted.refresh_token))
            case "password":
                self._check_client(wanted.client_id)
                return self._tokens(self._session(wanted))
            case "client_credentials":
                return self._key_token(request, wanted)
            case None:
                raise AuthError("invalid_request", "grant_type is required")
            case other:
                raise AuthError("unsupported_grant_type", f"unsupported grant_type: {other}")

    async def introspect(self, request: Request) -> Response:
        """Return the description of a token; an empty object for an invalid token."""
        try:
            holder = self._deployment.tokens.holder(request.headers.get("authorization", ""))
        except GatewayError:
            return json_answer({})
        scope = "user" if holder.kind is SandboxTokenKind.USER else "client"
        return json_answer(
            {
                "token_type": "Bearer",
                "client_id": self._deployment.env_id,
                "sub": holder.subject,
                "scope": scope,
            }
        )

    async def revoke(self, request: Request) -> Response:
        """End the session of the token in the body, else that of the bearer token."""
        holder = self._admit(request)
        given = _checked(await json_object(request), _Revocation).token
        if given is None:
            self._accounts.end(holder.session)
        else:
            self._revoke(given, holder)
        return json_answer({})

    async def me(self, request: Request) -> Response:
        """Return the user of a token."""
        holder = self._admit(request)
        row = self._deployment.user(holder.subject)
        if row is None:
            raise AuthError("user_not_found", "user not found", status=401)
        return json_answer(self._profile(row))

    def _session(self, wanted: _SignIn) -> AccountSession:
        if wanted.verification_token is not None:
            raise AuthError("login_method_disabled", "verification code sign-in is not enabled")
        if not wanted.username or not wanted.password:
            raise AuthError("invalid_argument", "username and password are required")
        now = self._deployment.clock.wall()
        if self._accounts.needs_captcha(wanted.username, now):
            raise AuthError("captcha_required", "too many failures, captcha is required")
        row = self._user(wanted.username)
        is_good = row is not None and self._accounts.is_password(str(row["_id"]), wanted.password)
        self._accounts.note_attempt(wanted.username, now, is_good=is_good)
        if row is None or not is_good:
            raise AuthError("invalid_username_or_password", "invalid username or password")
        if row["userStatus"] == "BLOCKED":
            raise AuthError("user_blocked", "user is blocked")
        return self._accounts.open_session(str(row["_id"]), now)

    def _renewed(self, refresh_token: str | None) -> AccountSession:
        if not refresh_token:
            raise AuthError("invalid_request", "refresh_token is required")
        session = self._accounts.renew(refresh_token, self._deployment.clock.wall())
        if session is None or self._deployment.user(session.user_id) is None:
            raise AuthError("invalid_grant", "refresh token is invalid or expired")
        return session

    def _tokens(self, session: AccountSession) -> Response:
        tokens = self._deployment.tokens
        token_id = self._deployment.world.gateway_request_id()
        return json_answer(
            {
                "token_type": "Bearer",
                "access_token": tokens.issue_to_user(token_id, session.user_id, session.id),
                "refresh_token": session.refresh_token,
                "expires_in": tokens.user_lifetime,
                "scope": "user",
                "sub": session.user_id,
                "groups": [],
            }
        )

    def _key_token(self, request: Request, wanted: _Grant) -> Response:
        credentials = self._deployment.world.credentials
        pair = (wanted.client_id, wanted.client_secret)
        is_right = pair == (credentials.secret_id, credentials.secret_key)
        if not is_right and not credentials.match(request.headers.get("authorization", "")):
            raise AuthError("invalid_client", "client authentication failed", status=401)
        tokens = self._deployment.tokens
        token = tokens.issue(self._deployment.world.gateway_request_id())
        return json_answer(
            {"token_type": "Bearer", "access_token": token, "expires_in": tokens.lifetime}
        )

    def _revoke(self, token: str, holder: Holder) -> None:
        try:
            given = self._deployment.tokens.holder(f"Bearer {token}")
        except GatewayError:
            self._accounts.end_by_refresh_token(token, holder.subject)
            return
        if given.subject == holder.subject:
            self._accounts.end(given.session)

    def _admit(self, request: Request) -> Holder:
        try:
            return self._deployment.admit(request, SandboxTokenKind.USER)
        except GatewayError as error:
            is_other = error.code == "PERMISSION_DENIED"
            code = "permission_denied" if is_other else "unauthenticated"
            raise AuthError(code, error.message, status=401) from error

    def _check_client(self, client_id: str | None) -> None:
        if client_id not in {None, "", self._deployment.env_id}:
            raise AuthError("unauthorized_client", f"unknown client_id: {client_id}")

    def _user(self, username: str) -> Row | None:
        directory = self._deployment.directory
        found = directory.find(MODELS[USER], StoredCondition("name = ?", (username,)))
        return next(iter(found), None)

    def _profile(self, row: Row) -> Json:
        directory = self._deployment.directory
        user_id = str(row["_id"])
        groups = [
            role["roleIdentity"]
            for role_id in directory.linked(MODELS[USER], "roles", user_id)
            if (role := directory.find_one(MODELS[ROLE], role_id))
        ]
        return {
            "sub": user_id,
            "user_id": user_id,
            "name": row["nickName"],
            "username": row["name"],
            "email": row["email"],
            "phone_number": row["phone"],
            "gender": {"1": "MALE", "2": "FEMALE"}.get(str(row["gender"])),
            "status": row["userStatus"],
            "type": "internal",
            "internal_user_type": str(row["internalUserType"]),
            "user_source": 4,
            "user_desc": row["description"],
            "groups": [{"id": identity} for identity in groups],
            "providers": [],
            "meta": {},
            "has_password": self._accounts.has_password(user_id),
            "created_at": _utc(row["createdAt"]),
            "updated_at": _utc(row["updatedAt"]),
        }


def _utc(milliseconds: object) -> str:
    at = datetime.fromtimestamp(int(str(milliseconds)) / 1000, UTC)
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _checked(body: Json, body_type: type[requests.Request]) -> requests.Request:
    try:
        return requests.check(body, body_type)
    except BusinessError as error:
        raise AuthError("invalid_argument", error.message) from error
