"""What messages of servers mean, as concepts: the patterns by which each is found.

The patterns are of single words and short phrases, Chinese and English, as WeDa, its databases and
the programs in front of it use them; no pattern is a whole message.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from weda_tui.core.doctor.causes import CauseId


class Concept(StrEnum):
    """What a message says is wrong, the most exact first: the order decides between several."""

    CLOCK = "clock"
    TOKEN_KIND = "token-kind"  # noqa: S105 - a concept
    NO_TOKEN = "no-token"  # noqa: S105
    REVOKED = "revoked"
    CREDENTIALS = "credentials"
    PASSWORD = "password"  # noqa: S105 - a concept
    ENV_TYPE = "env-type"
    NOT_APPROVER = "not-approver"
    NO_APPROVER = "no-approver"
    NOT_PUBLISHED = "not-published"
    UNKNOWN_OPERATOR = "unknown-operator"
    SYNTAX = "syntax"
    EXISTS = "exists"
    LICENCE = "licence"
    LOOP = "loop"
    QUOTA = "quota"
    TOO_MANY = "too-many"
    BUSY = "busy"
    SLOW = "slow"
    SWITCHED_OFF = "switched-off"
    HANDLED = "handled"
    RULE = "rule"
    OVER_LIMIT = "over-limit"
    EXPIRED = "expired"
    UNKNOWN_FIELD = "unknown-field"
    ID_SHAPE = "id-shape"
    WRONG_TYPE = "wrong-type"
    WRONG_FORMAT = "wrong-format"
    NOT_LISTED = "not-listed"
    MISSING = "missing"
    NO_ROUTE = "no-route"
    NO_MODEL = "no-model"
    NOTHING_TO_START = "nothing-to-start"
    NOT_FOUND = "not-found"
    NOT_ALLOWED = "not-allowed"
    FEATURE_OFF = "feature-off"
    SERVER = "server"
    INVALID = "invalid"
    """Nothing but that something is not valid."""


CAUSES: Mapping[Concept, tuple[CauseId, ...]] = {
    Concept.CLOCK: (CauseId.CLOCK_SKEW,),
    Concept.TOKEN_KIND: (CauseId.TOKEN_KIND,),
    Concept.NO_TOKEN: (CauseId.TOKEN_MISSING,),
    Concept.REVOKED: (CauseId.TOKEN_REVOKED,),
    Concept.CREDENTIALS: (CauseId.CREDENTIALS,),
    Concept.SYNTAX: (CauseId.BODY_SYNTAX,),
    Concept.LICENCE: (CauseId.LICENCE,),
    Concept.PASSWORD: (CauseId.PASSWORD,),
    Concept.ENV_TYPE: (CauseId.ENV_TYPE, CauseId.ENV_STATUS),
    Concept.NOT_APPROVER: (CauseId.NOT_APPROVER,),
    Concept.NO_APPROVER: (CauseId.NO_APPROVER,),
    Concept.NOT_PUBLISHED: (CauseId.NOT_PUBLISHED,),
    Concept.UNKNOWN_OPERATOR: (CauseId.UNKNOWN_OPERATOR,),
    Concept.EXISTS: (CauseId.CONFLICT,),
    Concept.LOOP: (CauseId.CUSTOM_METHOD,),
    Concept.QUOTA: (CauseId.QUOTA, CauseId.LICENCE),
    Concept.TOO_MANY: (CauseId.RATE, CauseId.QUOTA),
    Concept.BUSY: (CauseId.CONFLICT, CauseId.STATE),
    Concept.SWITCHED_OFF: (CauseId.FEATURE_OFF,),
    Concept.HANDLED: (CauseId.STATE,),
    Concept.RULE: (CauseId.VALUE_UNFIT,),
    Concept.NO_MODEL: (CauseId.MODEL_UNKNOWN, CauseId.NOT_FOUND),
    Concept.OVER_LIMIT: (CauseId.SIZE, CauseId.OVER_LIMIT),
    Concept.EXPIRED: (
        CauseId.TOKEN_EXPIRED, CauseId.REFRESH_USED, CauseId.LICENCE, CauseId.EXPIRED,
    ),
    Concept.UNKNOWN_FIELD: (CauseId.UNKNOWN_FIELD,),
    Concept.ID_SHAPE: (CauseId.ID_SHAPE, CauseId.NOT_FOUND),
    Concept.WRONG_TYPE: (CauseId.VALUE_TYPE, CauseId.BODY_SYNTAX),
    Concept.NOT_LISTED: (CauseId.VALUE_NOT_LISTED,),
    Concept.MISSING: (CauseId.REQUIRED_MISSING, CauseId.TOKEN_MISSING),
    Concept.NOT_FOUND: (
        CauseId.NOT_FOUND, CauseId.MODEL_UNKNOWN, CauseId.NOT_PUBLISHED, CauseId.ACCOUNT,
    ),
    Concept.NO_ROUTE: (CauseId.PATH,),
    Concept.NOTHING_TO_START: (CauseId.RIGHTS,),
    Concept.NOT_ALLOWED: (CauseId.RIGHTS,),
    Concept.WRONG_FORMAT: (CauseId.VALUE_UNFIT, CauseId.BODY_SYNTAX),
    Concept.FEATURE_OFF: (CauseId.FEATURE_OFF, CauseId.SIGN_IN_OFF),
    Concept.SLOW: (CauseId.SLOW,),
    Concept.SERVER: (CauseId.SERVER,),
    Concept.INVALID: (CauseId.VALUE_UNFIT,),
}  # fmt: skip
"""What each concept may be, the usual one first; the page of the code chooses where it has one."""
USUAL = {Concept.OVER_LIMIT: CauseId.OVER_LIMIT, Concept.EXPIRED: CauseId.EXPIRED}
"""Which cause a concept is where no page chooses, unless it is the first."""


def find_concepts(text: str) -> tuple[Concept, ...]:
    """Return what a message says, the most exact first."""
    if len(text) > 2 * END:  # what is wrong stands at either end of a long one
        text = f"{text[:END]}\n{text[-END:]}"
    found = [each for each in Concept if _CONCEPTS[each].search(text)]
    if not _OF_VALUES.isdisjoint(found):  # "licence number is required" speaks of a field
        found = [each for each in found if each not in _OF_NAMES]
    return tuple(found)


END = 768
"""Characters at either end of a message that are read for what it says."""
_OF_VALUES = frozenset(
    {Concept.MISSING, Concept.WRONG_TYPE, Concept.WRONG_FORMAT, Concept.ID_SHAPE}
)
_OF_NAMES = frozenset(
    {
        Concept.LICENCE, Concept.QUOTA, Concept.CREDENTIALS, Concept.REVOKED, Concept.SLOW,
        Concept.TOO_MANY, Concept.EXPIRED,
    }
)  # fmt: skip
"""Concepts whose words are names of fields too."""


_PATTERNS: dict[Concept, str] = {
    Concept.CLOCK: r"""
        (?:token|jwt|令牌).{0,16}(?:used before issued|not (?:yet )?(?:active|valid))
        issued in the future|before issued|\bnbf\b|\biat\b|尚未生效|(?<!allowed )clock skew
        must not be (?:accepted|used|valid) before|时钟.{0,12}(?:偏差|相差|不准|不一致)
    """,
    Concept.TOKEN_KIND: r"""
        (?:请使用|需要?使用|只能使用|仅支持|要求).{0,12}(?:令牌|凭证|token)
        (?:令牌|凭证|token).{0,12}(?:类型|种类).{0,8}(?:不|错|有误)
        want (?:user|client_credentials) token|(?:wrong|unsupported) (?:kind|type) of token
        token (?:kind|type) (?:is )?(?:not|wrong|unsupported|mismatch)
        (?:identity|token) type .{0,40}(?:cannot|can't|not allowed|not supported)
        (?:client_credentials|user token).{0,16}(?:cannot|can't|not allowed)
        (?:需要|须|请(?:以|用|使用)|要求).{0,6}(?:用户身份|登录态|用户登录)
        (?:需要|须|请(?:以|用|使用)|要求).{0,6}(?:登录用户|用户令牌|用户凭证)
        user (?:identity|context|login|session) (?:is )?required
        (?:api ?key|app|service|machine) token .{0,16}(?:not|cannot)
        must be called (?:by|with|as) (?:an? )?user
    """,
    Concept.NO_TOKEN: r"""
        (?:missing|no|without|lacks?) .{0,16}(?:authori[sz]ation|credential|bearer|access.?token)
        (?:缺少|未携带|没有携带).{0,10}(?:令牌|凭证|token|authorization|认证|鉴权)
        (?:没带|未提供|没有提供).{0,10}(?:令牌|凭证|token|authorization|认证|鉴权)
    """,
    Concept.REVOKED: r"""
        (?:token|session|jwt|sign-?in).{0,30}(?:revoked|invalidated|withdrawn|deactivated)
        (?:login|令牌|会话|凭证|登录态?).{0,30}(?:revoked|invalidated|withdrawn)
        (?:token|session|jwt|令牌|会话|凭证|登录态?).{0,30}(?:cancell?ed|blacklist)
        (?:token|session|jwt|令牌|会话|凭证|登录态?).{0,20}(?:disabled|frozen|suspended|禁用|停用|冻结)
        (?:token|session|jwt|令牌|会话|凭证|登录态?).{0,30}(?:black-?listed|deny-?list)
        (?:token|session|jwt|令牌|会话|凭证|登录态?).{0,20}(?:吊销|注销|作废|撤销)
        (?:token|session|jwt|令牌|会话|凭证|登录态?).{0,20}(?:收回|被顶|踢|下线|黑名单)
        (?:revoked|invalidated|withdrawn|blacklisted)的?.{0,12}(?:token|session|令牌|会话|凭证)
        (?:吊销|注销|作废|撤销)的?.{0,12}(?:token|session|令牌|会话|凭证)|signed out|logged out
        (?:other|another) device|(?:另一|其他|别的)(?:台)?(?:设备|终端|地方)登录
        (?:secret|password|密钥|密码).{0,12}(?:has been |was )?(?:reset|changed|rotated)
        (?:secret|password|密钥|密码).{0,12}(?:has been |was )?(?:重置|已修改|已变更|已更换)
    """,
    Concept.CREDENTIALS: r"""
        (?:secret_?(?:id|key)?|密钥).{0,24}(?:不存在|错误|无效|不正确|invalid)
        (?:access ?key|client_?id|客户端(?!版本|类型)).{0,24}(?:不存在|错误|无效|不正确|invalid)
        (?:secret_?(?:id|key)?|密钥).{0,24}(?:not found|wrong|disabled|禁用|mismatch)
        (?:access ?key|client_?id|客户端).{0,24}(?:not found|wrong|disabled|禁用|mismatch)
        (?:invalid|wrong|unknown) (?:client|secret|access key)|basic auth
        (?:密钥|SecretId|SecretKey|客户端).{0,8}(?:不匹配|已删除|已停用|停用|过期|失效)
        client authentication|authentication of client|(?:signature|secret) verification failed
        bad client
    """,
    Concept.PASSWORD: r"""
        密码(?:错误|不正确|不对|有误|不匹配)
        (?:wrong|bad|invalid|incorrect) (?:user ?name or )?password
        password .{0,12}(?:incorrect|wrong|mismatch|invalid|does not match)|bad credentials
    """,
    Concept.ENV_TYPE: r"""
        (?:属于|来自).{0,8}环境.{0,24}(?:不能|无法|不可|不支持)|环境(?:类型)?.{0,6}(?:不匹配|不一致)
        belongs? to (?:the )?\w+ environment
        environments? (?:type )?(?:mismatch|do(?:es)? not match)
        env\s?type.{0,24}(?:only|只能|不支持|must|invalid|one of)
        环境类型.{0,16}(?:只能|不支持|无效|错误)
        环境(?:类型)?\s?[A-Za-z]{0,16}\s?(?:不存在|未找到|找不到|无效|不可用|未知)
        (?:unknown|invalid|no such) env(?:ironment)?[ _]?(?:type)?\b
        env(?:ironment)?[ _]?(?:type)? \S{0,20} ?(?:not found|does not exist)
        env(?:ironment)?[ _]?(?:type)? \S{0,20} ?(?:doesn't exist|is invalid|unknown)
    """,
    Concept.NOT_APPROVER: r"""
        (?:审批人|处理人|办理人|操作人)(?:不匹配|不一致|不正确|不对|错误)
        (?:不是|并非|非).{0,12}(?:审批人|处理人|办理人|候选人|经办人|负责人)
        (?:无权|没有权限|不能)(?:审批|处理|办理|操作)(?:该|此|这|当前)?.{0,3}(?:任务|流程|待办)
        \b(?:not|isn't|is no) (?:an? |the |one of the )?(?:\w+ )?(?:approver|assignee)
        \b(?:not|isn't|is no) (?:an? |the |one of the )?(?:\w+ )?(?:handler|candidate)
        not assigned to|neither .{0,16}(?:assignee|approver|candidate)|not in the candidate
        candidate list
        (?:没有|无)(?:此|该|这个|这条|当前)?.{0,4}(?:待办|任务)的?.{0,6}(?:处理|审批|办理|操作)权限
        不在.{0,8}(?:审批人|处理人|办理人|候选人)
        (?:任务|待办).{0,4}不(?:属于|归|是).{0,6}(?:用户|您|你)
        (?:task|to-?do) .{0,24}(?:not belong|isn't yours|not yours)
        only (?:the |an? )?(?:assignee|approver|handler|candidate)
        (?:只有|仅).{0,10}(?:审批人|处理人|办理人|负责人|经办人).{0,6}(?:才|可|能)
        (?:operator|approver|assignee|handler) (?:mismatch|does not match|doesn't match)
        (?:处理人|审批人|办理人|操作人)(?:与|和|同).{0,16}不(?:符|一致|匹配)
        (?:no|not).{0,16}(?:right).{0,12}(?:approve|handle)(?: this| the)? (?:task|to-?do)
        (?:no|not).{0,16}(?:permission).{0,12}(?:approve|handle)(?: this| the)? (?:task|to-?do)
        (?:no|not).{0,16}(?:right).{0,12}(?:complete|process)(?: this| the)? (?:task|to-?do)
        (?:no|not).{0,16}(?:permission).{0,12}(?:complete|process)(?: this| the)? (?:task|to-?do)
        (?:no|not).{0,16}(?:allowed).{0,12}(?:approve|handle)(?: this| the)? (?:task|to-?do)
        (?:no|not).{0,16}(?:authori[sz]ed).{0,12}(?:approve|handle)(?: this| the)? (?:task|to-?do)
        (?:no|not).{0,16}(?:allowed).{0,12}(?:complete|process)(?: this| the)? (?:task|to-?do)
        (?:no|not).{0,16}(?:authori[sz]ed).{0,12}(?:complete|process)(?: this| the)? (?:task|to-?do)
        assigned to (?:another|someone|other)
    """,
    Concept.NO_APPROVER: r"""
        (?:角色|部门|岗位|用户组).{0,10}(?:获取|查询|没有).{0,6}(?:用户|成员|人员)(?!.{0,8}权限)
        (?:角色|部门|岗位|用户组).{0,10}(?:找不到|未找到|下无|为空).{0,6}(?:用户|成员|人员)
        (?:未|没有?)(?:能)?(?:找到|配置|设置|指定|匹配|解析|获取)?.{0,8}(?:审批人|处理人|办理人)
        (?:无法|找不到)(?:能)?(?:找到|配置|设置|指定|匹配|解析|获取)?.{0,8}(?:审批人|处理人|办理人)
        (?:审批人|处理人|办理人)(?:列表)?(?:为空|不存在|未配置|未设置|没有)
        \bno (?:approver|assignee|candidate)|approvers? (?:list )?(?:not found|is empty|are empty)
        (?:上级|主管|领导|部门负责人)(?:为空|不存在|未设置|缺失)
        (?:没有|无|找不到|未找到|未设置|未配置|缺少).{0,12}(?:上级(?!部门|组织|机构|目录)|主管)
        (?:没有|无|找不到|未找到|未设置|未配置|缺少).{0,12}(?:部门负责人|领导|经理)
        (?:assignee|approver|candidate).{0,24}(?:could not be|cannot be) (?:resolved|determined)
        (?:assignee|approver|candidate).{0,24}(?:could not be|cannot be) (?:found|computed)
        (?:assignee|approver|candidate).{0,24}(?:can't be|not) (?:resolved|determined)
        (?:assignee|approver|candidate).{0,24}(?:can't be|not) (?:found|computed)
        role .{0,24}(?:has no|is empty)|no (?:member|manager|supervisor|leader|direct manager)s?\b
        解析.{0,4}(?:审批人|处理人|办理人)
        (?:审批人|处理人|办理人)(?!.{0,8}(?:不能|不可|不得|不允许)).{0,10}为空
        节点.{0,10}(?:未|没有)(?:设置|配置|指定)?.{0,6}(?:人员|审批人|处理人|办理人)
        (?:角色|部门|岗位|用户组).{0,6}(?:没有|无)(?:人|成员|用户)(?!.{0,8}权限)
    """,
    Concept.NOT_PUBLISHED: r"""
        (?:未|没有|尚未|没|不是)(?:发布|部署|上线|已发布)
        (?:没有|尚无|暂无|无)(?:可用|已发布)的?.{0,5}版本|(?:仅|只)发布(?:到|在)|设计态
        发布后(?:再|方|才|可)|not (?:yet )?(?:been )?(?:published|deployed|released)|unpublished
        no published|请先.{0,16}发布|发布后再|no \w+ deployed|未启用状态
        table.{0,60}(?:not exist|doesn't exist|does not exist|不存在)
        no (?:active|released|online|deployed|available) (?:version|definition|release)
        relation .{0,60}does not exist|(?:只有|仅有|还是|仍是|处于)草稿|\bin draft\b
        还没(?:有)?(?:发布|部署|上线)
    """,
    Concept.UNKNOWN_OPERATOR: r"""
        (?:操作符|运算符|算子).{0,24}(?:不支持|不存在|无效|非法|未知|错误|不合法)
        (?:不支持|未知|无效|非法|无法识别|不识别|不认识)的?.{0,16}(?:操作符|运算符|算子)
        (?:unknown|unsupported|invalid|unrecognized|illegal)[\w ]{0,24}operator
        operator\W.{0,40}(?:not supported|unsupported|unknown|invalid|not allowed)
        unrecogni[sz]ed[\w ]{0,12}operator|\$\w+.{0,30}(?:不支持|无效|非法|未知|不合法|unknown)
        \$\w+.{0,30}(?:unsupported|supported operator|not supported)
        \$\w+.{0,30}(?:invalid|not allowed|unrecogni[sz]ed)
        (?:不支持|无效|非法|未知|不识别).{0,24}\$\w+
        (?:无法识别|unknown|unsupported|invalid|unrecogni[sz]ed|bad).{0,24}\$\w+
        (?:查询|过滤|筛选)(?:操作|运算|条件符).{0,16}(?:不支持|无效|未知)
        (?:unsupported|unknown|invalid) (?:filter|query|comparison) (?:op|operation|modifier|type)
        (?:filter|query) operator|比较符|unknown function
    """,
    Concept.SYNTAX: r"""
        json parse error(?!.{0,12}cannot deserialize)|unexpected (?:character|token|end|eof)
        not valid json|invalid json|malformed ?json|unterminated|json.{0,12}(?:解析|格式|语法)
        (?:parse|read) \w{0,16} ?as json|JSONException|\bin json at position
        (?:解析|不是合法的?).{0,6}json|unexpected end of (?:file|input)
        invalid character .{0,30}looking for|malformed (?:request )?body
        (?:could not|cannot) (?:parse|read) (?:the )?(?:request )?(?:body|json)
        (?:can't|failed to|unable to) (?:parse|read) (?:the )?(?:request )?(?:body|json)
        报文(?:格式|解析)|请求体.{0,8}(?:格式|解析|不是)|syntax error in (?:body|json)
    """,
    Concept.EXISTS: r"""
        已(?:经)?存在|重复(?!试|打开|提交|操作|点击|处理|审批|发起|办理|审核|执行|调用|催办)|不唯一
        唯一(?:性|键|值|索引|约束)|唯一标识(?!.{0,4}(?:不存在|无效|未找到|为空))|已(?:经)?被.{0,8}(?:占用|使用|绑定|注册)|\bduplicate
        already (?:exists?|in use|used|taken|bound|registered)|\bunique\b(?! ?id)|E11000
        has been (?:bound|used|taken)|已(?:经)?有人(?:使用|占用)|has been registered|\bis taken\b
        in use by another|used by another|已(?:经)?(?:注册|绑定|占用|有了|有同名|添加过|加入)|同名
        (?:不可|不能|不得|不允许|禁止)重复(?!提交|操作)|(?:with|named) .{0,24} exists\b
        already (?:in|a member|added|assigned|contains)\b|已(?:经)?在.{0,8}(?:中|下|里|内)
        被.{0,8}占用|conflicts? with (?:an )?existing
    """,
    Concept.LICENCE: r"""
        licen[sc]e|许可证?(?:数|已|不|到|过)|席位|套餐.{0,24}(?:到期|过期|不足|用尽)|欠费|arrears
        (?:account|payment|bill|service|charge)s?.{0,12}overdue
        \bseats?\b.{0,16}(?:exhausted|used up|full)
        (?<!未)授权(?:已|到|过|期).{0,4}(?:过期|到期|失效|期)|试用.{0,4}(?:结束|到期|过期)
        trial .{0,16}(?:expired|ended|over)|subscription .{0,16}(?:expired|ended|inactive)
    """,
    Concept.LOOP: r"""
        (?:循环|递归|互相|无限)(?:调用|依赖|引用)|调用(?:层级|深度|过深|链).{0,8}(?:过|超|深)
        (?:circular|recursive) (?:call|reference|dependency|invocation)|call(?:s|ed|ing)? each other
        (?:call|invocation) (?:depth|loop)|loop detected|endless loop
    """,
    Concept.QUOTA: r"""
        配额|额度|用量|余量|(?:存储|容量|空间|资源|席位|并发数)(?:包)?(?:不足|已满|用尽|用完|耗尽)
        (?:已|达)(?:经)?(?:达|到|达到).{0,10}上限|reached the .{0,24}limit|\bquota
        insufficient (?:balance|resource|storage|space)|no (?:more )?space|(?:已|已经)催.{0,8}次
        催办.{0,4}\d+\s?次|明天再|今(?:天|日)(?:已|的).{0,12}(?:次|上限|用完)
        (?:daily|monthly|weekly|total|hard) limit|limit reached|minimum free drive
        (?:storage|disk).{0,16}full|no space left|磁盘(?:空间)?(?:不足|已满)
        (?:每天|每日|当天|当日|一天).{0,8}次|已用完
    """,
    Concept.TOO_MANY: r"""
        频繁|频率|限流|限频|并发.{0,6}(?:超|过)|请求(?:数|次数|量)?(?:过多|太多|超限|超过|超出)
        次数.{0,8}(?:上限|超|过多|用完|限制)|每(?:小时|分钟|秒).{0,10}次
        (?:qps|rate|request|frequency)s? limit|too many (?:requests|attempts|calls|times)|throttl
        too frequent|流控|过快|(?:qps|rate).{0,6}(?:超|exceed|限制)
    """,
    Concept.BUSY: r"""
        (?:他人|其他人|其他用户|别人|另一).{0,6}(?:正?在)(?:操作|编辑|处理|修改)
        锁(?:冲突|失败|已被)|获取.{0,4}锁|(?:lock|version|write|update|edit) conflict|optimistic
        modified by (?:another|someone|other)|版本(?:冲突|不一致|已变)
        concurrent (?:update|modification|write|edit)|deadlock|someone else is
        并发(?:冲突|修改|操作)
    """,
    Concept.SLOW: r"""
        (?<!登录)(?<!会话)(?<!登录已)(?<!会话已)超时|time(?:d)?[ -]?out|deadline|too slow
        执行时间过长|execution time|time limit|慢查询
        (?:执行|查询|运行)(?:时间)?(?:过|太|超)(?:长|久|时)|maxtimems
    """,
    Concept.SWITCHED_OFF: r"""
        (?:未|没有|没|尚未)(?:开启|打开|启用|开放|放开).{0,6}(?:撤回|撤销|回退|退回|转办|转交|移交)
        (?:未|没有|没|尚未)(?:开启|打开|启用|开放|放开).{0,6}(?:加签|催办|跳过|委派|改派|开关)
        (?:撤回|撤销|回退|退回|转办|转交|移交|加签|催办|跳过|委派|改派).{0,6}(?:未|没有|没|尚未)(?:开|启)
        (?:撤回|撤销|回退|退回|转办|转交|移交|加签|催办|跳过|委派|改派).{0,8}(?:已|被)(?:关闭|禁用|停用)
        (?:revok|withdraw|recall|roll ?back|\breturn)\w*.{0,24}(?:(?:switch|turn)ed off|disabled)
        (?:transfer|delegat|countersign|hand\w* over)\w*.{0,24}(?:(?:switch|turn)ed off|disabled)
        (?:revok|withdraw|recall|roll ?back|\breturn)\w*.{0,24}(?:is off|not (?:enabled|open|activ))
        (?:transfer|delegat|countersign|hand\w* over)\w*.{0,24}(?:is off|not (?:enabled|open|activ))
    """,
    Concept.HANDLED: r"""
        has ended
        (?:任务|流程|实例|待办|单据|节点)(?:[\s\d]|状态|已经|现在|当前|目前|已|变为|为){0,32}(?:无效|作废)
        (?:\btask|to-?do|\binstance).{0,24}(?:\bvoid\b|\binvalidated|no longer valid)
        (?:\btask|to-?do|\binstance).{0,24}not valid (?:any ?more|now)
        (?:task|instance|process|flow) (?:task|instance|process|flow) is (?:already )?over\b
        (?:走|跑|审)完了?|has (?:been )?archived|no longer (?:open|in progress)
        (?<!功能)(?<!服务)(?<!能力)(?<!登录)(?:已|已经)被?(?:处理|办理|审批|完成|完结)
        (?<!功能)(?<!服务)(?<!能力)(?<!登录)(?:已|已经)被?(?:结束|撤回|撤销|终止|关闭)
        (?<!功能)(?<!服务)(?<!能力)(?<!登录)(?:已|已经)被?(?:转交|转办|取消|提交|通过)
        (?<!功能)(?<!服务)(?<!能力)(?<!登录)(?:已|已经)被?(?:驳回|拒绝|作废|归档|删除流程)
        已(?:经)?由.{0,40}(?:处理|办理|办结|审批|完成|同意|拒绝|驳回)|请勿重复
        (?:任务|流程|实例)(?:状态)?.{0,6}已?失效
        (?:请|须|需|应)先.{0,6}(?:删除|解绑|关闭|撤回|处理|移除|停用|下线)
        (?:下|中|里)(?:还|仍)?有.{0,12}(?:不能|无法|不可)|still (?:has|in use)|has children
        (?:department|folder|role|bucket|list|directory) is not empty|\bin use by
        (?:当前|目前)?(?:状态|节点|阶段)(?!.{0,4}(?:配置|设置)).{0,16}(?:不允许|不支持|不能)
        (?:当前|目前)?(?:状态|节点|阶段)(?!.{0,4}(?:配置|设置)).{0,16}(?:无法|不可|不正确|不符)
        不(?:处于|在).{0,12}状态
        (?:不允许|不支持|不能|无法|不可).{0,6}(?:撤回|撤销|回退|退回|转交|催办|加签)
        already (?:been )?(?:handled|processed|completed|approved|rejected|finished|closed)
        already (?:been )?(?:ended|terminated|revoked|cancell?ed|submitted|claimed|done)
        (?:invalid|illegal|wrong|unexpected) (?:\w+ )?(?:state|status)\b
        (?:state|status) .{0,24}(?:not allow|does not allow|cannot|can't|invalid)
        not in .{0,24}(?:state|status)|no longer (?:active|running|pending)
        (?:task|instance|process|flow) .{0,16}is (?:finished|closed|completed|terminated|suspended)
        (?:approval|order|form|ticket|case) .{0,16}is (?:finished|closed)
        (?:approval|order|form|ticket|case) .{0,16}is (?:completed|terminated|suspended)
        (?:请|须|需|应)先.{0,12}(?:移走|移出|转移|清空|取消)|正在?被.{0,12}(?:处理|操作|编辑)|处理中
        请勿重复(?:提交|操作)|已(?:经)?(?:办结|走完|跑完|处理完|审完)
        已(?:经)?(?:被|由).{1,40}(?:处理|办理|审批|完成|撤回|撤销|驳回|通过)|completed by
        (?:was|were|been) (?:already )?(?:handled|processed|completed|approved|rejected)
        (?:instance|process|flow|task).{0,16}(?:not|isn't|no longer) running
        only (?:running|active|pending|draft)
        (?:cannot|can't|can not|unable to|not) (?:be )?(?:withdraw|revoke|recall|roll ?back|cancel)
        (?:cannot|can't|can not|unable to|not) (?:be )?(?:press|urge|terminate|stop|skip)
        (?:部门|角色|组织|文件夹|目录|存储桶|列表).{0,6}非空
        存在(?:子|下级|用户|成员|关联|引用).{0,12}(?:不能|无法|不可|禁止)
        (?:has|have|contains?|still has) (?:child|member|reference|sub|user)|(?:is|been) locked
        (?:已|被)锁定|(?:system|built-?in) .{0,24}(?:cannot|can't|can not|may not|must not) be
        (?:default|preset|internal) .{0,24}(?:cannot|can't|can not|may not|must not) be
        (?:系统|内置|预置|默认).{0,8}(?:不可|不能|无法|不允许|禁止)(?:修改|删除|编辑|变更|移除|停用)
        (?:流程|实例|任务|节点).{0,6}(?:暂停|挂起)
        (?:任务|流程|实例|待办|单据|节点)(?:状态)?.{0,6}已?失效
        (?:不能|无法|不可|不允许|禁止).{0,6}(?:终止|跳过|取消|重复办理|再次)
    """,
    Concept.RULE: r"""
        (?:字母|数字|大小写|特殊字符).{0,40}\d\s?[-~～到至–]\s?\d
        (?:letters?|digits?|upper-?case|lower-?case|alphanumeric).{0,40}\d\s?[-~～到至–]\s?\d
        \d\s?[-~～到至–]\s?\d+.{0,40}(?:字母|大小写|数字(?!之间))
        \d\s?[-~～到至–]\s?\d+.{0,40}(?:letters?|digits?|upper-?case|lower-?case)
        (?:强度|复杂度).{0,8}(?:不足|不够|不符)
        (?:password|密码|口令).{0,12}(?:too weak|太弱|过于简单)
    """,
    Concept.OVER_LIMIT: r"""
        超(?:过|出|长|限).{0,20}|过长|过大|太长|太大|太多
        (?:最大|最多|最长|至多|不能超过|不超过|不得超过|不可超过|不能大于|不大于|上限)\D{0,8}\d
        too (?:long|large|big|many)|\bexceed|at most \d|no more than \d|longer than|larger than
        greater than|out of range|\bmax(?:imum|_?length|_?size|_?items)?\b.{0,20}\d
        less than or equal|<=\s*\d|≤\s*\d|data too long
        (?:须|应|必须|需)(?:为|是|在)?\s?\d+\s?[-~到至]\s?\d+\s?(?:位|个|字|之间)?
        between \d+ and \d+|长度.{0,8}\d+\s?[-~到至]\s?\d+|(?:不得|不能|不可|不应)(?:多于|超出|大于)
        溢出|overflow|(?:in|between|within) \[\d+, ?\d+\]|(?:length|size) .{0,20}(?:between|at most)
        字数
    """,
    Concept.EXPIRED: r"""
        (?:已|已经)?(?:过期|失效)|到期|\bexpired?\b|no longer valid|outdated|too old
        (?:已过|超过|超出)有效期|有效期.{0,4}(?:已过|到期|结束)|(?:登录|会话)(?:已)?超时
    """,
    Concept.UNKNOWN_FIELD: r"""
        (?:未知|不存在|无效|不支持|未定义|非法)的?.{0,4}(?:字段|属性|列|参数名)
        (?:字段|属性|列)(?!.{0,40}(?:记录|数据|引用|对象|实例)).{0,40}(?:不存在|未定义|找不到|无效$)
        (?:unknown|unrecognized|undefined|unexpected) (?:field|column|property|parameter|key)
        no such (?:field|column|property)
        (?:field|column|property)\W.{0,40}(?:not found|does not exist|doesn't exist|not exist)
        (?:could not|cannot) find a property|no property named|property named .{0,60} (?:on|in) type
        does not have a property
        没有(?!填|传|提供|指定|输入|携带).{0,24}(?:字段|属性|列)(?!.{0,4}权限)
        查无(?:此|该)?(?:字段|属性|列)
        no (?:field|column|property|attribute) (?:named|called|with|found)|additional propert
        (?:field|column|property|attribute) .{0,40}(?:not defined|undefined)
        (?:field|column|property|attribute) .{0,40}(?:should not exist|is not in|isn't in)
        property \S+ should not exist
    """,
    Concept.ID_SHAPE: r"""
        cast to objectid|24 (?:character|char|hex|位)
        (?:invalid|not a valid|bad) (?:uuid|objectid|guid)
        (?:uuid|objectid|guid)\b.{0,12}(?:invalid|format|string)
        (?:\bid|编号).{0,6}(?:长度|位数|格式)
    """,
    Concept.WRONG_TYPE: r"""
        类型.{0,10}(?:不匹配|不一致|不符)
        类型(?:错误|不匹配|不正确|不符|不一致|不合法|不对|有误|无效|异常|应|必须|须|要求)
        (?<!环境)类型不
        (?:应|应该|必须|须|需要?|只能)(?:为|是|填)?(?:一个)?.{0,4}(?:数字|整数|数值|字符串|数组)
        (?:应|应该|必须|须|需要?|只能)(?:为|是|填)?(?:一个)?.{0,4}(?:列表|对象|布尔)
        (?:应|应该|必须|须|需要?|只能)(?:为|是|填)?(?:一个)?.{0,4}(?:日期|时间戳?|json)
        不是(?:一个)?(?:合法|有效|正确)?的?.{0,4}(?:数字|整数|数值|字符串|数组)
        不是(?:一个)?(?:合法|有效|正确)?的?.{0,4}(?:对象|布尔|日期|时间|json)
        (?:转换|解析|序列化).{0,8}(?:失败|错误|异常)
        (?:invalid|wrong|bad) [\w ]{0,16}(?:type|format|value)?(?<=type|rmat)
        (?:illegal|incorrect|unexpected|malformed) [\w ]{0,16}(?:type|format|value)?(?<=type|rmat)
        type mismatch|(?:type|format) (?:error|is|of .{0,40} is) ?(?:invalid|wrong)?
        (?:must|should) be (?:of type|an? (?!well))(?!.{0,20}(?:null|empty))
        expect(?:ed|s)? .{1,30}(?:but|got|found|received)
        not an? (?:valid )?(?:number|integer|string|array|object|boolean|date|json)
        cannot (?:be )?(?:deserialize|cast|convert|parse|unmarshal|coerce)
        (?:ClassCast|NumberFormat|DateTimeParse|JsonParse|HttpMessageNotReadable)Exception
        incorrect .{0,20}value|期望.{1,30}(?:实际|得到|收到|却)|不是(?:整型|浮点|数值型|字符)
        (?:应|须|必须)为.{0,3}(?:整型|浮点|长整|数值)|invalid input syntax for|cast to \w+ failed
        (?:should|must) be (?:an? )?(?:number|integer|string|array|object|boolean)\b
        (?:should|must) be (?:an? )?(?:date|numeric|int|long|float|double)\b|is not of type
        \w+ required, got \w+
    """,
    Concept.WRONG_FORMAT: r"""
        格式(?:错误|不匹配|不正确|不符|不一致|不合法|不对|有误|无效|异常|应|必须|须|要求|不)
        (?:不能|必须|只能|应|须)(?:以|由|用).{0,24}(?:开头|结尾|开始|组成)
        (?:必须|须|应|需要?)(?:大于|小于|不少于|不小于)(?:等于)?\s?\d
        不符合.{0,12}(?:格式|规则|规范|要求)|(?:invalid|wrong|bad|malformed) (?:\w+ ){0,2}format
        (?:must|should|cannot|must not) (?:start|begin|end|match)|does not match|is malformed
        not well[- ]formed
        不是(?:一个)?(?:合法|有效|正确)的?.{0,4}(?:邮箱|手机|电话|身份证|网址|url)|well-formed
        not an? (?:valid )?(?:e-?mail|phone|url|mobile)|(?:不能|不可|不允许).{0,12}(?:本人|自己)
        (?:cannot|can't|may not) .{0,24}(?:yourself|oneself|\bself\b)
        (?:邮箱|手机号?|电话|日期|时间)(?:格式)?(?:不合法|非法|无效|不正确|有误)
        (?:地址|名称|编码|金额|身份证号?)(?:格式)?(?:不合法|非法|无效|不正确|有误)
        (?:e-?mail|phone|mobile|date|url|address) .{0,12}(?:is )?(?:not valid|invalid)
        不能(?:晚于|早于|小于|为负|是负)
        (?:must|should) be (?:before|after|earlier|later|positive|greater|at least \d)|负数|negative
        从\s?1\s?开始|starts? (?:at|from) 1|(?:illegal|invalid|special|forbidden) characters?
        (?:非法|特殊|不支持的)字符|只能(?:包含|含|是|由).{0,16}(?:字母|数字|中文|下划线)
        (?:不能|不可)(?:是|为)(?:当前)?(?:处理人|审批人|办理人|自己|本人)
        (?:should|must|does not|doesn't|not) match(?:ing)? (?:the )?(?:pattern|regex|format)
    """,
    Concept.NOT_LISTED: r"""
        (?:取值|枚举值?|选项).{0,12}(?:不|无效|非法|错误|有误)
        不在(?!.{0,16}(?:可见|授权|权限|可用|发起|使用)).{0,12}(?:范围|枚举|列表|选项)
        (?:可选值|取值范围|只能是|应为以下|允许的值)|(?:must|should) be one of
        not (?:one of|among|in the (?:list|enum))|allowed values|\benum\b|未在.{0,24}定义
        没有.{0,8}(?:这个|此)选项|unknown (?:enum )?value|不支持的.{0,2}[A-Za-z]\w+\s?[:：=]
        unsupported [A-Za-z]\w*(?:type|kind|mode|action|value|status)\b
        [A-Za-z]\w*(?:Type|Kind|Mode|Action|Status)\S{0,3} ?不支持
        [A-Za-z]\w* ?[=:：] ?\S{1,20} ?(?:无法识别|不识别|不支持)
        (?:只|仅)支持(?!.{0,16}(?:令牌|token|用户|环境|节点)).{0,20}(?:/|、|或|,|和|之一)
        (?:accepts only|only accepts?)|no enum constant
        not a (?:valid|known) (?:enum|option|value|choice)|equal to one of|expected one of
    """,
    Concept.MISSING: r"""
        (?:不能|不可|不得|不允许|不应)(?:为|是)?空|必填|必传|必输
        必须(?:填|传|提供|指定|输入|包含|有)|缺少|缺失|未(?:填写?|传入?|提供|指定|输入|携带)
        (?:参数|字段|值|id|编号|编码)\s?为空|请(?:填写|输入|选择|提供|指定|传入)|\brequired?\b
        \bmissing\b|(?:must|should|can|may) ?not be (?:null|blank|empty|nil|undefined)
        (?:cannot|can't) be (?:null|blank|empty|nil|undefined)
        (?<!(?:info|task|user|flow) )(?<!model )(?<!(?:entity|object|record) )(?<!instance )is null
        is (?:blank|empty)|no value given|(?:not|without) (?:provided|specified|given)
        (?:doesn't|does not) have a default value|no default value|mandatory|(?<!object )为\s?null\b
        需要入参|not supplied|not[- ]null|先填写|(?:不得|不能|不可|不允许)留空|(?:没有?|未)填
        不能为(?:null|none|undefined)|缺乏.{0,4}(?:参数|字段)|(?:no|empty|missing) (?:request )?body
        (?:body|request) is empty
        至少(?:需要|要|应|须)?(?:有|填|选|传|指定|提供|包含)?.{0,3}[一1]\s?(?:个|条|项|名|位)
        at least one|(?:must|should) (?:contain|have|include) at least
        empty (?:list|array|string|value)|(?:列表|数组|集合|内容)为空|没有(?:传|提供|指定|输入|携带)
    """,
    Concept.NO_ROUTE: r"""
        no (?:route|handler|mapping|endpoint|service)s?
        (?:路由|接口|路径|url|path|route|action|api).{0,24}(?:不存在|未找到|not found|not exist)
        unknown (?:action|api|path(?! segment)|route)
        no such (?:api|action|path|route|method|interface|service)
        cannot (?:get|post|put|delete|patch) /|接口.{0,6}(?:未注册|已下线)
    """,
    Concept.NO_MODEL: r"""
        entity ?set|实体集|path segment|\bsegment\b.{0,40}(?:resolved|not found|unknown)
        bound to segment|路径中的.{0,32}(?:无法解析|不存在)|resource \S+ could not be found on
        (?:数据模型|数据源|模型)(?!.{0,24}(?:字段|记录|数据)).{0,24}(?:不存在|未找到)
        (?:数据模型|数据源|模型)(?!.{0,24}(?:字段|记录|数据|权限)).{0,24}(?:找不到|无效|没有)
        (?:未找到|找不到|没有|不存在)的?(?:这个|该|此)?(?:数据模型|数据源|模型)
        (?:no such|unknown|invalid|undefined) (?:data ?)?(?:model|source)\b
        \b(?:data ?)?(?:model|source)\b(?!.{0,24}(?:field|record)).{0,24}(?:not found|not exist)
        \b(?:data ?)?(?:model|source)\b(?!.{0,24}(?:field|record)).{0,24}(?:does not exist|unknown)
    """,
    Concept.NOTHING_TO_START: r"""
        (?:没有|暂无|尚无|无|未匹配到|未找到|找不到)(?:任何|一个)?(?:可|能够?).{0,8}(?:流程|审批流)
        (?:没有|暂无|尚无|无|未匹配到|未找到|找不到)(?:任何|一个)?(?:可|能够?).{0,8}(?:process|flow)
        \bno (?:startable|executable|runnable|usable|available) [\w ]{0,12}(?:process|flow)
        \bno (?:startable|executable|runnable|usable|available) [\w ]{0,12}workflow
        匿名(?:用户)?.{0,6}(?:不支持|不允许|不能|无法|禁止)|anonymous .{0,16}(?:not|cannot|may not)
    """,
    Concept.NOT_FOUND: r"""
        not registered|未(?:注册|登记)(?!用户)|does not refer to|引用的.{0,12}已?(?:失效|删除)
        不存在|(?:未|没有?|无法)(?:能)?(?:找到|查到|查询到|查找到|获取到|匹配到)|找不到|查无|查不到
        已(?:经)?被?删除|无此|没有(?:此|这个|这条)|没有该(?!.{0,12}权限)
        (?:无效|非法|错误|不正确)的?.{0,8}id\b|id.{0,4}(?:无效|错误|不正确|不对|有误)
        (?:id|code|编码|标识)\s?(?:不对|不正确|有误)|(?:查询|获取|读取)(?!超时).{0,12}信息失败
        \bno (?:\w+ ){0,4}found|not (?:be )?found|not exists?\b|doesn'?t exist|does not exist
        no such|no (?:record|data|row|task)s?\b(?! (?:permission|access|right|privilege))
        no (?:instance|user|document|entity|object)s?\b(?! (?:permission|access|right|privilege))
        (?:unknown|invalid|illegal|wrong) .{0,16}\bid\b|has been deleted|could not find|cannot find
        查询不到|查询为空|从未存在|已(?:经)?被?(?:清除|注销|移除)|(?:编码|标识|编号|code).{0,28}无效
        (?:cannot|can't|could not|unable to) (?:load|locate|resolve)
        (?:info|entity|object|instance|task|record|user|model|flow) is null|\babsent\b
        (?:unknown|invalid|illegal|wrong|bad) (?:\w+[_ ])?\w*id\b|id.{0,4}(?:非法|不合法)
        \bis gone\b|(?:empty result|result is empty|结果为空)
        unknown (?:task|instance|user|record|object|flow)\b
        unknown (?:process|role|org|department|model|document)\b|没有(?:匹配|符合|对应|相关)的?
        (?:0|no) rows (?:affected|matched|updated)|(?:rows affected|affected rows|matched)\W{1,3}0\b
        (?:信息|记录|实例|任务|流程|对象)(?:信息|数据)?为空
    """,
    Concept.NOT_ALLOWED: r"""
        (?:不能|无法|不可|不得)发起
        (?:cannot|can't|not permitted to|may not) (?:start|initiate|launch)
        (?:may|must) not (?:call|access|use|perform|do|read|write)
        (?:no|without|lacks?) .{0,16}(?:permission|privilege)|无权
        (?:没有|无|缺少|缺乏|不具备).{0,12}权限|权限(?:不足|不够|受限|校验|被拒)|未授权
        (?<!配置为)(?<!设置为)不允许|禁止|拒绝访问|不在白名单
        (?:permission|access|request|operation) (?:is )?(?:denied|forbidden|refused)
        not (?:allowed|permitted|authori[sz]ed|granted)|\bnot allow\b|\bforbidden\b|unauthori[sz]ed
        no permission|insufficient (?:permission|privilege|scope)|lacks? (?:the )?permission
        不在.{0,16}(?:可见|授权|权限|可用|发起|使用)的?范围
        (?:admin\w*|role|permission|privilege)[\w ]{0,16} required
        permission .{0,12}(?:fail|deni|check)|权限.{0,4}(?:不通过|失败|未通过)|不具有.{0,12}权
        需要.{0,10}(?:权限|管理员)|仅.{0,6}管理员
        (?:requires?|needs?) .{0,16}(?:role|permission|privilege|admin)
        only (?:an? |the )?(?:admin|administrator|owner|manager)s?\b|\bden(?:y|ies|ied)\b
    """,
    Concept.FEATURE_OFF: r"""
        未(?:开启|启用|开通|激活|打开)|没有(?:开启|启用|开通|激活)|(?:已|被)(?:关闭|停用|禁用)
        (?:配置|设置)(?:为|成|了)?(?:不允许|禁止|不可)|不支持
        not (?:been )?(?:enabled|activated|supported)|is disabled|unsupported|not implemented
        (?:turned|switched) off|开关.{0,4}(?:为?关|未开|off)|(?:switch|toggle) is off
        (?:do|does) ?n[o']t support|未(?:购买|订阅|开放)|not purchased
        (?:功能|服务|能力|登录)已?(?:经)?被?(?:关闭|停用|下线)
    """,
    Concept.SERVER: r"""
        内部错误|系统(?:错误|异常|繁忙)|服务(?:异常|错误|不可用)|internal (?:server )?error
        exception (?:while|in|occurred|thrown)|nullpointer|stack ?trace|unexpected error|panic
        开小差|未知(?:错误|异常)|unknown error|cannot read propert|null pointer
        connection (?:failed|pool|refused|reset|error|closed)|连接(?:失败|池|异常|数据库|被)
        暂时不可用|temporarily unavailable|something went wrong
        (?:程序|运行时|后台|服务端|服务器)(?:异常|出错|错误|报错)|RuntimeException
        is not a function\b|is not defined\b
    """,
    Concept.INVALID: r"""
        不合法|非法|无效|不正确|有误|\b(?:invalid|illegal)\b|not valid|参数错误
    """,
}
"""Alternatives, some in each line."""
_CONCEPTS = {
    concept: re.compile("|".join(map(str.strip, pattern.strip().splitlines())), re.IGNORECASE)
    for concept, pattern in _PATTERNS.items()
}
