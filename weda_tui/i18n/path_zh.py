"""Following a JSONPath, in Chinese."""

from weda_tui.i18n.path_strings import PathStrings

PATH_ZH = PathStrings(
    placeholder="JSONPath，例如 $.data[*].id",
    syntax="[*] 每一项   [0:10] 一段   [?@.x > 3] 带条件   ..x 任何一层",
    found="{count} 处",
    found_none="没有找到",
    looking="~ 已读 {percent} % · {count} 处",
    fault="从第 {column} 列起读不懂",
    too_long="路径太长：最多 {count} 个字符",
    gave_up="嵌套太深，筛选条件看不下去了",
    cost="要读完 {size}，约 {elapsed}；内存最多再用 {memory}。Enter 开始",
    not_json="只有 JSON 能按路径筛",
    not_whole="还没收完，收完再筛",
    only_found="只看 {path} 的 {count} 处",
    only_one="只看 {path}",
    nested="字符串里的 JSON",
    inside="里面的 JSON",
    nested_note="字符串里是 JSON，Enter 展开",
    nested_broken="这个字符串里的 JSON 不完整",
    back="Esc 返回",
)
