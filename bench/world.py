"""Made-up teachers, schools and projects, as unevenly spread as real ones. The same seed, the same world."""

import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate

NOW = datetime(2026, 10, 1, tzinfo=UTC)
# How many of a hundred teachers come from where; everybody else from the rest.
WEIGHTS = {
    "TR": 21, "IT": 10, "ES": 9, "PL": 8, "FR": 7, "RO": 6, "GR": 5, "PT": 4, "DE": 4, "HR": 3,
    "BG": 2.5, "RS": 2.5, "UA": 2, "CZ": 2, "SK": 2, "HU": 2, "LT": 2,
}  # fmt: skip
LATIN = (
    ["an", "be", "ca", "da", "el", "fe", "gi", "he", "is", "jo", "ka", "lo", "ma", "ni", "or", "pa",
     "ri", "sa", "te", "vi", "wa", "yl", "ze", "ñu", "çe", "šo", "ło", "ö", "ü", "é"],
    ["ra", "len", "mar", "tin", "nel", "ros", "vić", "ska", "ler", "dez", "sen", "ti", "ne", "lo",
     "ğlu", "mann", "reau", "escu", "kova", "ini", "ez", "as", "is", "o", "a", "ów"],
)  # fmt: skip
GREEK = (
    ["αν", "βα", "γε", "δη", "ελ", "ζω", "θε", "ιω", "κα", "λα", "μα", "νι", "πα", "σο", "χρ"],
    ["ρα", "νη", "δης", "κου", "πουλος", "άκης", "ίδου", "ος", "α", "ίνα", "ης", "μα"],
)
CYRILLIC = (
    [
        "ан",
        "бо",
        "ва",
        "го",
        "да",
        "ел",
        "жи",
        "за",
        "ив",
        "ка",
        "ла",
        "ма",
        "не",
        "ол",
        "пе",
        "са",
    ],
    ["ра", "на", "ић", "ов", "ова", "енко", "чук", "ски", "ко", "ин", "та", "ла", "ја"],
)
SCRIPTS = {"GR": GREEK, "CY": GREEK, "BG": CYRILLIC, "RS": CYRILLIC, "UA": CYRILLIC, "MK": CYRILLIC}
SCHOOLS = ("School", "Lycée", "Collège", "Liceo", "Scuola", "Gymnasium", "Szkoła Podstawowa nr",
           "IES", "Colegio", "Okulu", "Agrupamento", "Școala", "Γυμνάσιο", "ОШ")  # fmt: skip
TOPICS = ("rivers", "bread", "music", "chess", "climate", "robots", "legends", "theatre", "maths",
          "history", "sea", "recipes", "poems", "stars", "sport", "games", "peace", "media")  # fmt: skip


class Uneven:
    """Draws from a list whose first entries are far more frequent than its last."""

    def __init__(self, values: Sequence, weights: Sequence[float] | None = None) -> None:
        self.values = values
        self.sums = list(accumulate(weights or (1 / (n + 2) for n in range(len(values)))))

    def draw(self, chance: random.Random):
        return self.values[bisect(self.sums, chance.random() * self.sums[-1])]

    def several(self, chance: random.Random, least: int, most: int) -> list:
        drawn = (self.draw(chance) for _ in range(chance.randint(least, most)))
        return list(dict.fromkeys(drawn))


class World:
    """Countries, names and words to draw from. `codes`: what the vocabularies of the portal hold."""

    def __init__(self, countries: list[str], codes: dict[str, list[str]], seed: int = 2026) -> None:
        self.chance = random.Random(seed)
        rest = [c for c in countries if c not in WEIGHTS]
        weights = [WEIGHTS[c] for c in WEIGHTS] + [8 / len(rest)] * len(rest)
        self.countries = Uneven([*WEIGHTS, *rest], weights)
        self.codes = {name: Uneven(values) for name, values in codes.items()}
        self.language_of = {c: self.codes["languages"].draw(self.chance) for c in countries}
        self.given = {c: Uneven(self._made(c, 400, 1, 2)) for c in countries}
        self.family = {c: Uneven(self._made(c, 4000, 1, 3)) for c in countries}
        self.towns = {c: Uneven(self._made(c, 600, 1, 3)) for c in countries}
        words = [w for c in ("FR", "GR", "UA") for w in self._made(c, 8000, 1, 3)]
        self.words = Uneven([*TOPICS, *(word.lower() for word in words)])

    def _made(self, country: str, number: int, least: int, most: int) -> list[str]:
        beginnings, endings = SCRIPTS.get(country, LATIN)
        made: dict[str, None] = {}
        for _ in range(number * 3):
            parts = [self.chance.choice(beginnings)]
            parts += self.chance.choices(endings, k=self.chance.randint(least, most))
            made["".join(parts).capitalize()] = None
        return list(made)[:number]

    def school(self, number: int) -> list:
        """slug, country, official number, name, town"""
        chance, country = self.chance, self.countries.draw(self.chance)
        town = self.towns[country].draw(chance)
        name = (
            f"{chance.choice(SCHOOLS)} {self.family[country].draw(chance)} {chance.randint(1, 90)}"
        )
        return [f"made-school-{number}", country, f"{number:08d}", name, town]

    def teacher(self, country: str) -> dict:
        chance, codes = self.chance, self.codes
        youngest = chance.choices((3, 6, 9, 11, 12, 14, 15), (1, 3, 3, 3, 6, 4, 4))[0]
        away = timedelta(days=min(chance.expovariate(1 / 200), 2500))
        return {
            "country": country,
            "given": self.given[country].draw(chance),
            "family": self.family[country].draw(chance),
            "role": codes["roles"].draw(chance) if chance.random() < 0.15 else "teacher",
            "subjects": codes["subjects"].several(chance, 1, 3),
            "languages": list(
                dict.fromkeys(
                    ["en", self.language_of[country], *codes["languages"].several(chance, 0, 2)]
                )
            ),
            "levels": codes["levels"].several(chance, 1, 2),
            "age_from": youngest,
            "age_to": youngest + chance.randint(1, 5),
            "is_available": chance.random() < 0.6,
            "looking_for": self._text(0.3, 8, 24),
            "interests": self._text(0.4, 2, 5),
            "status": chance.choices(("validated", "waiting", "suspended"), (94, 5, 1))[0],
            "is_active": chance.random() < 0.98,
            "last_active_at": NOW - away,
            "joined": NOW - away - timedelta(days=chance.random() * 3000),
        }

    def _text(self, share: float, least: int, most: int) -> str:
        if self.chance.random() > share:
            return ""
        return " ".join(
            self.words.draw(self.chance) for _ in range(self.chance.randint(least, most))
        )


def staffs(chance: random.Random, schools: int, teachers: int) -> Iterator[int]:
    """For each teacher the number of a school: most schools have one or two, a few have dozens."""
    sizes = [chance.paretovariate(1.3) for _ in range(schools)]
    share = teachers / sum(sizes)
    left, owed = teachers, 0.0
    for school, size in enumerate(sizes):
        owed += size * share
        here = min(left, int(owed))
        owed -= here
        left -= here
        for _ in range(here):
            yield school
    for _ in range(left):
        yield chance.randrange(schools)
