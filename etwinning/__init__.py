"""The project's wiring: settings, addresses, the Celery application."""

from etwinning.celery import app as celery_app

__all__ = ["celery_app"]
