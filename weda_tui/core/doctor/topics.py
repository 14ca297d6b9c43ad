"""Which things a message and a documented reason speak of: the same in other words.

Each topic is what one thing is called in Chinese and English; a reason is meant by a message that
speaks of nearly all of its things.
"""

import re

LEAST_TOPICS = 3
"""A reason of fewer things is told from others by what is wrong, not by what it speaks of."""

_TOPICS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"申请|发起|开始|起始|首个|\bstart|applica|initiat|first",
        r"草稿|暂存|draft",
        r"跳过|\bskip",
        r"同意|通过|approve|agree",
        r"拒绝|驳回|不同意|reject|refus|disagree",
        r"撤销|撤回|revok|withdraw|recall",
        r"回退|退回|驳回到|roll ?back|\breturn",
        r"转办|转交|移交|委派|transfer|\bturn|delegat|hand(?:ed)? over|reassign",
        r"循环|递归|互相|死循环|circular|recursi|\bloop|cycl|each other",
        r"自定义|连接器|\bapis?\b|custom|connector",
        r"企业微信|企微|wecom|wxwork|qywx|wechat work",
        r"节点|环节|步骤|\bnode|activity|\bstep",
        r"自己|本人|自身|\bself\b|yourself|same user|\bown\b",
        r"他人|其他人|别人|另一|another|someone|other user",
        r"正在|\bis acting|in progress|locked|busy",
        r"锁|并发|\block|concurren",
        r"冲突|conflict",
        r"匿名|anonym|guest",
        r"消息|通知|messag|notif",
        r"发送|推送|送达|\bsen[dt]|push|deliver",
        r"失败|异常|出错|未能|fail|error|could not|\bnot sent",
        r"仅|只能|只有|\bonly|solely",
        r"开启|启用|允许|打开|enabl|allow|turned on|is off|开关",
        r"查询|获取|读取|look ?up|query|\bload",
        r"类型|种类|\btypes?\b|\bkind",
        r"列表|清单|\blist",
        r"为空|缺少|没有填|空值|empty|missing|\bnull|blank",
        r"入参|参数|变量|param|variable|argument|input",
        r"审批人|处理人|办理人|approver|assignee|handler",
        r"抄送|\bcc\b|carbon",
    )
)


def topics_shared(reason: str, message: str) -> float:
    """Return the share of the things of a reason that a message speaks of; 0 for few things."""
    wanted = [topic for topic in _TOPICS if topic.search(reason)]
    if len(wanted) < LEAST_TOPICS:
        return 0.0
    return sum(topic.search(message) is not None for topic in wanted) / len(wanted)
