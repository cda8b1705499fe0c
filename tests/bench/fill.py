"""Ten thousand to a million cases waiting in one queue, written by the database itself."""

from __future__ import annotations

from django.db import connection, transaction

from unionhall.cases.models import Case, Task


def _columns(model: type, values: dict[str, str]) -> tuple[str, str]:
    names = {f.name: f.column for f in model._meta.concrete_fields}  # type: ignore[attr-defined]
    quoted = ", ".join(connection.ops.quote_name(names[n]) for n in values)
    return quoted, ", ".join(values.values())


def fill(total: int, like: Task) -> None:
    """Copy the case and task of `like` until the open queue of its union holds `total`.

    Rows are made in SQL (a recursive counter works alike on both databases): a million rows
    through the ORM would measure the ORM.
    """
    have = Task.objects.filter(union=like.union, done_at=None).count()
    if have >= total:
        return
    first = Case.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    case_columns, case_values = _columns(
        Case,
        {
            "id": f"{first} + n",
            "key": f"'bench' || ({first} + n)",
            "number": f"'B' || ({first} + n)",
            **{
                f.name: f.column
                for f in Case._meta.concrete_fields
                if f.name not in ("id", "key", "number")
            },
        },
    )
    task_columns, task_values = _columns(
        Task,
        {
            "case": f"{first} + n",
            **{
                f.name: f.column
                for f in Task._meta.concrete_fields
                if f.name not in ("id", "case")
            },
        },
    )
    counter = "WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n + 1 < %s) "
    count = total - have
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO cases_case ({case_columns}) {counter}"
            f"SELECT {case_values} FROM c, cases_case WHERE cases_case.id = %s",
            [count, like.case_id],
        )
        cursor.execute(
            f"INSERT INTO cases_task ({task_columns}) {counter}"
            f"SELECT {task_values} FROM c, cases_task WHERE cases_task.id = %s",
            [count, like.pk],
        )
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('cases_case', 'id'), "
                "(SELECT max(id) FROM cases_case))"
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
