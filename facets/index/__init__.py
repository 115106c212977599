"""An index derived from a source: bitmaps in every web process, PostgreSQL stays the truth.

    reading   rows of the source as the index reads them
    words     a vocabulary and which rows have which word
    form      the bytes: sections, checksum, and what is refused
    build     from PostgreSQL to bytes
    store     the newest build, kept in PostgreSQL, copied to a file on every machine
    base      a loaded build
    changes   the rows that changed since, read from PostgreSQL
    current   both together, as of this very request
    ask       a question answered from both
    refresh   when a new build is due

A base is never changed. What has changed since is left out of it and found among the changes;
`docs/adr/0007-an-index-for-search.md` says why it is built like this.
"""
