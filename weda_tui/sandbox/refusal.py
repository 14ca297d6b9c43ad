"""The two ways in which WeDa says no, as exceptions that ``app`` turns into answers."""


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
