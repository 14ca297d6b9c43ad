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
    file: str
    variables_at: str  # env_type


class SecretStrings(msgspec.Struct, frozen=True, kw_only=True):
    """``env secret``."""

    command: str
    details: str


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


class EditorStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The environment screen: the grid, the groups of the form, what changed."""

    axes: str
    guards_of: str  # place
    reads_pass: str
    no_guard: str
    confirm_asks: str
    name_asks: str  # name
    read_only_refuses: str
    by_effect: str
    two_axes: str
    axis_deployment: str  # name
    axis_env_type: str  # env_type
    not_there: str
    not_there_hint: str  # env_type
    group_address: str
    group_key: str
    group_key_for: str
    group_user: str
    group_user_for: str
    group_connection: str
    group_variables: str
    alias: str
    alias_hint: str
    client_id: str
    client_id_hint: str
    device_id: str
    device_id_hint: str
    verify_tls: str
    verify_on: str
    verify_off: str
    verify_hint: str
    ca_file: str
    ca_file_hint: str
    client_certificate: str
    client_certificate_hint: str
    client_key: str
    client_key_hint: str
    proxy: str
    proxy_system: str
    proxy_none: str
    proxy_own: str
    proxy_hint: str
    proxy_address: str
    proxy_address_hint: str
    token_body: str
    token_body_hint: str
    everywhere: str
    variables_hint: str
    variable: str
    guard_of: str  # env_type
    bad_alias: str
    bad_client_id: str
    bad_device_id: str
    bad_variable: str
    built_in: str  # name
    twice: str  # name
    no_such_env_type: str  # env_type
    changed: str  # count
    changes: str
    no_changes: str
    is_new: str
    nothing: str
    unsaved: str  # name
    unsaved_save: str
    unsaved_drop: str
    unsaved_stay: str
    file_changed: str  # name
    file_reload: str
    file_overwrite: str
    file_save_as: str
    move: str
    set_guard: str
    form: str
    more: str
    menu_title: str  # name
    new: str
    copy: str
    rename: str
    drop_type: str  # env_type
    restore: str
    importing: str
    export: str
    copied_as: str  # name, secrets
    copy_of: str  # name
    back: str
    drop: str


class EnvironmentStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of this page."""

    add: AddStrings
    show: ShowStrings
    secret: SecretStrings
    trash: TrashStrings
    transfer: TransferStrings
    editor: EditorStrings
