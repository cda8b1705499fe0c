from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_lines_and_dispatches")]

    operations = [
        migrations.AddField(
            model_name="caseline",
            name="is_blocked",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="caseline",
            index=models.Index(
                condition=models.Q(("is_blocked", True)),
                fields=["case", "number"],
                name="line_blocked_of_case",
            ),
        ),
    ]
