"""Which documented reason of a call a message means, in other words too.

A reason is meant by a message that has its words, that says the same is wrong, or that speaks of
nearly all of its things. Each topic is what one thing is called in Chinese and English.
"""

import re
from collections.abc import Iterable

from weda_tui.core.catalogue.endpoint import FailureCause
from weda_tui.core.doctor.concepts import Concept
from weda_tui.core.doctor.messages import MessageReading, read_message


def find_reason(
    reasons: Iterable[FailureCause], reading: MessageReading, message: str
) -> FailureCause | None:
    """Return the documented reason that means what a message says; ``None`` where none does."""
    first = reading.concepts[:1]
    best: tuple[float, FailureCause | None] = (0.0, None)
    for each in reasons:
        of_page = read_message(f"{each.meaning.zh} {each.meaning.en}")
        likeness = _alikeness(each, message)
        is_meant = bool(first) and not _same_group(first[0]).isdisjoint(of_page.concepts)
        score = likeness + is_meant
        if score > best[0] and (is_meant or likeness >= ALIKE):
            best = score, each
    return best[1]


_UNFIT = frozenset(
    {
        Concept.WRONG_TYPE, Concept.WRONG_FORMAT, Concept.NOT_LISTED, Concept.RULE,
        Concept.INVALID,
    }
)  # fmt: skip


def _same_group(concept: Concept) -> frozenset[Concept]:
    """Return the concepts between which words do not decide: how a value is unfit, and rights."""
    if concept is Concept.NOTHING_TO_START:
        return frozenset({concept, Concept.NOT_ALLOWED})
    return _UNFIT if concept in _UNFIT else frozenset({concept})


_LATER = re.compile(
    r"下一(?:个)?(?:节点|环节|步).{0,16}(?:报错|失败|异常|出错)|后续|连接器|自定义方法|脚本|回调|事件"
    r"|触发|监听|推送|通知|connector|next (?:node|step|task).{0,24}(?:fail|error)|script|\bhook"
    r"|webhook|callback|listener|trigger|notif",
    re.IGNORECASE,
)
"""What runs when the work of a call has begun."""


_BEGUN = re.compile(
    r"成功|(?<!流程)(?<!任务)后|(?<![超按及定])时(?![间长限候区])|子流程|服务任务|service task"
    r"|回滚|超时"
    r"|time(?:d)?[ -]?out|\b(?:was|were) (?:started|created|saved|updated|recorded)\b"
    r"|\b(?:completed|started|created|saved|updated|recorded)\b.{0,24}(?:\bbut\b|;|, )"
    r"|\bnext (?:task|node|step)",
    re.IGNORECASE,
)
"""Words of success, of a sequence and of time: something may have been done before."""


def is_precheck(reason: FailureCause, message: str, reading: MessageReading) -> bool:
    """Return whether a message that means a reason says that nothing was executed.

    It has to speak of what was sent or in the words of the reason; what is wrong is not enough.
    """
    if reason.is_late or (_LATER.search(message) and not _LATER.search(reason.meaning.zh)):
        return False
    if _BEGUN.search(message):
        return False
    if not _EXACT.isdisjoint(reading.concepts[:1]) or reading.paths:
        return True
    meaning = f"{reason.meaning.zh} {reason.meaning.en}"
    is_same_thing = any(each.search(meaning) and each.search(message) for each in _THINGS)
    return is_same_thing or _alikeness(reason, message) >= ALIKE


_THINGS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"任务|待办|\btasks?\b|to-?do",
        r"流程|实例|审批单|单据|\binstances?\b|\bprocess(?:es)?\b|\bflows?\b",
        r"节点|环节|\bnodes?\b|activity",
        r"发起|starter|initiator",
    )
)
"""What a call of the approval workflow acts on."""
_EXACT = frozenset({Concept.NOT_APPROVER, Concept.BUSY, Concept.FEATURE_OFF, Concept.SWITCHED_OFF})
"""What is wrong that only a check before the work of a workflow call says."""


def _alikeness(reason: FailureCause, message: str) -> float:
    meaning = reason.meaning
    return max(
        _likeness_of(meaning.zh, message),
        _words_of(meaning.en, message),
        _topics_shared(f"{meaning.zh} {meaning.en}", message),
    )


ALIKE = 0.6
"""Share of a documented reason that a message has, to mean it: pairs of characters, or words."""


def _likeness_of(meaning: str, message: str) -> float:
    plain, said = "".join(meaning.split()), "".join(message.split())
    pairs = [plain[at : at + 2] for at in range(len(plain) - 1)]
    return sum(pair in said for pair in pairs) / len(pairs) if pairs else 0.0


def _words_of(meaning: str, message: str) -> float:
    """Return the share of the longer words of a reason that begin a word of a message."""
    said = {word[:STEM] for word in _LONGER.findall(message.casefold())}
    words = {word[:STEM] for word in _LONGER.findall(meaning.casefold())}
    return len(words & said) / len(words) if len(words) > 1 else 0.0


_LONGER = re.compile("[a-z]{4,}")
STEM = 6
"""Characters by which words are compared: applicant and application are one."""


# -- topics --------------------------------------------------------------------------------------

_LEAST_TOPICS = 3
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


def _topics_shared(reason: str, message: str) -> float:
    """Return the share of the things of a reason that a message speaks of; 0 for few things."""
    wanted = [topic for topic in _TOPICS if topic.search(reason)]
    if len(wanted) < _LEAST_TOPICS:
        return 0.0
    return sum(topic.search(message) is not None for topic in wanted) / len(wanted)
