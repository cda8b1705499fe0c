"""Sentences of the rules about lines, waiting stages, row actions and imports. Only words.

code -> (level, Chinese, English); each says what is wrong and what to do.
"""

from __future__ import annotations

from unionhall.language.findings import Row

RECORDS: dict[str, Row] = {
    "REF025": (
        "error",
        "没有内容时的链接“{link}”指向的定义不存在，请改正。",
        "The link “{link}” of the empty list leads to nothing. Correct it.",
    ),
    "REF027": (
        "error",
        "字段“{field}”的字典“{codelist}”不存在，请改正。",
        "There is no code list “{codelist}” for “{field}”. Correct it.",
    ),
    "REF026": (
        "error",
        "要发起的事项“{process}”不存在，请改正。",
        "There is no process “{process}” to begin. Correct it.",
    ),
    "EFF011": (
        "error",
        "这里只能写入台账，不能 {do}，请删除。",
        "Only writes are possible here, not {do}. Remove it.",
    ),
    "EFF012": (
        "error",
        "事项“{process}”的表单没有字段“{field}”，请改正。",
        "The form of process “{process}” has no field “{field}”. Correct it.",
    ),
    "EFF013": (
        "error",
        "发起事项“{process}”会绕回本事项，没有尽头，请去掉其中一处。",
        "Beginning “{process}” comes back to this process without end. Remove one of them.",
    ),
    "LIN001": (
        "error",
        "这里没有人员明细（lines），不能逐人，请删除或在事项中补上 lines。",
        "There are no lines here to go through. Remove this or give the process lines.",
    ),
    "LIN002": (
        "error",
        "人员明细没有字段“{field}”，请改正。",
        "Lines have no field “{field}”. Correct it.",
    ),
    "LIN003": (
        "error",
        "提示中的“{name}”不是明细字段，请写成 item.字段。",
        "“{name}” in the message is no field of the line. Write item.‹field›.",
    ),
    "LIN004": (
        "error",
        "明细的必填字段“{field}”没有取值来源，请在 set 中补上。",
        "Required field “{field}” of the lines is filled by nothing. Add it to set.",
    ),
    "LIN005": (
        "error",
        "明细至少 {least} 人、至多 {most} 人，互相矛盾，请改正。",
        "At least {least} lines and at most {most} cannot both hold. Correct min or max.",
    ),
    "LIN006": (
        "error",
        "台账“{register}”不发布快照，不能按快照填入，请给它 snapshot 或改用 picked。",
        "Register “{register}” publishes no snapshot to fill from. Give it one or use picked.",
    ),
    "LIN007": (
        "error",
        "“{moment}”是逐人发生的，请加上 each: lines。",
        "“{moment}” happens to one line after the other. Add each: lines.",
    ),
    "LIN008": (
        "error",
        "明细既没有当事人（subject）也没有手机号字段，通知发不到任何人，请补上一项。",
        "Lines name neither a person (subject) nor a mobile number, so nobody is told. Add one.",
    ),
    "LIN009": (
        "warning",
        "“{stage}”可能全部不通过，此时“{following}”没有人可办，会直接跳过。请在 next 中写明去向。",
        "If everybody fails at “{stage}”, “{following}” is passed over. Say with next where to go.",
    ),
    "PER001": (
        "error",
        "台账“{register}”的“{column}”不是日期列，不能限定办理期，请改正。",
        "“{column}” of register “{register}” is no date, so it bounds no period. Correct it.",
    ),
    "PER002": (
        "error",
        "办理期台账“{register}”没有列“{column}”，请改正 period.{column}。",
        "Register “{register}” of the period has no column “{column}”. Correct period.{column}.",
    ),
    "STG001": (
        "error",
        "环节“{stage}”没有提交按钮，请加一个 approve 操作。",
        "Nothing can be handed in at stage “{stage}”. Add the action approve.",
    ),
    "STG002": (
        "error",
        "环节“{stage}”等申请人提交，操作“{action}”没有人能按，请删除。",
        "Stage “{stage}” waits for the applicant; nobody can press “{action}”. Remove it.",
    ),
    "STG003": (
        "error",
        "环节“{stage}”要申请人办理，却没有表单也没有材料，请补上。",
        "Stage “{stage}” waits for the applicant but asks for nothing. Add form or materials.",
    ),
    "REG006": (
        "error",
        "台账“{register}”有列表或操作，须有 matter_group 才知道谁有权限，请补上。",
        "Register “{register}” has lists or actions; without matter_group nobody may. Add it.",
    ),
    "REG007": (
        "error",
        "列表“{name}”引用的“{key}”不存在，请改正。",
        "List “{name}” names “{key}”, which does not exist. Correct it.",
    ),
    "REG008": (
        "error",
        "平台表“{table}”只能由办理结果写入，操作“{action}”请改用 effects。",
        "Table “{table}” of the platform is written by effects only. Rewrite “{action}”.",
    ),
    "REG009": (
        "error",
        "操作“{action}”什么也不改变，请加上 to、set 或 effects。",
        "“{action}” changes nothing. Add to, set or effects.",
    ),
    "REG010": (
        "error",
        "操作“{action}”不填写必填列“{column}”，新增的记录不完整，请补上。",
        "“{action}” does not ask for required column “{column}”. Add it to fields or set.",
    ),
    "REG011": (
        "error",
        "敏感列“{field}”是加密保存的，列表“{name}”不能用它筛选或排序，请删除。",
        "Sensitive “{field}” is sealed; list “{name}” cannot filter or sort by it. Remove it.",
    ),
    "REG012": (
        "warning",
        "操作“{action}”的可用状态永远不会出现，没有人能按，请改正 from。",
        "No record ever is in a state in which “{action}” may be done. Correct from.",
    ),
    "REG013": (
        "warning",
        "没有操作或办理结果会到达状态“{state}”，请补上或删除。",
        "No action and no effect leads to state “{state}”. Add one or remove the state.",
    ),
    "REG014": (
        "error",
        "列“{field}”不能说明记录是谁的，请在 match.{known} 中改用人员列或加密的证件号码列。",
        "Column “{field}” does not say whose a record is. Name another one at match.{known}.",
    ),
    "REG015": (
        "error",
        "“{link}”是工作台页面，本人打不开，请改为 process:事项。",
        "“{link}” is a page of the office, which the person cannot open. Write process:‹key›.",
    ),
    "REG016": (
        "error",
        "列表“{name}”的列“{field}”不是台账自己的日期列（format: date），不能有期限，请删除 due。",
        "“{field}” in list “{name}” is no open date column of the register. Remove due.",
    ),
    "IMP001": (
        "error",
        "单元格“{cell}”用了两次，请改正。",
        "Cell “{cell}” is used twice. Correct one.",
    ),
    "IMP002": (
        "error",
        "单元格“{cell}”不在列头行（第 {row} 行）之上，会和数据混在一起，请改正。",
        "Cell “{cell}” does not stand above the head in row {row}. Move it up.",
    ),
    "IMP003": (
        "error",
        "单元格“{column}”只能是文字、数字或是非，请改正 schema。",
        "A cell such as “{column}” holds text, a number or a truth value. Correct schema.",
    ),
    "IMP004": (
        "error",
        "模板中没有“{column}”，请改正。",
        "The template has no “{column}”. Correct it.",
    ),
    "IMP005": (
        "error",
        "字典“{codelist}”不存在，请改正。",
        "There is no code list “{codelist}”. Correct it.",
    ),
    "IMP006": (
        "error",
        "受理时段从 {begin} 到 {end}，结束不晚于开始，请改正。",
        "The window from {begin} to {end} is empty. Correct it.",
    ),
    "IMP007": (
        "error",
        "错误目录中没有“{code}”，请在 errors 中补上。",
        "There is no “{code}” in errors. Add it.",
    ),
    "IMP008": (
        "error",
        "错误“{code}”没有任何检查会用到，请删除或引用。",
        "Nothing ever says error “{code}”. Remove it or refer to it.",
    ),
    "IMP009": (
        "error",
        "平台没有“{finding}”这种检查结果，请改正 codes 的键。",
        "The platform never finds “{finding}”. Correct the key of codes.",
    ),
    "IMP010": (
        "error",
        "文字中的变量“{name}”没有值，请在用到它的每个检查的 values 中补上。",
        "“{name}” in the text has no value. Give it in values of every check that says it.",
    ),
    "IMP011": (
        "error",
        "变量“{name}”没有出现在错误文字中，请删除。",
        "“{name}” is not in the text of the error. Remove it.",
    ),
}
