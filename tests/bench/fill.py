"""Ten thousand to a million cases waiting in one queue, written by the database itself."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Max

from unionhall.cases.models import Case, Task


def fill(total: int, like: Task) -> None:
    """Copy the case and task of `like` until the open queue of its union holds `total`.

    Rows are made in SQL (a recursive counter works alike on both databases): a million rows
    through the ORM would measure the ORM. Each came in a second before the one made before it.
    """
    have = Task.objects.filter(union=like.union, process=like.process, done_at=None).count()
    if have >= total:
        return
    count = total - have
    first = (Case.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    new = f"({first} + n)"
    cases = _columns(Case, {"id": new, "key": f"'bench' || {new}", "number": f"'B' || {new}"})
    tasks = _columns(Task, {"id": None, "case": new, "entered_at": _earlier("entered_at")})
    counter = "WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n + 1 < %s) "
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # the copies are as sound as the row they are copied from: no foreign key is looked up
            cursor.execute("SET LOCAL session_replication_role = replica")
        for model, (names, values), source in ((Case, cases, like.case_id), (Task, tasks, like.pk)):
            table = model._meta.db_table
            cursor.execute(
                f"INSERT INTO {table} ({names}) {counter}"
                f"SELECT {values} FROM c, {table} WHERE {table}.id = %s",
                [count, source],
            )
    _settle()


def _columns(model: type[Case] | type[Task], values: dict[str, str | None]) -> tuple[str, str]:
    """Names and values of an INSERT: columns not named are copied, None leaves one out."""
    copied = {f.name: connection.ops.quote_name(f.column) for f in model._meta.concrete_fields}
    wanted = {name: values.get(name, column) for name, column in copied.items()}
    kept = {copied[name]: value for name, value in wanted.items() if value is not None}
    return ", ".join(kept), ", ".join(kept.values())


def _earlier(column: str) -> str:
    if connection.vendor == "postgresql":
        return f"{column} - n * interval '1 second'"
    return f"datetime({column}, '-' || n || ' seconds')"


def _settle() -> None:
    """What autovacuum does in a real installation: statistics, visibility, the serial."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('cases_case', 'id'), "
                "(SELECT max(id) FROM cases_case))"
            )
            cursor.execute("VACUUM ANALYZE cases_case")
            cursor.execute("VACUUM ANALYZE cases_task")
        else:
            cursor.execute("ANALYZE")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
