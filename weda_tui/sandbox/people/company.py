"""The made-up company: its departments, its people's names and the flows it designed.

Every name here is invented; none is taken from a real organisation.
"""

from weda_tui.sandbox.flows.model import Assignment, Flow, FlowNode, NodeType

GENERAL_MANAGER = "总经理"
APP_NAME = "协同办公"
"""The one app that all flows belong to."""
DEPARTMENTS = {
    "总经办": 2,
    "人力资源部": 4,
    "财务部": 5,
    "法务部": 3,
    "采购部": 4,
    "信息技术部": 7,
    "市场部": 6,
    "行政部": 4,
    "研发中心": 9,
}
"""How many people each has; the first of them is its head."""
DEPARTMENT_ROLES = {
    "人力资源部": "人事专员",
    "财务部": "财务审核",
    "法务部": "法务审核",
    "采购部": "采购专员",
    "信息技术部": "系统管理员",
    "行政部": "行政专员",
}
"""The role of two people after the head."""
HEAD_ROLES = {"总经办": GENERAL_MANAGER, "财务部": "财务总监"}

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡"
)
GIVEN_NAMES = (
    *("伟", "芳", "敏", "静", "丽娟", "强", "磊", "洋", "艳红", "勇"),
    *("杰", "娜", "志远", "秀英", "霞", "平", "建国", "晓明", "雨桐", "子涵"),
    *("浩然", "思远", "佳怡", "文博", "梓萱", "俊熙", "欣怡", "宇航", "雅婷", "明哲"),
    *("海燕", "立新", "春梅", "国栋", "婷婷", "鹏飞", "慧", "玉兰", "家豪", "嘉欣"),
    *("博文", "若曦", "天佑", "小龙", "晨曦", "一鸣", "诗雨", "泽宇"),
)


class Blueprint(Flow, frozen=True, kw_only=True):
    """A flow, and what its seeded instances say."""

    share: int
    """How many of a hundred instances are of this flow."""
    subjects: tuple[str, ...]
    """What titles end with."""


APPLY = FlowNode(
    id="applyNode1", name="提交申请", type=NodeType.START, assignment=Assignment.STARTER
)
_MANAGER = FlowNode(
    id="approvalNode1", name="部门负责人审批", type=NodeType.APPROVAL, assignment=Assignment.MANAGER
)


def approval(
    number: int,
    name: str,
    role: str,
    *,
    needs_all: bool = False,
    is_chosen: bool = False,
    outputs: tuple[str, ...] = (),
) -> FlowNode:
    """Return a node at which the people of a role decide."""
    return FlowNode(
        id=f"approvalNode{number}",
        name=name,
        type=NodeType.APPROVAL,
        assignment=Assignment.ROLE,
        role=role,
        needs_all=needs_all,
        is_chosen=is_chosen,
        outputs=outputs,
        can_transfer=not needs_all,
        can_revoke=not needs_all,
    )


def _handle(number: int, name: str, role: str) -> FlowNode:
    return FlowNode(
        id=f"handleNode{number}",
        name=name,
        type=NodeType.HANDLE,
        assignment=Assignment.ROLE,
        role=role,
        can_add_signer=False,
        can_roll_back=False,
    )


BLUEPRINTS = (
    Blueprint(
        process_key="flow_leave01",
        name="请假申请",
        description="员工年假、事假、病假",
        group="人事",
        share=30,
        subjects=("年假 2 天", "事假 1 天", "病假 3 天", "陪产假 10 天", "年假 5 天", "调休半天"),
        nodes=(_MANAGER, _handle(1, "人事备案", "人事专员")),
        inputs=("form",),
    ),
    Blueprint(
        process_key="flow_expense01",
        name="费用报销",
        description="差旅、招待、办公费用报销",
        group="财务",
        share=24,
        subjects=("上海出差差旅费", "客户招待费", "办公用品", "团建费用", "培训费", "市内交通费"),
        nodes=(
            APPLY,
            _MANAGER,
            approval(2, "财务审核", "财务审核"),
            _handle(1, "出纳付款", "财务审核"),
        ),
        inputs=("form",),
    ),
    Blueprint(
        process_key="flow_contract01",
        name="采购合同审批",
        description="五万元以上采购合同",
        group="采购",
        share=12,
        subjects=(
            "服务器采购合同",
            "办公家具框架协议",
            "软件许可续费",
            "物流服务合同",
            "印刷服务合同",
        ),
        nodes=(
            APPLY,
            _MANAGER,
            approval(2, "法务会签", "法务审核", needs_all=True),
            approval(3, "总经理审批", GENERAL_MANAGER),
        ),
        inputs=("form", "contract"),
    ),
    Blueprint(
        process_key="flow_seal01",
        name="用印申请",
        description="公章、合同章、法人章",
        group="行政",
        share=12,
        subjects=("投标文件盖公章", "劳动合同盖合同章", "授权书盖法人章", "资质复印件盖公章"),
        nodes=(_MANAGER, _handle(1, "用印登记", "行政专员")),
        inputs=("form",),
    ),
    Blueprint(
        process_key="flow_asset01",
        name="资产领用",
        description="电脑、显示器、办公家具领用",
        group="行政",
        share=9,
        subjects=("笔记本电脑 1 台", "27 寸显示器 2 台", "人体工学椅 1 把", "测试手机 1 部"),
        nodes=(APPLY, _MANAGER, _handle(1, "资产发放", "行政专员")),
    ),
    Blueprint(
        process_key="flow_trip01",
        name="出差申请",
        description="国内出差",
        group="人事",
        share=7,
        subjects=("深圳 客户拜访", "成都 项目验收", "北京 行业展会", "杭州 技术交流"),
        nodes=(_MANAGER,),
        inputs=("form",),
    ),
    Blueprint(
        process_key="flow_access01",
        name="系统权限申请",
        description="业务系统账号与权限",
        group="信息技术",
        share=4,
        subjects=("ERP 只读权限", "代码仓库权限", "数据平台导出权限", "VPN 账号"),
        nodes=(
            _MANAGER,
            approval(2, "系统管理员审批", "系统管理员", outputs=("approve",)),
        ),
        departments=("信息技术部", "研发中心", "财务部"),
    ),
    Blueprint(
        process_key="flow_payment01",
        name="付款申请",
        description="对公付款",
        group="财务",
        share=2,
        subjects=("第三季度物流费", "云服务年费", "展会展位费"),
        nodes=(
            approval(1, "财务复核", "财务审核"),
            approval(2, "财务总监审批", "财务总监"),
        ),
        inputs=("form",),
        departments=("财务部", "采购部", "市场部"),
    ),
    Blueprint(
        process_key="flow_hiring01",
        name="招聘需求",
        description="新增与补充编制(设计中)",
        group="人事",
        share=0,
        subjects=(),
        nodes=(APPLY, _MANAGER, approval(2, "总经理审批", GENERAL_MANAGER)),
        is_published=False,
    ),
)
