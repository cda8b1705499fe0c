from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_long_work"),
    ]

    operations = [
        migrations.AddField(
            model_name="dispatchanswer",
            name="done",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="dispatchanswer",
            name="job",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddField(
            model_name="dispatchanswer",
            name="total",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="dispatchanswer",
            index=models.Index(fields=["job"], condition=~models.Q(job=""), name="answer_of_job"),
        ),
    ]
