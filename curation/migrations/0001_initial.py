from django.db import migrations


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("alerts", "0002_groups"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = []
