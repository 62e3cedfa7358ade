"""A Django project for the tests of this folder, which run in tox environments of their own."""

import os

import django

# Left to pytest-django, a run without settings would skip the tests.
os.environ["DJANGO_SETTINGS_MODULE"] = "clients.settings"
django.setup()
