"""What a server says of a failure in its own words: what is wrong, with which field and limit.

Nothing is made up: a name is one only where the message has it *and* the request or the documents
of the call have it too. The patterns are of single words and short phrases, Chinese and English, as
WeDa, its databases and the programs in front of it use them; no pattern is a whole message.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from weda_tui.core.json.tree import Path

LONGEST = 4096
"""Characters of a message that are read."""
SHORTEST_VALUE = 3
"""Characters of a sent value that can be found again in a message: shorter ones stand anywhere."""


class Concept(StrEnum):
    """What a message says is wrong, the most exact first: the order decides between several."""

    CLOCK = "clock"
    TOKEN_KIND = "token-kind"  # noqa: S105 - a concept
    CREDENTIALS = "credentials"
    ENV_TYPE = "env-type"
    NOT_APPROVER = "not-approver"
    NO_APPROVER = "no-approver"
    NOT_PUBLISHED = "not-published"
    UNKNOWN_OPERATOR = "unknown-operator"
    SYNTAX = "syntax"
    EXISTS = "exists"
    LICENCE = "licence"
    QUOTA = "quota"
    TOO_MANY = "too-many"
    HANDLED = "handled"
    OVER_LIMIT = "over-limit"
    EXPIRED = "expired"
    UNKNOWN_FIELD = "unknown-field"
    WRONG_TYPE = "wrong-type"
    WRONG_FORMAT = "wrong-format"
    NOT_LISTED = "not-listed"
    MISSING = "missing"
    NO_ROUTE = "no-route"
    NOT_FOUND = "not-found"
    NOT_ALLOWED = "not-allowed"
    FEATURE_OFF = "feature-off"
    SLOW = "slow"
    SERVER = "server"


class SentValue(msgspec.Struct, frozen=True):
    """A value of the request."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        """The name of the field; an item of an array has that of the array."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")


class MessageReading(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in a message."""

    concepts: tuple[Concept, ...] = ()
    """The most exact first."""
    paths: tuple[Path, ...] = ()
    """The values of the request that it names or quotes, in its order."""
    names: tuple[str, ...] = ()
    """Documented fields that it names and the request lacks, in its order."""
    limits: tuple[str, ...] = ()
    """Numbers beside words such as 最多 and *maximum*."""


_PATTERNS: dict[Concept, str] = {
    Concept.CLOCK: (
        "(?:token|jwt|令牌).{0,16}(?:used before issued|not (?:yet )?(?:active|valid))"
        r"|issued in the future|before issued|\bnbf\b|\biat\b|尚未生效|clock skew"
        "|时钟.{0,12}(?:偏差|相差|不准|不一致)"
    ),
    Concept.TOKEN_KIND: (
        "(?:请使用|需要?使用|只能使用|仅支持|要求).{0,12}(?:令牌|凭证|token)|(?:令牌|凭证"
        "|token).{0,12}(?:类型|种类).{0,8}(?:不|错|有误)|want (?:user"
        "|client_credentials) token|(?:wrong|unsupported) (?:kind|type) of token"
        "|token (?:kind|type) (?:is )?(?:not|wrong|unsupported|mismatch)|(?:identity"
        "|token) type .{0,40}(?:cannot|can't|not allowed|not supported)|(?:client_credentials"
        "|user token).{0,16}(?:cannot|can't|not allowed)"
    ),
    Concept.CREDENTIALS: (
        "(?:secret_?(?:id|key)?|密钥|access ?key|client_?id|客户端).{0,24}(?:不存在|错误|无效"
        "|不正确|invalid|not found|wrong|disabled|禁用|mismatch)|(?:invalid|wrong"
        "|unknown) (?:client|secret|access key)|basic auth"
    ),
    Concept.ENV_TYPE: (
        "(?:属于|来自).{0,8}环境.{0,24}(?:不能|无法|不可|不支持)|环境(?:类型)?.{0,6}(?:不匹配"
        r"|不一致)|belongs? to (?:the )?\w+ environment|environments? (?:type )?(?:mismatch"
        r"|do(?:es)? not match)|env\s?type.{0,24}(?:only|只能|不支持|must|invalid|one of)"
        "|环境类型.{0,16}(?:只能|不支持|无效|错误)"
    ),
    Concept.NOT_APPROVER: (
        "(?:审批人|处理人|办理人|操作人)(?:不匹配|不一致|不正确|不对|错误)|(?:不是|并非"
        "|非).{0,12}(?:审批人|处理人|办理人|候选人|经办人|负责人)|(?:无权|没有权限"
        r"|不能)(?:审批|处理|办理|操作)(?:该|此|这|当前)?.{0,3}(?:任务|流程|待办)|\b(?:not"
        r"|isn't|is no) (?:an? |the |one of the )?(?:\w+ )?(?:approver|assignee|handler"
        "|candidate)|not assigned to|not in the candidate|candidate list"
    ),
    Concept.NO_APPROVER: (
        "(?:角色|部门|岗位|用户组).{0,10}(?:获取|查询|没有|找不到|未找到|下无"
        "|为空).{0,6}(?:用户|成员|人员)|(?:未|没有?|无法|找不到)(?:能)?(?:找到|配置|设置|指定"
        "|匹配|解析|获取)?.{0,8}(?:审批人|处理人|办理人)|(?:审批人|处理人"
        r"|办理人)(?:列表)?(?:为空|不存在|未配置|未设置|没有)|\bno (?:approver|assignee"
        "|candidate)|approvers? (?:list )?(?:not found|is empty|are empty)"
    ),
    Concept.NOT_PUBLISHED: (
        "(?:未|没有|尚未|没|不是)(?:发布|部署|上线|已发布)|没有(?:可用|已发布)的?版本"
        "|not (?:yet )?(?:been )?(?:published|deployed|released)|unpublished|no published"
        r"|请先.{0,16}发布|发布后再|no \w+ deployed|未启用状态|table.{0,60}(?:not exist"
        "|doesn't exist|does not exist|不存在)"
    ),
    Concept.UNKNOWN_OPERATOR: (
        "(?:操作符|运算符|算子).{0,24}(?:不支持|不存在|无效|非法|未知|错误|不合法)|(?:不支持"
        "|未知|无效|非法|无法识别|不识别|不认识)的?.{0,16}(?:操作符|运算符|算子)|(?:unknown"
        r"|unsupported|invalid|unrecognized|illegal)[\w ]{0,24}operator"
        r"|operator\W.{0,40}(?:not supported|unsupported|unknown|invalid|not allowed)"
        r"|unrecogni[sz]ed[\w ]{0,12}operator"
    ),
    Concept.SYNTAX: (
        "json parse error(?!.{0,12}cannot deserialize)|unexpected (?:character|token|end|eof)"
        "|not valid json|invalid json"
        "|malformed json|json.{0,12}(?:解析|格式|语法)|(?:解析|不是合法的?).{0,6}json"
        "|unexpected end of (?:file|input)"
    ),
    Concept.EXISTS: (
        "已(?:经)?存在|重复(?!试|打开|提交|操作|点击|处理|审批|发起)|不唯一|唯一(?:性|键|值"
        r"|索引|约束|标识)|已(?:经)?被.{0,8}(?:占用|使用|绑定|注册)|\bduplicate"
        r"|already (?:exists?|in use|used|taken|bound|registered)|\bunique\b|E11000"
        "|has been (?:bound|used|taken)|已(?:经)?有人(?:使用|占用)|has been registered"
        r"|\bis taken\b|in use by another|used by another"
    ),
    Concept.LICENCE: (
        "licen[sc]e|许可证?(?:数|已|不|到|过)|席位|套餐.{0,24}(?:到期|过期|不足|用尽)|欠费"
        r"|arrears|overdue|\bseats?\b.{0,16}(?:exhausted|used up|full)"
    ),
    Concept.QUOTA: (
        "配额|额度|用量|余量|(?:存储|容量|空间|资源|席位|并发数)(?:包)?(?:不足|已满|用尽|用完"
        r"|耗尽)|(?:已|达)(?:经)?(?:达|到|达到).{0,10}上限|reached the .{0,24}limit|\bquota"
        "|insufficient (?:balance|resource|storage|space)|no (?:more )?space|(?:已"
        r"|已经)催.{0,8}次|催办.{0,4}\d+\s?次|明天再|今(?:天|日)(?:已|的).{0,12}(?:次|上限"
        "|用完)"
    ),
    Concept.TOO_MANY: (
        "频繁|频率|限流|限频|并发.{0,6}(?:超|过)|请求(?:数|次数|量)?(?:过多|太多|超限|超过"
        "|超出)|次数.{0,8}(?:上限|超|过多|用完|限制)|每(?:天|日|小时|分钟|秒).{0,10}次|(?:qps"
        "|rate|request|frequency)s? limit|too many (?:requests|attempts|calls|times)|throttl"
        "|too frequent"
    ),
    Concept.HANDLED: (
        "(?:已|已经)被?(?:处理|办理|审批|完成|完结|结束|撤回|撤销|终止|关闭|转交|转办|取消"
        "|提交|通过|驳回|拒绝|作废|归档|删除流程)|已(?:经)?由.{0,40}(?:处理|办理|办结|审批|完成)"
        "|(?:任务|流程|实例)(?:状态)?.{0,6}已?失效|请先.{0,6}(?:删除|解绑|关闭|撤回|处理|移除"
        "|停用|下线)|(?:下|中|里)(?:还|仍)?有.{0,12}(?:不能|无法|不可)|still (?:has|in use)"
        r"|has children|not empty|\bin use by|(?:当前|目前)?(?:状态|节点|阶段).{0,16}(?:不允许"
        "|不支持|不能|无法|不可|不正确|不符)|不(?:处于|在).{0,12}状态|(?:不允许|不支持|不能"
        "|无法|不可).{0,6}(?:撤回|撤销|回退|退回|转交|催办|加签)|already (?:been )?(?:handled"
        "|processed|completed|approved|rejected|finished|closed|ended|terminated|revoked"
        "|cancell?ed|submitted|claimed|done)|(?:invalid|illegal|wrong"
        r"|unexpected) (?:\w+ )?(?:state|status)\b|(?:state|status) .{0,24}(?:not allow"
        "|does not allow|cannot|can't|invalid)|not in .{0,24}(?:state|status)"
        "|no longer (?:active|running|pending)|is (?:finished|closed|completed|terminated"
        "|suspended)|请先.{0,12}(?:移走|移出|转移|清空|取消)|正在?被.{0,12}(?:处理|操作|编辑)"
        "|处理中|请勿重复(?:提交|操作)"
    ),
    Concept.OVER_LIMIT: (
        "超(?:过|出|长|限).{0,20}|过长|过大|太长|太大|太多|(?:最大|最多|最长|至多|不能超过"
        r"|不超过|不得超过|不可超过|不能大于|不大于|上限)\D{0,8}\d|too (?:long|large|big|many)"
        r"|\bexceed|at most \d|no more than \d|longer than|larger than|greater than"
        r"|out of range|\bmax(?:imum|_?length|_?size|_?items)?\b.{0,20}\d|less than or equal"
        r"|<=\s*\d|≤\s*\d|data too long|(?:须|应|必须|需)(?:为|是"
        r"|在)?\s?\d+\s?[-~到至]\s?\d+\s?(?:位|个|字|之间)?|between \d+ and \d+"
        r"|长度.{0,8}\d+\s?[-~到至]\s?\d+"
    ),
    Concept.EXPIRED: r"(?:已|已经)?(?:过期|失效)|到期|\bexpired?\b|no longer valid",
    Concept.UNKNOWN_FIELD: (
        "(?:未知|不存在|无效|不支持|未定义|非法)的?.{0,4}(?:字段|属性|列|参数名)|(?:字段|属性"
        "|列)(?!.{0,40}(?:记录|数据|引用|对象|实例)).{0,40}(?:不存在|未定义|找不到|无效$)"
        "|(?:unknown|unrecognized|undefined|unexpected) (?:field|column|property|parameter"
        "|key)|no such (?:field|column|property)|(?:field|column"
        r"|property)\W.{0,40}(?:not found|does not exist|doesn't exist|not exist)|(?:could not"
        "|cannot) find a property|no property named|property named .{0,60} (?:on|in) type"
        "|does not have a property"
    ),
    Concept.WRONG_TYPE: (
        "类型.{0,10}(?:不匹配|不一致|不符)|类型(?:错误|不匹配|不正确|不符|不一致|不合法|不对"
        "|有误|无效|异常|应|必须|须|要求)|类型不|(?:应|应该|必须|须|需要?|只能)(?:为|是"
        "|填)?(?:一个)?.{0,4}(?:数字|整数|数值|字符串|数组|列表|对象|布尔|日期|时间戳?|json)"
        "|不是(?:一个)?(?:合法|有效|正确)?的?.{0,4}(?:数字|整数|数值|字符串|数组|对象|布尔"
        "|日期|时间|json)|(?:转换|解析|序列化).{0,8}(?:失败|错误|异常)|(?:invalid|wrong|bad"
        r"|illegal|incorrect|unexpected|malformed) [\w ]{0,16}(?:type|format|value)?(?<=type"
        "|rmat)|type mismatch|(?:type|format) (?:error|is|of .{0,40} is) ?(?:invalid|wrong)?"
        "|(?:must|should) be (?:of type|an? (?!well))(?!.{0,20}(?:null|empty))|expect(?:ed"
        "|s)? .{1,30}(?:but|got|found|received)|not an? (?:valid )?(?:number|integer|string"
        "|array|object|boolean|date|json)|cannot (?:be )?(?:deserialize|cast|convert|parse"
        "|unmarshal|coerce)|(?:ClassCast|NumberFormat|DateTimeParse|JsonParse"
        "|HttpMessageNotReadable)Exception|incorrect .{0,20}value"
    ),
    Concept.WRONG_FORMAT: (
        "格式(?:错误|不匹配|不正确|不符|不一致|不合法|不对|有误|无效|异常|应|必须|须|要求|不)"
        "|(?:不能|必须|只能|应|须)(?:以|由|用).{0,24}(?:开头|结尾|开始|组成)"
        "|不符合.{0,12}(?:格式|规则|规范|要求)|(?:invalid|wrong|bad"
        r"|malformed) (?:\w+ ){0,2}format|(?:must|should|cannot|must not) (?:start|begin|end"
        "|match)|does not match|is malformed|not well[- ]formed|不是(?:一个)?(?:合法|有效"
        "|正确)的?.{0,4}(?:邮箱|手机|电话|身份证|网址|url)|well-formed"
        "|not an? (?:valid )?(?:e-?mail|phone|url|mobile)|(?:不能|不可|不允许).{0,12}(?:本人"
        r"|自己)|(?:cannot|can't|may not) .{0,24}(?:yourself|oneself|\bself\b)"
    ),
    Concept.NOT_LISTED: (
        "(?:取值|枚举|选项).{0,12}(?:不|无效|非法|错误|有误)|不在(?!.{0,16}(?:可见|授权"
        "|权限)).{0,12}(?:范围|枚举|列表|选项)|(?:可选值|取值范围|只能是|应为以下|允许的值)"
        "|(?:must|should) be one of|not (?:one of|among|in the (?:list|enum))|allowed values"
        r"|\benum\b|未在.{0,24}定义|没有.{0,8}(?:这个|此)选项"
    ),
    Concept.MISSING: (
        "(?:不能|不可|不得|不允许|不应)(?:为|是)?空|必填|必传|必输|必须(?:填|传|提供|指定"
        "|输入|包含|有)|缺少|缺失|未(?:填写?|传入?|提供|指定|输入|携带)|(?:参数|字段|值)为空"
        r"|请(?:填写|输入|选择|提供|指定|传入)|\brequired?\b|\bmissing\b|(?:must|should|can"
        "|may) ?not be (?:null|blank|empty|nil|undefined)|(?:cannot|can't) be (?:null|blank"
        "|empty|nil|undefined)|is (?:null|blank|empty)|no value given|(?:not"
        "|without) (?:provided|specified|given)|(?:doesn't|does not) have a default value"
        "|no default value"
    ),
    Concept.NO_ROUTE: (
        r"no (?:route|handler|mapping|endpoint|service)s? "
        r"|(?:路由|接口|路径|url|path|route|action|api)"
        r".{0,24}(?:不存在|未找到|not found|not exist)|unknown (?:action|api|path|route)"
    ),
    Concept.NOT_FOUND: (
        "不存在|(?:未|没有?|无法)(?:能)?(?:找到|查到|查询到|查找到|获取到|匹配到)|找不到|查无"
        "|查不到|已(?:经)?被?删除|无此|没有(?:此|这个|这条)|没有该(?!.{0,12}权限)|(?:无效"
        r"|非法|错误|不正确)的?.{0,8}id\b|id.{0,4}(?:无效|错误|不正确|不对|有误)|\w*(?:id|code"
        r"|编码|标识)\s?(?:不对|不正确|有误)|(?:查询|获取|读取)(?!超时).{0,12}信息失败"
        r"|\bno (?:\w+ ){0,4}found|not (?:be )?found|not exists?\b|doesn'?t exist"
        "|does not exist|no such|no (?:record|data|row|task|instance|user|document|entity"
        r"|object)s?\b|(?:unknown|invalid|illegal|wrong) .{0,16}\bid\b|has been deleted"
        "|could not find|cannot find|查询不到|查询为空|从未存在|已(?:经)?被?(?:清除|注销"
        "|移除)|(?:编码|标识|编号|code).{0,20}无效|(?:cannot|can't|could not"
        r"|unable to) (?:load|locate|resolve)|\w*(?:info|entity|object|instance|task"
        "|record) is null"
    ),
    Concept.NOT_ALLOWED: (
        "无权|(?:没有|无|缺少|缺乏|不具备).{0,12}权限|权限(?:不足|不够|受限|校验|被拒)|未授权"
        "|不允许|禁止|拒绝访问|不在白名单|(?:permission|access|request"
        "|operation) (?:is )?(?:denied|forbidden|refused)|not (?:allowed|permitted"
        r"|authori[sz]ed|granted)|\bforbidden\b|unauthori[sz]ed|no permission"
        "|insufficient (?:permission|privilege|scope)|lacks? (?:the )?permission"
        "|不在.{0,16}(?:可见|授权|权限|可用)范围"
    ),
    Concept.FEATURE_OFF: (
        "未(?:开启|启用|开通|激活|打开)|没有(?:开启|启用|开通|激活)|(?:已|被)(?:关闭|停用"
        "|禁用)|不支持|not (?:been )?(?:enabled|activated|supported)|is disabled|unsupported"
        "|not implemented"
    ),
    Concept.SLOW: "超时|time(?:d)?[ -]?out|deadline|too slow|执行时间过长",
    Concept.SERVER: (
        "内部错误|系统(?:错误|异常|繁忙)|服务(?:异常|错误|不可用)|internal (?:server )?error"
        "|exception (?:while|in|occurred|thrown)|nullpointer|stack ?trace|unexpected error"
        "|panic"
    ),
}
_CONCEPTS = {concept: re.compile(pattern, re.IGNORECASE) for concept, pattern in _PATTERNS.items()}
_DONE = re.compile(
    r"成功.{0,6}\d+.{0,12}失败|失败.{0,6}\d+.{0,12}成功|\b\d+ of \d+ .{0,24}(?:ed|done)\b"
    r"|已(?:经)?(?:成功)?(?:创建|记录|写入|保存|发送|生成|上传|插入|更新|扣减|部分)"
    r"|部分(?:成功|完成)"
    r"|\b(?:was|were|been|already|partially|partly) (?:successfully )?"
    r"(?:created|recorded|written|saved|stored|inserted|updated|succeeded)"
    r"|\bcreated (?:successfully|but)",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"(?:最大|最多|最长|至多|不能超过|不超过|不得超过|不可超过|不能大于|不大于|上限|超过|超出|限制|"
    r"limit|max(?:imum|_?length|_?size)?|at most|no more than"
    r"|(?:less|longer|larger|greater|more) than(?: or equal to)?|exceeds?(?: the)?|<=|≤)"
    r"[^\d\n]{0,24}(\d+(?:\.\d+)?(?:\s?[KMG]?B\b)?)",
    re.IGNORECASE,
)


def read_message(
    text: str, sent: Iterable[SentValue] = (), documented: Iterable[str] = ()
) -> MessageReading:
    """Read a message; never raises, whatever the text.

    ``sent`` are the values of the request, ``documented`` the names of the call's fields.
    """
    text = text[:LONGEST]
    values = list(sent)
    named = {name: _place_of_name(name, text) for name in {value.name for value in values}}
    found: dict[Path, int] = {}
    for value in values:
        at = named[value.name]
        if at is None:
            at = _place_of_value(value.text, text)
        if at is not None:
            found[value.path] = at
    names = {name.casefold() for value in values for name in value.path if isinstance(name, str)}
    lacking = {
        name: at
        for name in documented
        if name.casefold() not in names and (at := _place_of_name(name, text)) is not None
    }
    return MessageReading(
        concepts=tuple(each for each in Concept if _CONCEPTS[each].search(text)),
        paths=tuple(sorted(found, key=lambda path: found[path])),
        names=tuple(sorted(lacking, key=lambda name: lacking[name])),
        limits=tuple(dict.fromkeys(match[1] for match in _LIMIT.finditer(text))),
    )


def is_partly_done(text: str) -> bool:
    """Return whether a message says that something was created or recorded before it failed."""
    return _DONE.search(text[:LONGEST]) is not None


_PLAIN_WORDS = re.compile("[a-z]+")
_FIELD_WORDS = (
    r"(?:字段|参数|属性|变量|列|field|parameter|param|property|column|attribute|key|argument|path)"
)


def _place_of_name(name: str, text: str) -> int | None:
    """Return where a message names a field; ``None`` where it does not.

    A name that is an ordinary word too (``status``, ``name``) counts in quotes, beside a word such
    as *field*, between Chinese characters, or at the start.
    """
    parts = _parts(name)
    if len(name) < 2 or not parts or parts[0].casefold() not in text.casefold():
        return None
    spelt = "[_ -]?".join(map(re.escape, parts))
    bare = rf"(?<![A-Za-z0-9_]){spelt}(?![A-Za-z0-9_])"
    if _PLAIN_WORDS.fullmatch(name):
        quoted = rf"[\"'“”‘’`「『\[【<(（.]{re.escape(name)}[\"'“”‘’`」』\]】>)）]"
        marked = rf"{_FIELD_WORDS}[\s:：]{{0,2}}{re.escape(name)}(?![\w])"
        before = rf"(?<![\w]){re.escape(name)}\s?{_FIELD_WORDS}"
        chinese = rf"(?<![A-Za-z0-9_ ]){re.escape(name)}(?=\s?[\u4e00-\u9fff:：=])"
        first = rf"\A\s*{re.escape(name)}(?=\s)"
        match = re.search(f"{quoted}|{marked}|{before}|{chinese}|{first}", text)
    else:
        match = re.search(bare, text, re.IGNORECASE)
    return match.start() if match else None


def _parts(name: str) -> list[str]:
    """Return the words of a name: ``FlowCode`` and ``flow_code`` are one name."""
    return [part for part in re.split(r"[_-]|(?<=[a-z0-9])(?=[A-Z])", name) if part]


def _place_of_value(value: str, text: str) -> int | None:
    """Return where a message quotes a value as a whole word."""
    if len(value) < SHORTEST_VALUE or value not in text:
        return None
    match = re.search(rf"(?<![A-Za-z0-9_]){re.escape(value)}(?![A-Za-z0-9_])", text)
    if match is None or (value.isascii() and value.isalpha() and len(value) < 2 * SHORTEST_VALUE):
        return None
    return match.start()
