"""The Celery application. Its settings are the CELERY_* ones of the Django settings."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etwinning.settings.development")

app = Celery("etwinning")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
