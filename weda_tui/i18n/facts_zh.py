"""Short words for facts, in Chinese."""

from weda_tui.i18n.fact_strings import FactStrings

FACTS = FactStrings(
    effect_read="只读",
    effect_write="写",
    effect_destructive="删，不可恢复",
    mark_write="写",
    mark_destructive="删",
    confidence_documented="官方文档",
    confidence_client_code="来自客户端代码",
    confidence_title_only="仅知其名",
    confidence_own="自己写的",
    token_key="密钥令牌",
    token_user="用户令牌",
    token_basic="密钥本身",
    token_none="不用令牌",
    env_prod="正式",
    env_dev="体验",
    env_pre="预览",
    guard_none="不拦",
    guard_confirm="写前确认",
    guard_type_name="写前输名称",
    guard_read_only="只读",
    state_none="还没有",
    state_valid="有效",
    state_expiring="快到期",
    state_expired="已过期",
    state_renewing="换新中",
    state_refused="被拒",
    state_not_needed="不用令牌",
)
