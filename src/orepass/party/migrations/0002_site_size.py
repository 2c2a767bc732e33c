"""Say what is done at a site in the words of the standards; artisanal becomes a size."""

from typing import Any

from django.db import migrations, models

OLD_WORDS = {"mining", "artisanal_mining"}


def in_the_words_of_standards(apps: Any, _editor: Any) -> None:  # noqa: ANN401 - Django's signature
    """Rewrite the words of sites registered before; only those are read, a page at a time."""
    for site in apps.get_model("party", "Site").objects.iterator(chunk_size=500):
        if not OLD_WORDS.intersection(site.activities):
            continue
        if "artisanal_mining" in site.activities:
            site.size = "asm"
        said = ["extraction" if word in OLD_WORDS else word for word in site.activities]
        site.activities = list(dict.fromkeys(said))
        site.save(update_fields=["activities", "size"])


class Migration(migrations.Migration):
    """Add the size of a site and rewrite its activities."""

    dependencies = [("party", "0001_initial")]

    operations = [
        migrations.AddField(model_name="site", name="size", field=models.CharField(blank=True, max_length=10)),
        migrations.RunPython(in_the_words_of_standards, migrations.RunPython.noop),
    ]
