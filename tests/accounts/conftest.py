"""A register in a file of its own."""

from io import StringIO

import pytest
from django.core.management import call_command


@pytest.fixture
def register(tmp_path):
    """Write a register and import it; what the command said."""
    file = tmp_path / "register.csv"

    def run(*lines, country="LV", encoding="utf-8", newline="\n", **options):
        file.write_bytes((newline.join(lines) + newline).encode(encoding))
        out = StringIO()
        call_command("import_schools", str(file), country=country, stdout=out, **options)
        return out.getvalue()

    run.file = file
    run.rejects = tmp_path / "register.csv.rejects.csv"
    return run
