"""Names are found by any part: the line that is searched has an index. Rows that are there already
get theirs, and the beginning of their history."""

from django.db import migrations, models
from django.utils import timezone

from unionhall.organisation import naming

BATCH = 2000


def fill(apps, schema_editor):
    """What every write fills from now on."""
    Affiliation = apps.get_model("organisation", "Affiliation")
    for name in ("Union", "Unit"):
        model = apps.get_model("organisation", name)
        waiting = []
        for row in model.objects.only("name", "code").iterator(chunk_size=BATCH):
            row.initials = naming.initials(row.name)
            row.search = naming.search_line(row.name, row.code)
            waiting.append(row)
            if len(waiting) == BATCH:
                model.objects.bulk_update(waiting, ["initials", "search"])
                waiting = []
        model.objects.bulk_update(waiting, ["initials", "search"])
    Union = apps.get_model("organisation", "Union")
    ids = dict(Union.objects.values_list("path", "pk"))
    known = set(Affiliation.objects.filter(until=None).values_list("union", flat=True))
    today = timezone.localdate()
    rows = Union.objects.values_list("pk", "path", "founded_on")
    Affiliation.objects.bulk_create(
        (
            Affiliation(union_id=pk, parent_id=ids.get(path[:-4]), since=founded_on or today)
            for pk, path, founded_on in rows
            if pk not in known
        ),
        batch_size=BATCH,
    )


class Migration(migrations.Migration):
    dependencies = [("organisation", "0004_posts_of_chairs")]

    operations = [
        migrations.AlterField(
            model_name="union",
            name="code",
            field=models.CharField(blank=True, db_index=True, max_length=18),
        ),
        migrations.AlterField(
            model_name="union",
            name="search",
            field=models.TextField(blank=True, db_index=True),
        ),
        migrations.AlterField(
            model_name="unit",
            name="search",
            field=models.TextField(blank=True, db_index=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
