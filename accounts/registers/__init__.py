"""National school registers: reading a file, mapping its columns, copying its schools.

`reading` knows files and nothing of schools, `mapping` turns a row into a school or says why not,
`copying` is the SQL, `importing` puts them together in one transaction.
"""


class RegisterError(Exception):
    """The import as a whole cannot go on. The message says why and what to do."""
