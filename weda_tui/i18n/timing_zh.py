"""Where the time of a call went, in Chinese."""

from weda_tui.core.timing import Step
from weda_tui.i18n.timing_strings import TimingStrings

TIMING_ZH = TimingStrings(
    tab="耗时",
    prepared="发出之前",
    prepared_why="取令牌；不计入合计",
    steps={
        Step.CONNECT: "连接",
        Step.TUNNEL: "代理",
        Step.TLS: "TLS",
        Step.SEND: "发送",
        Step.WAIT: "等待",
        Step.RECEIVE: "接收",
    },
    whys={
        Step.CONNECT: "含域名解析",
        Step.TUNNEL: "请代理接通",
        Step.WAIT: "到响应头收完",
    },
    reused="连接",
    reused_why="沿用已有的连接",
    other="其余",
    other_why="本机",
    total="合计",
    total_why="从开始连接到最后一个字节",
    started="开始",
    server="服务器时间",
    server_same="与本机相符",
    server_ahead="比本机快 {by}",
    server_behind="比本机慢 {by}",
    rate="{rate}/s",
    not_kept="历史里只留合计，不留分步",
)
