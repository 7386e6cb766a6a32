#!/usr/bin/env python
"""Forewarned's commands: `python manage.py help`."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError as error:
        sys.exit(f"This Python lacks Forewarned's packages ({error}). Use .venv/bin/python, or: make run")
    try:
        _ = settings.INSTALLED_APPS
    except ImproperlyConfigured as error:
        sys.exit(f"Forewarned cannot start: {error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
