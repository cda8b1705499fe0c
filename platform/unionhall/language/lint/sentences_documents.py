"""Sentences of the rules about registers, code lists, packs and files. Only words.

code -> (level, Chinese, English); each says what is wrong and what to do.
"""

from __future__ import annotations

from unionhall.language.findings import Row

DOCUMENTS: dict[str, Row] = {
    "REG001": (
        "error",
        "“{name}”引用的字段“{field}”不在台账结构中，请改正。",
        "“{name}” names field “{field}”, which the register does not have. Correct it.",
    ),
    "REG002": (
        "error",
        "状态“{state}”不在 states 中，请改正。",
        "State “{state}” is not in states. Correct it.",
    ),
    "REG003": (
        "error",
        "台账“{register}”有预置记录，owner 须含 platform，请补上。",
        "Register “{register}” has seed records, so its owners must include platform. Add it.",
    ),
    "REG004": (
        "error",
        "台账“{register}”含敏感字段，不能有预置记录，请删除 seed。",
        "Register “{register}” holds sensitive data and must not be seeded. Remove seed.",
    ),
    "REG005": (
        "error",
        "预置记录缺少必填字段“{field}”，请补上。",
        "A seed record lacks required field “{field}”. Add it.",
    ),
    "LST001": (
        "error",
        "字典项“{code}”的上级“{parent}”不存在，请改正。",
        "Item “{code}” has parent “{parent}”, which does not exist. Correct it.",
    ),
    "LST002": (
        "error",
        "字典项“{code}”是自己的上级，请改正。",
        "Item “{code}” is above itself. Correct it.",
    ),
    "LST003": (
        "error",
        "字典项“{code}”的失效日期早于生效日期，请改正。",
        "Item “{code}” ends before it begins. Correct the dates.",
    ),
    "LST004": (
        "error",
        "字典项“{code}”的附加值不能叫“{name}”，请改名。",
        "A value of item “{code}” must not be called “{name}”. Rename it.",
    ),
    "LST005": (
        "error",
        "字典项“{code}”的附加值“{name}”是 {kind}，其他条目是 {other}，请统一。",
        "Value “{name}” of item “{code}” is {kind}, elsewhere {other}. Make them one type.",
    ),
    "PCK001": (
        "error",
        "权限“{right}”只能用小写字母和数字，且不能太长，请改名。",
        "Right “{right}” must be short: lower-case letters and digits only. Rename it.",
    ),
    "LIB001": (
        "error",
        "“{name}”在 {other} 中已有定义，请删去一份。",
        "“{name}” is defined in {other} as well. Remove one.",
    ),
    "LIB002": (
        "error",
        "“{name}”已由城市包“{pack}”发布，请换一个键。",
        "“{name}” is published by pack “{pack}”. Choose another key.",
    ),
    "LIB003": (
        "error",
        "文件不在任何城市包（pack.json）之下，请移入，或用 --pack 指明。",
        "The file lies under no pack.json. Move it there or name the pack with --pack.",
    ),
    "LIB005": (
        "error",
        "情景所属的事项“{process}”不存在，请改正 process。",
        "The scenarios belong to process “{process}”, which does not exist. Correct it.",
    ),
    "LIB004": (
        "warning",
        "文件名与键“{key}”不一致，请改名。",
        "The file is not named after its key “{key}”. Rename it.",
    ),
}
