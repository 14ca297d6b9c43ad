"""What is said of environments beside their form: the trash, files of others, the command line."""

import msgspec


class AddStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The options of ``env add`` that few need."""

    alias: str
    guard: str
    variable: str
    env_type_variable: str
    env_id: str
    timeout: str
    no_verify: str
    ca_file: str
    client_certificate: str
    client_key: str
    proxy: str
    client_id: str
    device_id: str
    token_body: str
    bad_alias: str  # value
    bad_guard: str  # value
    unknown_type: str  # value
    bad_variable: str  # value
    bad_env_type_variable: str  # value
    built_in: str  # name
    bad_client_id: str  # value
    bad_device_id: str  # value
    key_without_certificate: str
    added_unverified: str


class ShowStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of ``env show``."""

    alias: str
    proxy: str
    client_certificate: str
    client_key: str
    client_id: str
    device_id: str
    token_body: str
    variables_at: str  # env_type


class TrashStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Deleting, and taking it back."""

    restore: str
    restore_details: str
    empty: str
    ask_remove: str  # name
    removed: str  # name
    restored: str  # name
    title: str
    restored_short: str  # name
    nothing: str


class TransferStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Environments of Postman, in and out."""

    export: str
    export_details: str
    export_format: str
    export_file: str
    export_env_type: str
    exported: str  # name, file
    emptied: str  # names
    new: str  # name
    more: str  # name
    address: str
    secret_id: str
    username: str
    summary: str  # added, changed, left_out
    left_out: str
    secret: str
    disabled: str
    bad_name: str
    twice: str
    secrets_next: str  # name
    imported: str  # name


class EnvironmentStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of this page."""

    add: AddStrings
    show: ShowStrings
    trash: TrashStrings
    transfer: TransferStrings
