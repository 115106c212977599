"""Reading the countries' validation rules from data/. A rule that staff have set stays theirs."""

from collections import Counter
from pathlib import Path

from accounts.models import EvidenceKind, ValidationRule
from core.reference import read, sync_table

FILE = "validation_rules.csv"


def load_validation_rules(folder: Path) -> Counter[str]:
    wanted = {
        row["code"]: {
            **{column: int(row[column]) for column in ("needed", *EvidenceKind.values)},
            "auto_validate": row["auto_validate"] == "yes",
            "confidence": row["confidence"],
            "source": row["source"],
        }
        for row in read(folder, FILE)
    }
    return sync_table(FILE, ValidationRule.objects.all(), wanted, key="code")
