from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_due_cases"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="work",
            field=models.CharField(blank=True, max_length=32),
        ),
    ]
