"""Partner search: what is asked (`Question`), what can be chosen (`choices`), who answers (`answer`).

Page and form know only these. The engine behind `answer` can be exchanged without touching them.
"""

from partners.search.answer import Answer, answer
from partners.search.choices import choices
from partners.search.question import GROUPS, Question

__all__ = ["GROUPS", "Answer", "Question", "answer", "choices"]
