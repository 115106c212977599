"""The derived index of partner search: bitmaps in every web process, PostgreSQL stays the truth.

    rows      what it knows of one teacher
    words     a vocabulary and who uses which word
    form      the bytes: sections, checksum, and what is refused
    build     from PostgreSQL to bytes
    store     the newest build, kept in PostgreSQL, copied to a file on every machine
    base      a loaded build
    changes   those who changed since, read from PostgreSQL
    current   both together, as of this very request
    ask       a question answered from both

A base is never changed. Whoever has changed since is left out of it and found among the changes;
`docs/adr/0007-an-index-for-partner-search.md` says why it is built like this.
"""

import partners.search  # noqa: F401 -- the door to search brings in its engines in their order
