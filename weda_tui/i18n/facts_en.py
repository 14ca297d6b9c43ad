"""Short words for facts, in English."""

from weda_tui.i18n.fact_strings import FactStrings

FACTS = FactStrings(
    effect_read="read-only",
    effect_write="writes",
    effect_destructive="cannot be undone",
    mark_write="W",
    mark_destructive="D",
    confidence_documented="documented",
    confidence_client_code="from client code",
    confidence_title_only="title only",
    confidence_own="your own",
    token_key="key token",
    token_user="user token",
    token_basic="the key itself",
    token_none="none needed",
    env_prod="",
    env_dev="",
    env_pre="",
    guard_none="none",
    guard_confirm="confirm writes",
    guard_type_name="type name",
    guard_read_only="read-only",
    state_none="none yet",
    state_valid="valid",
    state_expiring="expiring",
    state_expired="expired",
    state_renewing="renewing",
    state_refused="refused",
    state_not_needed="none needed",
)
