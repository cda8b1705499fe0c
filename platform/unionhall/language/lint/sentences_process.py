"""Sentences of the rules about links, effects, chains, keys and coverage. Only words.

code -> (level, Chinese, English); each says what is wrong and what to do.
"""

from __future__ import annotations

from unionhall.language.findings import Row

PROCESS: dict[str, Row] = {
    "REF010": (
        "error",
        "查询的台账“{register}”不存在，请改名或新建台账。",
        "The fact asks register “{register}”, which does not exist. Correct it or add one.",
    ),
    "REF011": (
        "error",
        "台账“{register}”没有列“{column}”，请改正。",
        "Register “{register}” has no column “{column}”. Correct it.",
    ),
    "REF012": (
        "error",
        "文本“{text}”不存在，请在 texts 中新建或改正。",
        "There is no text “{text}”. Add it to texts or correct the key.",
    ),
    "REF013": (
        "error",
        "字段“{field}”没有选择窗口，授权不会出现，请改正 at。",
        "Field “{field}” has no picker, so the consent is never asked. Correct at.",
    ),
    "REF014": (
        "error",
        "选择窗口的来源“{source}”不存在，请改正。",
        "The picker's source “{source}” does not exist. Correct it.",
    ),
    "REF015": (
        "error",
        "候选列表需要的授权“{consent}”不在 consents 中，请补上。",
        "The list needs consent “{consent}”, which is not in consents. Add it.",
    ),
    "REF016": (
        "error",
        "来源“{source}”没有列“{column}”，请改正。",
        "Source “{source}” has no column “{column}”. Correct it.",
    ),
    "REF017": (
        "error",
        "材料“{material}”的文件“{file}”不在 samples 目录中，请放入文件或删除该键。",
        "File “{file}” of material “{material}” is not in samples. Add it or remove the key.",
    ),
    "REF018": (
        "warning",
        "one_of 组“{group}”只有一项材料，起不到任选作用，请补充或删除。",
        "Group “{group}” of one_of has one material only. Add another or remove the key.",
    ),
    "REF019": (
        "error",
        "事项组“{group}”不在 pack.json 中，请补上或改正。",
        "Matter group “{group}” is not in pack.json. Add it or correct the key.",
    ),
    "REF020": (
        "error",
        "事项组“{group}”没有权限“{right}”，请在 pack.json 中补上或改正。",
        "Matter group “{group}” has no right “{right}”. Add it to pack.json or correct it.",
    ),
    "REF021": (
        "error",
        "去向环节“{stage}”不存在，请改正。",
        "The branch leads to stage “{stage}”, which does not exist. Correct it.",
    ),
    "REF022": (
        "error",
        "操作“{action}”退回到“{stage}”，它不是申请人或更早的环节，请改正。",
        "“{action}” returns to “{stage}”, neither the applicant nor an earlier stage. Correct it.",
    ),
    "REF023": (
        "error",
        "常用意见“{register}”不是含 text 列的台账，请改正。",
        "Stock opinions “{register}” are no register with a column text. Correct it.",
    ),
    "REF024": (
        "error",
        "环节“{stage}”没有操作“{action}”，这里的登记永不执行，请改正。",
        "Stage “{stage}” has no action “{action}”, so this is never written. Correct it.",
    ),
    "EFF001": (
        "error",
        "要写入的台账“{register}”不存在或不可写，请改正。",
        "Register “{register}” does not exist or cannot be written. Correct it.",
    ),
    "EFF002": (
        "error",
        "台账“{register}”没有列“{column}”，请改正。",
        "Register “{register}” has no column “{column}”. Correct it.",
    ),
    "EFF003": (
        "error",
        "写入台账“{register}”缺少必填列“{column}”，请在 set 中补上。",
        "A new record of “{register}” lacks required column “{column}”. Add it to set.",
    ),
    "EFF004": (
        "error",
        "{do} 没有 set，什么也不会写入“{register}”，请补上或删除。",
        "{do} without set writes nothing to “{register}”. Add set or remove it.",
    ),
    "EFF005": (
        "error",
        "“{register}”不能 {do}，可用：{allowed}。",
        "“{register}” cannot be written with {do}. Use {allowed}.",
    ),
    "EFF006": (
        "error",
        "平台没有功能“{hook}”，可用：{allowed}。",
        "The platform has no hook “{hook}”. Use {allowed}.",
    ),
    "EFF007": (
        "error",
        "功能“{hook}”没有参数“{name}”，请删除或改正。",
        "Hook “{hook}” has no parameter “{name}”. Remove or correct it.",
    ),
    "EFF008": (
        "error",
        "功能“{hook}”缺少参数“{name}”，请在 with 中补上。",
        "Hook “{hook}” lacks parameter “{name}”. Add it to with.",
    ),
    "EFF009": (
        "error",
        "没有 match，不知道改“{register}”的哪一条，请补上。",
        "Without match nobody knows which record of “{register}” to change. Add it.",
    ),
    "EFF010": (
        "error",
        "列“{column}”没有值“{value}”，可用：{allowed}。",
        "Column “{column}” never holds “{value}”. Use one of {allowed}.",
    ),
    "FLOW001": (
        "error",
        "环节“{stage}”永远到不了，请调整去向或删除。",
        "Stage “{stage}” is never reached. Change what leads there or remove it.",
    ),
    "FLOW002": (
        "error",
        "从环节“{stage}”到不了结束，请补上同意、不通过或去向。",
        "From stage “{stage}” no end is reached. Add approve, reject or a way on.",
    ),
    "FLOW003": (
        "error",
        "经过环节“{stage}”的循环可以一直跳过，没有人参与，请改跳过条件。",
        "The loop through “{stage}” may be skipped for ever with nobody acting. Change skip_when.",
    ),
    "FLOW004": (
        "error",
        "环节“{stage}”的去向没有兜底，最后一项请去掉 when。",
        "The branches of “{stage}” have no default. Let the last one be without when.",
    ),
    "FLOW005": (
        "error",
        "环节“{stage}”的这个去向在兜底之后，永远用不到，请调换或删除。",
        "This branch of “{stage}” stands behind the default and is never taken. Move or remove it.",
    ),
    "FLOW006": (
        "error",
        "操作“{action}”系统不会执行，可用：approve、return、reject。",
        "Action “{action}” is not executed. Use approve, return or reject.",
    ),
    "FLOW007": (
        "error",
        "从环节“{stage}”无法办结，只能被否决，请补上同意。",
        "From stage “{stage}” a case can only be rejected, never completed. Add approve.",
    ),
    "FLOW008": (
        "error",
        "操作“{action}”每件都要单独填写，不能批量办理，请去掉 bulk。",
        "Action “{action}” has something to fill in for each case. Remove bulk.",
    ),
    "ACT001": (
        "error",
        "环节“{stage}”对“{union}”找不到办理的工会，请扩大 at，或 if_nobody 改用 parent。",
        "Stage “{stage}” finds no union for “{union}”. Widen at, or let if_nobody be parent.",
    ),
    "ACT002": (
        "error",
        "对“{union}”所有环节都会因无人而跳过，申请将无人审核，请至少一个环节改用 parent。",
        "For “{union}” every stage is skipped for want of people. Let one stage use parent.",
    ),
    "ACT003": (
        "error",
        "没有工会的人也能发起，但办件无处可去，请加一条有工会的办理条件，或只许会员发起。",
        "Someone without a union may start and nobody would decide. Add a condition.",
    ),
    "THR001": (
        "warning",
        "环节“{stage}”要 {quorum} 人同意，却写了 if_nobody: skip，人数不足时会直接跳过。",
        "Stage “{stage}” needs {quorum} approvals, but with if_nobody: skip fewer people skip it.",
    ),
    "THR002": (
        "warning",
        "环节“{stage}”要 {quorum} 人有“{right}”权限，“{union}”只有 {holders} 人，请授权。",
        "Stage “{stage}” needs {quorum} holders of “{right}”; for “{union}” there are {holders}.",
    ),
    "DUP001": (
        "error",
        "键“{key}”重复，请改名。",
        "Key “{key}” is used twice. Rename one.",
    ),
    "DUP002": (
        "error",
        "“{key}”是保留的环节名，请改名。",
        "“{key}” is a reserved name of a stage. Rename it.",
    ),
    "DUP003": (
        "warning",
        "字段“{field}”在页面上放了两次，请删除一处。",
        "Field “{field}” stands twice in the layout. Remove one.",
    ),
    "DEAD001": (
        "error",
        "查询“{fact}”没有被任何表达式使用，请删除。",
        "Fact “{fact}” is read by no expression. Remove it.",
    ),
    "DEAD002": (
        "error",
        "授权“{consent}”没有候选列表需要它，请在 lists 中引用或删除。",
        "Consent “{consent}” opens no list. Name it in lists or remove it.",
    ),
    "DEAD003": (
        "error",
        "$defs 中的“{key}”没有被引用，请删除。",
        "“{key}” in $defs is never referred to. Remove it.",
    ),
    "DEAD004": (
        "error",
        "字段“{field}”不在页面上也没有来源，永远是空的，请放到页面上或删除。",
        "Field “{field}” is on no page and has no source. Place it or remove it.",
    ),
    "DEAD005": (
        "error",
        "“{action}”的键“{name}”在这里不起作用，请删除。",
        "Key “{name}” of “{action}” has no effect here. Remove it.",
    ),
    "DEAD006": (
        "error",
        "字段“{field}”总是计算得出，这里的值用不到，请删除。",
        "Field “{field}” is always computed, so this value is never used. Remove it.",
    ),
    "DEAD007": (
        "error",
        "链接参数“{link}”没有被任何表达式使用，请删除。",
        "Link “{link}” is read by no expression. Remove it.",
    ),
    "COV001": (
        "warning",
        "没有测试情景，无法证明这个事项能办通，请在 scenarios 中补充。",
        "There are no scenarios, so nothing shows that this works. Add some.",
    ),
    "COV002": (
        "warning",
        "没有情景到达环节“{name}”，请补充。",
        "No scenario reaches stage “{name}”. Add one.",
    ),
    "COV003": (
        "warning",
        "没有情景执行操作“{name}”，请补充。",
        "No scenario takes action “{name}”. Add one.",
    ),
    "COV004": (
        "warning",
        "没有情景使条件“{name}”为 {value}，请补充。",
        "No scenario makes condition “{name}” {value}. Add one.",
    ),
    "COV005": (
        "warning",
        "没有情景执行登记“{name}”，请补充。",
        "No scenario writes “{name}”. Add one.",
    ),
    "COV006": (
        "warning",
        "没有情景发出通知“{name}”，请补充。",
        "No scenario sends notice “{name}”. Add one.",
    ),
}
