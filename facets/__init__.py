"""Search by facets, the same for every noun that can be searched: teachers, schools, projects.

    source      what an app says of its noun: who may see it, its facets, its texts, its orders
    facet       one group of filters
    question    what somebody asks, and the address that asks it
    answer      one page of an answer, with how many stand under every value
    sql         the answer in plain SQL: exact, always there, slow among very many
    index       the answer from bitmaps, derived from PostgreSQL
    pages       pages that stay in place while rows change
    filters     what a page shows of a question and its answer
    view        from the address of a request to both

An app declares a `Source` in its `sources.py`. Nothing here knows a noun.
"""
