"""What people ask of a search, made up: the same seed, the same questions."""

import random

from django.http import QueryDict

from bench.world import TOPICS
from facets.question import Question
from facets.source import Source

SEED = 7


def filtered(source: Source, number: int) -> list[Question]:
    """Questions by one to four filters, each with one to three values."""
    chance, offered = random.Random(SEED), source.choices()
    return [Question.read(source, _filters(chance, offered), offered) for _ in range(number)]


def with_words(source: Source, number: int, names: list[str]) -> list[Question]:
    """The same, with a name, half a name, a topic, both, three letters, or a name with a typo."""
    chance, offered = random.Random(SEED), source.choices()
    asked = []
    for _ in range(number):
        query = _filters(chance, offered)
        query["q"] = _words(chance, names)
        asked.append(Question.read(source, query, offered))
    return asked


def _filters(chance: random.Random, offered: dict[str, dict[str, str]]) -> QueryDict:
    query = QueryDict(mutable=True)
    for group in chance.sample(list(offered), chance.randint(1, min(4, len(offered)))):
        values = list(offered[group])
        query.setlist(group, chance.sample(values, min(len(values), chance.choice((1, 1, 2, 3)))))
    return query


def _words(chance: random.Random, names: list[str]) -> str:
    name, topic = chance.choice(names), chance.choice(TOPICS)
    wrong = name[:2] + "x" + name[3:]
    return chance.choice([name, name[:5], topic, f"{name} {topic}", name[:3], wrong])
