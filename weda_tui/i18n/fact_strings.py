"""What is known of calls, tokens and places, in one or two words each."""

import msgspec


class FactStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Words for the members of the core's enumerations; ``i18n.facts`` picks one."""

    effect_read: str
    effect_write: str
    effect_destructive: str
    mark_write: str
    mark_destructive: str

    confidence_documented: str
    confidence_client_code: str
    confidence_title_only: str
    confidence_imported: str
    confidence_own: str

    part_method: str
    part_path: str
    part_title: str
    part_summary: str
    part_group: str
    part_effect: str
    part_token_kind: str
    part_parameters: str
    part_body: str
    part_response: str
    """Parts of a call, as ``core.module_changes.PARTS`` names them."""

    token_key: str
    token_user: str
    token_basic: str
    token_none: str

    env_prod: str
    env_dev: str
    env_pre: str
    """What the env type is called beside its own name; empty where the name says it."""

    guard_none: str
    guard_confirm: str
    guard_type_name: str
    guard_read_only: str

    state_none: str
    state_valid: str
    state_expiring: str
    state_expired: str
    state_renewing: str
    state_refused: str
    state_not_needed: str
    narrowed: str  # file
    narrowed_short: str  # file
    token_not_kept: str
    history_not_kept: str
    """Each is followed by the reason."""
    replayed: str
    """Said of an answer when the gateway refused the first token."""
