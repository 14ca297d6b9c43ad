"""The refusals of WeDa as exceptions, which ``app`` converts to responses."""


class BusinessError(Exception):
    """``{Response: {RequestId, Error: {Code, Message}}}`` under HTTP 200."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


class GatewayError(Exception):
    """``{code, requestId, message}``, under HTTP 200 unless ``status`` says otherwise.

    The guide states no status for these. Its script suits 200, and so does its warning that 200
    does not mean success.
    """

    def __init__(self, code: str, message: str, *, status: int = 200) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.status = status


class FailedOperationError(BusinessError):
    """An operation that the state of flows and tasks forbids."""

    def __init__(self, message: str) -> None:
        super().__init__("FailedOperation", message)


class InvalidParameterError(BusinessError):
    """A missing or invalid parameter; ``text`` contains the names of ``values`` in braces."""

    def __init__(self, text: str, **values: str) -> None:
        super().__init__("InvalidParameter", text.format_map(values))


class MissingParameterError(InvalidParameterError):
    """A required parameter is missing."""

    def __init__(self, path: str) -> None:
        super().__init__("缺少必填参数 {path}", path=path)


class WrongTypeError(InvalidParameterError):
    """A parameter has another type than the official page says."""

    def __init__(self, path: str, expected: str, got: str) -> None:
        text = "参数 {path} 类型错误：应为 {expected}，实为 {got}"
        super().__init__(text, path=path, expected=expected, got=got)


class AuthError(Exception):
    """``{error, error_description}``, the refusal of token and sign-in calls."""

    def __init__(self, error: str, description: str, *, status: int = 400) -> None:
        super().__init__(error, description)
        self.error = error
        self.description = description
        self.status = status
