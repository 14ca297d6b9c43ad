"""The ways in which WeDa says no, as exceptions that ``app`` turns into answers."""


class BusinessError(Exception):
    """``{Response: {RequestId, Error: {Code, Message}}}`` under HTTP 200."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


class GatewayError(Exception):
    """``{code, requestId, message}``, under HTTP 200 unless said otherwise.

    The guide states no status for these; its script and its warning that 200 is not success
    suit 200.
    """

    def __init__(self, code: str, message: str, *, status: int = 200) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.status = status


class FailedOperationError(BusinessError):
    """What the state of flows and tasks forbids."""

    def __init__(self, message: str) -> None:
        super().__init__("FailedOperation", message)


class InvalidParameterError(BusinessError):
    """A parameter that is missing or wrong; ``text`` holds ``values`` in braces."""

    def __init__(self, text: str, **values: str) -> None:
        super().__init__("InvalidParameter", text.format_map(values))


class MissingParameterError(InvalidParameterError):
    """A required parameter is not there."""

    def __init__(self, path: str) -> None:
        super().__init__("缺少必填参数 {path}", path=path)


class WrongTypeError(InvalidParameterError):
    """A parameter is of another type than the page says."""

    def __init__(self, path: str, expected: str, got: str) -> None:
        text = "参数 {path} 类型错误：应为 {expected}，实为 {got}"
        super().__init__(text, path=path, expected=expected, got=got)


class AuthError(Exception):
    """``{error, error_description}``, as token and sign-in calls say no."""

    def __init__(self, error: str, description: str, *, status: int = 400) -> None:
        super().__init__(error, description)
        self.error = error
        self.description = description
        self.status = status
