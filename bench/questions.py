"""What people ask of partner search, made up: the same seed, the same questions."""

import random

from django.http import QueryDict

from bench.world import TOPICS
from partners.search import GROUPS, Question, choices

SEED = 7


def filtered(number: int) -> list[Question]:
    """Questions by one to four filters, each with one to three values."""
    chance, offered = random.Random(SEED), choices()
    return [Question.read(_filters(chance, offered), offered) for _ in range(number)]


def with_words(number: int, names: list[str]) -> list[Question]:
    """The same, with a name, half a name, a topic, both, three letters, or a name with a typo."""
    chance, offered = random.Random(SEED), choices()
    asked = []
    for _ in range(number):
        query = _filters(chance, offered)
        query["q"] = _words(chance, names)
        asked.append(Question.read(query, offered))
    return asked


def _filters(chance: random.Random, offered: dict[str, dict[str, str]]) -> QueryDict:
    query = QueryDict(mutable=True)
    for group in chance.sample(GROUPS, chance.randint(1, 4)):
        values = list(offered[group])
        query.setlist(group, chance.sample(values, min(len(values), chance.choice((1, 1, 2, 3)))))
    return query


def _words(chance: random.Random, names: list[str]) -> str:
    name, topic = chance.choice(names), chance.choice(TOPICS)
    wrong = name[:2] + "x" + name[3:]
    return chance.choice([name, name[:5], topic, f"{name} {topic}", name[:3], wrong])
