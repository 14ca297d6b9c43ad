"""Words for values that many features show: every sentence in both languages."""

from weda_tui.i18n.text import Text, Words


class FactWords(Words):
    """Words for the members of the core's enumerations; ``i18n.phrases.facts`` picks one."""

    effect_read = Text(en="read-only", zh="只读")
    effect_write = Text(en="writes", zh="写")
    effect_destructive = Text(en="destructive write", zh="不可恢复的写")
    mark_write = Text(en="W", zh="写")
    mark_destructive = Text(en="D", zh="删")

    confidence_documented = Text(en="documented", zh="文档有载")
    confidence_client_code = Text(en="from client code", zh="来自客户端代码")
    confidence_title_only = Text(en="title only", zh="仅有标题")
    confidence_imported = Text(en="imported document", zh="导入的文档")
    confidence_own = Text(en="your own", zh="自定义")

    part_method = Text(en="method", zh="方法")
    part_path = Text(en="path", zh="路径")
    part_title = Text(en="title", zh="标题")
    part_summary = Text(en="description", zh="说明")
    part_group = Text(en="group", zh="分组")
    part_effect = Text(en="effect", zh="影响")
    part_token_kind = Text(en="token", zh="令牌")
    part_parameters = Text(en="parameters", zh="参数")
    part_body = Text(en="body", zh="正文")
    part_response = Text(en="response", zh="响应")
    """The parts of a call, by the names in ``core.catalogue.module_changes.PARTS``."""

    token_key = Text(en="key token", zh="密钥令牌")
    token_user = Text(en="user token", zh="用户令牌")
    token_basic = Text(en="the key itself", zh="密钥本身")
    token_none = Text(en="none needed", zh="无需令牌")

    env_prod = Text(en="", zh="正式")
    env_dev = Text(en="", zh="体验")
    env_pre = Text(en="", zh="预览")
    """The meaning of an env type, shown beside its name; empty if the name is clear."""

    guard_none = Text(en="none", zh="无")
    guard_confirm = Text(en="confirm writes", zh="写前确认")
    guard_type_name = Text(en="type name", zh="输入名称")
    guard_read_only = Text(en="read-only", zh="只读")

    state_none = Text(en="none yet", zh="尚未获取")
    state_valid = Text(en="valid", zh="有效")
    state_expiring = Text(en="expiring", zh="即将到期")
    state_expired = Text(en="expired", zh="已到期")
    state_renewing = Text(en="renewing", zh="刷新中")
    state_refused = Text(en="refused", zh="被拒绝")
    state_not_needed = Text(en="none needed", zh="无需令牌")
    narrowed = Text(
        en="{file} was readable by others; now only you can read it (0600). Its secrets may have been read.",
        zh="{file} 原来可被其他用户读取，已改为仅自己可读（0600）；其中的机密可能已被读取。",
    )
    narrowed_short = Text(
        en="{file} was readable by others, now 0600", zh="{file} 原来可被其他用户读取，已改为 0600"
    )
    token_not_kept = Text(
        en="The token works, but it was not stored; the next start fetches a new one.",
        zh="令牌可用，但未能存储，下次启动时会重新获取。",
    )
    history_not_kept = Text(
        en="This request was not recorded in the history.", zh="此次发送没有记入历史。"
    )
    """Each is followed by a reason."""
    replayed = Text(en="token refused, resent with a new one", zh="令牌被拒绝，已刷新并重新发送")
    """Shown with a response if the gateway refused the first token."""
