"""Behind `./run`: servers, supervision, tests and measurements.

Nothing but the standard library, and nothing of the portal: it starts the portal's programs as
anybody else would, through `manage.py`, gunicorn and celery.
"""
