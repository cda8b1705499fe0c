"""Sentences of the rules about schemas, fields, expressions and data. Only words.

code -> (level, Chinese, English); each says what is wrong and what to do.
"""

from __future__ import annotations

from unionhall.language.findings import Row

FORM: dict[str, Row] = {
    "PRO001": (
        "error",
        "JSON Schema 关键字“{keyword}”不在允许的范围内，请删除或改用允许的写法。",
        "JSON Schema word “{keyword}” is outside the profile. Remove or replace it.",
    ),
    "PRO002": (
        "error",
        "结构嵌套超过 {limit} 层，请拆平。",
        "The schema is nested deeper than {limit} levels. Flatten it.",
    ),
    "PRO003": (
        "error",
        "结构有 {nodes} 个节点，超过上限 {limit}，请拆成几个事项或精简。",
        "The schema has {nodes} nodes, more than {limit}. Split or simplify it.",
    ),
    "PRO004": (
        "error",
        "定义有 {size} 字节，超过上限 {limit} 字节，请精简。",
        "The definition has {size} bytes, more than {limit}. Shorten it.",
    ),
    "PRO005": (
        "error",
        "pattern 有 {length} 个字符，超过上限 {limit}，请简化或改用 format。",
        "The pattern has {length} characters, more than {limit}. Simplify it or use a format.",
    ),
    "PRO006": (
        "error",
        "pattern 不是合法的 RE2 表达式（{detail}），请改写，不能用前后查看或回引。",
        "The pattern is not RE2 ({detail}). Rewrite it without look-around or back-references.",
    ),
    "PRO007": (
        "error",
        "数组缺少“{keyword}”，请补上。",
        "The array has no “{keyword}”. Add it.",
    ),
    "PRO008": (
        "error",
        "字段键“{key}”只能用小写字母开头的小写字母、数字和下划线，请改名。",
        "Field key “{key}” must be lower-case letters, digits and underscores. Rename it.",
    ),
    "PRO009": (
        "error",
        "格式“{format}”没有登记，请用已登记的格式。",
        "Format “{format}” is not registered. Use a registered one.",
    ),
    "PRO010": (
        "error",
        "type 须是一种类型，或一种类型加 null，请改正。",
        "type must be one type, or one type with null. Correct it.",
    ),
    "PRO011": (
        "error",
        "required 中的“{field}”不是这里的字段，请删除或补上字段。",
        "“{field}” in required is no field here. Remove it or add the field.",
    ),
    "PRO012": (
        "error",
        "引用“{ref}”不指向本文档的 $defs，请改正。",
        "Reference “{ref}” does not point into $defs of this document. Correct it.",
    ),
    "PRO013": (
        "error",
        "$defs 中的“{key}”引用了自己，请改成有限的结构。",
        "“{key}” in $defs refers to itself. Make the structure finite.",
    ),
    "PRO014": (
        "error",
        "“{low}”大于“{high}”，没有值能满足，请改正。",
        "“{low}” is larger than “{high}”: no value fits. Correct them.",
    ),
    "PRO015": (
        "error",
        "值“{value}”不符合这个字段的类型或选项，请改正。",
        "Value “{value}” does not fit the type or the choices of this field. Correct it.",
    ),
    "PRO016": (
        "error",
        "if 没有写 required：字段没填时 then 也会生效，请补上。",
        "This if has no required, so then would apply to a field left empty. Add required.",
    ),
    "PRO017": (
        "error",
        "maxItems 超过上限 {limit}，请改小。",
        "maxItems is more than {limit}. Lower it.",
    ),
    "PRO018": (
        "error",
        "最外层须是 type 为 object 且有 properties 的结构，请改正。",
        "The schema itself must be of type object and have properties. Correct it.",
    ),
    "PRO019": (
        "error",
        "“{keyword}”的值种类不对，需要：{kind}，请改正。",
        "“{keyword}” takes {kind}. Correct its value.",
    ),
    "REF001": (
        "error",
        "页面控件指向的字段“{field}”不存在，请改 scope 或补上字段。",
        "The control shows field “{field}”, which does not exist. Correct scope or add the field.",
    ),
    "REF002": (
        "error",
        "列表摘要引用的字段“{field}”不存在，请改正。",
        "The summary names field “{field}”, which does not exist. Correct it.",
    ),
    "REF003": (
        "error",
        "唯一限制引用的字段“{field}”不存在，请改正。",
        "The limit of one case names field “{field}”, which does not exist. Correct it.",
    ),
    "REF004": (
        "error",
        "“{field}”不是 format 为 union-ref 的字段，无法得知申请属于哪个工会，请改正。",
        "“{field}” is no field of format union-ref, so nobody knows whose case it is. Correct it.",
    ),
    "REF005": (
        "error",
        "要带出或计算的字段“{field}”不存在，请改正。",
        "Field “{field}”, to be filled or computed, does not exist. Correct it.",
    ),
    "REF006": (
        "error",
        "校验“{check}”引用的字段“{field}”不存在，请改正。",
        "Check “{check}” names field “{field}”, which does not exist. Correct it.",
    ),
    "REF007": (
        "error",
        "选择窗口涉及的字段“{field}”不存在，请改正。",
        "The picker concerns field “{field}”, which does not exist. Correct it.",
    ),
    "EXP001": (
        "error",
        "表达式“{source}”第 {line} 行第 {column} 列有错：{message}。",
        "Expression “{source}” is wrong at line {line}, column {column}: {message}.",
    ),
    "EXP002": (
        "error",
        "表达式“{source}”的结果是 {actual}，这里需要 {expected}，请改写。",
        "Expression “{source}” gives {actual}; {expected} is needed here. Rewrite it.",
    ),
    "EXP003": (
        "error",
        "表达式“{source}”用了 has()，它对这些名称不起作用，请改用 has_value()。",
        "Expression “{source}” uses has(), which does not work on these names. Use has_value().",
    ),
    "EXP004": (
        "error",
        "没有填写 {names} 时，表达式“{source}”无法求值（{detail}），请先用 has_value 判断。",
        "Without {names}, expression “{source}” has no answer ({detail}). Guard with has_value.",
    ),
    "EXP005": (
        "error",
        "表达式“{source}”读取的“{name}”此时还没有值，请改用更早的内容。",
        "Expression “{source}” reads “{name}”, which has no value yet. Use what is known earlier.",
    ),
    "EXP006": (
        "warning",
        "条件“{source}”永远是同一个结果，请删除或改写。",
        "Condition “{source}” always has the same answer. Remove or rewrite it.",
    ),
    "EXP007": (
        "warning",
        "表达式“{source}”在 {values} 时无法求值（{detail}），请排除这种情况。",
        "Expression “{source}” has no answer for {values} ({detail}). Exclude that case.",
    ),
    "EXP008": (
        "error",
        "表达式“{source}”中的“{name}”不存在，是否想写“{near}”？",
        "There is no “{name}” in expression “{source}”. Did you mean “{near}”?",
    ),
    "EXP009": (
        "error",
        "表达式“{source}”中的“{name}”不存在，可用的名称见语言参考。",
        "There is no “{name}” in expression “{source}”. The language reference lists all names.",
    ),
    "CYC001": (
        "error",
        "计算字段互相依赖：{fields}，请打断其中一环。",
        "Computed fields depend on each other: {fields}. Break the circle.",
    ),
    "CYC002": (
        "error",
        "字段的显示或锁定互相依赖：{fields}，请打断其中一环。",
        "Fields show or lock each other in a circle: {fields}. Break it.",
    ),
    "HID001": (
        "error",
        "必填字段“{field}”既不在页面上，也没有带出或计算，请放到页面上或取消必填。",
        "Required field “{field}” is on no page and filled by nothing. Place it or drop required.",
    ),
    "HID002": (
        "error",
        "必填字段“{field}”只读却没有来源，永远填不上，请补来源或取消只读。",
        "Required field “{field}” is read-only without a source. Give it one or make it writable.",
    ),
    "HID003": (
        "error",
        "环节必填字段“{field}”不在该环节的页面上，办理人填不了，请放到页面上。",
        "Field “{field}”, required at this stage, is not on its page. Place it.",
    ),
    "HID004": (
        "warning",
        "字段“{field}”只读却没有来源，永远是空的，请补来源或删除。",
        "Field “{field}” is read-only without a source and stays empty. Give it one or remove it.",
    ),
    "SEN001": (
        "error",
        "“{field}”不是文字字段，不能标 x-sensitive，请改为文字字段。",
        "“{field}” is not text, so x-sensitive cannot seal it. Make it a text field.",
    ),
    "SEN002": (
        "error",
        "敏感类别“{kind}”不存在，可用：{allowed}。",
        "There is no kind “{kind}” of sensitive data. Use one of: {allowed}.",
    ),
    "SEN003": (
        "error",
        "要填写敏感字段“{field}”，但没有必须同意的告知，请在 consents 中加一项。",
        "Sensitive field “{field}” is typed without any obligatory consent. Add one to consents.",
    ),
    "SEN004": (
        "error",
        "敏感内容“{field}”不能出现在列表摘要里，请删除。",
        "Sensitive “{field}” must not stand in the summary of lists. Remove it.",
    ),
    "SEN005": (
        "error",
        "敏感内容“{name}”会明文写入台账“{register}”的“{column}”，请给该列标 x-sensitive。",
        "Sensitive “{name}” would be kept in clear in “{register}.{column}”. Mark x-sensitive.",
    ),
    "SEN006": (
        "error",
        "字段“{field}”的格式 {format} 属于敏感信息，请标 x-sensitive: {kind}。",
        "Field “{field}” of format {format} is sensitive. Mark it x-sensitive: {kind}.",
    ),
    "SEN007": (
        "error",
        "环节“{stage}”要查看的“{field}”不是标了 x-sensitive 的字段，请改正。",
        "“{field}”, which stage “{stage}” reveals, is no field marked x-sensitive. Correct it.",
    ),
    "SEN008": (
        "error",
        "导入含敏感列“{column}”，但没有导入前须同意的告知，请在 consents 中加一项。",
        "Sensitive “{column}” is imported without any consent. Add one to consents.",
    ),
}
