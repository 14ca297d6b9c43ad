"""Who says no, and who says which code.

The gateway, the data model and cloud storage share one envelope, ``{code, requestId, message}``;
only the code, else the module that was called, tells them apart. The codes are those of the model
and storage pages (docs.cloudbase.net/http-api/model, docs.cloudbase.net/openapi/storage.v1) and of
docs.cloudbase.net/error-code/basic; all other documented ones in capitals are the gateway's.
"""

from enum import StrEnum


class ErrorLayer(StrEnum):
    """Who said no."""

    NETWORK = "network"
    TLS = "tls"
    PROXY = "proxy"
    HTTP = "http"
    GATEWAY = "gateway"
    AUTH = "auth"
    BUSINESS = "business"
    MODEL = "model"
    STORAGE = "storage"
    PARTIAL = "partial"
    """Some items of a batch failed and some did not."""
    NONE = ""


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


MODEL_CODES = _codes("""
    AUTH_FAILURE AUTH_FAILURE_TOKEN_FAILURE DATASOURCE_NOT_EXIST DATA_SOURCE_OP_AUTH_FAILURE
    FAILED_AGGREGATE FAILED_OPERATION FAILED_OPERATION_CUSTOMIZED_METHODS_ERROR
    FLEXDB_INTERNAL_ERROR FLEXDB_READ_LIMIT FLEXDB_REQUEST_TIMEOUT FLEXDB_RESOURCE_OVERDUE
    FLEXDB_WRITE_LIMIT INVALID_PARAMETER INVALID_PARAMETER_VALUE LIMIT_EXCEEDED
    MISSING_PARAMETER NO_SUCH_VERSION OPERATION_DENIED OPERATION_TIMEOUT
    REQUEST_LIMIT_EXCEEDED RESOURCE_INSUFFICIENT RESOURCE_IN_USE RESOURCE_SOLD_OUT
    RESOURCE_UNAVAILABLE TABLE_NOT_EXIST UNAUTHORIZED_OPERATION UNKNOWN_PARAMETER
    UNSUPPORTED_OPERATION
""")
STORAGE_CODES = _codes("""
    COS_ACTION_FAILED OBJECT_ALREADY_EXIST OBJECT_BATCH_TOO_LARGE OBJECT_NOT_EXIST
    STORAGE_EXCEED_AUTHORITY
    AccessDenied NoSuchKey NoSuchBucket SignatureDoesNotMatch EntityTooLarge
    RequestTimeTooSkewed InvalidAccessKeyId ExpiredToken SlowDown
""")
AUTH_CODES = _codes("""
    INVALID_REFRESH_TOKEN LOGIN_MANNER_UNREGISTED REFRESH_TOKEN_EXHAUSTED
    REFRESH_TOKEN_EXPIRED
    AUTH_INVALID_CUSTOM_LOGIN_TICKET AUTH_WX_OAUTH_FAILED AUTH_CUSTOM_USER_ID_HAS_BEEN_BOUND
    AUTH_OPEN_ID_HAS_BEEN_BOUND AUTH_UNION_ID_HAS_BEEN_BOUND AUTH_EMAIL_HAS_BEEN_BOUND
    INVALID_EMAIL_TOKEN AUTH_LOGIN_FAILED REFRESH_TOKEN_DISABLED PHONE_CODE_NOT_MATCHED
    PHONE_CODE_NOTFOUND_OR_EXPIRED PHONE_CODE_SEND_LIMIT_EXCEED
""")
"""Those of signing in that come in the gateway's envelope."""
GATEWAY_CODES = _codes("""
    INVALID_ACCESS_TOKEN BAD_REQUEST INVALID_HOST INVALID_REGION INVALID_ENV
    INVALID_ENV_STATUS INVALID_COMMON_PARAM SIGN_PARAM_INVALID PERMISSION_DENIED
    EXCEED_REQUEST_LIMIT EXCEED_RATELIMIT SYS_ERR SERVER_TIMEOUT ACCESS_TOKEN_EXPIRED
    ACCESS_TOKEN_INVALID ACTION_FORBIDDEN AUTHENTICATION_FAILED BAD_GATEWAY
    CHECK_LOGIN_FAILED ENV_ABNORMAL ENV_FEATURE_NOT_CONFIGURED ENV_NOT_READY
    EXCEED_AUTHORITY EXCEED_CONCURRENT_REQUEST_LIMIT EXCEED_MAX_PAYLOAD_SIZE
    EXCEED_MAX_RESPONSE_SIZE EXCEED_REQUEST_SIZE_LIMIT INVALID_ACTION INVALID_CREDENTIALS
    INVALID_OPERATION INVALID_PARAM INVALID_PATH INVALID_REQUEST INVALID_REQUEST_SOURCE
    MISSING_CREDENTIALS OPERATION_FAILED RESOURCE_NOT_FOUND SERVICE_FORBIDDEN
    UNSUPPORTED_AUTH_TYPE
    INVALID_APPID APP_SIGN_EXPIRED INVALID_APP_SIGN INVALID_APP_ACCESS INVALID_ENV_SOURCE
    RESOURCE_NOT_INITIAL INVALID_THIRDAPP_STATUS ACCESS_TOKEN_DISABLED
    ACCESS_TOKEN_KID_INVALID WX_WEBSOCKET_TOKEN_EXPIRED WX_HEADER_GET_FAILED
    DATABASE_REQUEST_FAILED DATABASE_INVALID_OPERRATOR DATABASE_PERMISSION_DENIED
    DATABASE_COLLECTION_EXCEED_LIMIT DATABASE_COLLECTION_NOT_EXIST DEFAULT_DOMAIN_EXPIRED
    HTTPSERVICE_NONACTIVATED SERVICE_CHARGE_OVERDUE REQUEST_FORBIDDEN
    ENDPOINT_VERSION_NOT_FOUND INVALID_CNAME REQUEST_SERVICE_FAILED
""")
"""The thirteen of the private-deployment guide (3.1), then those of the public pages."""

BUSINESS_CODES = _codes("""
    InvalidParameter InvalidParameterValue FailedOperation InternalError ResourceNotFound
    AuthFailure FailedOperation.LowcodeUserNotExist ResourceInUse UserNotExist NotPermission
    FailedOperation.UserNoLicense FailedOperation.PackageExpired FnError.HTTP.NetworkError
    FailedOperation.DataSourceOperationAuthFailure FailedOperation.FlexdbResourceOverdue
    FailedOperation.AddDuplicationErr FailedOperation.FlexdbRequestTimeOut
    ResourceNotFound.DataSourceNotExist FailedOperation.Aggregate
    FailedOperation.FlexdbInternalError
""")
"""Those of ``Response.Error`` (error page 1301/86670, and the control-plane SDK)."""
OAUTH_CODES = _codes("""
    invalid_username_or_password invalid_password invalid_credentials wrong_password
    password_not_set user_not_found not_found user_pending user_blocked captcha_required
    captcha_invalid invalid_client invalid_scope unsupported_grant_type
    invalid_grant invalid_request invalid_argument unauthorized_client
    unauthenticated permission_denied access_denied resource_exhausted two_factor_required
    login_method_disabled provider_not_enabled server_error temporarily_unavailable
    unavailable internal deadline_exceeded failed_precondition unimplemented
""")
"""Those of ``error`` (the official sign-in client, ``@cloudbase/oauth``)."""

_BY_CODE = {
    **dict.fromkeys(MODEL_CODES, ErrorLayer.MODEL),
    **dict.fromkeys(STORAGE_CODES, ErrorLayer.STORAGE),
    **dict.fromkeys(AUTH_CODES, ErrorLayer.AUTH),
    **dict.fromkeys(GATEWAY_CODES, ErrorLayer.GATEWAY),
}
DOCUMENTED = {
    **_BY_CODE,
    **dict.fromkeys(BUSINESS_CODES, ErrorLayer.BUSINESS),
    **dict.fromkeys(OAUTH_CODES, ErrorLayer.AUTH),
}
"""The layer of every documented code, whatever its envelope."""
STATUSES = {
    "OPERATION_FAILED": 503,
    "HTTPSERVICE_NONACTIVATED": 423,
    "SERVICE_CHARGE_OVERDUE": 402,
    "AccessDenied": 403,
    "NoSuchKey": 404,
    "NoSuchBucket": 404,
    "SignatureDoesNotMatch": 403,
    "EntityTooLarge": 400,
    "RequestTimeTooSkewed": 403,
    "InvalidAccessKeyId": 403,
    "ExpiredToken": 400,
    "SlowDown": 503,
}
"""The HTTP status of a code, where one is documented; that of OPERATION_FAILED is of the relational
database's REST API."""
_BY_MODULE = {"model": ErrorLayer.MODEL, "storage": ErrorLayer.STORAGE}


def layer_of_code(code: str, module: str = "") -> ErrorLayer:
    """Return who says a code that stands in the gateway's envelope.

    A code that is not in the error book is said by the ``module`` that was called.
    """
    return _BY_CODE.get(code) or _BY_MODULE.get(module, ErrorLayer.GATEWAY)
